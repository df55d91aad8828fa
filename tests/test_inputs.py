"""Inputs: a spec's entry means the same array everywhere and for ever."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.inputs import KINDS, array_mistake, describe, expand, is_array, make_array

# The first numbers of numpy's RandomState(0), as NEP 19 freezes them; any other program that has it gives the same.
FIRST_NUMBERS = {
    "normal": [1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458],
    "uniform": [0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969],
    "integers": [0.0, 3.0, 1.0, 0.0],
    "classes": [5, 0, 3, 3],
}


@pytest.mark.parametrize("kind", FIRST_NUMBERS)
def test_a_seed_means_the_same_numbers_everywhere(kind):
    """Each kind draws from the frozen stream of its seed."""
    assert make_array({kind: [4], "seed": 0}).tolist() == FIRST_NUMBERS[kind]


def test_one_hot_rows_have_a_single_one():
    """One-hot labels mark the classes that the seed's stream draws: 5, 0, 3."""
    assert make_array({"one_hot": [3, 10], "seed": 0}).tolist() == [
        [0, 0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize("kind", KINDS)
@given(shape=st.tuples(st.integers(0, 4), st.integers(1, 4)), seed=st.integers(0, 2**32 - 1))
def test_arrays_have_the_shape_asked_for_and_repeat(kind, shape, seed):
    """Every kind gives the shape that the entry names, and the same array again."""
    shape = (*shape, 17, 2) if kind in ("blocks", "spotted") else shape
    entry = {kind: list(shape), "seed": seed}
    first, second = make_array(entry), make_array(entry)
    assert first.shape == shape
    assert first.tobytes() == second.tobytes()


def test_every_second_image_has_bright_spots():
    """About one region in eight of every second image is thirty times as bright; the others are images of blocks."""
    plain, spotted = (make_array({kind: [40, 16, 16, 3], "seed": 1}) for kind in ("blocks", "spotted"))
    assert np.array_equal(plain[::2], spotted[::2])
    ratio = spotted[1::2] / plain[1::2]
    assert np.unique(ratio.round(6)).tolist() == [1.0, 30.0]
    assert (ratio > 2).mean() == pytest.approx(1 / 8, abs=0.03)


def test_an_array_that_no_memory_holds_is_a_mistake():
    """A shape of over 64 million elements is told before anybody makes it."""
    assert "at most" in array_mistake({"normal": [30_000_000, 40_000]})


def test_blocks_are_dark_in_whole_regions():
    """In images of blocks many a 3x3 window has no positive value, in white noise hardly one in 512 has none."""
    images = make_array({"blocks": [4, 56, 56, 3], "seed": 1})
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    assert 0.2 < (windows.max(axis=(-1, -2)) < 0).mean() < 0.5


@pytest.mark.parametrize(("kind", "dtype"), [("normal", "float64"), ("integers", "float64"), ("classes", "int32")])
def test_kinds_have_their_own_dtypes(kind, dtype):
    """Without a `dtype` an entry has its kind's own."""
    assert make_array({kind: [2]}).dtype == dtype


def test_other_seeds_give_other_arrays():
    """Two seeds give two arrays."""
    assert make_array({"normal": [3], "seed": 1}).tolist() != make_array({"normal": [3], "seed": 2}).tolist()


def test_without_a_seed_it_is_0():
    """An entry without a seed has seed 0."""
    assert make_array({"classes": [2]}).tolist() == [5, 0]


def test_a_dtype_is_cast_to():
    """`dtype` gives the drawn numbers in that precision."""
    got = make_array({"uniform": [1], "dtype": "float32"})
    assert (got.dtype, got[0]) == (np.float32, np.float32(0.5488135))


def test_padding_surrounds_with_zeros():
    """`pad` adds zeros before and after along each axis."""
    assert make_array({"classes": [1, 2], "pad": [[1, 0], [0, 2]]}).tolist() == [[0, 0, 0, 0], [5, 0, 0, 0]]


def test_a_ramp_breaks_ties():
    """`ramp` adds a slope over the elements in C order."""
    assert make_array({"classes": [2, 2], "ramp": -0.5}).tolist() == [[5.0, -0.5], [2.0, 1.5]]


def test_the_streams_are_nobody_elses():
    """Making an array leaves numpy's global generator as it was."""
    before = np.random.RandomState(3).get_state()[1].tolist()
    np.random.seed(3)
    make_array({"normal": [4], "seed": 9})
    assert np.random.get_state()[1].tolist() == before


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"normal": [2]}, True), ({"normal": [2], "seed": 3}, True), ({"tuple": [2]}, False), ({"normal": 3}, False),
        ([2, 3], False), ("normal", False), (None, False), ({}, False),
    ],
)
def test_entries_of_arrays_are_told_from_others(entry, expected):
    """An entry describes an array when it has a kind with a shape."""
    assert is_array(entry) is expected


def test_expanding_makes_every_array_in_an_entry():
    """Arrays are made wherever they are described; all else stays."""
    got = expand({"arguments": [{"classes": [2]}, {"tuple": [1, {"classes": [1]}]}], "keywords": {"padding": "same"}})
    assert [got["arguments"][0].tolist(), got["arguments"][1]["tuple"][1].tolist()] == [[5, 0], [5]]
    assert (got["arguments"][1]["tuple"][0], got["keywords"]) == (1, {"padding": "same"})


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"normal": [2, 9], "seed": 4}, "float64 array (2, 9)"),
        ({"normal": [2, 9], "dtype": "float32"}, "float32 array (2, 9)"),
        ({"normal": [2], "pad": [[1, 2]]}, "float64 array (5,)"),
        ({"classes": [3]}, "int32 array (3,)"),
        ({"tuple": [2, 3]}, "(2, 3)"),
        ({"tuple": [2]}, "(2,)"),
        ({"function": "relu"}, "relu"),
        ({"input": [28, 28, 1]}, "input (None, 28, 28, 1)"),
        ({"placeholder": {"shape": ["m", 3], "name": "x"}}, "placeholder (m, 3)"),
        ({"placeholder": {"shape": ["m"], "name": "y", "one_hot": 10}}, "one-hot labels (m, 10)"),
        ([1, {"classes": [3]}], "[1, int32 array (3,)]"),
        ("valid", "'valid'"),
        (0.5, "0.5"),
    ],
)
def test_entries_are_described_as_in_a_call(entry, words):
    """A call's argument is told in words that show its kind, shape and dtype."""
    assert describe(entry) == words


def test_arrays_are_made_once_and_cant_be_written_to():
    """Who gets an array that somebody else has too can't change it; what is too large to be kept is made each time."""
    first, second = (expand({"normal": [2, 3], "seed": 5}) for _ in range(2))
    assert first is second
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1
    large = expand({"classes": [2**19 + 1]})
    assert large is not expand({"classes": [2**19 + 1]})
    assert not large.flags.writeable


@pytest.mark.parametrize(
    "other", [{"normal": [2, 3], "seed": 6}, {"normal": [3, 2], "seed": 5}, {"normal": [2, 3], "seed": 5, "ramp": 1.0}]
)
def test_an_array_that_was_kept_is_nobody_elses(other):
    """Entries that differ in anything describe arrays of their own."""
    kept = expand({"normal": [2, 3], "seed": 5})
    assert expand(other).tolist() == make_array(other).tolist() != kept.tolist()
