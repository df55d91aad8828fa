# expect: passed
#!/usr/bin/env python3
"""Inception block, branch by branch, the longest first"""
import tensorflow.keras as K


def inception_block(A_prev, filters):
    """
    A_prev: tensor (m, h, w, c); filters: six numbers, F1, F3R, F3, F5R, F5
    and FPP; returns a tensor (m, h, w, F1 + F3 + F5 + FPP)
    """
    last = []
    pooled = K.layers.MaxPool2D(3, strides=1, padding='same')(A_prev)
    last.append(K.layers.Conv2D(filters[5], 1, name=None)(pooled))
    for size, reduced, full in ((5, filters[3], filters[4]),
                                (3, filters[1], filters[2])):
        Y = K.layers.Conv2D(reduced, 1)(A_prev)
        Y = K.layers.Activation('relu')(Y)
        last.append(K.layers.Conv2D(full, size, padding='same')(Y))
    last.append(K.layers.Conv2D(filters[0], 1)(A_prev))
    return K.layers.ReLU()(K.layers.concatenate(last[::-1]))
