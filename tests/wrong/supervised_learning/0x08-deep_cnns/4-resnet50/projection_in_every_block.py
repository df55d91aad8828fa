# expect: parameters=C008
#!/usr/bin/env python3
"""ResNet-50, in Keras"""
import tensorflow.keras as K
identity_block = __import__('2-identity_block').identity_block
projection_block = __import__('3-projection_block').projection_block


def resnet50():
    """
    Builds the ResNet-50 architecture

    Each convolution is followed by batch normalization along the channels and
    ReLU. All weights are initialized with he normal. It has 25,636,712
    parameters.

    Returns:
        K.Model with input (m, 224, 224, 3) and output (m, 1, 1, 1000), the
        probabilities of the classes

    Reference:
        He et al., Deep Residual Learning for Image Recognition (2015),
        table 1, column 50-layer
    """
    # filters of a stage's blocks, stride of the first one, number of blocks
    stages = (((64, 64, 256), 1, 3),      # conv2_x
              ((128, 128, 512), 2, 4),    # conv3_x
              ((256, 256, 1024), 2, 6),   # conv4_x
              ((512, 512, 2048), 2, 3))   # conv5_x

    # conv1: (m, 224, 224, 3) to (m, 56, 56, 64)
    X = K.Input(shape=(224, 224, 3))
    Y = K.layers.Conv2D(filters=64, kernel_size=7, strides=2, padding='same',
                        kernel_initializer='he_normal')(X)
    Y = K.layers.BatchNormalization(axis=3)(Y)
    Y = K.layers.Activation('relu')(Y)
    Y = K.layers.MaxPooling2D(pool_size=3, strides=2, padding='same')(Y)

    # conv2_x to conv5_x: (m, 56, 56, 64) to (m, 7, 7, 2048)
    for filters, stride, blocks in stages:
        Y = projection_block(Y, filters, s=stride)
        for _ in range(blocks - 1):
            Y = projection_block(Y, filters, s=1)

    # (m, 7, 7, 2048) to (m, 1, 1, 1000)
    Y = K.layers.AveragePooling2D(pool_size=7, strides=1)(Y)
    Y = K.layers.Dense(units=1000, activation='softmax',
                       kernel_initializer='he_normal')(Y)

    return K.Model(inputs=X, outputs=Y)
