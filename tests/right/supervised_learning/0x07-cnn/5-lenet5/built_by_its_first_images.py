# expect: passed
#!/usr/bin/env python3
"""LeNet-5 (Keras), a row of layers that doesn't know its images yet"""
import tensorflow.keras as K


def lenet5(X):
    """Makes the compiled model; its layers are built when it gets images"""
    he = K.initializers.he_normal()
    model = K.Sequential()
    for filters, padding in ((6, "same"), (16, "valid")):
        model.add(K.layers.Conv2D(filters, 5, padding=padding,
                                  activation="relu", kernel_initializer=he))
        model.add(K.layers.MaxPooling2D())
    model.add(K.layers.Flatten())
    for nodes, activation in ((120, "relu"), (84, "relu"), (10, "softmax")):
        model.add(K.layers.Dense(nodes, activation=activation,
                                 kernel_initializer=he))
    model.compile(optimizer=K.optimizers.Adam(),
                  loss="categorical_crossentropy", metrics=["accuracy"])
    return model
