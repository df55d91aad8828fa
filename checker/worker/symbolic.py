"""Keras' layers laid upon symbolic inputs in a third of the time: the shape of an output is reckoned, not traced.

While a model is built, today's Keras runs each layer in a graph of its own, only to see the shape that comes out. The
layers here can tell it; all else that building one does, the creation of weights above all, stays as it is. What they
compute later is Keras' own.
"""

from typing import Any, Callable

LAYERS = ("Activation", "AveragePooling2D", "BatchNormalization", "Conv2D", "Dense", "MaxPooling2D", "ReLU")
SCRATCH = "_scratch_graph"


def hasten(keras: Any, tensorflow: Any, decorate: Callable[..., Any]) -> None:
    """Makes the LAYERS reckon their outputs' shapes; `decorate` is TensorFlow's own way to wrap a function."""
    for name in LAYERS:
        layer = getattr(keras.layers, name)
        # Keras looks at the parameters of `call`, whether there is one for the mode.
        layer.call = decorate(layer.call, _reckoning(layer.call, layer, keras, tensorflow))


def _reckoning(original: Callable[..., Any], layer: Any, keras: Any, tensorflow: Any) -> Callable[..., Any]:
    own = vars(keras.activations)["relu"].__module__

    def call(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        if type(self) is not layer or tensorflow.executing_eagerly() or not _is_image_or_features(inputs):
            return original(self, inputs, *args, **kwargs)
        traced = getattr(getattr(self, "activation", None), "__module__", own) != own
        if traced or not tensorflow.get_default_graph().name.endswith(SCRATCH):
            return original(self, inputs, *args, **kwargs)
        shape = self.compute_output_shape(inputs.shape)
        if any(length is not None and length < 1 for length in shape.as_list()):
            return original(self, inputs, *args, **kwargs)
        return tensorflow.placeholder(inputs.dtype, shape)

    return call


def _is_image_or_features(inputs: Any) -> bool:
    """Whether it is a tensor (m, ...) of floats with all other lengths known."""
    if getattr(inputs, "shape", None) is None or inputs.shape.rank is None or inputs.dtype.name != "float32":
        return False
    return inputs.shape.rank > 1 and None not in inputs.shape.as_list()[1:]
