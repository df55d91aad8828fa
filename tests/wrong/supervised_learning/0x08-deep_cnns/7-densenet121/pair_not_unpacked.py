# expect: parameters=R001
#!/usr/bin/env python3
"""DenseNet-121, in Keras"""
import tensorflow.keras as K
dense_block = __import__('5-dense_block').dense_block
transition_layer = __import__('6-transition_layer').transition_layer


def densenet121(growth_rate=32, compression=1.0):
    """
    Builds the DenseNet-121 architecture

    Each convolution is preceded by batch normalization and ReLU. All weights
    are initialized with he normal. With a growth rate of 32 and a compression
    of 0.5, as in the paper, it has 8,068,404 parameters.

    Args:
        growth_rate: int, the number of filters that each layer adds
        compression: float, the share of filters that each transition keeps

    Returns:
        K.Model with input (m, 224, 224, 3) and output (m, 1, 1, 1000), the
        probabilities of the classes

    Reference:
        Huang et al., Densely Connected Convolutional Networks (2018),
        table 1, column DenseNet-121, and section 4.2, 'Training', for the
        2 x growth_rate filters of the first convolution
    """
    nb_filters = 2 * growth_rate

    # (m, 224, 224, 3) to (m, 56, 56, 2 * growth_rate)
    X = K.Input(shape=(224, 224, 3))
    Y = K.layers.BatchNormalization(axis=3)(X)
    Y = K.layers.Activation('relu')(Y)
    Y = K.layers.Conv2D(filters=nb_filters, kernel_size=7, strides=2,
                        padding='same', kernel_initializer='he_normal')(Y)
    Y = K.layers.MaxPooling2D(pool_size=3, strides=2, padding='same')(Y)

    # dense blocks 1 to 3, each halved by a transition, and dense block 4
    for layers in (6, 12, 24):
        Y, nb_filters = dense_block(Y, nb_filters, growth_rate, layers)
        Y, nb_filters = transition_layer(Y, nb_filters, compression)
    Y = dense_block(Y, nb_filters, growth_rate, 16)

    # (m, 7, 7, nb_filters) to (m, 1, 1, 1000)
    Y = K.layers.AveragePooling2D(pool_size=7, strides=1)(Y)
    Y = K.layers.Dense(units=1000, activation='softmax',
                       kernel_initializer='he_normal')(Y)

    return K.Model(inputs=X, outputs=Y)
