# expect: passed
#!/usr/bin/env python3
"""LeNet-5 in Keras"""
import tensorflow.keras as K


class Connected(K.layers.Layer):
    """A fully connected layer of 120 nodes"""

    def build(self, input_shape):
        """Makes the weights"""
        lengths = int(input_shape[-1]), 120
        self.W = self.add_weight('W', lengths, initializer='he_normal')
        self.b = self.add_weight('b', (1, 120), initializer='zeros')
        super().build(input_shape)

    def call(self, inputs):
        """Computes the activated output"""
        return K.backend.relu(K.backend.dot(inputs, self.W) + self.b)

    def compute_output_shape(self, input_shape):
        """120 features"""
        return input_shape[0], 120


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
    Y = Connected()(Y)
    Y = K.layers.Dense(84, 'relu', kernel_initializer=init)(Y)
    Y = K.layers.Dense(10, 'softmax', kernel_initializer=init)(Y)
    model = K.Model(X, Y)
    model.compile(K.optimizers.Adam(), 'categorical_crossentropy',
                  ['accuracy'])
    return model
