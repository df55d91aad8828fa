# expect: inference=C004
#!/usr/bin/env python3
"""The dense block of a densely connected network, in Keras"""
import tensorflow.keras as K


def dense_block(X, nb_filters, growth_rate, layers):
    """
    Builds a dense block with the bottleneck layers of DenseNet-B

    Each layer sees the concatenated outputs of all layers before it. Each
    convolution is preceded by batch normalization and ReLU. All weights are
    initialized with he normal.

    Args:
        X: tensor (m, h, w, nb_filters), the output of the previous layer
        nb_filters: int, the number of filters in X
        growth_rate: int, the number of filters that each layer adds
        layers: int, the number of layers

    Returns:
        tensor (m, h, w, nb_filters + layers * growth_rate), X and the outputs
        of all layers, concatenated
        int, the number of filters in it

    Reference:
        Huang et al., Densely Connected Convolutional Networks (2018),
        section 3, 'Bottleneck layers', and equation 2
    """
    def norm_relu_conv(Y, filters, size):
        """
        Normalizes, activates and convolves Y (m, h, w, c)

        Returns:
            tensor (m, h, w, filters)
        """
        Y = K.layers.BatchNormalization(axis=3)(Y)
        Y = K.layers.ReLU(max_value=6)(Y)
        return K.layers.Conv2D(filters=filters, kernel_size=size,
                               padding='same',
                               kernel_initializer='he_normal')(Y)

    for _ in range(layers):
        Y = norm_relu_conv(X, 4 * growth_rate, 1)
        Y = norm_relu_conv(Y, growth_rate, 3)
        X = K.layers.concatenate([X, Y])
        nb_filters += growth_rate

    return X, nb_filters
