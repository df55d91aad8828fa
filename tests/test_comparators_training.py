"""What training does to weights: which way each moves and how far, in words that tell no number."""

import numpy as np
import pytest

from checker.comparators.training import training
from checker.model import Case

CASE = Case(probe="p", call="f(x, y)", hidden=False)
SHAPES = ([4], [5, 5, 2, 4], [200, 4])
SIGNS = [np.where(np.random.RandomState(seed).random_sample(200) < 0.5, -1.0, 1.0) for seed in range(3)]
LOSS = np.float32(2.5)


def moves(*factors, last=None):
    """What an answer's training does whose weights move `factors` times as far as they should, which is 0.001."""
    later = factors if last is None else last
    changes = [
        {"shape": shape, "first": 0.001 * first * signs, "last": 0.002 * then * signs}
        for shape, first, then, signs in zip(SHAPES, factors, later, SIGNS, strict=True)
    ]
    return {"loss": np.array(LOSS), "changes": changes}


RIGHT = moves(1, 1, 1)


def told(actual):
    """Codes and messages of what is found."""
    return [(one.code, one.message) for one in training(RIGHT, actual, CASE, name="then", parts=["loss"])]


def test_what_moves_alike_passes():
    """Equal moves, and moves that rounding changes, are right."""
    assert told(moves(1, 1, 1)) == []
    assert told(moves(1.00001, 0.99999, 1.001)) == []


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (0, "does not change the kernel of shape (5, 5, 2, 4) (in"),
        (-1, "moves the kernel of shape (5, 5, 2, 4) the opposite way"),
        (10, "moves the kernel of shape (5, 5, 2, 4) the right way, but too far"),
        (0.5, "moves the kernel of shape (5, 5, 2, 4) the right way, but not far enough"),
        (1.03, "moves the kernel of shape (5, 5, 2, 4) otherwise than it should"),
        (SIGNS[2], "moves the kernel of shape (5, 5, 2, 4) otherwise than it should"),
        (np.nan, "makes the kernel of shape (5, 5, 2, 4) NaN or infinite"),
        (1e300, "moves the kernel of shape (5, 5, 2, 4)"),
    ],
)
def test_how_a_weight_moves_wrongly_is_told(factor, words):
    """The one weight that moves wrongly is named, with what is wrong about it."""
    ((code, message),) = told(moves(1, factor, 1))
    assert code == "C017"
    assert f"the first training step {words}" in message


def test_the_first_step_that_goes_wrong_is_told():
    """What is wrong from the second step on is said to be so, and what follows from a wrong first step is not said."""
    ((_, later),) = told(moves(1, 1, 1, last=(0.7, 0.7, 0.7)))
    assert later.startswith("the first training step is right, but what follows moves all 3 kernels and biases")
    ((_, message),) = told(moves(1, 0, 1, last=(2, 2, 2)))
    assert "the kernel of shape (5, 5, 2, 4)" in message
    assert "bias" not in message


def test_a_few_elements_may_move_anyhow():
    """Four of two hundred are not counted, as where there is hardly a gradient; forty are."""
    for flipped, codes in ((4, []), (40, ["C017"])):
        actual = moves(1, 1, 1)
        actual["changes"][1]["first"][:flipped] *= -1
        assert [code for code, _ in told(actual)] == codes


def test_a_weight_that_should_stay_must_stay():
    """Where nothing moves in the reference, what moves is wrong, but what rounding moves is not."""
    still = moves(0, 1, 1)
    for distance, codes in ((1e-8, []), (1e-4, ["C017"])):
        actual = moves(0, 1, 1)
        actual["changes"][0]["first"][:] = distance
        assert [one.code for one in training(still, actual, CASE, parts=["loss"])] == codes


def test_values_after_the_step_are_compared_too():
    """A loss that is another after the same moves is told as a tree's leaf is."""
    actual = {**moves(1, 1, 1), "loss": np.array(np.float32(3.5))}
    ((code, message),) = told(actual)
    assert (code, message) == ("C004", "then loss: expected 2.5, got 3.5 (in f(x, y))")


@pytest.mark.parametrize(
    "actual",
    [
        {"type": "NoneType"}, None, {"loss": np.array(LOSS)}, {**RIGHT, "changes": []},
        {**RIGHT, "changes": RIGHT["changes"][:2]}, {**RIGHT, "changes": [1, 2, 3]},
        {**RIGHT, "changes": [{**one, "last": one["last"][:9]} for one in RIGHT["changes"]]},
        {**RIGHT, "changes": [{**one, "last": one["last"].astype(str)} for one in RIGHT["changes"]]},
    ],
)
def test_what_can_not_be_compared_fails(actual):
    """Nothing, too little and something else are no answer."""
    assert [code for code, _ in told(actual)] == ["C001"]


def test_an_optimizer_is_no_training_operation():
    """What is to be returned is said."""
    (said,) = told({"type": "AdamOptimizer"})
    words = "expected a training operation, got AdamOptimizer: return what its minimize(loss) gives (in f(x, y))"
    assert said == ("C001", words)


def test_the_advice_follows():
    """The spec's sentence comes last, where anything is wrong."""
    found = training(RIGHT, moves(1, 0, 1), CASE, parts=["loss"], advice="is it Adam?")
    assert [one.message for one in found][1:] == ["is it Adam?"]
