"""Comparators of single values, of trees of arrays, of readings that the task leaves open, and of imports."""

import math

import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from checker.comparators.readings import reading
from checker.comparators.values import imported, tree, value
from checker.model import Case

PUBLISHED = Case(probe="p", call="f(x)", hidden=False)
HIDDEN = Case(probe="p", call="f(x)", hidden=True)


def plain(value_, kind=None):
    """A returned scalar as the worker describes it."""
    return {"type": kind or type(value_).__name__, "value": value_}


def pair(*items, kind="tuple"):
    """Several returned values as the worker describes them."""
    return {"type": kind, "length": len(items), "items": list(items)}


def texts(findings):
    """The findings' codes and messages."""
    return [(finding.code, finding.message) for finding in findings]


@pytest.mark.parametrize(
    "got",
    [plain(7), plain(7, "Dimension"), {"type": "int64", "array": np.array(7)}, {"type": "uint8", "array": np.uint8(7)}],
)
def test_a_whole_number_is_taken_in_its_usual_types(got):
    """Python's, numpy's and TensorFlow's whole numbers are all accepted."""
    assert value(plain(7), got, HIDDEN, name="nb_filters") == []


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (plain(7.0), "got float 7.0"), (plain("7"), "got str"), (plain(True), "got bool True"),
        ({"type": "NoneType"}, "got None"), ({"type": "AlwaysEqual"}, "got AlwaysEqual"),
        ({"type": "tensor", "shape": []}, "got tensor"), (pair(plain(7)), "got tuple of 1 values"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_types_of_an_equal_value_are_told(got, words):
    """A value of another type is not the value, however equal it claims to be."""
    (finding,) = value(plain(7), got, HIDDEN, name="nb_filters")
    assert (finding.code, finding.message) == ("C001", f"nb_filters: expected a whole number (int), {words} (in f(x))")


@given(st.integers(), st.integers(), st.integers())
def test_a_hidden_value_is_not_told(one, other, got):
    """Two hidden values that a wrong answer could have missed are told alike."""
    message = texts(value(plain(one), plain(got), HIDDEN, name="n"))
    if got not in (one, other):
        assert message == texts(value(plain(other), plain(got), HIDDEN, name="n")) != []


def test_a_published_value_is_told():
    """A published case shows what was expected and what came."""
    got = texts(value(plain(7), plain(9), PUBLISHED, name="nb_filters"))
    assert got == [("C004", "nb_filters: expected 7, got 9 (in f(x))")]


def test_one_of_several_returned_values_is_picked():
    """`item` chooses among as many values as there have to be."""
    expected = pair({"type": "tensor"}, plain(7))
    assert value(expected, pair({"type": "tensor"}, plain(7), kind="list"), HIDDEN, name="n", item=1, items=2) == []
    assert texts(value(expected, plain(7), HIDDEN, name="n", item=1, items=2)) == [
        ("C001", "expected 2 values to be returned, got int (in f(x))")
    ]


@given(strategies.trees)
def test_a_tree_equals_itself(one):
    """No tree of plain data and arrays differs from itself, floats that are not numbers apart."""
    if "nan" not in repr(one):
        assert tree(one, one, HIDDEN) == []


@given(strategies.trees, strategies.trees)
def test_a_tree_is_compared_with_anything(expected, got):
    """Whatever comes from the other side, the comparator answers with findings."""
    assert all(finding.code in ("C001", "C002", "C004", "C005") for finding in tree(expected, got, HIDDEN))


SCORES = {"scores": [np.array(0.5), np.array(0.25)], "outputs": np.ones((2, 3))}


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"outputs": np.ones((3, 2))}, "C002", "step outputs: expected shape (2, 3), got (3, 2)"),
        ({"outputs": np.full((2, 3), 2.0)}, "C004", "step outputs[0, 0]: expected 1, got 2"),
        ({"outputs": [np.ones((2, 3))] * 2}, "C001", "step outputs: expected ndarray, got 2 values"),
        ({"outputs": None}, "C001", "step outputs: expected ndarray, got nothing"),
        ({"scores": [np.array(0.5)]}, "C001", "step scores: expected 2 values, got 1 values"),
        ({"scores": [np.array(0.5), np.array(math.nan)]}, "C005", "step scores 2 is nan"),
        ({"scores": np.array([0.5, 0.25])}, "C001", "step scores: expected 2 values, got ndarray"),
    ],
    ids=str,
)
def test_the_first_difference_of_a_tree_is_told_with_its_path(change, code, words):
    """A part missing, of another kind, shape or value is told by where in the tree it is."""
    (finding,) = tree(SCORES, SCORES | change, PUBLISHED, name="step")
    assert (finding.code, words in finding.message) == (code, True), finding.message


def test_a_tree_is_compared_within_its_tolerance():
    """The tolerance is that of the spec."""
    near = SCORES | {"outputs": np.full((2, 3), 1.005)}
    assert tree(SCORES, near, HIDDEN, rtol=0.01) == []
    assert tree(SCORES, near, HIDDEN, rtol=0.001) != []


def test_an_import_is_remarked_upon_when_it_is_slow():
    """An import under a second earns nothing, a slower one a remark with its time."""
    assert imported(None, {"seconds": 0.99}, PUBLISHED) == []
    (finding,) = imported(None, {"seconds": 2.34}, PUBLISHED)
    assert (finding.code, finding.remark, "2.34 s" in finding.message) == ("R006", True, True)


def test_code_that_runs_at_import_is_remarked_upon():
    """Where lines are known that run code at import, the first of them is named, however fast it was."""
    (finding,) = imported(None, {"seconds": 0.01, "told": {"imported": True, "lines": [9, 7]}}, PUBLISHED)
    assert (finding.code, finding.remark, finding.line) == ("R006", True, 7)
    assert imported(None, {"seconds": 0.01, "told": {"imported": True, "lines": []}}, PUBLISHED) == []


@pytest.mark.parametrize(
    "told",
    [None, 3, [7], {"lines": 7}, {"lines": ["7", None, 7.5, True]}, {"lines": [0, -1, 2**20 + 1, 10**4200]}],
    ids=["nothing", "number", "list", "no list", "other kinds", "no lines of a file"],
)
def test_what_is_told_of_an_import_is_taken_with_care(told):
    """Lines that are none are left out."""
    assert imported(None, {"seconds": 0.01, "told": told}, PUBLISHED) == []


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (np.ones(2), "the course's own"), (np.zeros(2), "TensorFlow's"), (np.ones(2, "float32"), "the course's own"),
        (np.full(2, 9.0), "none of the readings in use: the course's own; TensorFlow's"),
        (np.ones(3), "none of the readings in use: the course's own; TensorFlow's"),
    ],
    ids=repr,
)
def test_readings_are_named_and_cost_nothing(got, words):
    """The reading that an answer follows is a remark, whichever it is, and so is that it follows none."""
    answers = {"a": np.ones(2), "b": np.zeros(2)}
    (finding,) = reading(answers, got, HIDDEN, readings={"a": "the course's own", "b": "TensorFlow's"})
    assert (finding.code, finding.remark) == ("C010", True)
    assert finding.message.endswith(f"your answer follows {words}")


def test_an_answer_that_fits_two_readings_names_both():
    """Where the readings agree, both are named."""
    (finding,) = reading({"a": np.ones(2), "b": np.ones(2)}, np.ones(2), HIDDEN, readings={"a": "one", "b": "other"})
    assert finding.message.endswith("follows one or other")
