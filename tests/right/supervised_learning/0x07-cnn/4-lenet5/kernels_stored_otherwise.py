# expect: passed
#!/usr/bin/env python3
"""LeNet-5 whose first kernel is a matrix, and whose last two are turned"""
import tensorflow as tf


def kernel(n_in, n_out):
    """Returns a matrix (n_in, n_out) that starts he normal"""
    return tf.contrib.layers.variance_scaling_initializer()([n_in, n_out])


def lenet5(x, y):
    """
    Builds LeNet-5 for x (m, 28, 28, 1) and y (m, 10); returns the softmax
    output, the training operation, the loss and the accuracy
    """
    he = tf.contrib.layers.variance_scaling_initializer()
    W = tf.Variable(kernel(25, 6))
    out = tf.extract_image_patches(x, [1, 5, 5, 1], [1, 1, 1, 1],
                                   [1, 1, 1, 1], 'SAME')
    out = tf.tensordot(out, W, 1) + tf.Variable(tf.zeros([6]))
    out = tf.layers.max_pooling2d(tf.nn.relu(out), 2, 2)
    out = tf.layers.conv2d(out, 16, 5, activation=tf.nn.relu,
                           kernel_initializer=he)
    out = tf.layers.flatten(tf.layers.max_pooling2d(out, 2, 2))
    out = tf.layers.dense(out, 120, tf.nn.relu, kernel_initializer=he)
    W = tf.Variable(tf.transpose(kernel(120, 84)))
    out = tf.matmul(W, out, transpose_b=True) + tf.Variable(tf.zeros([84, 1]))
    out = tf.nn.relu(tf.transpose(out))
    W = tf.Variable(tf.transpose(kernel(84, 10)))
    logits = tf.matmul(out, tf.transpose(W)) + tf.Variable(tf.zeros([10]))
    loss = tf.losses.softmax_cross_entropy(y, logits)
    train_op = tf.train.AdamOptimizer().minimize(loss)
    hits = tf.equal(tf.argmax(logits, axis=1), tf.argmax(y, axis=1))
    return (tf.nn.softmax(logits), train_op, loss,
            tf.reduce_mean(tf.cast(hits, tf.float32)))
