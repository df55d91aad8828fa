"""Attack 6: right numbers in a dtype that the task did not ask for; each is named."""

import pytest
from evidence import outcomes, require_failed, told

from checker.model import Outcome

DTYPES = {
    "complex128": ("C003", "got complex128"),
    "complex64": ("C003", "got complex64"),
    "float16": ("C003", "got float16"),
    "int64": ("C003", "got int64"),
    "bool": ("C003", "got bool"),
    "object": ("C001", "dtype object"),
    "longdouble": ("C001", "dtype float128"),
    "'U32'": ("C001", "dtype <U32"),
    "'S32'": ("C001", "dtype |S32"),
    "'M8[s]'": ("C001", "dtype datetime64[s]"),
    "[('a', float)]": ("C001", "dtype [('a', '<f8')]"),
}
ANSWER = """
answer = conv_forward


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return answer(A_prev, W, b, activation, padding, stride).astype({dtype})
"""


@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.parametrize("dtype", DTYPES)
def test_another_dtype_fails(attack, dtype):
    """It is compared before any value is, and told by name."""
    code, words = DTYPES[dtype]
    made = dtype if dtype.startswith(("'", "[")) else f"np.{dtype}".replace("np.bool", "bool").replace(
        "np.object", "object"
    )
    if dtype.startswith("'M8"):
        made = "int).astype('M8[s]'"
    require_failed(attack(ANSWER.format(dtype=made), right=True), code, words)


def test_the_other_byte_order_is_the_same_dtype(attack):
    """How a machine lays out its bytes is no part of the answer."""
    verdict = attack(ANSWER.format(dtype="'>f8'"), right=True)
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.PASSED, told(verdict)
