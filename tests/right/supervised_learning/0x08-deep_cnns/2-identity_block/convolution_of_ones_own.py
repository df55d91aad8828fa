# expect: passed
#!/usr/bin/env python3
"""Identity block"""
import tensorflow.keras as K


class Convolution(K.layers.Layer):
    """A convolution that keeps height and width"""

    def __init__(self, number, size):
        """Takes the number of kernels and their size"""
        super().__init__()
        self.number, self.size = number, size

    def build(self, input_shape):
        """Makes kernels and biases"""
        shape = self.size, self.size, int(input_shape[-1]), self.number
        self.kernels = self.add_weight('kernels', shape,
                                       initializer='he_normal')
        self.biases = self.add_weight('biases', shape[-1:],
                                      initializer='zeros')
        super().build(input_shape)

    def call(self, inputs):
        """Convolves"""
        return K.backend.bias_add(
            K.backend.conv2d(inputs, self.kernels, padding='same'),
            self.biases)

    def compute_output_shape(self, input_shape):
        """As many channels as kernels"""
        return tuple(input_shape[:3]) + (self.number,)


def identity_block(A_prev, filters):
    """
    A_prev: tensor (m, h, w, c); filters: numbers of filters of the 1x1, the
    3x3 and the 1x1 convolution; returns a tensor (m, h, w, c)
    """
    Y = A_prev
    for place, (number, size) in enumerate(zip(filters, (1, 3, 1))):
        if place > 0:
            Y = K.layers.ReLU()(Y)
        Y = Convolution(number, size)(Y)
        Y = K.layers.BatchNormalization(axis=3)(Y)
    return K.layers.ReLU()(K.layers.add([A_prev, Y]))
