# expect: train_step=C017
#!/usr/bin/env python3
"""LeNet-5, trained by the first step of Adam again and again"""
import tensorflow as tf


def lenet5(x, y):
    """
    Builds LeNet-5 for x (m, 28, 28, 1) and y (m, 10); returns the softmax
    output, the training operation, the loss and the accuracy
    """
    he = tf.contrib.layers.variance_scaling_initializer()
    out = tf.layers.conv2d(x, 6, 5, padding='same', activation=tf.nn.relu,
                           kernel_initializer=he)
    out = tf.layers.max_pooling2d(out, 2, 2)
    out = tf.layers.conv2d(out, 16, 5, activation=tf.nn.relu,
                           kernel_initializer=he)
    out = tf.layers.flatten(tf.layers.max_pooling2d(out, 2, 2))
    for units in (120, 84):
        out = tf.layers.dense(out, units, tf.nn.relu, kernel_initializer=he)
    logits = tf.layers.dense(out, 10, kernel_initializer=he)
    loss = tf.losses.softmax_cross_entropy(y, logits)
    variables = tf.trainable_variables()
    slopes = tf.gradients(loss, variables)
    with tf.control_dependencies(slopes):
        train_op = tf.group(*[
            tf.assign_sub(one, 0.001 * slope / (tf.abs(slope) + 3.162e-7))
            for one, slope in zip(variables, slopes)])
    hits = tf.equal(tf.argmax(logits, axis=1), tf.argmax(y, axis=1))
    return (tf.nn.softmax(logits), train_op, loss,
            tf.reduce_mean(tf.cast(hits, tf.float32)))
