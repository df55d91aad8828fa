"""Attack 61: the right summary around wrong wiring; numbers with planted weights and the graph tell it."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

NAME = "2-identity_block.py"
REFERENCE = attempts.SOLUTIONS / "0x08-deep_cnns" / NAME
LAST = "K.layers.Activation('relu')(K.layers.add([Y, A_prev]))"
WIRINGS = {
    "the shortcut is left out": (LAST, "K.layers.Activation('relu')(K.layers.add([Y, Y]))"),
    "activated before it is added": (LAST, "K.layers.add([K.layers.Activation('relu')(Y), A_prev])"),
    "subtracted": (LAST, "K.layers.Activation('relu')(K.layers.subtract([Y, A_prev]))"),
    "another activation": (LAST, "K.layers.Activation('tanh')(K.layers.add([Y, A_prev]))"),
}


def hand_in(attack, old, new):
    """The verdict on the reference with one change."""
    text = REFERENCE.read_text()
    assert old in text
    return attack("", project="0x08", number="2", files={NAME: text.replace(old, new)})


@pytest.mark.parametrize("name", WIRINGS)
def test_wrong_wiring_is_found_by_its_numbers(attack, name):
    """Parameters and shapes are right; outputs from equal weights are not."""
    verdict = hand_in(attack, *WIRINGS[name])
    assert outcomes(verdict)["parameters"] is outcomes(verdict)["output_shape"] is Outcome.PASSED
    assert outcomes(verdict)["inference"] is outcomes(verdict)["training"] is Outcome.FAILED
    assert attempts.found(verdict, "inference")[0].startswith("C004 ")


def test_layers_that_lead_nowhere_do_not_count(attack):
    """A branch that is built and not used has no parameters in the model that is looked at."""
    verdict = hand_in(attack, LAST, "K.layers.Activation('relu')(K.layers.add([A_prev, A_prev]))")
    assert outcomes(verdict)["parameters"] is outcomes(verdict)["inference"] is Outcome.FAILED


def test_renamed_layers_are_no_failure(attack):
    """Names are not what is asked for: the numbers are right."""
    verdict = hand_in(attack, "K.layers.Activation('relu')(K", "K.layers.Activation('relu', name='mine')(K")
    assert outcomes(verdict)["inference"] is outcomes(verdict)["training"] is Outcome.PASSED
