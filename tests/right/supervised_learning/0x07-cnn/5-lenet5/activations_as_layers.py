# expect: passed
#!/usr/bin/env python3
"""LeNet-5 as a list of layers"""
import tensorflow.keras as K


def lenet5(X):
    """Lays the layers upon X (m, 28, 28, 1) one by one; returns the compiled
    K.Model"""
    def weights():
        """Makes the initializer for one layer"""
        return K.initializers.VarianceScaling(scale=2.0)

    layers = [
        K.layers.Conv2D(6, (5, 5), padding='SAME',
                        kernel_initializer=weights(), name='C1'),
        K.layers.ReLU(),
        K.layers.MaxPooling2D((2, 2), (2, 2), name='S2'),
        K.layers.Conv2D(16, (5, 5), kernel_initializer=weights(), name='C3'),
        K.layers.ReLU(),
        K.layers.MaxPooling2D((2, 2), (2, 2), padding='same', name='S4'),
        K.layers.Reshape((400,)),
        K.layers.Dense(120, K.activations.relu,
                       kernel_initializer=weights(), name='C5'),
        K.layers.Dense(84, kernel_initializer=weights(), name='F6'),
        K.layers.Activation('relu'),
        K.layers.Dense(10, kernel_initializer=weights(), name='output'),
        K.layers.Softmax()]
    Y = X
    for layer in layers:
        Y = layer(Y)
    model = K.Model(X, Y, name='lenet5')
    model.compile(loss=K.losses.categorical_crossentropy,
                  optimizer=K.optimizers.Adam(lr=0.001, beta_1=0.9,
                                              beta_2=0.999),
                  metrics=['accuracy'])
    return model
