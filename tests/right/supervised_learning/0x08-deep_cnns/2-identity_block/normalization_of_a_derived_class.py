# expect: passed
#!/usr/bin/env python3
"""Identity block"""
import tensorflow.keras as K


class Normalized(K.layers.BatchNormalization):
    """Batch normalization"""


def identity_block(A_prev, filters):
    """
    A_prev: tensor (m, h, w, c); filters: numbers of filters of the 1x1, the
    3x3 and the 1x1 convolution; returns a tensor (m, h, w, c)
    """
    Y = A_prev
    for place, (number, size) in enumerate(zip(filters, (1, 3, 1))):
        if place > 0:
            Y = K.layers.ReLU()(Y)
        Y = K.layers.Conv2D(number, size, padding='same',
                            kernel_initializer='he_normal')(Y)
        Y = Normalized(axis=3)(Y)
    return K.layers.ReLU()(K.layers.add([A_prev, Y]))
