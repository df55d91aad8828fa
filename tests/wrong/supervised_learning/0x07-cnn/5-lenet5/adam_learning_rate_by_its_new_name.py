# expect: parameters=R001 names=S017
#!/usr/bin/env python3
"""LeNet-5 (Keras)"""
import tensorflow.keras as K


def lenet5(X):
    """Builds a modified version of the LeNet-5 architecture

    X: K.Input (m, 28, 28, 1), the input images
    Returns: a K.Model compiled to use Adam optimization and accuracy metrics
    """
    init = K.initializers.he_normal()
    conv1 = K.layers.Conv2D(6, 5, padding='same', activation='relu',
                            kernel_initializer=init)(X)
    pool1 = K.layers.MaxPooling2D(2, strides=2)(conv1)
    conv2 = K.layers.Conv2D(16, 5, padding='valid', activation='relu',
                            kernel_initializer=init)(pool1)
    pool2 = K.layers.MaxPooling2D(2, strides=2)(conv2)
    flat = K.layers.Flatten()(pool2)
    fc1 = K.layers.Dense(120, activation='relu',
                         kernel_initializer=init)(flat)
    fc2 = K.layers.Dense(84, activation='relu',
                         kernel_initializer=init)(fc1)
    softmax = K.layers.Dense(10, activation='softmax',
                             kernel_initializer=init)(fc2)
    model = K.Model(inputs=X, outputs=softmax)
    model.compile(optimizer=K.optimizers.Adam(learning_rate=0.001),
                  loss='categorical_crossentropy', metrics=['accuracy'])
    return model
