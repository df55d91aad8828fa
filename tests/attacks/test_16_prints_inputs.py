"""Attack 16: the inputs of hidden calls printed, so that the report shows them; it shows no output of hidden calls."""

import pytest
from evidence import require_failed, told

from checker.model import Outcome

PRYING = """
def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    text = "SHAPE-%s" % "x".join(map(str, A_prev.shape))
    {how}
"""
PUBLISHED, HIDDEN = "SHAPE-3x28x28x1", "SHAPE-2x11x8x3"
WAYS = ["print(text)", "__import__('sys').stderr.write(text)", "__import__('os').write(1, text.encode())"]


@pytest.mark.parametrize("how", WAYS)
def test_what_hidden_calls_print_is_not_shown(attack, how):
    """What the published call prints is kept, for whoever seeks his mistake; what hidden ones print is not."""
    verdict = attack(PRYING.format(how=how))
    assert PUBLISHED in verdict.printed
    assert HIDDEN not in verdict.printed


ERRORS = [
    "raise ValueError(text)",
    "raise SystemExit(text)",
    "raise type(text, (ValueError,), {})()",
    "raise type(text.replace('-', '_'), (ValueError,), {})()",
    "int(text)",
    "{}[text]",
    "getattr(np, text)",
    "open(text)",
    "np.zeros(3).reshape(text)",
    "assert not text, text",
    "raise ValueError('operands could not be broadcast together with shapes (1,) (2,) ' + text)",
    "raise NameError('name %r is not defined' % text)",
    "raise ValueError('shapes (%s) and (%s) x' % ('1' * 28, '1' * 28))",  # a search among all ways to part the digits
]


@pytest.mark.parametrize("how", ERRORS)
def test_errors_of_hidden_calls_tell_no_inputs(attack, how):
    """That they raised, and what kind of error, is told; the text, which may be the inputs, is not."""
    assert HIDDEN not in told(attack(PRYING.format(how=how)))


def test_what_is_returned_from_hidden_calls_is_not_repeated(attack):
    """A text in the place of an array is told by its type."""
    verdict = attack(PRYING.format(how="return text"))
    require_failed(verdict, "C001", "got str")
    assert "SHAPE-" not in told(verdict)


RETURNED = [
    "return np.zeros(1, dtype=[(text, 'f8')])",
    "return type(text, (), {})()",
    "return [type(text, (), {})()]",
    "return np.zeros((0, int(''.join(map(str, A_prev.shape)))))",
]


@pytest.mark.parametrize("how", RETURNED)
def test_no_name_and_no_length_of_what_is_returned_tells_inputs(attack, how):
    """Names of types and of fields, and lengths of any size, are the submission's to choose."""
    verdict = attack(PRYING.format(how=how))
    assert verdict.outcome is Outcome.FAILED
    assert not any(word in told(verdict) for word in (HIDDEN, "21183"))
