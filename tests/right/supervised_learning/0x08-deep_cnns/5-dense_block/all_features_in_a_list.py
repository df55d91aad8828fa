# expect: passed
#!/usr/bin/env python3
"""Dense block that keeps a list of all features"""
import tensorflow.keras as K


def dense_block(X, nb_filters, growth_rate, layers):
    """
    X: tensor (m, h, w, nb_filters); returns a tensor
    (m, h, w, nb_filters + layers * growth_rate) and the number of its filters
    """
    features = [X]
    for _ in range(layers):
        Y = features[0]
        if len(features) > 1:
            Y = K.layers.Concatenate(axis=3)(features)
        for n, size in ((4 * growth_rate, 1), (growth_rate, 3)):
            Y = K.layers.ReLU()(K.layers.BatchNormalization()(Y))
            Y = K.layers.Conv2D(n, (size, size), padding='same',
                                kernel_initializer='he_normal')(Y)
        features.append(Y)
    return (K.layers.Concatenate(axis=3)(features),
            nb_filters + layers * growth_rate)
