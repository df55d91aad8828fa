"""Equal weights for every model: a seeded tensor for each role and shape, planted where a layer creates its weights.

Two models that were built alike then compute alike, whatever their layers are called and in whatever order they were
made; and the time that random initialisers take is not spent. Dropout gets a seeded mask in the same way. The
initialiser that a layer asked for is kept, so that it can be asked what it would have drawn.
"""

import functools
import sys
import zlib
from typing import Any, Callable, Dict, List, Sequence, Tuple

import numpy as np

from checker.worker import names, signatures

Weights = Dict[Tuple[str, Tuple[int, ...]], np.ndarray]

# Where Keras has models to be taken as they are, today and in TensorFlow 1.12.
APPLICATIONS = ("tf_keras.src.applications.", "keras_applications.")
# What Keras' own layers call their weights.
VECTORS = ("bias", "gamma", "beta", "moving_mean", "moving_variance")
OTHERS = ("kernel", "depthwise_kernel", "pointwise_kernel", "recurrent_kernel", "alpha", "embeddings")
EPSILON, MOST_EPSILON = 0.001, 0.01

_PLANTED = {}  # type: Weights
_ASKED = []  # type: List[Tuple[Any, str, Any]]
_READY_MADE = []  # type: List[Any]


def install() -> None:
    """Makes every Keras layer of this process take planted weights and seeded dropout masks."""
    layer_class = names.keras().layers.Layer
    dropout_class = names.keras().layers.Dropout
    layer_class.add_weight = _planting(layer_class.add_weight)
    dropout_class.call = _seeded_dropout
    normalization_class = names.keras().layers.BatchNormalization
    normalization_class.__init__ = _with_equal_epsilon(normalization_class.__init__)


def planted(role: str, shape: Sequence[int]) -> np.ndarray:
    """The weights planted for a role ("kernel", "gamma", ...) and a shape: float32 array of that shape.

    Kernels are scaled as He et al. (2015, arXiv:1502.01852, eq. 10) derive it, so that signals neither die nor blow
    up behind ReLUs; batch normalisation's weights are chosen so that residual branches stay small beside their
    shortcuts without vanishing, in inference as in training.
    """
    key = (role, tuple(int(length) for length in shape))
    if key not in _PLANTED:
        seed = zlib.crc32(repr(key).encode("ascii", "replace"))
        draw = np.random.RandomState(seed).random_sample(key[1]).astype(np.float32)
        low, high = _range(role, key[1])
        _PLANTED[key] = draw * np.float32(high - low) + np.float32(low)
    return _PLANTED[key]


def asked_initializers() -> List[Tuple[Any, str, Any]]:
    """(variable, role, initializer that the layer asked for) for all weights planted so far, in order."""
    return list(_ASKED)


def is_ready_made(model: Any) -> bool:
    """Whether weights of the model have been made by one of Keras' ready-made models."""
    made = {id(variable) for variable in _READY_MADE}
    return any(id(weight) in made for weight in model.weights)


def forget() -> None:
    """Drops what was kept of earlier models."""
    del _ASKED[:]


def _range(role: str, shape: Sequence[int]) -> Tuple[float, float]:
    if role.endswith("gamma"):
        return 0.5, 1.0
    if role.endswith("moving_variance"):
        return 1.0, 2.0
    if role.endswith("bias") or role.endswith("beta") or role.endswith("moving_mean") or len(shape) < 2:
        return -0.2, 0.2
    limit = np.sqrt(6.0 / max(1, int(np.prod(shape[:-1]))))
    # Dense layers get half, lest the softmax at their end says 1 for one class and hides differences in the others.
    return (-limit, limit) if len(shape) > 2 else (-limit / 2, limit / 2)


def _planting(original: Callable[..., Any]) -> Callable[..., Any]:
    def add_weight(
        self: Any, name: Any = None, shape: Any = None, dtype: Any = None, initializer: Any = None, *args: Any,
        **kwargs: Any
    ) -> Any:
        if any(base.__name__ == "Metric" for base in type(self).__mro__):
            return original(self, name, shape, dtype, initializer, *args, **kwargs)
        fractions = [length for length in (shape or ()) if isinstance(length, (float, str))]
        if fractions:
            raise TypeError(names.FRACTION % fractions[0])
        lengths = tuple(int(length) for length in (shape or ()))
        role, planted_lengths = _role(name or "", lengths)

        def plant(shape: Any, dtype: Any = None, partition_info: Any = None, **ignored: Any) -> np.ndarray:
            return planted(role, planted_lengths).reshape(lengths)

        numbers = not dtype or "float" in str(dtype)
        variable = original(self, name, shape, dtype, plant if numbers else initializer, *args, **kwargs)
        _ASKED.append((variable, role, initializer))
        if _is_within_applications(sys._getframe(1)):
            _READY_MADE.append(variable)
        return variable

    return add_weight


def _is_within_applications(frame: Any) -> bool:
    """Whether what a frame runs was called by a ready-made model, not by the submission's own code."""
    while frame is not None and not signatures.is_submissions(frame):
        if frame.f_globals.get("__name__", "").startswith(APPLICATIONS):
            return True
        frame = frame.f_back
    return False


def _role(name: str, shape: Tuple[int, ...]) -> Tuple[str, Tuple[int, ...]]:
    """The role of a weight by its name, and the shape in which it is planted.

    In a layer of the submission's own a weight may be called anything, and a vector may have further axes of length 1:
    what is called as none of Keras' is a kernel where several axes are longer than that, otherwise a bias.
    """
    role = name.split("/")[-1]
    long = tuple(length for length in shape if length != 1)
    if role not in VECTORS + OTHERS:
        by_rank = "kernel" if len(long) > 1 else "bias"
        role = next((vector for vector in VECTORS[1:] if role.endswith(vector)), by_rank)
    return role, (long or shape[:1]) if role in VECTORS and len(long) < 2 else shape


def _with_equal_epsilon(original: Callable[..., None]) -> Callable[..., None]:
    """Batch normalisation with Keras' usual epsilon: what only keeps a division safe is anybody's choice."""

    @functools.wraps(original)
    def construct(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if 0 < self.epsilon <= MOST_EPSILON:
            self.epsilon = EPSILON

    return construct


def _seeded_dropout(self: Any, inputs: Any, training: Any = None) -> Any:
    """Dropout with a mask that depends on the number of features and the rate alone; 1 / (1 - rate) scales the rest.

    Whether the features have been flattened before makes no difference.
    """
    tensorflow = names.tensorflow()
    if training is None:
        training = names.keras().backend.learning_phase()
    lengths = [int(length) for length in inputs.shape[1:]]
    size = int(np.prod(lengths))

    def dropped() -> Any:
        mask = np.random.RandomState(size).random_sample(size).reshape(lengths) >= self.rate
        return inputs * (mask.astype(np.float32) / np.float32(max(1.0 - self.rate, 1e-6)))

    if training in (0, 1):
        return dropped() if training else tensorflow.identity(inputs)
    outputs = tensorflow.cond(tensorflow.cast(training, tensorflow.bool), dropped, lambda: tensorflow.identity(inputs))
    outputs._uses_learning_phase = True  # by this TensorFlow 1.12 knows that a training step has to say that it is one
    return outputs
