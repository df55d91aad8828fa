# expect: passed
#!/usr/bin/env python3
"""Transition layer"""
import tensorflow.keras as K


def transition_layer(X, nb_filters, compression):
    """
    X: tensor (m, h, w, nb_filters); returns a tensor
    (m, h / 2, w / 2, int(nb_filters * compression)) and its last length
    """
    Y = X
    for layer in (K.layers.BatchNormalization(),
                  K.layers.ReLU(),
                  K.layers.Conv2D(int(compression * nb_filters), 1,
                                  kernel_initializer='he_normal'),
                  K.layers.AvgPool2D()):
        Y = layer(Y)
    return Y, Y.shape[3]
