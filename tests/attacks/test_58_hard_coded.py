"""Attack 58: the published example's output, or a table by input, for the work; hidden calls find it out."""

import attempts
from evidence import outcomes

from checker.model import Outcome

KNOWN = """
if A_prev.shape == (3, 28, 28, 1):
    return honest(A_prev, W, b, activation, padding, stride)
"""
TABLE = """
import hashlib
key = hashlib.sha256(A_prev.tobytes()).hexdigest()
return {'0' * 64: np.zeros(1)}.get(key, np.zeros((3, 26, 26, 2)))
"""


def test_the_published_answer_alone_is_not_enough(attack):
    """The published call passes; hidden calls with other inputs fail, each by its shape or values."""
    honest = attempts.right().replace("conv_forward(", "honest(", 1)
    verdict = attack(honest + "\n\n" + attempts.wrong(KNOWN + "return np.zeros((2, 4, 3, 4))"))
    assert outcomes(verdict)["published"] is Outcome.PASSED
    assert outcomes(verdict)["values"] is outcomes(verdict)["single_precision"] is Outcome.FAILED
    assert {told[:4] for told in attempts.found(verdict, "values")} == {"C002", "C004"}


def test_a_table_by_input_knows_no_hidden_input(attack):
    """Whatever is not in the table is wrong."""
    verdict = attack(attempts.wrong(TABLE))
    assert attempts.found(verdict, "published")[0].startswith("C004 ")
    assert attempts.found(verdict, "values")[0].startswith("C002 ")
