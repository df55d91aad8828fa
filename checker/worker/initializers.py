"""What an initialiser draws, measured: spellings of one and the same initialiser come out alike.

Keras' own initialisers are measured at one shape, whatever the kernels' are: how each follows the shape is known. What
a submission has written itself is measured at each kernel's own shape.
"""

from typing import Any, Dict, Iterable, List, Sequence, Tuple

import numpy as np

from checker.worker import names

# Fan-in 288, fan-out 1152: unequal, so that the two can be told apart; 36,864 numbers are enough for 2 %.
SAMPLE_SHAPE = (3, 3, 32, 128)
FAN_IN = 288
# Keras' own whose deviation is a number that was given, the same for every shape.
OF_ONE_DEVIATION = ("RandomNormal", "RandomUniform", "TruncatedNormal")
# Of what others have written, kernels are drawn until there are numbers enough; of large ones not all are looked at.
ENOUGH_NUMBERS, MOST_DRAWS, MOST_NUMBERS = 10000, 200, 40000
# Classes whose only setting is a seed, by the names that TensorFlow 1.12 has for them.
OF_A_SEED = {
    "GlorotNormal": "glorot_normal", "GlorotUniform": "glorot_uniform", "HeNormal": "he_normal",
    "HeUniform": "he_uniform", "LecunNormal": "lecun_normal", "LecunUniform": "lecun_uniform",
}


def describe(weights: Iterable[Any], asked: Sequence[Tuple[Any, str, Any]]) -> List[Dict[str, Any]]:
    """The initialisers of a model's kernels.

    Args:
        weights: the model's variables.
        asked: (variable, role, initializer) triples, as `planting` keeps them.

    Returns:
        A list with, for each kernel in the order of its making: "variable" (its name), "shape", "asked" (what the
        initialiser calls itself) and the measures of `measure` for that shape; where an initialiser gave few numbers,
        "numbers" says how many.
    """
    wanted = {id(weight) for weight in weights}
    measured = {}  # type: Dict[Tuple[Any, ...], Dict[str, Any]]
    described = []
    for variable, role, initializer in asked:
        if id(variable) not in wanted or not role.endswith("kernel"):
            continue
        shape = tuple(int(length) for length in variable.shape)
        resolved = _resolved(initializer)
        key = (_key(resolved),) if _is_kerass(resolved) else (id(initializer), shape)  # type: Tuple[Any, ...]
        if key not in measured:
            measured[key] = _draw_and_measure(resolved, shape)
        described.append(dict(_at_shape(measured[key], resolved, shape), variable=variable.name, shape=list(shape),
                              asked=_name(initializer)))
    return described


def _resolved(initializer: Any) -> Any:
    """What Keras makes of the name of an initialiser, and of none."""
    try:
        return names.keras().initializers.get(initializer or "glorot_uniform")
    except (TypeError, ValueError):
        return initializer


def _is_kerass(initializer: Any) -> bool:
    """Whether it is one of Keras' own, not a function or class of somebody else's."""
    return type(initializer) in vars(names.keras().initializers).values()


def _at_shape(measures: Dict[str, Any], initializer: Any, shape: Sequence[int]) -> Dict[str, Any]:
    """The measures that a kernel of this shape has, where the one measured had another."""
    if "refused" in measures or not _is_kerass(initializer) or type(initializer).__name__ not in OF_ONE_DEVIATION:
        return measures
    return dict(measures, scaled_variance=measures["scaled_variance"] * _fan_in(shape) / FAN_IN)


def _fan_in(shape: Sequence[int]) -> int:
    return int(np.prod(shape[:-1]))


def measure(sample: np.ndarray, fan_in: int) -> Dict[str, Any]:
    """The mean, the variance times fan-in, and the kurtosis of what was drawn; where it is little, how many "numbers".

    He's normal initialisation has variance * fan-in = 2 (He et al. 2015, arXiv:1502.01852, eq. 10). The kurtosis is
    3.0 for a normal distribution, about 2.4 for one cut at two standard deviations, 1.8 for a uniform one.
    """
    # The mean of equal numbers is rounded, and they would differ from it.
    mean = sample.mean() if sample.min() < sample.max() else sample.flat[0]
    squares = (sample.astype(np.float64).ravel() - mean) ** 2
    variance = float(squares.mean())
    kurtosis = float(np.mean(squares**2) / variance**2) if variance > 0 else 0.0
    measures = {"mean": float(sample.mean()), "scaled_variance": variance * fan_in, "kurtosis": kurtosis}
    return measures if sample.size >= ENOUGH_NUMBERS else dict(measures, numbers=int(sample.size))


def draws(shape: Sequence[int]) -> int:
    """How often a kernel of this shape is drawn, for there to be numbers enough to measure."""
    return min(MOST_DRAWS, -(-ENOUGH_NUMBERS // max(1, int(np.prod(shape)))))


def _draw_and_measure(initializer: Any, shape: Tuple[int, ...]) -> Dict[str, Any]:
    """The measures of what is drawn for a kernel of this shape, or by one of Keras' own at the one shape for these."""
    shape = SAMPLE_SHAPE if _is_kerass(initializer) else shape
    try:
        sample = np.stack(_drawings(initializer, shape)).ravel()
        return measure(sample[::max(1, sample.size // MOST_NUMBERS)], _fan_in(shape))
    except (TypeError, ValueError) as error:
        return {"refused": str(error)[:200]}


def _drawings(initializer: Any, shape: Tuple[int, ...]) -> List[np.ndarray]:
    """As many kernels as have enough numbers to measure; only one where another draw gives the same again."""
    tensorflow = names.tensorflow()
    drawn = initializer(shape, dtype=tensorflow.float32)
    drawings = [_value(drawn)]
    for _ in range(1, draws(shape)):
        if names.modern() or not isinstance(drawn, tensorflow.Tensor):  # a graph's tensor is another at each run
            drawn = initializer(shape, dtype=tensorflow.float32)
        drawings.append(_value(drawn))
        if np.array_equal(drawings[0], drawings[1]):
            return drawings[:1]
    return drawings


def _value(drawn: Any) -> np.ndarray:
    is_tensor = isinstance(drawn, names.tensorflow().Tensor)
    return np.array(names.keras().backend.get_value(drawn) if is_tensor else drawn)


def _key(initializer: Any) -> str:
    try:
        return type(initializer).__name__ + repr(sorted(initializer.get_config().items()))
    except (AttributeError, TypeError, NotImplementedError):
        return repr(initializer)


def _name(initializer: Any) -> str:
    """What Keras calls an initialiser; one with settings with them: ``VarianceScaling(mode='fan_out', ...)``."""
    if initializer is None or isinstance(initializer, str):
        return str(initializer or "glorot_uniform")[:100]
    name = str(getattr(initializer, "__name__", type(initializer).__name__))[:100]
    try:
        settings = {key: value for key, value in initializer.get_config().items() if key not in ("seed", "dtype")}
    except (AttributeError, TypeError, NotImplementedError):
        settings = {}
    if name in OF_A_SEED or not settings:
        return OF_A_SEED.get(name, name)
    return "%s(%s)" % (name, ", ".join("%s=%r" % pair for pair in sorted(settings.items())))
