"""What training does to weights: which way each of them moves, and how far."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from checker.comparators.arrays import advise, kind
from checker.comparators.values import tree
from checker.model import Case, Finding

Array = np.ndarray[Any, Any]
# Of what a weight moves, on average over its elements. Right answers are off by 0.000002 at most, on either runtime and
# however they are spelled; by 0.0004 where Adam's epsilon is added as in the paper, or the loss has a constant factor.
# The nearest of the wrong ones minimises the square of the loss: 0.03.
TOLERANCE = 0.005
# Of a weight's elements: Adam moves those of hardly any gradient as far as others, to whichever side rounding turns it.
DISREGARDED = 0.02
# Where nothing is to move at all: far below any step, far above what is lost in subtracting weights.
STILL = 1e-6
PARALLEL = 0.99
# How much farther or less far a weight has to move, that it is worth saying so.
NOTABLE = 0.04
NAMED = 3
FIRST, LATER = "the first training step", "the first training step is right, but what follows"


def training(
    expected: Mapping[str, Any], actual: Any, case: Case, *, name: str = "", parts: Sequence[str] = (),
    rtol: float = 1e-3, advice: str = "",
) -> list[Finding]:
    """All weights move as they should in the first step of training and in the steps after it; then as `tree`.

    Args:
        expected, actual: mappings with "changes": for each weight its "shape" and how far it has moved, float arrays
            (n,), after the "first" step and after the "last".
        name, parts, rtol, advice: as `tree` takes them, for the values after the first step.

    Findings:
        C001: there is nothing to compare, or no operation. C017: a weight moves otherwise than expected.
        C002, C004, C005: see `tree`.
    """
    if isinstance(actual, Mapping) and "type" in actual:
        hint = ": return what its minimize(loss) gives" if kind(actual).endswith("Optimizer") else ""
        text = f"expected a training operation, got {kind(actual)}{hint} (in {case.call})"
        return [Finding(code="C001", message=text)]
    values = tree(expected, actual, case, name=name, rtol=rtol, parts=parts)
    if any(finding.code == "C001" for finding in values):
        return [*values, *advise(values, advice)]
    findings = _moved(expected["changes"], actual.get("changes"), case) or values
    return [*findings, *advise(findings, advice)]


def _moved(expected: Sequence[Mapping[str, Any]], actual: Any, case: Case) -> list[Finding]:
    if not _comparable(expected, actual):
        return [Finding(code="C001", message=f"expected {len(expected)} weights that are trained (in {case.call})")]
    for step, words in (("first", FIRST), ("last", LATER)):
        # The steps of the others go wrong when one has gone wrong in the step before.
        groups: dict[str, list[str]] = {}
        for want, got in zip(expected, actual, strict=True):
            how = _how(want[step], np.asarray(got[step], np.float64))
            if how:
                groups.setdefault(how, []).append(_label(want["shape"]))
        if groups:
            texts = [f"{words} {how.format(_labels(labels, len(expected)))}" for how, labels in groups.items()]
            return [Finding(code="C017", message=f"{text} (in {case.call})") for text in texts]
    return []


def _comparable(expected: Sequence[Mapping[str, Any]], actual: Any) -> bool:
    """Whether there are as many weights of as many elements."""
    if not isinstance(actual, list) or len(actual) != len(expected):
        return False
    return all(
        isinstance(got, dict) and isinstance(got.get(step), np.ndarray)
        and got[step].shape == want[step].shape and got[step].dtype.kind == "f"
        for want, got in zip(expected, actual, strict=True) for step in ("first", "last")
    )


def _how(want: Array, got: Array) -> str:
    """How a weight has moved otherwise than expected, in words with a place for its name and no number; or ""."""
    if not np.isfinite(got).all():
        return "makes {} NaN or infinite"
    with np.errstate(over="ignore", invalid="ignore"):
        differences = np.sort(np.abs(got - want))
        counted = differences[: differences.size - int(DISREGARDED * differences.size)]
        if counted.sum() <= TOLERANCE * np.abs(want).sum() + STILL * counted.size:
            return ""
        return next(words for is_so, words in WAYS if is_so(want, got))


def _along(want: Array, got: Array) -> float:
    """How far `got` goes in the direction of `want`, as a multiple of it; 0.0 when it goes another way."""
    product = float((want * got).sum())
    lengths = float(np.linalg.norm(want) * np.linalg.norm(got))
    return product / float((want * want).sum()) if abs(product) > PARALLEL * lengths > 0 else 0.0


WAYS: Sequence[tuple[Callable[[Array, Array], bool], str]] = (
    (lambda want, got: not got.any(), "does not change {}"),
    (lambda want, got: _along(want, got) < 0, "moves {} the opposite way, so that the loss grows"),
    (lambda want, got: _along(want, got) > 1 + NOTABLE, "moves {} the right way, but too far"),
    (lambda want, got: 0 < _along(want, got) < 1 - NOTABLE, "moves {} the right way, but not far enough"),
    (lambda want, got: True, "moves {} otherwise than it should"),
)


def _label(shape: Sequence[int]) -> str:
    return f"the {'kernel' if len(shape) > 1 else 'bias'} of shape {tuple(shape)}"


def _labels(labels: Sequence[str], weights: int) -> str:
    if len(labels) == weights:
        return f"all {weights} kernels and biases"
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more
