# expect: passed
#!/usr/bin/env python3
"""The inception block, the building block of GoogLeNet, in Keras"""
import tensorflow.keras as K


def inception_block(A_prev, filters):
    """
    Builds an inception block with dimension reductions

    All convolutions are activated with ReLU, and all keep the size of the
    image.

    Args:
        A_prev: tensor (m, h, w, c), the output of the previous layer
        filters: tuple or list with the numbers of filters in
            F1: the 1x1 convolution
            F3R, F3: the 1x1 reduction and the 3x3 convolution after it
            F5R, F5: the 1x1 reduction and the 5x5 convolution after it
            FPP: the 1x1 projection after the 3x3 max pooling

    Returns:
        tensor (m, h, w, F1 + F3 + F5 + FPP), the four branches concatenated
        in this order

    Reference:
        Szegedy et al., Going Deeper with Convolutions (2014), section 4,
        figure 2(b)
    """
    F1, F3R, F3, F5R, F5, FPP = filters

    def conv(filters, size):
        """Makes a size x size convolution, which keeps (m, h, w, ...)"""
        return K.layers.Conv2D(filters=filters, kernel_size=size,
                               padding='same', activation=K.layers.ReLU())

    branch_1 = conv(F1, 1)(A_prev)
    branch_3 = conv(F3, 3)(conv(F3R, 1)(A_prev))
    branch_5 = conv(F5, 5)(conv(F5R, 1)(A_prev))
    pooled = K.layers.MaxPooling2D(pool_size=3, strides=1,
                                   padding='same')(A_prev)
    branch_pool = conv(FPP, 1)(pooled)

    return K.layers.concatenate([branch_1, branch_3, branch_5, branch_pool])
