"""Attack 74: text and forged messages of a few KB that take hours or gigabytes in the checker's own process."""

import time
import tracemalloc

import numpy as np
import pytest

from checker.comparators.compiled import compiled
from checker.comparators.counts import parameters
from checker.comparators.initializers import initializers
from checker.model import Case
from checker.static_checks.python35 import python35
from checker.static_checks.reading import read_source

CASE = Case(probe="p", call="f(x)")
LENGTH = 20_000
ROW, COLUMN = np.ones((1, LENGTH), np.int8), np.ones((LENGTH, 1), np.int8)
ASKED = {"optimizer": "adam", "settings": {}, "loss": "categorical_crossentropy", "metrics": []}
NESTED = {
    "classes": "".join(f"{'    ' * depth}class A:\n" for depth in range(60)) + "    " * 60,
    "finally": "".join(f"{'  ' * depth}try:\n{'  ' * (depth + 1)}pass\n{'  ' * depth}finally:\n" for depth in range(40))
    + "  " * 40,
}


@pytest.mark.parametrize("nest", NESTED)
def test_nested_blocks_are_gone_through_in_time(tmp_path, nest):
    """However deep they are, within the limit; what is newer is found in the innermost."""
    (tmp_path / "a.py").write_text(NESTED[nest] + "x = f'{1}'\n")
    started = time.monotonic()
    (found,) = python35(read_source(tmp_path, "a.py"))
    assert found.message.startswith("f-strings: Python 3.6 or newer")
    assert time.monotonic() - started < 10


def costs_little(judge):
    """What `judge` returns or raises, and that it took less than 50 MB for it."""
    tracemalloc.start()
    try:
        found = judge()
    except Exception as error:
        found = error  # which counts as the submission's
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 50e6
    return found


def test_a_row_and_a_column_make_no_table_of_a_loss():
    """Labels and outputs have one shape, or the loss is another."""
    computed = {"labels": ROW, "outputs": COLUMN, "loss": np.float32(0)}
    actual = {"optimizer": "Adam", "settings": {}, "loss": "mine", "metrics": [], "computed": computed}
    (found,) = costs_little(lambda: compiled(None, actual, CASE, **ASKED))
    assert found.code == "C014"


def test_a_row_and_a_column_make_no_table_of_counts():
    """What is not asked for is not added up."""
    expected, actual = {"trainable": 3}, {"trainable": 4, "a": ROW, "b": COLUMN}
    (found,) = costs_little(lambda: parameters(expected, actual, CASE, hints={"4": "a hint"}))[:1]
    assert found.code == "C008"


@pytest.mark.parametrize("shape", [[ROW, COLUMN, 3], [10**4000] * 470 + [3]])
def test_lengths_that_are_none_are_not_multiplied(shape):
    """A forged kernel is no better for them."""
    kernel = {"variable": "k", "shape": shape, "asked": "a", "mean": 9.0, "scaled_variance": 2.0, "kurtosis": 3.0}
    started = time.monotonic()
    found = costs_little(lambda: initializers(None, [kernel | {"numbers": 9}], CASE, asked="he_normal"))
    assert [one.code for one in found] == ["C011"]
    assert time.monotonic() - started < 5
