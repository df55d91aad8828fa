"""The few names of ``tf.contrib`` that these tasks need, for a TensorFlow that no longer has them.

They follow TensorFlow 1.12's contrib/layers/python/layers/{initializers,layers}.py: same signatures, same defaults.
"""

import math
import types


def module(tensorflow):
    """A module ``tensorflow.contrib`` on top of `tensorflow`, which has the names of version 1."""
    layers = types.ModuleType("tensorflow.contrib.layers")
    for function in (*_initializers(tensorflow), *_layers(tensorflow)):
        setattr(layers, function.__name__, function)
    layers.xavier_initializer_conv2d = layers.xavier_initializer
    layers.softmax = tensorflow.nn.softmax
    contrib = types.ModuleType("tensorflow.contrib")
    contrib.layers = layers
    return contrib


def _initializers(tensorflow):
    def variance_scaling_initializer(factor=2.0, mode="FAN_IN", uniform=False, seed=None, dtype=tensorflow.float32):
        def _initializer(shape, dtype=dtype, partition_info=None):
            fan = _fan(shape, mode)
            if uniform:
                limit = math.sqrt(3.0 * factor / fan)
                return tensorflow.random_uniform(shape, -limit, limit, dtype, seed=seed)
            # Cutting at two standard deviations takes away a part of the variance; 1.3 puts it back.
            return tensorflow.truncated_normal(shape, 0.0, math.sqrt(1.3 * factor / fan), dtype, seed=seed)

        return _initializer

    def xavier_initializer(uniform=True, seed=None, dtype=tensorflow.float32):
        return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)

    return variance_scaling_initializer, xavier_initializer


def _fan(shape, mode):
    lengths = [int(length) for length in shape]
    fan_in = float(lengths[-2]) if len(lengths) > 1 else float(lengths[-1])
    fan_out = float(lengths[-1])
    for length in lengths[:-2]:
        fan_in, fan_out = fan_in * length, fan_out * length
    return {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": (fan_in + fan_out) / 2.0}[mode]


def _layers(tensorflow):
    def flatten(inputs, outputs_collections=None, scope=None):
        return tensorflow.layers.flatten(inputs)

    def fully_connected(inputs, num_outputs, activation_fn=tensorflow.nn.relu, normalizer_fn=None,
                        normalizer_params=None, weights_initializer=None, weights_regularizer=None,
                        biases_initializer=tensorflow.zeros_initializer(), biases_regularizer=None, reuse=None,
                        variables_collections=None, outputs_collections=None, trainable=True, scope=None):
        return tensorflow.layers.dense(
            inputs, num_outputs, activation=activation_fn, use_bias=biases_initializer is not None,
            kernel_initializer=weights_initializer or _initializers(tensorflow)[1](),
            bias_initializer=biases_initializer, trainable=trainable, name=scope, reuse=reuse)

    def conv2d(inputs, num_outputs, kernel_size, stride=1, padding="SAME", data_format=None, rate=1,
               activation_fn=tensorflow.nn.relu, normalizer_fn=None, normalizer_params=None, weights_initializer=None,
               weights_regularizer=None, biases_initializer=tensorflow.zeros_initializer(), biases_regularizer=None,
               reuse=None, variables_collections=None, outputs_collections=None, trainable=True, scope=None):
        return tensorflow.layers.conv2d(
            inputs, num_outputs, kernel_size, stride, padding, dilation_rate=rate, activation=activation_fn,
            use_bias=biases_initializer is not None, bias_initializer=biases_initializer, trainable=trainable,
            kernel_initializer=weights_initializer or _initializers(tensorflow)[1](), name=scope, reuse=reuse)

    def max_pool2d(inputs, kernel_size, stride=2, padding="VALID", data_format="NHWC", outputs_collections=None,
                   scope=None):
        return tensorflow.layers.max_pooling2d(inputs, kernel_size, stride, padding, name=scope)

    return flatten, fully_connected, conv2d, max_pool2d
