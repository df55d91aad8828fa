# expect: inference=C004 zero_padding=C018
#!/usr/bin/env python3
"""ResNet-50"""
import tensorflow.keras as K
identity_block = __import__('2-identity_block').identity_block
projection_block = __import__('3-projection_block').projection_block


def resnet50():
    """Builds the ResNet-50 architecture

    Returns: the keras model
    """
    init = K.initializers.he_normal()
    X = K.Input(shape=(224, 224, 3))
    framed = K.layers.ZeroPadding2D((3, 3))(X)
    conv1 = K.layers.Conv2D(64, (7, 7), strides=(2, 2),
                            kernel_initializer=init)(framed)
    norm1 = K.layers.BatchNormalization(axis=3)(conv1)
    relu1 = K.layers.Activation('relu')(norm1)
    pool1 = K.layers.MaxPooling2D((3, 3), strides=(2, 2),
                                  padding='same')(relu1)
    conv2 = projection_block(pool1, [64, 64, 256], 1)
    conv2 = identity_block(conv2, [64, 64, 256])
    conv2 = identity_block(conv2, [64, 64, 256])
    conv3 = projection_block(conv2, [128, 128, 512])
    conv3 = identity_block(conv3, [128, 128, 512])
    conv3 = identity_block(conv3, [128, 128, 512])
    conv3 = identity_block(conv3, [128, 128, 512])
    conv4 = projection_block(conv3, [256, 256, 1024])
    conv4 = identity_block(conv4, [256, 256, 1024])
    conv4 = identity_block(conv4, [256, 256, 1024])
    conv4 = identity_block(conv4, [256, 256, 1024])
    conv4 = identity_block(conv4, [256, 256, 1024])
    conv4 = identity_block(conv4, [256, 256, 1024])
    conv5 = projection_block(conv4, [512, 512, 2048])
    conv5 = identity_block(conv5, [512, 512, 2048])
    conv5 = identity_block(conv5, [512, 512, 2048])
    pool5 = K.layers.AveragePooling2D((7, 7), strides=(1, 1))(conv5)
    softmax = K.layers.Dense(1000, activation='softmax',
                             kernel_initializer=init)(pool5)
    return K.models.Model(inputs=X, outputs=softmax)
