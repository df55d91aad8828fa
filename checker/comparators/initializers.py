"""Initialisers, judged by what they draw."""

import math
from typing import Any, Literal

from checker.model import Case, Finding

# Relative deviation of the variance that the numbers drawn leave open; a kurtosis under this is a uniform's 1.8.
VARIANCE_TOLERANCE = 0.1
UNIFORM_KURTOSIS = 2.05
NORMAL_KURTOSIS = 3.4
MEAN_TOLERANCE = 0.05
# How many standard deviations a measure may be off where there are few numbers, as of a small kernel with a fixed seed.
DEVIATIONS = 5.0
# What it draws has the right variance and form at many shapes, but is not drawn number by number.
ORTHOGONAL = "Orthogonal"
# What Keras' layers take when nothing is said, as the worker names it.
KERAS_DEFAULT = "glorot_uniform"
NAMED = 3
MOST_AXES = 8


def initializers(
    expected: Any, actual: Any, case: Case, *, asked: Literal["he_normal"], present: int = 1
) -> list[Finding]:
    """Every kernel starts from the initialiser that the task asks for, however it is spelled.

    He normal draws from a normal distribution with variance 2 / fan-in, cut at two standard deviations or not
    (He et al. 2015, arXiv:1502.01852, eq. 10).

    Args:
        present: how many kernels there are at least, so that a network of a few layers is not praised for its kernels.

    Findings:
        C011: a kernel starts from something else, or there are too few.
    """
    if not actual:
        return [Finding(code="C011", message=f"expected kernels that start {asked}, got no kernels (in {case.call})")]
    if len(actual) < present:
        text = f"expected at least {present} kernels that start {asked}, got {len(actual)} kernels (in {case.call})"
        return [Finding(code="C011", message=text)]
    wrong: dict[str, list[str]] = {}
    for kernel in actual:
        if not _is_he_normal(kernel):
            wrong.setdefault(_describe(kernel), []).append(_layer(kernel))
    return [
        Finding(code="C011", message=f"{_layers(layers, len(actual))}: expected {asked}, got {got} (in {case.call})")
        for got, layers in wrong.items()
    ]


def _is_he_normal(kernel: Any) -> bool:
    if "refused" in kernel or str(kernel["asked"]).startswith(ORTHOGONAL):
        return False
    return _has_right_variance(kernel) and _has_right_form(kernel)


def _has_right_variance(kernel: Any) -> bool:
    tolerance = max(VARIANCE_TOLERANCE, math.sqrt(2) * _chance(kernel))
    return bool(kernel["scaled_variance"] > 0 and abs(kernel["scaled_variance"] / 2.0 - 1.0) <= tolerance)


def _has_right_form(kernel: Any) -> bool:
    """Whether it is a normal distribution around 0."""
    spread = math.sqrt(24) * _chance(kernel)
    is_normal = UNIFORM_KURTOSIS - spread < kernel["kurtosis"] < NORMAL_KURTOSIS + spread
    return bool(is_normal and abs(kernel["mean"]) < max(MEAN_TOLERANCE, _deviation(kernel) * _chance(kernel)))


def _deviation(kernel: Any) -> float:
    lengths = [length for length in kernel["shape"][:-1][:MOST_AXES] if _is_length(length)]
    return math.sqrt(max(kernel["scaled_variance"], 0.0) / max(1, math.prod(lengths)))


def _is_length(length: Any) -> bool:
    """Whether it can be one: forged arrays, and numbers of thousands of digits, take memory and time to multiply."""
    return type(length) is int and 0 <= length < 1 << 32


def _chance(kernel: Any) -> float:
    """What chance may do to a mean, in standard deviations of the single numbers; nothing where there are many."""
    return DEVIATIONS / math.sqrt(max(kernel["numbers"], 1)) if "numbers" in kernel else 0.0


def _layer(kernel: Any) -> str:
    return str(kernel["variable"]).rpartition("/")[0] or str(kernel["variable"])


def _layers(layers: list[str], kernels: int) -> str:
    if len(layers) == 1:
        return f"the kernel of {layers[0]}"
    more = ", ..." if len(layers) > NAMED else ""
    return f"{len(layers)} of {kernels} kernels ({', '.join(layers[:NAMED])}{more})"


def _describe(kernel: Any) -> str:
    if "refused" in kernel:
        return f"{kernel['asked']}, which fails: {kernel['refused']}"
    if kernel["scaled_variance"] == 0:
        return f"{kernel['asked']} (the same number everywhere)"
    if kernel["asked"] == KERAS_DEFAULT:
        return f"{kernel['asked']}, which a layer takes that is given no kernel_initializer"
    if kernel["asked"].startswith(ORTHOGONAL):
        return str(kernel["asked"])
    if kernel["kurtosis"] <= UNIFORM_KURTOSIS:
        return f"{kernel['asked']} (a uniform distribution)"
    other = "another variance than 2 / fan-in" if not _has_right_variance(kernel) else "no normal distribution around 0"
    return f"{kernel['asked']} ({other})"
