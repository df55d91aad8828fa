"""Tables of layers: equivalent spellings are the same line, and the first place where two models part is found."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scalars

from checker.comparators.layers import describe, layer_setting, layers, side_by_side
from checker.model import Case, Row

CASE = Case(probe="p", call="lenet5(X)")


def layer(kind, shape=(None, 8, 8, 3), parameters=0, name="any", **config):
    """A layer as the worker describes it."""
    return {
        "class": kind, "name": name, "config": config, "inputs": [], "shape": list(shape), "parameters": parameters,
    }


def joined(kind, *inputs):
    """A layer that takes several others, given by their places in the table."""
    return layer(kind) | {"inputs": list(inputs)}


CONV = {"filters": 6, "kernel_size": [5, 5], "strides": [1, 1], "padding": "same", "activation": "linear"}
POINT = {"filters": 6, "kernel_size": [1, 1], "strides": [1, 1]}
POOL = {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid"}


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        (layer("InputLayer", (None, 28, 28, 1)), ["InputLayer → 28x28x1"]),
        (layer("Conv2D", (None, 28, 28, 6), 156, **CONV), ["Conv2D 5x5 6 filters same → 28x28x6, 156 parameters"]),
        (
            layer("Conv2D", (None, 4, 4, 6), 1234, **CONV | {"strides": [2, 1], "activation": "relu"}),
            ["Conv2D 5x5 6 filters stride 2x1 same → 4x4x6, 1,234 parameters", "relu → 4x4x6"],
        ),
        (layer("Conv2D", (), 156, **CONV), ["Conv2D 5x5 6 filters same, 156 parameters"]),
        (layer("MaxPooling2D", (None, 4, 4, 3), **POOL), ["MaxPooling2D 2x2 stride 2x2 valid → 4x4x3"]),
        (
            layer("Dense", (None, 10), 850, units=10, activation="softmax"),
            ["Dense 10 nodes → 10, 850 parameters", "softmax → 10"],
        ),
        (layer("Dropout", (None, 1, 1, 9), rate=0.4), ["Dropout rate 0.4 → 1x1x9"]),
        (layer("Add", (None, None, None, 64)), ["Add → ?x?x64"]),
        (layer("Activation", (None, 10), activation="tanh"), ["tanh → 10"]),
        (layer("ReLU", max_value=6.0, negative_slope=0.0), ["relu max_value 6.0 → 8x8x3"]),
    ],
    ids=lambda value: value["class"] if isinstance(value, dict) else "",
)
def test_a_layer_is_described_in_a_line(entry, lines):
    """Class, window, filters, stride, padding, rate, output and parameters; a fused activation in a line of its own."""
    assert describe([entry]) == lines


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([layer("MaxPool2D", **POOL)], [layer("MaxPooling2D", **POOL)]),
        ([layer("AvgPool2D", **POOL)], [layer("AveragePooling2D", **POOL)]),
        ([layer("Convolution2D", **CONV)], [layer("Conv2D", **CONV)]),
        (
            [layer("Conv2D", **CONV | {"activation": "relu"})],
            [layer("Conv2D", **CONV), layer("Activation", activation="relu")],
        ),
        ([layer("Activation", activation="relu")], [layer("ReLU", threshold=0.0)]),
        (
            [layer("Dense", units=3, activation="softmax")],
            [layer("Dense", units=3, activation="linear"), layer("Softmax", axis=-1)],
        ),
        ([layer("Conv2D", padding="same", **POINT)], [layer("Conv2D", padding="valid", **POINT)]),
        ([layer("BatchNormalization", axis=[3])], [layer("BatchNormalization", axis=[-1])]),
        ([layer("Concatenate", axis=3)], [layer("Concatenate", axis=-1)]),
        ([layer("Add", name="add_7")], [layer("Add", name="shortcut")]),
        (
            [layer("Conv2D", **CONV | {"kernel_initializer": "he_normal"})],
            [layer("Conv2D", **CONV | {"kernel_initializer": "VarianceScaling"})],
        ),
    ],
    ids=[
        "MaxPool2D", "AvgPool2D", "Convolution2D", "relu fused", "ReLU", "Softmax", "padding of 1x1",
        "axis of normalization", "axis of concatenation", "name", "initializer",
    ],
)
def test_equivalent_spellings_are_the_same(one, other):
    """Two spellings of one and the same operation give no finding, whichever of them the reference has."""
    assert layers(one, other, CASE) == []
    assert layers(other, one, CASE) == []


def test_a_concatenation_names_what_it_takes_in_order():
    """Where several layers come together, the line tells their last operations and numbers of channels."""
    conv = layer("Conv2D", (None, 8, 8, 6), **CONV | {"activation": "relu"})
    table = [layer("InputLayer"), conv, layer("ReLU", (None, 8, 8, 6)), joined("Concatenate", 1, 0, 2)]
    assert describe(table)[-1] == "Concatenate of relu (6) and InputLayer (3) and relu (6) → 8x8x3"


def test_a_sum_in_another_order_is_the_same_and_a_concatenation_is_not():
    """What is added may stand in any order; what is concatenated may not."""
    start = [layer("InputLayer"), layer("Flatten")]
    assert layers([*start, joined("Add", 0, 1)], [*start, joined("Add", 1, 0)], CASE) == []
    assert layers([*start, joined("Add", 0, 1)], [*start, joined("Add", 1, 1)], CASE) != []
    assert layers([*start, joined("Concatenate", 0, 1)], [*start, joined("Concatenate", 1, 0)], CASE) != []


@pytest.mark.parametrize(
    "change",
    [
        {"padding": "valid"}, {"kernel_size": [3, 3]}, {"filters": 7}, {"strides": [2, 2]}, {"activation": "tanh"},
    ],
    ids=str,
)
def test_other_settings_are_not_the_same(change):
    """Window, filters, stride, padding and activation tell two convolutions apart."""
    assert [f.code for f in layers([layer("Conv2D", **CONV)], [layer("Conv2D", **CONV | change)], CASE)] == ["C007"]


def test_the_first_row_that_differs_is_told_with_both_tables():
    """The message names the row and what either side has there; the rows hold all of both tables."""
    expected = [layer("Add"), layer("Dropout", rate=0.4), layer("Flatten")]
    actual = [layer("Add"), layer("Dropout", rate=0.6), layer("Flatten")]
    (finding,) = layers(expected, actual, CASE)
    assert finding.message == (
        "the layers part at row 2: expected Dropout rate 0.4 → 8x8x3, got Dropout rate 0.6 → 8x8x3 (in lenet5(X))"
    )
    assert [row.same for row in finding.rows] == [True, False, True]


def test_a_sequential_model_that_lists_no_input_parts_where_it_is_wrong():
    """What a Sequential model leaves out of its list of layers is not told as the place where it goes wrong."""
    expected = [layer("InputLayer"), layer("Add"), layer("Flatten")]
    (finding,) = layers(expected, [layer("Add"), layer("Dropout", rate=0.5)], CASE)
    assert "part at row 3: expected Flatten → 8x8x3, got Dropout rate 0.5" in finding.message


def test_a_layer_that_has_merely_moved_is_not_where_they_part():
    """Inputs of a sum may come in another order; what is missing behind them is told."""
    expected = [layer("Conv2D", **CONV), layer("Conv2D", **POINT), layer("Add"), layer("Flatten")]
    (finding,) = layers(expected, [expected[1], expected[0], expected[2]], CASE)
    said = "the layers part at row 5: the reference has Flatten → 8x8x3, for which yours has nothing (in lenet5(X))"
    assert finding.message == said


def test_layers_in_another_order_are_told_to_be_elsewhere():
    """Nothing is missing, so nothing is said to be."""
    expected = [layer("Add"), layer("Flatten"), layer("Dropout", rate=0.4)]
    (finding,) = layers(expected, [expected[1], expected[0], expected[2]], CASE)
    assert "nothing" not in finding.message
    assert finding.message == (
        "the layers part at row 1: yours has Flatten → 8x8x3, which the reference has in another place (in lenet5(X))"
    )


@pytest.mark.parametrize(
    ("expected", "actual", "words"),
    [
        ("ab", "a", "row 2: the reference has b → 8x8x3, for which yours has nothing"),
        ("a", "ab", "row 2: yours has b → 8x8x3, for which the reference has nothing"),
        ("", "a", "row 1: yours has a → 8x8x3, for which the reference has nothing"),
        ("abc", "bc", "row 1: the reference has a → 8x8x3, for which yours has nothing"),
    ],
)
def test_a_layer_missing_or_too_many_is_told(expected, actual, words):
    """A layer that only one side has is told as what it is."""
    (finding,) = layers([layer(kind) for kind in expected], [layer(kind) for kind in actual], CASE)
    assert words in finding.message


@given(st.lists(st.text(min_size=1), min_size=1, max_size=30, unique=True), st.data())
def test_one_changed_row_is_found_where_it_is(lines, data):
    """Among rows that are all different, the changed one is the one told."""
    place = data.draw(st.integers(0, len(lines) - 1))
    changed = [*lines]
    changed[place] = "".join(lines) + "!"
    rows = side_by_side(lines, changed)
    assert [number for number, row in enumerate(rows) if not row.same] == [place]
    assert rows[place] == Row(expected=lines[place], actual=changed[place])


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_side_by_side_loses_no_row(expected, actual):
    """Each side's rows are all there, in order; empty cells are all that is added."""
    rows = side_by_side(expected, actual)
    assert [row.expected for row in rows if row.expected] == expected
    assert [row.actual for row in rows if row.actual] == actual
    assert not any(row == Row(expected="", actual="") for row in rows)


settings = st.dictionaries(
    st.sampled_from(["kernel_size", "pool_size", "filters", "units", "strides", "padding", "rate", "activation"]),
    scalars | st.lists(scalars, max_size=3),
)
tables = st.lists(
    st.builds(
        lambda kind, inputs, shape, config: layer(kind, shape, **config) | {"inputs": inputs},
        st.sampled_from(["Conv2D", "ReLU", "MyLayer", "Add"]),
        st.lists(scalars, max_size=3),
        st.lists(st.none() | st.integers(0, 9), max_size=4),
        settings,
    ),
    max_size=6,
)


@given(tables)
def test_a_table_equals_itself(table):
    """Whatever settings the layers have, a model's table does not part from itself."""
    assert layers(table, table, CASE) == []


@given(tables, tables)
def test_layers_of_a_students_own_raise_nothing(expected, actual):
    """A setting that has a usual name and an unusual value is described as it is."""
    assert all(finding.code == "C007" for finding in layers(expected, actual, CASE))


def test_many_equal_rows_are_aligned_all_the_same():
    """One layer too many among hundreds of like ones is one row, and all others stand beside their equals."""
    expected = [kind for _ in range(130) for kind in ("Conv2D", "BatchNormalization", "relu")]
    rows = side_by_side(expected, [*expected[:200], "Dropout", *expected[200:]])
    assert [row for row in rows if not row.same] == [Row(expected="", actual="Dropout")]


def test_long_tables_are_compared_in_time():
    """A model of many thousand equal rows costs no hours: the first are laid beside the reference's one by one."""
    expected = [layer(kind) for kind in itertools.islice(itertools.cycle(["Conv2D", "Add", "ReLU"]), 450)]
    actual = [layer(kind) for kind in itertools.islice(itertools.cycle(["Conv2D", "Flatten", "ReLU"]), 30000)]
    (finding,) = layers(expected, actual, CASE)
    assert ("row 2:" in finding.message, len(finding.rows)) == (True, 5000)


@pytest.mark.parametrize(
    "long",
    [layer("Activation", activation=[0.1] * 800_000), layer("A" * 4_000_000), layer("Dense", units="1" * 4_000_000)],
    ids=["activation", "class", "setting"],
)
def test_a_long_text_that_many_layers_name_costs_little(long):
    """It is written once, and cut."""
    start = time.process_time()
    lines = describe([long, *(joined("Add", *[0] * 20) for _ in range(1000))])
    assert (len(lines), max(map(len, lines)) < 3000, time.process_time() - start < 3) == (1001, True, True)


def test_a_setting_is_told_in_short():
    """A text that fills the message is cut where a setting is not the allowed one."""
    (finding,) = layer_setting(
        None, [layer("Dropout", rate="9" * 1_000_000)], CASE, layer="Dropout", setting="rate", allowed=[0.2]
    )
    assert (finding.code, len(finding.message) < 300) == ("C013", True)
