# expect: parameters=R001
#!/usr/bin/env python3
"""Dense Block"""
import tensorflow.keras as K


def dense_block(X, nb_filters, growth_rate, layers):
    """Builds a dense block

    X: output from the previous layer
    nb_filters: integer representing the number of filters in X
    growth_rate: growth rate for the dense block
    layers: number of layers in the dense block
    Returns: the concatenated output of each layer within the dense block and
        the number of filters within the concatenated outputs, respectively
    """
    init = K.initializers.he_normal()
    for i in range(layers):
        norm1 = K.layers.BatchNormalization(axis=3)(X)
        relu1 = K.layers.Activation('relu')(norm1)
        conv1 = K.layers.Conv2D(4 * growth_rate, (1, 1), padding='same',
                                kernel_initializer=init)(relu1)
        norm2 = K.layers.BatchNormalization(axis=3)(conv1)
        relu2 = K.layers.Activation('relu')(norm2)
        conv2 = K.layers.Conv2D(growth_rate, (3, 3), padding='same',
                                kernel_initializer=init)(relu2)
        X = K.layers.add([X, conv2])
        nb_filters += growth_rate
    return X, nb_filters
