# expect: initializers=C011 normalization_axis=C013
#!/usr/bin/env python3
"""Projection block"""
import tensorflow.keras as K


def projection_block(A_prev, filters, s=2):
    """Returns the block's output"""
    Y = K.layers.Conv2D(filters[2], 1, s, kernel_initializer='he_normal')
    return K.layers.BatchNormalization(axis=3)(Y(A_prev))
