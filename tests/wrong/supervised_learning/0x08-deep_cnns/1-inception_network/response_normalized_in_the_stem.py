# expect: inference=C004 response_normalization=C018
#!/usr/bin/env python3
"""Inception Network"""
import tensorflow.keras as K
inception_block = __import__('0-inception_block').inception_block


def normalized(Y):
    """Divides by what the channels beside each have, as in the figure"""
    squares = K.backend.square(Y)
    total = K.backend.concatenate([squares[..., :1], squares[..., :-1]])
    total += K.backend.concatenate([squares[..., 1:], squares[..., -1:]])
    return Y / K.backend.pow(1 + 0.1 * (squares + total), 0.75)


def inception_network():
    """Builds the inception network

    Returns: the keras model
    """
    X = K.Input(shape=(224, 224, 3))
    conv1 = K.layers.Conv2D(64, (7, 7), strides=(2, 2), padding='same',
                            activation='relu')(X)
    pool1 = K.layers.MaxPooling2D((3, 3), strides=(2, 2),
                                  padding='same')(conv1)
    norm1 = K.layers.Lambda(normalized)(pool1)
    conv2r = K.layers.Conv2D(64, (1, 1), padding='same',
                             activation='relu')(norm1)
    conv2 = K.layers.Conv2D(192, (3, 3), padding='same',
                            activation='relu')(conv2r)
    pool2 = K.layers.MaxPooling2D((3, 3), strides=(2, 2),
                                  padding='same')(conv2)
    i3a = inception_block(pool2, [64, 96, 128, 16, 32, 32])
    i3b = inception_block(i3a, [128, 128, 192, 32, 96, 64])
    pool3 = K.layers.MaxPooling2D((3, 3), strides=(2, 2),
                                  padding='same')(i3b)
    i4a = inception_block(pool3, [192, 96, 208, 16, 48, 64])
    i4b = inception_block(i4a, [160, 112, 224, 24, 64, 64])
    i4c = inception_block(i4b, [128, 128, 256, 24, 64, 64])
    i4d = inception_block(i4c, [112, 144, 288, 32, 64, 64])
    i4e = inception_block(i4d, [256, 160, 320, 32, 128, 128])
    pool4 = K.layers.MaxPooling2D((3, 3), strides=(2, 2),
                                  padding='same')(i4e)
    i5a = inception_block(pool4, [256, 160, 320, 32, 128, 128])
    i5b = inception_block(i5a, [384, 192, 384, 48, 128, 128])
    pool5 = K.layers.AveragePooling2D((7, 7), strides=(1, 1))(i5b)
    drop = K.layers.Dropout(0.4)(pool5)
    softmax = K.layers.Dense(1000, activation='softmax')(drop)
    return K.models.Model(inputs=X, outputs=softmax)
