# expect: passed
#!/usr/bin/env python3
"""LeNet-5 from variables and operations"""
import tensorflow as tf


def variables(shape):
    """Returns kernels of this shape, and as many biases as its last axis"""
    initializer = tf.contrib.layers.variance_scaling_initializer()
    start = tf.Variable(initializer(shape), trainable=False)
    return (tf.Variable(start.initialized_value()),
            tf.Variable(tf.zeros([shape[-1]])))


def lenet5(x, y):
    """
    Builds LeNet-5 for x (m, 28, 28, 1) and y (m, 10); returns the softmax
    output, the training operation, the loss and the accuracy
    """
    W, b = variables([5, 5, 1, 6])
    Z = tf.nn.conv2d(x, W, strides=[1, 1, 1, 1], padding='SAME')
    A = tf.nn.relu(tf.nn.bias_add(Z, b))
    A = tf.nn.max_pool(A, [1, 2, 2, 1], [1, 2, 2, 1], padding='SAME')

    W, b = variables([5, 5, 6, 16])
    Z = tf.nn.conv2d(A, W, strides=[1, 1, 1, 1], padding='VALID')
    A = tf.nn.relu(Z + b)
    A = tf.nn.max_pool(A, [1, 2, 2, 1], [1, 2, 2, 1], padding='VALID')

    A = tf.reshape(A, [-1, 400])
    for n_in, n_out in ((400, 120), (120, 84)):
        W, b = variables([n_in, n_out])
        A = tf.nn.relu(tf.matmul(A, W) + b)
    W, b = variables([84, 10])
    logits = tf.matmul(A, W) + b

    loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(
        labels=y, logits=logits))
    train_op = tf.train.AdamOptimizer(learning_rate=0.001).minimize(loss)
    hits = tf.equal(tf.argmax(logits, axis=1), tf.argmax(y, axis=1))
    return (tf.nn.softmax(logits), train_op, loss,
            tf.reduce_mean(tf.to_float(hits)))
