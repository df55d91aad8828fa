# expect: inference=C004
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

    def conv_norm(X, filters, size):
        """
        Convolves X (m, h, w, c) and normalizes the result

        Returns:
            tensor (m, h, w, filters), not yet activated
        """
        X = K.layers.Conv2D(filters=filters, kernel_size=size, padding='same',
                            kernel_initializer='he_normal')(X)
        return K.layers.BatchNormalization(axis=3)(X)

    Y = K.layers.Activation('relu')(conv_norm(A_prev, F11, 1))
    Y = K.layers.ReLU(6.)(conv_norm(Y, F3, 3))
    Y = conv_norm(Y, F12, 1)

    return K.layers.Activation('relu')(K.layers.add([Y, A_prev]))
