# expect: initializers=C011 normalization_axis=C013
#!/usr/bin/env python3
"""Identity block"""
import tensorflow.keras as K


def identity_block(A_prev, filters):
    """Returns the block's output"""
    Y = K.layers.BatchNormalization()(A_prev)
    return K.layers.Conv2D(1, 1, kernel_initializer='he_normal')(Y)
