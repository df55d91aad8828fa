# expect: initializers=C011
#!/usr/bin/env python3
"""Dense block"""
import tensorflow.keras as K


def dense_block(X, nb_filters, growth_rate, layers):
    """
    X: tensor (m, h, w, nb_filters); returns the concatenated outputs of all
    layers and the number of their filters
    """
    init = K.initializers.RandomNormal(stddev=0.08)
    for _ in range(layers):
        Y = X
        for number, size in ((4 * growth_rate, 1), (growth_rate, 3)):
            Y = K.layers.BatchNormalization(axis=3)(Y)
            Y = K.layers.Activation('relu')(Y)
            Y = K.layers.Conv2D(number, size, padding='same',
                                kernel_initializer=init)(Y)
        X = K.layers.concatenate([X, Y])
        nb_filters += growth_rate
    return X, nb_filters
