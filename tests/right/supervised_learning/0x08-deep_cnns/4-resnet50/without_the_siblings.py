# expect: passed
#!/usr/bin/env python3
"""ResNet-50 in one file"""
import tensorflow.keras as K


def norm_conv(A, n, size, stride=1):
    """Convolves A (m, h, w, c) with n kernels, then normalizes"""
    A = K.layers.Conv2D(n, size, strides=stride, padding='same',
                        kernel_initializer='he_normal')(A)
    return K.layers.BatchNormalization()(A)


def block(A, n, stride=None):
    """A bottleneck upon A (m, h, w, c); with a stride, the shortcut has a
    convolution too"""
    shortcut = A
    if stride is not None:
        shortcut = norm_conv(A, 4 * n, 1, stride)
    B = K.layers.ReLU()(norm_conv(A, n, 1, stride or 1))
    B = K.layers.ReLU()(norm_conv(B, n, 3))
    B = norm_conv(B, 4 * n, 1)
    return K.layers.ReLU()(K.layers.Add()([shortcut, B]))


def resnet50():
    """Builds ResNet-50 for images of (224, 224, 3); returns a K.Model"""
    X = K.layers.Input((224, 224, 3))
    A = K.layers.ZeroPadding2D(((2, 3), (2, 3)))(X)
    A = K.layers.Conv2D(64, 7, strides=2, kernel_initializer='he_normal')(A)
    A = K.layers.ReLU()(K.layers.BatchNormalization()(A))
    A = K.layers.MaxPool2D(3, 2, 'same')(A)
    for n, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        A = block(A, n, 1 if n == 64 else 2)
        for _ in range(1, blocks):
            A = block(A, n)
    A = K.layers.GlobalAveragePooling2D()(A)
    A = K.layers.Dense(1000, 'softmax', kernel_initializer='he_normal')(A)
    return K.Model(X, A)
