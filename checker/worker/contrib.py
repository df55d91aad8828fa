"""The few names of ``tf.contrib`` that these tasks need, for a TensorFlow that no longer has them.

They follow TensorFlow 1.12's contrib/layers/python/layers/{initializers,layers,regularizers}.py: same signatures, same
defaults.
"""

import math
import types
from typing import Any, Callable, Sequence, Tuple

from checker.worker import signatures


def module(tensorflow: Any) -> types.ModuleType:
    """A module ``tensorflow.contrib`` on top of `tensorflow`, which has the names of version 1."""
    layers = _Contrib("tensorflow.contrib.layers")  # type: Any
    for function in (*_initializers(tensorflow), *_layers(tensorflow), *_regularizers(tensorflow)):
        setattr(layers, function.__name__, function)
    layers.xavier_initializer_conv2d = layers.xavier_initializer
    layers.softmax = tensorflow.nn.softmax
    contrib = _Contrib("tensorflow.contrib")
    layers.__path__ = contrib.__path__ = []
    vars(contrib)["layers"] = layers
    return contrib


class _Contrib(types.ModuleType):
    """A module most of which is not there."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise signatures.gone("%s.%s" % (self.__name__, name))


def _initializers(tensorflow: Any) -> Tuple[Callable[..., Any], ...]:
    def variance_scaling_initializer(factor: float = 2.0, mode: str = "FAN_IN", uniform: bool = False, seed: Any = None,
                                     dtype: Any = tensorflow.float32) -> Callable[..., Any]:
        def _initializer(shape: Sequence[Any], dtype: Any = dtype, partition_info: Any = None) -> Any:
            fan = _fan(shape, mode)
            if uniform:
                limit = math.sqrt(3.0 * factor / fan)
                return tensorflow.random_uniform(shape, -limit, limit, dtype, seed=seed)
            # Cutting at two standard deviations takes away a part of the variance; 1.3 puts it back.
            return tensorflow.truncated_normal(shape, 0.0, math.sqrt(1.3 * factor / fan), dtype, seed=seed)

        return _initializer

    def xavier_initializer(uniform: bool = True, seed: Any = None,
                           dtype: Any = tensorflow.float32) -> Callable[..., Any]:
        return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)

    return variance_scaling_initializer, xavier_initializer


def _regularizers(tensorflow: Any) -> Tuple[Callable[..., Any], ...]:
    def regularizer(name: str, scale: Any, of: Callable[[Any], Any]) -> Callable[[Any], Any]:
        if isinstance(scale, int):
            raise ValueError("scale cannot be an integer: %s" % scale)
        if scale < 0.0:
            raise ValueError("Setting a scale less than 0 on a regularizer: %g" % scale)
        if scale == 0.0:
            return lambda weights: None

        def of_weights(weights: Any) -> Any:
            return tensorflow.multiply(scale, of(weights), name=name)

        return of_weights

    def l1_regularizer(scale: Any, scope: Any = None) -> Callable[[Any], Any]:
        return regularizer("l1_regularizer", scale, lambda weights: tensorflow.reduce_sum(tensorflow.abs(weights)))

    def l2_regularizer(scale: Any, scope: Any = None) -> Callable[[Any], Any]:
        return regularizer("l2_regularizer", scale, tensorflow.nn.l2_loss)

    return l1_regularizer, l2_regularizer


def _fan(shape: Sequence[Any], mode: str) -> float:
    lengths = [int(length) for length in shape]
    fan_in = float(lengths[-2]) if len(lengths) > 1 else float(lengths[-1])
    fan_out = float(lengths[-1])
    for length in lengths[:-2]:
        fan_in, fan_out = fan_in * length, fan_out * length
    return {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": (fan_in + fan_out) / 2.0}[mode]


def _layers(tensorflow: Any) -> Tuple[Callable[..., Any], ...]:
    def flatten(inputs: Any, outputs_collections: Any = None, scope: Any = None) -> Any:
        return tensorflow.layers.flatten(inputs)

    def fully_connected(inputs: Any, num_outputs: Any, activation_fn: Any = tensorflow.nn.relu,
                        normalizer_fn: Any = None, normalizer_params: Any = None, weights_initializer: Any = None,
                        weights_regularizer: Any = None, biases_initializer: Any = tensorflow.zeros_initializer(),
                        biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
                        outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
        outputs = tensorflow.layers.dense(
            inputs, num_outputs, use_bias=normalizer_fn is None and biases_initializer is not None,
            kernel_initializer=weights_initializer or _initializers(tensorflow)[1](),
            bias_initializer=biases_initializer, kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer, trainable=trainable, name=scope, reuse=reuse)
        return _finish(outputs, normalizer_fn, normalizer_params, activation_fn)

    def conv2d(inputs: Any, num_outputs: Any, kernel_size: Any, stride: Any = 1, padding: str = "SAME",
               data_format: Any = None, rate: Any = 1, activation_fn: Any = tensorflow.nn.relu,
               normalizer_fn: Any = None, normalizer_params: Any = None, weights_initializer: Any = None,
               weights_regularizer: Any = None, biases_initializer: Any = tensorflow.zeros_initializer(),
               biases_regularizer: Any = None, reuse: Any = None, variables_collections: Any = None,
               outputs_collections: Any = None, trainable: bool = True, scope: Any = None) -> Any:
        outputs = tensorflow.layers.conv2d(
            inputs, num_outputs, kernel_size, stride, padding, _data_format(data_format), dilation_rate=rate,
            use_bias=normalizer_fn is None and biases_initializer is not None, bias_initializer=biases_initializer,
            kernel_initializer=weights_initializer or _initializers(tensorflow)[1](),
            kernel_regularizer=weights_regularizer, bias_regularizer=biases_regularizer, trainable=trainable,
            name=scope, reuse=reuse)
        return _finish(outputs, normalizer_fn, normalizer_params, activation_fn)

    def max_pool2d(inputs: Any, kernel_size: Any, stride: Any = 2, padding: str = "VALID", data_format: Any = "NHWC",
                   outputs_collections: Any = None, scope: Any = None) -> Any:
        return tensorflow.layers.max_pooling2d(inputs, kernel_size, stride, padding, _data_format(data_format), scope)

    return flatten, fully_connected, conv2d, max_pool2d


def _finish(outputs: Any, normalizer_fn: Any, normalizer_params: Any, activation_fn: Any) -> Any:
    if normalizer_fn is not None:
        outputs = normalizer_fn(outputs, **(normalizer_params or {}))
    return outputs if activation_fn is None else activation_fn(outputs)


def _data_format(name: Any) -> str:
    return "channels_first" if str(name or "").startswith("NC") else "channels_last"
