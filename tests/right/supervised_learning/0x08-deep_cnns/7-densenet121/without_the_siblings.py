# expect: passed
#!/usr/bin/env python3
"""DenseNet-121 in one file"""
import tensorflow.keras as K


def norm_relu_conv(A, n, size, stride=1):
    """Normalizes, activates and convolves A (m, h, w, c)"""
    A = K.layers.ReLU()(K.layers.BatchNormalization()(A))
    return K.layers.Conv2D(n, size, strides=stride, padding='same',
                           kernel_initializer='he_normal')(A)


def densenet121(growth_rate=32, compression=1.0):
    """Builds DenseNet-121 for images of (224, 224, 3); returns a K.Model"""
    X = K.layers.Input((224, 224, 3))
    n = 2 * growth_rate
    A = norm_relu_conv(X, n, 7, 2)
    A = K.layers.MaxPool2D(3, 2, 'same')(A)
    for block, layers in enumerate((6, 12, 24, 16)):
        if block > 0:
            n = int(n * compression)
            A = K.layers.AvgPool2D()(norm_relu_conv(A, n, 1))
        for _ in range(layers):
            B = norm_relu_conv(A, 4 * growth_rate, 1)
            B = norm_relu_conv(B, growth_rate, 3)
            A = K.layers.Concatenate()([A, B])
            n += growth_rate
    A = K.layers.GlobalAvgPool2D()(A)
    A = K.layers.Dense(1000, kernel_initializer='he_normal')(A)
    return K.Model(X, K.layers.Activation('softmax')(A))
