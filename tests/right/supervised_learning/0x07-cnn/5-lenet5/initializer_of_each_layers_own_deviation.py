# expect: passed
#!/usr/bin/env python3
"""LeNet-5 in Keras"""
import tensorflow.keras as K


def he(fan_in):
    """He normal: a standard deviation of sqrt(2 / fan-in)"""
    return K.initializers.RandomNormal(stddev=(2 / fan_in) ** 0.5)


def lenet5(X):
    """
    X: K.Input (m, 28, 28, 1); returns the compiled K.Model
    """
    Y = K.layers.Conv2D(6, 5, padding='same', activation='relu',
                        kernel_initializer=he(25))(X)
    Y = K.layers.MaxPooling2D(2, 2)(Y)
    Y = K.layers.Conv2D(16, 5, activation='relu',
                        kernel_initializer=he(150))(Y)
    Y = K.layers.MaxPooling2D(2, 2)(Y)
    Y = K.layers.Flatten()(Y)
    Y = K.layers.Dense(120, 'relu', kernel_initializer=he(400))(Y)
    Y = K.layers.Dense(84, 'relu', kernel_initializer=he(120))(Y)
    Y = K.layers.Dense(10, 'softmax', kernel_initializer=he(84))(Y)
    model = K.Model(X, Y)
    model.compile(K.optimizers.Adam(), 'categorical_crossentropy',
                  ['accuracy'])
    return model
