"""Arrays: shape, then dtype, then values; what differs is found, what doesn't is not, and the hidden stays hidden."""

import math

import numpy as np
import pytest
import strategies
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.comparators.arrays import ATOL, arrays, kind, same_kind, unchanged
from checker.model import Case, Finding

PUBLISHED = Case(probe="p", call="f(x)", hidden=False)
HIDDEN = Case(probe="p", call="f(x)", hidden=True)


def node(value: object, kind_: str = "ndarray") -> dict[str, object]:
    """A returned array as the worker describes it."""
    return {"type": kind_, "array": np.asarray(value)}


def several(*values: object, kind_: str = "tuple") -> dict[str, object]:
    """Several returned arrays as the worker describes them."""
    return {"type": kind_, "length": len(values), "items": [node(value) for value in values]}


def codes(findings: list[Finding]) -> list[str]:
    """The findings' codes."""
    return [finding.code for finding in findings]


@given(strategies.arrays.filter(lambda array: array.dtype.kind != "V"))
def test_an_array_equals_itself(array):
    """No dtype, shape, infinity or NaN makes an array differ from itself."""
    assert arrays(node(array), node(array.copy()), PUBLISHED) == []


@given(strategies.finite_arrays, st.data(), st.booleans())
def test_a_perturbation_beyond_tolerance_is_found(array, data, hidden):
    """One element off by more than the tolerance is found, wherever it is."""
    index = tuple(data.draw(st.integers(0, length - 1)) for length in array.shape)
    wrong = array.copy()
    allowed = 1e-6 * (abs(array[index]) + np.abs(array).mean())
    wrong[index] += data.draw(st.sampled_from([-1, 1])) * (1.1 * allowed + 2 * ATOL)
    assert codes(arrays(node(array), node(wrong), HIDDEN if hidden else PUBLISHED)) == ["C004"]


@given(strategies.finite_arrays, st.floats(-0.9, 0.9))
def test_a_perturbation_within_tolerance_is_not_found(array, part):
    """All elements off by less than the tolerance is the same array."""
    assert arrays(node(array), node(array + part * 1e-6 * np.abs(array).mean()), PUBLISHED) == []


@given(strategies.finite_arrays, strategies.finite_arrays)
def test_other_shapes_are_never_the_same(one, other):
    """Arrays of different shapes differ, whatever numpy would broadcast."""
    assume(one.shape != other.shape)
    assert codes(arrays(node(one), node(other), PUBLISHED)) == ["C002"]


@pytest.mark.parametrize(
    ("expected", "got"), [((3, 4), ()), ((3, 4), (1,)), ((1, 3), (3, 1)), ((1, 3), (3,)), ((2,), (0,))]
)
def test_nothing_is_broadcast(expected, got):
    """Zeros of another shape are not zeros of this one; the message names both shapes."""
    (finding,) = arrays(node(np.zeros(expected)), node(np.zeros(got)), HIDDEN)
    assert finding.message == f"the output: expected shape {expected}, got {got} (in f(x))"


def test_shape_comes_before_dtype_and_values():
    """What is wrong in every way is told by its shape."""
    assert codes(arrays(node(np.ones(3)), node(np.full((3, 1), math.nan, "float32")), PUBLISHED)) == ["C002"]


def test_dtype_comes_before_values():
    """What has another dtype and other values is told by its dtype."""
    (finding,) = arrays(node(np.ones(3)), node(np.zeros(3, "float32")), PUBLISHED)
    assert (finding.code, finding.message) == ("C003", "the output: expected dtype float64, got float32 (in f(x))")


@pytest.mark.parametrize("dtype", ["int64", "bool", "float16", "float32", "complex128"])
def test_other_dtypes_of_equal_values_differ(dtype):
    """Equal numbers of another dtype are not the same array."""
    assert codes(arrays(node(np.ones(3)), node(np.ones(3, dtype)), PUBLISHED)) == ["C003"]


def test_accepted_dtypes_are_compared_by_value():
    """A dtype that the spec accepts earns no finding, and hides none."""
    assert arrays(node(np.ones(3)), node(np.ones(3, "float32")), PUBLISHED, dtypes=["float32"]) == []
    assert codes(arrays(node(np.ones(3)), node(np.zeros(3, "float32")), PUBLISHED, dtypes=["float32"])) == ["C004"]


@pytest.mark.parametrize("strange", [math.nan, math.inf, -math.inf])
def test_values_that_are_not_finite_are_told_with_their_place(strange):
    """NaN and infinity where a number was expected are found first of all values."""
    (finding,) = arrays(node(np.zeros((2, 2))), node([[9.0, 0.0], [0.0, strange]]), HIDDEN)
    assert finding.code == "C005"
    assert finding.message.startswith(f"the output[1, 1] is {strange}; 1 of 4 elements are not finite")


@pytest.mark.parametrize("expected", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("got", [0.0, math.nan, math.inf, -math.inf])
def test_what_is_not_finite_equals_only_itself(expected, got):
    """Where the reference is not finite, only the very same is right."""
    findings = arrays(node([1.0, expected]), node([1.0, got]), PUBLISHED)
    assert (not findings) == (repr(expected) == repr(got))
    assert all("[1]" in finding.message for finding in findings)


@pytest.mark.parametrize("number", [1.7e308, -1.7e308])
def test_a_difference_beyond_all_floats_is_a_difference(number):
    """Two finite numbers whose difference overflows differ, and nothing is raised or warned of."""
    assert codes(arrays(node([number, 1.0]), node([-number, 1.0]), PUBLISHED)) == ["C004"]


def test_the_largest_difference_is_told_with_its_index():
    """A published case shows where the largest difference is, both values, and how many differ."""
    (finding,) = arrays(node([[1.0, 2.0], [3.0, 4.0]]), node([[1.5, 2.0], [3.0, 3.0]]), PUBLISHED, name="dW")
    assert finding.message == "dW[1, 1]: expected 4, got 3, the largest difference; 2 of 4 elements differ (in f(x))"


def test_one_value_has_no_index():
    """A difference between arrays of no axes is told without an index."""
    (finding,) = arrays(node(2.5), node(3.5), PUBLISHED, name="loss")
    assert finding.message.startswith("loss: expected 2.5, got 3.5")


@given(strategies.finite_arrays, strategies.finite_arrays)
def test_a_hidden_case_never_prints_what_was_expected(expected, got):
    """No element of a hidden answer stands in a finding."""
    got = np.resize(got, expected.shape)
    for finding in arrays(node(expected), node(got), HIDDEN):
        assert not any(repr(number) in finding.message for number in expected.ravel().tolist())
        assert not any(f"{number:.6g}" in finding.message for number in expected.ravel() if number != round(number))


@given(st.floats(1e-2, 1e4), st.floats(1e-2, 1e4))
def test_a_hidden_case_does_not_tell_the_scale_either(one, other):
    """An answer of zeros, whose error is the expected value itself, is told the same whatever that value is."""
    zeros = node(np.zeros((2, 2)))
    assert arrays(node(np.full((2, 2), one)), zeros, HIDDEN) == arrays(node(np.full((2, 2), other)), zeros, HIDDEN)


@pytest.mark.parametrize(
    ("got", "words"),
    [(10.00005, "less than 1/10,000"), (10.05, "less than 1 %"), (9.5, "less than 10 %"), (12.0, "10 % or more")],
)
def test_a_hidden_case_tells_roughly_how_far_off(got, words):
    """A rounding error is told from a mistake."""
    (finding,) = arrays(node([10.0, 1.0]), node([got, 1.0]), HIDDEN)
    assert f"is off by {words} of the largest value expected" in finding.message


def test_a_hidden_case_tells_the_place_and_the_number_of_differences():
    """Where and how many is told of hidden cases too."""
    (finding,) = arrays(node([1.0, 2.0, 3.0]), node([1.0, 2.5, 3.1]), HIDDEN)
    assert finding.message.startswith("the output[1] is off by")
    assert "2 of 3 elements differ" in finding.message


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ({"type": "NoneType"}, "expected a numpy.ndarray, got None"),
        ({"type": "list", "length": 3, "items": []}, "expected a numpy.ndarray, got list of 3 values"),
        ({"type": "AlwaysEqual"}, "expected a numpy.ndarray, got AlwaysEqual"),
        ({"type": "float", "value": 1.0}, "expected a numpy.ndarray, got float"),
        (node(np.ones(3), "Liar"), "expected a numpy.ndarray, got Liar"),
        (node(np.float64(1), "float64"), "expected a numpy.ndarray, got float64"),
        ({"type": "ndarray", "refused": "dtype object"}, "expected an array of numbers, got an array of dtype object"),
        ([np.ones(3), np.ones(3)], "expected a numpy.ndarray, got 2 values"),
        (None, "expected a numpy.ndarray, got"),
        (3, "expected a numpy.ndarray, got"),
        ({"array": np.ones(3)}, "expected a numpy.ndarray, got"),
        ({"type": "ndarray", "array": 3}, "expected a numpy.ndarray, got"),
    ],
    ids=repr,
)
def test_other_things_than_arrays_are_named(got, words):
    """What was returned instead of an array is said by its type; subclasses and objects are not arrays."""
    (finding,) = arrays(node(np.ones(3)), got, HIDDEN)
    assert (finding.code, words in finding.message) == ("C001", True)


def test_bare_arrays_are_compared_too():
    """A model's outputs come without a description."""
    assert arrays(np.ones(3), np.ones(3), PUBLISHED) == []
    assert codes(arrays(np.ones(3), np.zeros(3), PUBLISHED)) == ["C004"]


def test_one_of_several_values_is_picked():
    """`item` chooses among the returned values, in a tuple or in a list."""
    expected = several(np.ones(2), np.zeros(3))
    got = several(np.zeros(2), np.zeros(3), kind_="list")
    assert arrays(expected, got, PUBLISHED, item=1, items=2) == []
    assert codes(arrays(expected, got, PUBLISHED, item=0, items=2)) == ["C004"]


@pytest.mark.parametrize(
    "got", [node(np.ones(2)), np.ones(2), several(np.ones(2)), several(*[np.ones(2)] * 3), {"type": "NoneType"}, [1, 2]]
)
def test_another_number_of_values_is_told(got):
    """Where two values have to come back, one, three and none are wrong."""
    (finding,) = arrays(several(np.ones(2), np.ones(2)), got, HIDDEN, item=0, items=2)
    assert (finding.code, finding.message[:33]) == ("C001", "expected 2 values to be returned,")


def test_squeezed_axes_earn_a_remark():
    """With `squeezed`, axes of length 1 more or less are a remark, and the values are compared all the same."""
    expected, flat = np.ones((2, 1, 1, 3)), np.ones((2, 3))
    (finding,) = arrays(expected, flat, PUBLISHED, squeezed=True)
    assert (finding.code, finding.remark) == ("C002", True)
    assert codes(arrays(expected, flat * 2, PUBLISHED, squeezed=True)) == ["C004"]
    assert codes(arrays(expected, np.ones((3, 2)), PUBLISHED, squeezed=True)) == ["C002"]
    assert codes(arrays(expected, flat, PUBLISHED)) == ["C002"]


@given(strategies.trees, strategies.arrays, st.integers(-1, 2))
def test_no_answer_at_all_makes_it_raise(got, expected, item):
    """Whatever plain data comes from the other side, the comparator answers with findings."""
    wanted = node(expected) if item < 0 else several(*[expected] * 3)
    arrays(wanted, got, HIDDEN, item=item, items=3)


@given(st.lists(strategies.arrays, max_size=3))
def test_arguments_left_alone_are_unchanged(before):
    """Equal arguments, bit for bit, are no finding."""
    assert unchanged(before, [array.copy() for array in before], PUBLISHED) == []


@pytest.mark.parametrize(
    "after",
    [np.array([1.0, 2.0 + 1e-15]), np.array([1.0, -2.0]), np.array([[1.0, 2.0]]), np.array([1, 2]), None, [1.0, 2.0]],
    ids=repr,
)
def test_a_changed_argument_is_named_by_its_place(after):
    """The last bit, the shape and the dtype of an argument count; arguments that are no arrays don't."""
    (finding,) = unchanged(["same", np.array([1.0, 2.0])], [None, after], HIDDEN)
    assert (finding.code, finding.message[:30]) == ("C006", "argument 2 was changed by the ")


@pytest.mark.parametrize("after", [[], None, {}, [np.zeros(2)], 3])
def test_silence_about_the_arguments_is_no_evidence(after):
    """When not all arguments are answered for, they don't count as unchanged."""
    assert "C006" in codes(unchanged([np.zeros(2), np.zeros(2)], after, HIDDEN))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"type": "NoneType"}, "None"), (np.ones(2), "ndarray"), ({"type": "tuple", "length": 2}, "tuple of 2 values"),
        ({"type": "float", "value": 1.0}, "float"), ([1, 2, 3], "3 values"), (None, "nothing"), ({}, "dict"),
        (3, "int"),
    ],
    ids=repr,
)
def test_kinds_are_told_in_words(value, words):
    """A returned value's kind in a few words, for any plain data."""
    assert kind(value) == words


@pytest.mark.parametrize(("case", "words"), [
    (HIDDEN, "loss is off by 10 % or more of what is expected"), (PUBLISHED, "loss: expected 2, got 3")
])
def test_a_single_number_is_told_as_one(case, words):
    """Without an index, a count, or a largest among one."""
    (finding,) = arrays(np.array(2.0), np.array(3.0), case, name="loss")
    assert finding.message == f"{words} (in f(x))"


@pytest.mark.parametrize(
    ("expected", "got", "alike"),
    [
        (node(1.0), node([2.0, 3.0]), True),
        (several(1.0, 2.0), several(3.0, [4.0], kind_="list"), True),
        ([[None, 3]], [[None, 4, 5]], True),
        (node(1.0), {"type": "NoneType"}, False),
        (node(1.0), {"type": "float", "value": 1.0}, False),
        (several(1.0, 2.0), several(1.0), False),
        (several(1.0, 2.0), node(1.0), False),
    ],
)
def test_of_the_same_kind_is_what_may_hold_anything(expected, got, alike):
    """An array for an array, as many values for several; what is in them is not looked at."""
    assert codes(same_kind(expected, got, HIDDEN)) == ([] if alike else ["C001"])
