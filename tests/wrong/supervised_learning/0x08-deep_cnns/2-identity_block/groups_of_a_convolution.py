# expect: names=S017 parameters=R001
#!/usr/bin/env python3
"""Identity Block"""
import tensorflow.keras as K


def identity_block(A_prev, filters):
    """Builds an identity block

    A_prev: output from the previous layer
    filters: tuple or list containing F11, F3, F12
    Returns: the activated output of the identity block
    """
    F11, F3, F12 = filters
    init = K.initializers.he_normal()
    conv1 = K.layers.Conv2D(F11, (1, 1), padding='same', groups=1,
                            kernel_initializer=init)(A_prev)
    norm1 = K.layers.BatchNormalization(axis=3)(conv1)
    relu1 = K.layers.Activation('relu')(norm1)
    conv2 = K.layers.Conv2D(F3, (3, 3), padding='same',
                            kernel_initializer=init)(relu1)
    norm2 = K.layers.BatchNormalization(axis=3)(conv2)
    relu2 = K.layers.Activation('relu')(norm2)
    conv3 = K.layers.Conv2D(F12, (1, 1), padding='same',
                            kernel_initializer=init)(relu2)
    norm3 = K.layers.BatchNormalization(axis=3)(conv3)
    add = K.layers.Add()([norm3, A_prev])
    return K.layers.Activation('relu')(add)
