"""Attack 4: numbers that broadcasting would spread over the right shape; the shape itself is compared."""

import pytest
from evidence import require_failed

FORM = {
    "scalar": ("np.asarray(right.ravel()[0])", "C002", "got ()"),
    "one element": ("right.ravel()[:1]", "C002", "got (1,)"),
    "one of each axis": ("right[:1, :1, :1, :1]", "C002", "got (1, 1, 1, 1)"),
    "an axis more": ("right[np.newaxis]", "C002", "got (1, 3, 26, 26, 2)"),
    "flat": ("right.ravel()", "C002", "got (4056,)"),
    "nothing": ("right[:0]", "C002", "got (0, 26, 26, 2)"),
    "a plain number": ("float(right.ravel()[0])", "C001", "got float"),
    "numbers in lists": ("right.tolist()", "C001", "got list of 3 values"),
}


@pytest.mark.parametrize("form", FORM)
def test_right_numbers_in_another_shape_fail(attack, form):
    """The shape that came is told, and nothing is spread, squeezed or reshaped."""
    made, code, words = FORM[form]
    verdict = attack(
        f"""
answer = conv_forward


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    right = answer(A_prev, W, b, activation, padding, stride)
    return {made}
""",
        right=True,
    )
    require_failed(verdict, code, words)
