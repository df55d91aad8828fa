"""Attack 66: answers that are right now and then; every call and every second call has to be right."""

import attempts
from evidence import outcomes

from checker.model import Outcome

EVERY_OTHER = """
if A_prev.shape == (3, 28, 28, 1):
    conv_forward.calls = getattr(conv_forward, 'calls', 0) + 1
    if conv_forward.calls > 1:
        return np.zeros((3, 26, 26, 2))
"""
ONCE_IN_A_WHILE = """
import os
if os.urandom(1)[0] < 250:
    return np.zeros((3, 26, 26, 2))
"""


def test_a_second_call_has_to_be_right_too(attack):
    """What is right the first time alone passes its check and fails the one that repeats it, which flags it."""
    verdict = attack(attempts.right(EVERY_OTHER))
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.PASSED
    assert outcomes(verdict)["repeatable"] is Outcome.FAILED
    assert attempts.found(verdict, "repeatable")[0].startswith("C004 the output of a second call")


def test_luck_is_not_enough(attack):
    """Of ten calls that are right by chance all have to be."""
    verdict = attack(attempts.right(ONCE_IN_A_WHILE))
    assert attempts.missed(verdict).keys() >= {"values"}
    assert outcomes(verdict)["values"] is Outcome.FAILED


def test_noise_is_not_repeatable(attack):
    """An answer with noise that tolerances forgive in no call is wrong at once."""
    source = attempts.right().replace("return activation(Z + b)", "return activation(Z + b) + np.random.randn() * 1e-3")
    verdict = attack(source)
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.FAILED
    assert attempts.found(verdict, "published")[0].startswith("C004 ")
