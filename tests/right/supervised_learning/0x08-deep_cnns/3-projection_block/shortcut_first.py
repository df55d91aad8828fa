# expect: passed
#!/usr/bin/env python3
"""Projection block, the shortcut first"""
import tensorflow.keras as K


def projection_block(A_prev, filters, s=2):
    """
    A_prev: tensor (m, h, w, c); filters: three numbers of filters; s: stride;
    returns a tensor with 1 / s of the height and width
    """
    def conv(X, n, size, **options):
        """Convolves and normalizes X (m, h, w, c)"""
        options["kernel_initializer"] = K.initializers.he_normal(seed=0)
        X = K.layers.Conv2D(n, (size, size), **options)(X)
        return K.layers.BatchNormalization()(X)

    shortcut = conv(A_prev, filters[2], 1, strides=s)
    main = K.layers.ReLU()(conv(A_prev, filters[0], 1, strides=s))
    main = K.layers.ReLU()(conv(main, filters[1], 3, padding="same"))
    main = conv(main, filters[2], 1)
    return K.layers.ReLU()(K.layers.Add()([shortcut, main]))
