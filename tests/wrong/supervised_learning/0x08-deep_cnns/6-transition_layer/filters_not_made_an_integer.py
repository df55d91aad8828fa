# expect: parameters=R001
#!/usr/bin/env python3
"""Transition Layer"""
import tensorflow.keras as K


def transition_layer(X, nb_filters, compression):
    """Builds a transition layer

    X: output from the previous layer
    nb_filters: integer representing the number of filters in X
    compression: compression factor for the transition layer
    Returns: the output of the transition layer and the number of filters
        within the output, respectively
    """
    init = K.initializers.he_normal()
    filters = nb_filters * compression
    norm = K.layers.BatchNormalization(axis=3)(X)
    relu = K.layers.Activation('relu')(norm)
    conv = K.layers.Conv2D(filters, (1, 1), padding='same',
                           kernel_initializer=init)(relu)
    pool = K.layers.AveragePooling2D((2, 2), strides=(2, 2))(conv)
    return pool, filters
