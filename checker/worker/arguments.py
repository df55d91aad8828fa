"""What a call is given: the request's plain entries turned into arrays, functions, Keras inputs and placeholders."""

import sys
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from checker.worker import names


def build(entry: Any) -> Any:
    """The value that a request's entry stands for; strings are interned, for some submissions compare them with `is`.

    Args:
        entry: plain data and arrays, taken as they are (arrays as fresh copies), or a dict with one key of BUILDERS.
    """
    if isinstance(entry, str):
        return sys.intern(entry)
    if isinstance(entry, np.ndarray):
        return entry.copy()
    if isinstance(entry, list):
        return [build(item) for item in entry]
    if isinstance(entry, dict):
        (kind, parameters), = entry.items()
        return BUILDERS[kind](parameters)
    return entry


def build_all(arguments: Sequence[Any], keywords: Mapping[str, Any]) -> Tuple[List[Any], Dict[str, Any]]:
    """Positional arguments as a list, keyword arguments as a dict."""
    return [build(entry) for entry in arguments], {name: build(entry) for name, entry in keywords.items()}


def _tuple(items: Sequence[Any]) -> Tuple[Any, ...]:
    return tuple(build(item) for item in items)


def _function(name: str) -> Callable[[Any], Any]:
    return FUNCTIONS[name]


def _input(shape: Sequence[int]) -> Any:
    """A symbolic Keras input; `shape` is without the batch's axis."""
    return names.keras().Input(shape=tuple(shape))


def _placeholder(parameters: Mapping[str, Any]) -> Any:
    """A placeholder of TensorFlow 1; a word in its shape, such as "m", is an open length.

    `one_hot` gives labels of that many classes from a placeholder of their numbers.
    """
    tensorflow = names.tensorflow()
    dtype = getattr(tensorflow, parameters.get("dtype", "float32"))
    shape = [length if isinstance(length, int) else None for length in parameters["shape"]]
    tensor = tensorflow.placeholder(dtype, shape=shape, name=parameters.get("name"))
    if "one_hot" in parameters:
        return tensorflow.one_hot(tensor, parameters["one_hot"])
    return tensor


def relu(z: Any) -> Any:
    """The rectified linear unit, element by element."""
    return np.maximum(z, 0)


def sigmoid(z: Any) -> Any:
    """The logistic function, element by element."""
    return 1 / (1 + np.exp(-z))


def leaky_relu(z: Any) -> Any:
    """The argument z where it is positive, 0.1 z elsewhere."""
    return np.where(z > 0, z, z * np.asarray(0.1, dtype=np.asarray(z).dtype))


def identity(z: Any) -> Any:
    """The argument itself."""
    return z


FUNCTIONS = {
    "relu": relu, "sigmoid": sigmoid, "tanh": np.tanh, "leaky_relu": leaky_relu, "identity": identity
}  # type: Dict[str, Callable[[Any], Any]]

BUILDERS = {
    "tuple": _tuple, "function": _function, "input": _input, "placeholder": _placeholder
}  # type: Dict[str, Callable[[Any], Any]]
