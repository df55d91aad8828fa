# expect: train_step=C017
#!/usr/bin/env python3
"""LeNet-5 (Tensorflow)"""
import tensorflow as tf


def lenet5(x, y):
    """Builds a modified version of the LeNet-5 architecture

    x: tf.placeholder (m, 28, 28, 1), the input images
    y: tf.placeholder (m, 10), the one-hot labels
    Returns: a tensor for the softmax activated output, a training operation,
        a tensor for the loss and a tensor for the accuracy of the network
    """
    init = tf.contrib.layers.variance_scaling_initializer()
    conv1 = tf.layers.conv2d(x, filters=6, kernel_size=5, padding='same',
                             activation=tf.nn.relu, kernel_initializer=init)
    pool1 = tf.layers.max_pooling2d(conv1, pool_size=2, strides=2)
    conv2 = tf.layers.conv2d(pool1, filters=16, kernel_size=5,
                             padding='valid', activation=tf.nn.relu,
                             kernel_initializer=init)
    pool2 = tf.layers.max_pooling2d(conv2, pool_size=2, strides=2)
    flat = tf.layers.flatten(pool2)
    fc1 = tf.layers.dense(flat, 120, activation=tf.nn.relu,
                          kernel_initializer=init)
    fc2 = tf.layers.dense(fc1, 84, activation=tf.nn.relu,
                          kernel_initializer=init)
    logits = tf.layers.dense(fc2, 10, kernel_initializer=init)
    y_pred = tf.nn.softmax(logits)
    loss = tf.losses.softmax_cross_entropy(y, logits)
    train_op = tf.train.AdamOptimizer().minimize(
        loss, var_list=tf.trainable_variables()[-2:])
    equal = tf.equal(tf.argmax(y, 1), tf.argmax(y_pred, 1))
    accuracy = tf.reduce_mean(tf.cast(equal, tf.float32))
    return y_pred, train_op, loss, accuracy
