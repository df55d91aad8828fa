"""The comparator of what a model was compiled with: a loss by its numbers, and settings that must not be there."""

import math

import numpy as np
import pytest

from checker.comparators.compiled import compiled
from checker.model import Case

HIDDEN = Case(probe="p", call="f(x)", hidden=True)
ADAM = {"optimizer": "Adam", "settings": {"learning_rate": 0.001, "beta_1": 0.9}, "loss": "mse", "metrics": ["acc"]}
ASKED = {
    "optimizer": "adam", "settings": {"learning_rate": 0.001, "lr": 0.001, "beta_1": 0.9}, "loss": "mse",
    "metrics": ["accuracy"],
}
LABELS = np.eye(2)
OUTPUTS = np.array([[0.5, 0.5], [0.75, 0.25]])
ENTROPY = (math.log(2) + math.log(4)) / 2


@pytest.mark.parametrize(
    ("name", "loss", "right"),
    [("<lambda>", ENTROPY, True), ("<lambda>", 2 * ENTROPY, False), ("categorical_crossentropy", -ENTROPY, False),
     ("mine", math.nan, False)],
)
def test_a_loss_is_judged_by_what_it_computes(name, loss, right):
    """Where that is known, whatever the function is called."""
    computed = {"labels": LABELS, "outputs": OUTPUTS, "loss": loss}
    got = ADAM | {"loss": name, "computed": computed}
    asked = ASKED | {"loss": "categorical_crossentropy"}
    wanted = [] if right else [f"compiled otherwise than asked: loss: expected categorical_crossentropy, got {name}"]
    assert [one.message for one in compiled(None, got, HIDDEN, **asked)] == wanted


def test_a_loss_that_tells_nothing_is_judged_by_its_name():
    """A name in quotes computes nothing by itself."""
    got = ADAM | {"loss": "categorical_crossentropy", "computed": {}}
    assert compiled(None, got, HIDDEN, **ASKED | {"loss": "categorical_crossentropy"}) == []


@pytest.mark.parametrize("setting", ["clipnorm", "clipvalue", "global_clipnorm", "weight_decay", "use_ema"])
def test_what_changes_an_optimizers_steps_must_not_be_set(setting):
    """Nobody has asked for it; 0 is as if it were not set."""
    def found(number):
        return compiled(None, ADAM | {"settings": {setting: number}}, HIDDEN, **ASKED)

    (finding,) = found(0.5)
    assert finding.message == f"compiled otherwise than asked: adam's {setting}: expected none, got 0.5"
    assert found(0.0) == []


def test_the_settings_of_another_optimizer_are_its_own():
    """Gradient descent has a learning rate too, and other values for it."""
    got = ADAM | {"optimizer": "SGD", "settings": {"learning_rate": 0.01}}
    (finding,) = compiled(None, got, HIDDEN, **ASKED)
    assert finding.message == "compiled otherwise than asked: optimizer: expected adam, got SGD"
