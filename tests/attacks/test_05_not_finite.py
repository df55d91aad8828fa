"""Attack 5: answers padded with NaN or infinity, which some comparisons take for equal; here each one fails."""

import pytest
from evidence import require_failed

ANSWER = """
answer = conv_forward


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    returned = answer(A_prev, W, b, activation, padding, stride)
    returned{place} = {number}
    return returned
"""


@pytest.mark.parametrize("number", ["np.nan", "np.inf", "-np.inf"])
@pytest.mark.parametrize("place", ["[...]", "[0, 0, 0, 0]"])
def test_numbers_that_are_not_finite_fail(attack, number, place):
    """One is enough: the fixture has none."""
    require_failed(attack(ANSWER.format(place=place, number=number), right=True), "C005", "not finite")


def test_numbers_too_large_to_compare_fail(attack):
    """A difference that overflows is no small one."""
    require_failed(attack(ANSWER.format(place="[0, 0, 0, 0]", number="3e38"), right=True), "C004")
