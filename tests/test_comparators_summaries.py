"""Two summaries side by side: which rows are the same though Keras counted otherwise, and which are not."""

import time
from pathlib import Path

import pytest

from checker.comparators.summaries import lay_beside

SUMMARIES = Path(__file__).parent / "golden" / "summaries"
HEAD = "Layer (type)                 Output Shape       Param #  Connected to           "
ENDS = (29, 48, 57, 80)


def row(*fields: str) -> str:
    """A row as Keras prints it: each field is cut or filled where its column ends."""
    line = ""
    for field, end in zip(fields, ENDS, strict=True):
        line = ((line[:-1] + " " if line else "") + field)[:end].ljust(end)
    return line


def branches(*numbers: int, first: str = "", adds: str = "add") -> list[str]:
    """Two convolutions of one input, and their sum; `first` is what the sum takes first, if not the first of them."""
    one, two = (f"conv2d_{number}" if number else "conv2d" for number in numbers)
    return [
        HEAD,
        row("input_1 (InputLayer)", "(None, 8, 8, 3)", "0", ""),
        row(f"{one} (Conv2D)", "(None, 8, 8, 4)", "112", "input_1[0][0]"),
        row(f"{two} (Conv2D)", "(None, 8, 8, 4)", "112", "input_1[0][0]"),
        row(f"{adds} (Add)", "(None, 8, 8, 4)", "0", f"{first or one}[0][0]"),
        row("", "", "", f"{two}[0][0]"),
    ]


def marked(expected: list[str], actual: list[str]) -> list[tuple[str, str]]:
    """The first words of the rows that differ."""
    rows = [one for one in lay_beside(expected, actual) if not one.same]
    return [(one.expected.partition(" (")[0].strip(), one.actual.partition(" (")[0].strip()) for one in rows]


def test_the_numbers_of_automatic_names_do_not_count():
    """Neither in a layer's own name nor where it is connected to; each line stays byte for byte what it was."""
    golden, own = branches(0, 1), branches(3, 12, adds="add_7")
    rows = lay_beside(golden, own)
    assert all(one.same for one in rows)
    assert ([one.expected for one in rows], [one.actual for one in rows]) == (golden, own)


def test_what_a_layer_is_connected_to_counts():
    """It must be the one beside its counterpart, whatever its number is."""
    assert marked(branches(0, 1), branches(3, 5, first="conv2d_5")) == [("add", "add")]
    assert marked(branches(0, 1), branches(0, 1, first="conv2d_1")) == [("add", "add")]
    assert marked(branches(0, 1), branches(1, 0)) == []


def test_a_name_that_was_given_counts():
    """Also where it looks as if it were counted, for its class is another."""
    for name in ("out", "dense_1", "Conv2D_1"):
        own = [line.replace("add (Add)".ljust(28), f"{name} (Add)".ljust(28)) for line in branches(0, 1)]
        assert marked(branches(0, 1), own) == [("add", name)]


def test_a_layer_more_shifts_the_numbers_of_those_behind_it_and_is_marked_alone():
    """The others stand beside their equals."""
    golden, own = branches(0, 1), branches(0, 2)
    own.insert(3, row("conv2d_1 (Conv2D)", "(None, 8, 8, 4)", "148", "conv2d[0][0]"))
    assert marked(golden, own) == [("", "conv2d_1")]


def test_a_shape_and_a_number_of_parameters_count():
    """To the last sign."""
    own = [line.replace("112", "113") for line in branches(3, 5)]
    assert marked(branches(0, 1), own) == [("conv2d", "conv2d_3"), ("conv2d_1", "conv2d_5")]


@pytest.mark.parametrize("number", ["", "_9", "_10", "_100"])
def test_a_class_that_is_cut_where_its_column_ends_is_the_same(number):
    """The longer the number, the less of the class is there."""
    lines = [HEAD, row(f"batch_normalization{number} (BatchNormalization)", "(None, 4)", "16", "")]
    other = [HEAD, row("batch_normalization_1 (BatchNormalization)", "(None, 4)", "16", "")]
    assert marked(lines, other) == []
    assert marked(lines, [HEAD, row("batch_norm_1 (BatchNormalization)", "(None, 4)", "16", "")]) != []


@pytest.mark.parametrize("file", sorted(SUMMARIES.glob("*.txt")), ids=lambda file: file.stem)
def test_every_summary_is_the_same_as_itself(file):
    """All that TensorFlow 1.12 printed for the tests."""
    lines = file.read_text(encoding="utf-8").splitlines()
    assert all(one.same for one in lay_beside(lines, lines))


def test_many_lines_take_a_moment():
    """Not the square of their number: who is asked for a summary may have forged one."""
    lines = [row(f"conv2d_{number} (Conv2D)", "(1, 2)", "3", "") for number in range(18_000)]
    started = time.monotonic()
    lay_beside(branches(1, 2), [HEAD, *lines])
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("lines", [[], ["no head"], ["a\n=b", "_1 ()", "[0][0]"], [HEAD, "x" * 100_000, "(" * 100_000]])
def test_what_is_no_summary_is_compared_as_it_is(lines):
    """A submission may print whatever it likes."""
    assert all(one.same for one in lay_beside(lines, lines))
    assert not all(one.same for one in lay_beside([*lines, "a"], [*lines, "b"]))
