"""Attack 2: a subclass of an array or a number that decides what comparisons say; it is told by its name, and fails."""

import pytest
from evidence import codes, outcomes, require_failed, told

from checker.model import Outcome

LYING = """
class Lying(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    __ne__ = __lt__ = __gt__ = lambda self, other: np.zeros(self.shape, bool)

    def __array_function__(self, function, types, arguments, keywords):
        return True

    def __array_ufunc__(self, function, method, *inputs, **keywords):
        return np.zeros(self.shape)

    def __array_finalize__(self, other):
        pass


"""


def test_wrong_numbers_in_a_lying_array_fail(attack):
    """The array's own comparisons and functions are never asked; its zeros are no answer."""
    verdict = attack(
        f"""{LYING}
def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    shape = (A_prev.shape[0], A_prev.shape[1], A_prev.shape[2], W.shape[3])
    if padding == "valid":
        lengths = [(A_prev.shape[i] - W.shape[i - 1]) // stride[i - 1] + 1 for i in (1, 2)]
        shape = (A_prev.shape[0], *lengths, W.shape[3])
    return np.zeros(shape, A_prev.dtype).view(Lying)
"""
    )
    require_failed(verdict, "C001", "expected a numpy.ndarray, got Lying")


def test_right_numbers_in_a_lying_array_are_no_array_either(attack):
    """Whatever is in it: a base array is due, and that is what the finding says."""
    verdict = attack(
        f"""{LYING}
answer = conv_forward


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return answer(A_prev, W, b, activation, padding, stride).view(Lying)
""",
        right=True,
    )
    require_failed(verdict, "C001", "expected a numpy.ndarray, got Lying")


def test_a_number_that_equals_anything_is_no_array(attack):
    """A subclass of float64 is one number, of no shape."""
    verdict = attack(
        """
        class Lying(np.float64):
            __eq__ = lambda self, other: True
            __ne__ = lambda self, other: False
            __hash__ = None
            __array_priority__ = 1e9


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return Lying(0)
        """
    )
    require_failed(verdict, "C001", "Lying")


@pytest.mark.parametrize(
    "claim",
    ["shape = (3, 26, 26, 2)", "size = 1", "ndim = 4", "nbytes = 0", "dtype = np.dtype(float)", "__class__ = int"],
)
def test_an_array_that_claims_another_form_is_taken_as_it_is(attack, claim):
    """Claims about shape, size and dtype reach no comparison."""
    verdict = attack(
        f"""
class Claiming(np.ndarray):
    {claim}


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return np.zeros((2, 2)).view(Claiming)
"""
    )
    assert {outcomes(verdict)[check] for check in ("published", "values", "single_precision")} == {Outcome.FAILED}
    assert codes(verdict)["published"] <= {"C001", "C002", "R001"}, told(verdict)
