# expect: passed
#!/usr/bin/env python3
"""The identity block of a deep residual network, in Keras"""
import tensorflow.keras as K


def identity_block(A_prev, filters):
    """
    Builds an identity block: a bottleneck and a shortcut that changes nothing

    Each convolution is followed by batch normalization along the channels and
    ReLU; the last ReLU comes after the addition. All weights are initialized
    with he normal.

    Args:
        A_prev: tensor (m, h, w, F12), the output of the previous layer
        filters: tuple or list with the numbers of filters in
            F11: the first 1x1 convolution
            F3: the 3x3 convolution
            F12: the second 1x1 convolution

    Returns:
        tensor (m, h, w, F12), the activated output of the block

    Reference:
        He et al., Deep Residual Learning for Image Recognition (2015),
        equation 1 and figure 5 (right)
    """
    F11, F3, F12 = filters

    path = K.Sequential()
    for place, (number, size) in enumerate(((F11, 1), (F3, 3), (F12, 1))):
        path.add(K.layers.Conv2D(number, size, padding='same',
                                 kernel_initializer='he_normal'))
        path.add(K.layers.BatchNormalization(axis=3))
        if place < 2:
            path.add(K.layers.Activation('relu'))

    return K.layers.Activation('relu')(K.layers.add([path(A_prev), A_prev]))
