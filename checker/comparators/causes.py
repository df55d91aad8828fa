"""Likely causes that show in the numbers: each says what it has recognised, and nothing where it is not so."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NEAR = 1e-9
# As far as paddings differ in practice, and as much as a padded answer may be larger.
REACH, MOST_SURPLUS = 3, 8


def moved(want: Array, got: Array, axes: Sequence[int], name: str, rtol: float) -> str:
    """The right values stand some rows or columns away from their places."""
    if want.shape != got.shape or len(axes) != 2:
        return ""
    steps = [step for step in itertools.product(range(-REACH, REACH + 1), repeat=2) if any(step)]
    for step in sorted(steps, key=lambda step: sum(map(abs, step))):
        there = [slice(max(0, by), min(0, by) or None) for by in step]
        here = [slice(max(0, -by), min(0, -by) or None) for by in step]
        if _alike(want[_index(axes, there)], got[_index(axes, here)], rtol):
            belongs, stands = ([max(0, by * sign) for by in step] for sign in (1, -1))
            return f"what belongs at {name}{_place(axes, belongs)} stands at {name}{_place(axes, stands)}, and so on"
    return ""


def uncut(want: Array, got: Array, axes: Sequence[int], name: str, rtol: float) -> str:
    """The right values stand within more rows or columns than there should be."""
    if want.ndim != got.ndim or len(axes) != 2:
        return ""
    surplus = [got.shape[axis] - want.shape[axis] for axis in axes]
    others = [axis for axis in range(want.ndim) if axis not in axes]
    if not all(0 <= more <= MOST_SURPLUS for more in surplus) or any(want.shape[a] != got.shape[a] for a in others):
        return ""
    for first in itertools.product(*(range(more + 1) for more in surplus)):
        part = [slice(at, at + want.shape[axis]) for at, axis in zip(first, axes, strict=True)]
        if _alike(want, got[_index(axes, part)], rtol):
            return f"{name}{_place(axes, [f'{one.start}:{one.stop}' for one in part])} is right, the rest too much"
    return ""


def probabilities(want: Array, got: Array, axes: Sequence[int], name: str, rtol: float) -> str:
    """What should be probabilities, adding to 1 along the last axis, does not."""
    if want.shape != got.shape or not want.ndim or not np.isfinite(got).all() or not np.allclose(want.sum(-1), 1):
        return ""
    powers = np.exp(got - got.max(-1, keepdims=True))
    if _alike(want, powers / powers.sum(-1, keepdims=True), rtol):
        return f"the softmax of {name} is right, {name} itself is not"
    # What it adds to is not told: a submission could put there what it was given in a hidden call.
    return "" if np.allclose(got.sum(-1), 1, atol=1e-3) else f"{name} does not add to 1 for each example"


def scaled(want: Array, got: Array, axes: Sequence[int], name: str, rtol: float) -> str:
    """The right values are all divided by one whole number."""
    if want.shape != got.shape or want.size < 2 or not np.isfinite(got).all() or not (got * got).sum() > NEAR:
        return ""
    by = round(float((want * got).sum() / (got * got).sum()))
    return f"{name} is what it should be, divided by {by}" if 1 < by <= 100 and _alike(want, got * by, rtol) else ""


# What a spec's `causes` can name: (expected, actual, axes, name, rtol) → what is recognised, in words, or "".
CAUSES: Mapping[str, Callable[[Array, Array, Sequence[int], str, float], str]] = {
    "moved": moved, "probabilities": probabilities, "scaled": scaled, "uncut": uncut,
}


def recognised(
    causes: Mapping[str, str], want: Array, got: Array, axes: Sequence[int], name: str, rtol: float
) -> list[str]:
    """What can be told of how the answer went wrong, each followed by the spec's sentence."""
    said = [(CAUSES[cause](want, _numbers(got), axes, name, rtol), advice) for cause, advice in causes.items()]
    return [f"{text}: {advice}" for text, advice in said if text]


def _numbers(array: Array) -> Array:
    return np.asarray(array, dtype=np.result_type(array, np.float64))


def _index(axes: Sequence[int], slices: Sequence[slice]) -> tuple[slice, ...]:
    index = [slice(None)] * (max(axes) + 1)
    for axis, part in zip(axes, slices, strict=True):
        index[axis] = part
    return tuple(index)


def _place(axes: Sequence[int], places: Sequence[object]) -> str:
    words = [":"] * (max(axes) + 1)
    for axis, place in zip(axes, places, strict=True):
        words[axis] = str(place)
    return f"[{', '.join(words)}]"


def _alike(want: Array, got: Array, rtol: float) -> bool:
    """Whether two arrays agree, and hold enough for that to be no chance."""
    if want.size < 2 or not np.ptp(want) > NEAR:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        allowed = rtol * (np.abs(want) + np.abs(want).mean()) + NEAR
        return bool((np.abs(got - want) <= allowed).all())
