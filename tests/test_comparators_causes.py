"""Likely causes that show in the numbers: told where they are so, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.comparators.arrays import arrays
from checker.model import Case

HIDDEN = Case(probe="p", call="f(x)")
WANT = np.random.RandomState(1).standard_normal((2, 7, 9, 3))
SAID = {"moved": "mind the padding", "uncut": "cut it off"}


def causes(got, want=WANT, **more):
    """What is said of an answer beyond that it is wrong."""
    found = arrays({"type": "ndarray", "array": want}, {"type": "ndarray", "array": got}, HIDDEN, causes=SAID, **more)
    return [one.message for one in found[1:]]


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_values_that_stand_elsewhere_are_recognised(down, right):
    """By how many rows and columns, whatever fills the gap."""
    got = np.roll(WANT, (-down, -right), (1, 2))
    belongs = f"{max(0, down)}, {max(0, right)}"
    stands = f"{max(0, -down)}, {max(0, -right)}"
    told = f"what belongs at the output[:, {belongs}] stands at the output[:, {stands}], and so on: mind the padding"
    assert causes(got)[:1] == ([told] if down or right else [])


def test_a_padding_that_was_not_cut_off_is_recognised():
    """The right values with rows and columns around them."""
    got = np.pad(WANT, ((0, 0), (2, 2), (1, 1), (0, 0)), "edge")
    assert causes(got) == ["the output[:, 2:9, 1:10] is right, the rest too much: cut it off"]


def test_the_axes_are_the_specs():
    """Kernels have their rows and columns first."""
    told = "what belongs at dW[0, 0] stands at dW[1, 0], and so on: mind the padding"
    assert causes(np.roll(WANT, 1, 0), name="dW", axes=[0, 1]) == [told]


@pytest.mark.parametrize(
    "got",
    [WANT + 1, WANT[:, ::-1], np.zeros_like(WANT), WANT[:, :3], np.pad(WANT, ((0, 1), (1, 1), (1, 1), (0, 0))),
     np.full_like(WANT, np.nan), np.zeros((2, 700, 900, 3)), np.zeros(3), np.zeros((2, 8, 10, 3), "complex128")],
    ids=["other values", "mirrored", "zeros", "cut", "more examples", "NaN", "far larger", "flat", "complex"],
)  # fmt: skip
def test_nothing_is_said_of_other_mistakes(got):
    """Values that are nowhere in the answer are not claimed to be there."""
    assert causes(got) == []


def test_constant_values_are_no_evidence():
    """Zeros moved by a row are zeros."""
    want = np.zeros((2, 7, 9, 3))
    want[0, 0, 0, 0] = 1.0
    assert causes(np.zeros_like(want), want) == []


CHANCES = np.random.RandomState(2).dirichlet(np.ones(10), 6)
ADVICE = {"probabilities": "take the softmax"}


def of_chances(got):
    """What is said of an answer that should be probabilities."""
    found = arrays(CHANCES, got, HIDDEN, name="y_pred", causes=ADVICE)
    return [one.message for one in found[1:]]


@pytest.mark.parametrize(
    ("got", "told"),
    [
        (np.log(CHANCES) + 3, ["the softmax of y_pred is right, y_pred itself is not: take the softmax"]),
        (CHANCES / 2, ["y_pred does not add to 1 for each example: take the softmax"]),
        (CHANCES[:, ::-1], []),
        (np.full_like(CHANCES, np.inf), []),
    ],
    ids=["logits", "halves", "other classes", "infinite"],
)
def test_outputs_that_are_no_probabilities_are_recognised(got, told):
    """Logits by their softmax, others by what they add to."""
    assert of_chances(got) == told


def test_means_in_the_place_of_sums_are_recognised():
    """By which number all values are divided; one value alone, and another number for each, are no evidence."""
    said = {"scaled": "sums, not means"}

    def told(got, want=WANT):
        found = arrays({"type": "ndarray", "array": want}, {"type": "ndarray", "array": got}, HIDDEN, causes=said)
        return [one.message for one in found[1:]]

    assert told(WANT / 3) == ["the output is what it should be, divided by 3: sums, not means"]
    assert told(WANT[:1, :1, :1, :1] / 3, WANT[:1, :1, :1, :1]) == []
    assert told(WANT / np.array([2, 3, 4])) == told(WANT * 2) == told(-WANT) == []
