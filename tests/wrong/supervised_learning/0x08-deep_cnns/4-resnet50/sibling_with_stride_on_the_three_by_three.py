# expect: inference=C004 as=3-projection_block.py
#!/usr/bin/env python3
"""The projection block of a deep residual network, in Keras"""
import tensorflow.keras as K


def projection_block(A_prev, filters, s=2):
    """
    Builds a projection block: a bottleneck and a shortcut with a convolution

    Each convolution is followed by batch normalization along the channels and
    ReLU; the last ReLU comes after the addition, so the shortcut is not
    activated on its own. All weights are initialized with he normal.

    Args:
        A_prev: tensor (m, h, w, c), the output of the previous layer
        filters: tuple or list with the numbers of filters in
            F11: the first 1x1 convolution
            F3: the 3x3 convolution
            F12: the second 1x1 convolution, and the one in the shortcut
        s: stride of the first convolution of the main path and of the one in
            the shortcut

    Returns:
        tensor (m, ceil(h / s), ceil(w / s), F12), the activated output of the
        block

    Reference:
        He et al., Deep Residual Learning for Image Recognition (2015),
        equation 2, figure 5 (right) and section 4.1, shortcut option B
    """
    F11, F3, F12 = filters

    def conv_norm(X, filters, size, stride=1):
        """
        Convolves X (m, h, w, c) and normalizes the result

        Returns:
            tensor (m, ceil(h / stride), ceil(w / stride), filters), not yet
            activated
        """
        X = K.layers.Conv2D(filters=filters, kernel_size=size, strides=stride,
                            padding='same',
                            kernel_initializer='he_normal')(X)
        return K.layers.BatchNormalization(axis=3)(X)

    Y = K.layers.Activation('relu')(conv_norm(A_prev, F11, 1))
    Y = K.layers.Activation('relu')(conv_norm(Y, F3, 3, stride=s))
    Y = conv_norm(Y, F12, 1)
    shortcut = conv_norm(A_prev, F12, 1, stride=s)

    return K.layers.Activation('relu')(K.layers.add([Y, shortcut]))
