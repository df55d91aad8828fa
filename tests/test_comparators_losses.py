"""How a wrong loss came about: said where it is so, and nothing else."""

import numpy as np
import pytest

from checker.comparators.losses import cross_entropy
from checker.model import Case

CASE = Case(probe="p", call="f(x)")
OUTPUTS = np.random.RandomState(3).dirichlet(np.ones(10), 6)
CLASSES = np.array([0, 3, 3, 9, 1, 5])
EACH = -np.log(OUTPUTS[np.arange(6), CLASSES])
POWERS = np.exp(OUTPUTS)
TWICE = -np.log((POWERS / POWERS.sum(1, keepdims=True))[np.arange(6), CLASSES])


def told(loss, labels=CLASSES):
    """What is said of a loss."""
    found = cross_entropy({"outputs": OUTPUTS, "labels": labels}, np.asarray(loss, "float32"), CASE, labels="y")
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (TWICE.mean(), "give the cross-entropy the logits, not y_pred"),
        (EACH.sum(), "the sum over the examples"),
        (EACH, "a number for each example"),
        (TWICE, "of the softmax's softmax"),
        (EACH.mean() / 10, "a mean over the classes too"),
        (-EACH.mean(), "the wrong sign"),
    ],
)
@pytest.mark.parametrize("labels", [CLASSES, np.eye(10)[CLASSES]], ids=["classes", "one-hot"])
def test_a_loss_that_is_often_computed_instead_is_recognised(loss, words, labels):
    """By its value, from the right outputs and the labels, however these are given."""
    (message,) = told(loss, labels)
    assert words in message


@pytest.mark.parametrize("loss", [0.5, EACH[:3], np.nan, np.inf, OUTPUTS], ids=str)
def test_nothing_is_said_of_other_losses(loss):
    """What is none of what is known goes without an explanation."""
    assert told(loss) == []


@pytest.mark.parametrize("forged", [None, "1.0", [1.0], {"array": np.ones(1)}, np.array(["a"]), np.array(1)])
def test_what_is_no_number_is_not_looked_at(forged):
    """The loss's own check says what came back instead."""
    assert cross_entropy({"outputs": OUTPUTS, "labels": CLASSES}, forged, CASE, labels="y") == []
