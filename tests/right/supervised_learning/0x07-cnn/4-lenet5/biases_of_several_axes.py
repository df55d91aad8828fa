# expect: passed
#!/usr/bin/env python3
"""LeNet-5 with biases that have as many axes as what they are added to"""
import tensorflow as tf


def weights(shape):
    """Returns kernels of this shape, and biases with as many axes"""
    init = tf.contrib.layers.variance_scaling_initializer()
    return (tf.Variable(init(shape)),
            tf.Variable(tf.zeros([1] * (len(shape) - 1) + shape[-1:])))


def lenet5(x, y):
    """
    Builds LeNet-5 for x (m, 28, 28, 1) and y (m, 10); returns the softmax
    output, the training operation, the loss and the accuracy
    """
    out = x
    for shape, padding in (([5, 5, 1, 6], 'SAME'), ([5, 5, 6, 16], 'VALID')):
        kernel, bias = weights(shape)
        out = tf.nn.conv2d(out, kernel, [1, 1, 1, 1], padding)
        out = tf.nn.relu(out + bias)
        out = tf.nn.max_pool(out, [1, 2, 2, 1], [1, 2, 2, 1], 'VALID')
    out = tf.layers.flatten(out)
    for shape in ([400, 120], [120, 84]):
        kernel, bias = weights(shape)
        out = tf.nn.relu(tf.matmul(out, kernel) + bias)
    kernel, bias = weights([84, 10])
    logits = tf.matmul(out, kernel) + bias
    loss = tf.losses.softmax_cross_entropy(y, logits)
    train_op = tf.train.AdamOptimizer().minimize(loss)
    hits = tf.equal(tf.argmax(logits, axis=1), tf.argmax(y, axis=1))
    return (tf.nn.softmax(logits), train_op, loss,
            tf.reduce_mean(tf.cast(hits, tf.float32)))
