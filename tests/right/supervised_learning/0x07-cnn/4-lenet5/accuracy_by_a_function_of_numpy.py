# expect: passed
#!/usr/bin/env python3
"""LeNet-5, modified, in tensorflow"""
import tensorflow as tf


def lenet5(x, y):
    """
    Builds a modified version of the LeNet-5 architecture

    Unlike in the paper, the activations are ReLU, the pooling takes the
    maximum, C3 is connected to all maps of S2, and the output is a softmax.
    It has 61,706 parameters.

    Args:
        x: tf.placeholder (m, 28, 28, 1), the input images
        y: tf.placeholder (m, 10), the one-hot labels

    Returns:
        y_pred: tensor (m, 10), the softmax activated output
        train_op: operation that takes one step of Adam optimization
        loss: scalar tensor, the mean cross-entropy
        accuracy: scalar tensor, the share of images labelled rightly

    Reference:
        LeCun et al., Gradient-Based Learning Applied to Document Recognition
        (1998), section II.B and figure 2, whose names are used here;
        He et al., Delving Deep into Rectifiers (2015), section 2.2, for the
        initialization
    """
    he_normal = tf.contrib.layers.variance_scaling_initializer()
    relu = tf.nn.relu

    C1 = tf.layers.Conv2D(filters=6, kernel_size=(5, 5), padding='same',
                          activation=relu, kernel_initializer=he_normal)(x)
    S2 = tf.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2))(C1)
    C3 = tf.layers.Conv2D(filters=16, kernel_size=(5, 5), padding='valid',
                          activation=relu, kernel_initializer=he_normal)(S2)
    S4 = tf.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2))(C3)

    flat = tf.layers.Flatten()(S4)
    C5 = tf.layers.Dense(units=120, activation=relu,
                         kernel_initializer=he_normal)(flat)
    F6 = tf.layers.Dense(units=84, activation=relu,
                         kernel_initializer=he_normal)(C5)
    logits = tf.layers.Dense(units=10, kernel_initializer=he_normal)(F6)

    y_pred = tf.nn.softmax(logits)
    loss = tf.losses.softmax_cross_entropy(y, logits)
    train_op = tf.train.AdamOptimizer().minimize(loss)
    accuracy = tf.py_func(
        lambda labels, outputs: (labels.argmax(1) == outputs.argmax(1))
        .mean().astype('float32'), [y, y_pred], tf.float32)
    return y_pred, train_op, loss, accuracy
