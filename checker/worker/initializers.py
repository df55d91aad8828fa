"""What an initialiser draws, measured: spellings of one and the same initialiser come out alike."""

from typing import Any, Dict, Iterable, List, Sequence, Tuple

import numpy as np

from checker.worker import names

# Fan-in 288, fan-out 1152: unequal, so that the two can be told apart; 36,864 numbers are enough for 2 %.
SAMPLE_SHAPE = (3, 3, 32, 128)
FAN_IN = 288
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
        initialiser calls itself) and the measures of `measure`.
    """
    wanted = {id(weight) for weight in weights}
    measured = {}  # type: Dict[str, Dict[str, Any]]
    described = []
    for variable, role, initializer in asked:
        if id(variable) not in wanted or not role.endswith("kernel"):
            continue
        key = _key(initializer)
        if key not in measured:
            measured[key] = _draw_and_measure(initializer)
        shape = [int(length) for length in variable.shape]
        described.append(dict(measured[key], variable=variable.name, shape=shape, asked=_name(initializer)))
    return described


def measure(sample: np.ndarray, fan_in: int) -> Dict[str, Any]:
    """The mean, the variance times fan-in, and the kurtosis of what was drawn.

    He's normal initialisation has variance * fan-in = 2 (He et al. 2015, arXiv:1502.01852, eq. 10). The kurtosis is
    3.0 for a normal distribution, about 2.4 for one cut at two standard deviations, 1.8 for a uniform one.
    """
    centred = sample.astype(np.float64).ravel() - sample.mean()
    variance = float(np.mean(centred**2))
    kurtosis = float(np.mean(centred**4) / variance**2) if variance > 0 else 0.0
    return {"mean": float(sample.mean()), "scaled_variance": variance * fan_in, "kurtosis": kurtosis}


def _draw_and_measure(initializer: Any) -> Dict[str, Any]:
    keras = names.keras()
    try:
        drawn = keras.initializers.get(initializer)(SAMPLE_SHAPE, dtype=names.tensorflow().float32)
        return measure(np.asarray(keras.backend.get_value(drawn)), FAN_IN)
    except (TypeError, ValueError) as error:
        return {"refused": str(error)[:200]}


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
