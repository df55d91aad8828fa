# expect: initializers=C011
#!/usr/bin/env python3
"""LeNet-5 in Keras"""
import tensorflow.keras as K


def he(shape, dtype=None, partition_info=None):
    """A normal distribution"""
    return K.backend.random_normal(shape, 0, (2 / int(shape[-1])) ** 0.5)


def lenet5(X):
    """
    X: K.Input (m, 28, 28, 1); returns the compiled K.Model
    """
    Y = K.layers.Conv2D(6, 5, padding='same', activation='relu',
                        kernel_initializer=he)(X)
    Y = K.layers.MaxPooling2D(2, 2)(Y)
    Y = K.layers.Conv2D(16, 5, activation='relu',
                        kernel_initializer=he)(Y)
    Y = K.layers.MaxPooling2D(2, 2)(Y)
    Y = K.layers.Flatten()(Y)
    Y = K.layers.Dense(120, 'relu', kernel_initializer=he)(Y)
    Y = K.layers.Dense(84, 'relu', kernel_initializer=he)(Y)
    Y = K.layers.Dense(10, 'softmax', kernel_initializer=he)(Y)
    model = K.Model(X, Y)
    model.compile(K.optimizers.Adam(), 'categorical_crossentropy',
                  ['accuracy'])
    return model
