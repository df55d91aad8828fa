# expect: passed
#!/usr/bin/env python3
"""LeNet-5 whose last layers are sums of products, with turned kernels"""
import tensorflow as tf


def kernel(n_in, n_out, turned=False):
    """Returns a variable (n_in, n_out), or turned, that starts he normal"""
    start = tf.contrib.layers.variance_scaling_initializer()([n_in, n_out])
    return tf.Variable(tf.transpose(start) if turned else start)


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
    W = kernel(400, 120)
    unused = tf.reduce_sum(tf.matmul(W, W, transpose_b=True))
    out = tf.einsum('mi,io->mo', out, W) + tf.Variable(tf.zeros([120]))
    W = kernel(120, 84, turned=True)
    out = tf.tensordot(tf.nn.relu(out), W, axes=[[1], [1]])
    out = tf.nn.relu(out + tf.Variable(tf.zeros([84])))
    W = kernel(84, 10, turned=True)
    logits = tf.einsum('mi,oi->mo', out, tf.transpose(W, [0, 1]))
    logits += tf.Variable(tf.zeros([10]))
    loss = tf.losses.softmax_cross_entropy(y, logits) + 0 * unused
    train_op = tf.train.AdamOptimizer().minimize(loss)
    hits = tf.equal(tf.argmax(logits, axis=1), tf.argmax(y, axis=1))
    return (tf.nn.softmax(logits), train_op, loss,
            tf.reduce_mean(tf.cast(hits, tf.float32)))
