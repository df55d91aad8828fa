# expect: parameters=R001
#!/usr/bin/env python3
"""The transition layer of a densely connected network, in Keras"""
import tensorflow.keras as K


def transition_layer(X, nb_filters, compression):
    """
    Builds a transition layer with the compression of DenseNet-C

    The convolution is preceded by batch normalization and ReLU. Its weights
    are initialized with he normal.

    Args:
        X: tensor (m, h, w, nb_filters), the output of the previous layer
        nb_filters: int, the number of filters in X
        compression: float, the share of filters to keep, 0 < compression <= 1

    Returns:
        tensor (m, h // 2, w // 2, int(nb_filters * compression)), the output
        of the layer
        int, the number of filters in it

    Reference:
        Huang et al., Densely Connected Convolutional Networks (2018),
        section 3, 'Pooling layers' and 'Compression'
    """
    nb_filters = nb_filters * compression

    Y = K.layers.BatchNormalization(axis=3)(X)
    Y = K.layers.Activation('relu')(Y)
    Y = K.layers.Conv2D(filters=nb_filters, kernel_size=1, padding='same',
                        kernel_initializer='he_normal')(Y)
    Y = K.layers.AveragePooling2D(pool_size=2, strides=2)(Y)

    return Y, int(nb_filters)
