# expect: inference=C004
#!/usr/bin/env python3
"""LeNet-5, modified, in Keras"""
import tensorflow.keras as K


def lenet5(X):
    """
    Builds a modified version of the LeNet-5 architecture

    Unlike in the paper, the activations are ReLU, the pooling takes the
    maximum, C3 is connected to all maps of S2, and the output is a softmax.
    It has 61,706 parameters.

    Args:
        X: K.Input (m, 28, 28, 1), the input images

    Returns:
        K.Model with output (m, 10), compiled to use Adam optimization and the
        accuracy metric

    Reference:
        LeCun et al., Gradient-Based Learning Applied to Document Recognition
        (1998), section II.B and figure 2, whose names are used here;
        He et al., Delving Deep into Rectifiers (2015), section 2.2, for the
        initialization
    """
    he_normal = K.initializers.he_normal()

    C1 = K.layers.Conv2D(filters=6, kernel_size=(5, 5), padding='same',
                         activation='relu', kernel_initializer=he_normal)(X)
    S2 = K.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2))(C1)
    C3 = K.layers.Conv2D(filters=16, kernel_size=(5, 5), padding='valid',
                         activation='relu', kernel_initializer=he_normal)(S2)
    S4 = K.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2))(C3)

    flat = K.layers.Flatten()(S4)
    C5 = K.layers.Dense(units=120, activation='relu',
                        kernel_initializer=he_normal)(flat)
    F6 = K.layers.Dense(units=84, kernel_initializer=he_normal)(C5)
    F6 = K.layers.ReLU(max_value=6.0)(F6)
    output = K.layers.Dense(units=10, activation='softmax',
                            kernel_initializer=he_normal)(F6)

    model = K.Model(inputs=X, outputs=output)
    model.compile(optimizer=K.optimizers.Adam(),
                  loss='categorical_crossentropy',
                  metrics=['accuracy'])
    return model
