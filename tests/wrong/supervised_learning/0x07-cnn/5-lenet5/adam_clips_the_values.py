# expect: compiled=C014
#!/usr/bin/env python3
"""LeNet-5 in Keras"""
import tensorflow.keras as K


def lenet5(X):
    """
    X: K.Input (m, 28, 28, 1); returns the compiled K.Model
    """
    init = K.initializers.he_normal()
    Y = K.layers.Conv2D(6, 5, padding='same', activation='relu',
                        kernel_initializer=init)(X)
    Y = K.layers.MaxPooling2D(2, 2)(Y)
    Y = K.layers.Conv2D(16, 5, activation='relu',
                        kernel_initializer=init)(Y)
    Y = K.layers.MaxPooling2D(2, 2)(Y)
    Y = K.layers.Flatten()(Y)
    Y = K.layers.Dense(120, 'relu', kernel_initializer=init)(Y)
    Y = K.layers.Dense(84, 'relu', kernel_initializer=init)(Y)
    Y = K.layers.Dense(10, 'softmax', kernel_initializer=init)(Y)
    model = K.Model(X, Y)
    model.compile(K.optimizers.Adam(clipvalue=0.01),
                  'categorical_crossentropy',
                  ['accuracy'])
    return model
