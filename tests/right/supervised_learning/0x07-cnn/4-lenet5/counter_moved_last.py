# expect: passed
#!/usr/bin/env python3
"""LeNet-5 whose training operation counts its steps itself"""
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
    rate = tf.Variable(0.001)
    steps = tf.Variable(0, trainable=False)
    adam = tf.train.AdamOptimizer(rate).minimize(loss)
    with tf.control_dependencies([adam]):
        train_op = tf.assign_add(steps, 1)
    hits = tf.equal(tf.argmax(logits, axis=1), tf.argmax(y, axis=1))
    return (tf.nn.softmax(logits), train_op, loss,
            tf.reduce_mean(tf.cast(hits, tf.float32)))
