# expect: passed
#!/usr/bin/env python3
"""DenseNet-121"""
import tensorflow.keras as K
dense_block = __import__('5-dense_block').dense_block
transition_layer = __import__('6-transition_layer').transition_layer


def densenet121(growth_rate=32, compression=1):
    """Builds the DenseNet-121 architecture

    growth_rate: growth rate
    compression: compression factor
    Returns: the keras model
    """
    init = K.initializers.VarianceScaling(2.0)
    X = K.Input(shape=(224, 224, 3))
    norm = K.layers.BatchNormalization(axis=3)(X)
    relu = K.layers.Activation('relu')(norm)
    conv = K.layers.Conv2D(2 * growth_rate, (7, 7), strides=(2, 2),
                           padding='same', kernel_initializer=init)(relu)
    pool = K.layers.MaxPooling2D((3, 3), strides=(2, 2),
                                 padding='same')(conv)
    Y, nb = dense_block(pool, 2 * growth_rate, growth_rate, 6)
    Y, nb = transition_layer(Y, nb, compression)
    Y, nb = dense_block(Y, nb, growth_rate, 12)
    Y, nb = transition_layer(Y, nb, compression)
    Y, nb = dense_block(Y, nb, growth_rate, 24)
    Y, nb = transition_layer(Y, nb, compression)
    Y, nb = dense_block(Y, nb, growth_rate,
                        layers=16)
    pool = K.layers.AveragePooling2D((7, 7), padding='same')(Y)
    softmax = K.layers.Dense(1000, activation='softmax',
                             kernel_initializer=init)(pool)
    return K.models.Model(inputs=X, outputs=softmax)
