"""Attack 17: tracebacks and differences that give hidden expected values away; of hidden calls no value is told."""

import re

import pytest
from evidence import codes, require_failed, told
from searching import ANSWER, WALK

NUMBER = re.compile(r"-?\d+\.\d{3,}")


@pytest.mark.parametrize(
    "made", ["right + 0.5", "right * 0", "right * (1 + 1e-5)", "np.full_like(right, 1e30)", "right[:, ::-1]"]
)
def test_a_wrong_answer_learns_no_number_of_a_hidden_call(attack, made):
    """The published call's difference is told with both numbers, a hidden one's with neither."""
    verdict = attack(
        f"""
answer = conv_forward


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    right = answer(A_prev, W, b, activation, padding, stride)
    return np.asarray({made}, right.dtype)
""",
        right=True,
    )
    hidden = [one for result in verdict.results if result.spec.id == "values" for one in result.findings]
    assert codes(verdict)["values"] == {"C004"}, told(verdict)
    assert not any(NUMBER.search(one.message) or "expected " in one.message for one in hidden), told(verdict)


def test_an_error_shows_no_frame_of_the_checker(attack):
    """An error that holds its callers' locals in its text finds the worker's alone."""
    verdict = attack(
        WALK
        + ANSWER.replace(
            '    print(len(found), "found")\n',
            '    raise ValueError([str(key) for place in candidates() for key in place if "expected" in str(key)])\n',
        )
    )
    require_failed(verdict, "R001", "ValueError: []")
    assert "Traceback" not in told(verdict)
