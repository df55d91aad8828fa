"""Hypothesis strategies for what travels between the checker and its worker, and for what comparators are given."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from checker import wire

DTYPES = [np.dtype(name) for name in sorted(wire.DTYPES)]
BIG_ENDIAN = [dtype.newbyteorder(">") for dtype in DTYPES if dtype.itemsize > 1]
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
WORDS = st.text(max_size=8).filter(lambda word: not word.startswith("$"))


def _views(array: np.ndarray) -> st.SearchStrategy[np.ndarray]:
    """An array as it is, and seen backwards, sparsely and with its axes swapped."""
    if not array.ndim:
        return st.just(array)
    return st.sampled_from([array, array.T, array[::-1], array[::2], np.broadcast_to(array, (2, *array.shape))])


arrays = hnp.arrays(st.sampled_from([*DTYPES, *BIG_ENDIAN]), SHAPES).flatmap(_views)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
trees = st.recursive(
    scalars | arrays,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
json_trees = st.recursive(
    scalars | st.integers(-2, 4).map(lambda place: {"$array": place}) | st.just({"$float": "nan"}),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
outlines = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["<f4", "|b1", "<i8", "<c16", "|O", ">f4", "<U1", "<M8[s]", "", 3]),
        "shape": st.lists(st.integers(-1, 5) | st.sampled_from([2**28, 2**63, 1.0, True, None]), max_size=3),
    }
)
finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6)
full_shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=1, max_side=4)
finite_arrays = hnp.arrays(np.float64, full_shapes, elements=finite)
