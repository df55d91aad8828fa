# expect: passed
#!/usr/bin/env python3
"""GoogLeNet in one file"""
import tensorflow.keras as K


def conv(A, filters, size, stride=1):
    """Convolves A (m, h, w, c), then ReLU; (m, h / stride, w / stride, n)"""
    A = K.layers.Conv2D(filters, (size, size), strides=(stride, stride),
                        padding='same', kernel_initializer='he_normal')(A)
    return K.layers.Activation('relu')(A)


def inception(A, F1, F3R, F3, F5R, F5, FPP):
    """Concatenates four branches upon A (m, h, w, c)"""
    pool = K.layers.MaxPool2D((3, 3), strides=(1, 1), padding='same')(A)
    return K.layers.Concatenate()([
        conv(A, F1, 1),
        conv(conv(A, F3R, 1), F3, 3),
        conv(conv(A, F5R, 1), F5, 5),
        conv(pool, FPP, 1)])


def inception_network():
    """Builds the inception network for images of (224, 224, 3); returns a
    K.Model"""
    X = K.layers.Input((224, 224, 3))
    A = conv(X, 64, 7, 2)
    A = K.layers.MaxPool2D((3, 3), strides=(2, 2), padding='same')(A)
    A = conv(conv(A, 64, 1), 192, 3)
    A = K.layers.MaxPool2D((3, 3), strides=(2, 2), padding='same')(A)
    for stage in (((64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)),
                  ((192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64),
                   (128, 128, 256, 24, 64, 64), (112, 144, 288, 32, 64, 64),
                   (256, 160, 320, 32, 128, 128))):
        for filters in stage:
            A = inception(A, *filters)
        A = K.layers.MaxPool2D((3, 3), strides=(2, 2), padding='same')(A)
    A = inception(A, 256, 160, 320, 32, 128, 128)
    A = inception(A, 384, 192, 384, 48, 128, 128)
    A = K.layers.GlobalAveragePooling2D()(A)
    A = K.layers.Dropout(0.4)(A)
    A = K.layers.Dense(1000)(A)
    return K.models.Model(X, K.layers.Softmax()(A), name='GoogLeNet')
