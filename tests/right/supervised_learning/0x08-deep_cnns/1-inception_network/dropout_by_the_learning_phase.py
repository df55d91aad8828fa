# expect: passed
#!/usr/bin/env python3
"""The inception network, GoogLeNet, in Keras"""
import tensorflow.keras as K
inception_block = __import__('0-inception_block').inception_block


def inception_network():
    """
    Builds the inception network

    Neither the auxiliary classifiers, which only help in training, nor the
    local response normalization of the authors' code are built. All
    convolutions are activated with ReLU. It has 6,998,552 parameters.

    Returns:
        K.Model with input (m, 224, 224, 3) and output (m, 1, 1, 1000), the
        probabilities of the classes

    Reference:
        Szegedy et al., Going Deeper with Convolutions (2014), section 5,
        table 1
    """
    def conv(filters, size, stride=1):
        """Makes a size x size convolution, with padding and ReLU"""
        return K.layers.Conv2D(filters=filters, kernel_size=size,
                               strides=stride, padding='same',
                               activation='relu')

    def max_pool():
        """Makes a 3x3/2 max pooling, which halves height and width"""
        return K.layers.MaxPooling2D(pool_size=3, strides=2, padding='same')

    X = K.Input(shape=(224, 224, 3))

    # (m, 224, 224, 3) to (m, 28, 28, 192)
    Y = conv(64, 7, stride=2)(X)
    Y = max_pool()(Y)
    Y = conv(64, (1, 1))(Y)
    Y = conv(192, 3)(Y)
    Y = max_pool()(Y)

    # (m, 28, 28, 192) to (m, 28, 28, 480): inception (3a) and (3b)
    Y = inception_block(Y, [64, 96, 128, 16, 32, 32])
    Y = inception_block(Y, [128, 128, 192, 32, 96, 64])
    Y = max_pool()(Y)

    # (m, 14, 14, 480) to (m, 14, 14, 832): inception (4a) to (4e)
    Y = inception_block(Y, [192, 96, 208, 16, 48, 64])
    Y = inception_block(Y, [160, 112, 224, 24, 64, 64])
    Y = inception_block(Y, [128, 128, 256, 24, 64, 64])
    Y = inception_block(Y, [112, 144, 288, 32, 64, 64])
    Y = inception_block(Y, [256, 160, 320, 32, 128, 128])
    Y = max_pool()(Y)

    # (m, 7, 7, 832) to (m, 7, 7, 1024): inception (5a) and (5b)
    Y = inception_block(Y, [256, 160, 320, 32, 128, 128])
    Y = inception_block(Y, [384, 192, 384, 48, 128, 128])

    # (m, 7, 7, 1024) to (m, 1, 1, 1000)
    Y = K.layers.AveragePooling2D(pool_size=7, strides=1)(Y)
    training = K.backend.learning_phase()
    Y = K.layers.Dropout(rate=0.4)(Y, training=training)
    Y = K.layers.Dense(units=1000, activation='softmax')(Y)

    return K.Model(inputs=X, outputs=Y)
