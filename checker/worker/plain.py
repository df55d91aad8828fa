"""A submission's values as plain data: tagged trees of numbers, texts and base arrays that can be sent.

Each node is a dict with the key "type", the name of the value's type. Arrays and numpy's scalars have an "array",
plain scalars a "value", lists, tuples and dicts their "items". Whatever else there is has its type's name alone.
The snapshot is taken at once and on base arrays, so what a value does later or claims about itself changes nothing.
"""

from typing import Any, Dict, List, Optional

import numpy as np

from checker import wire

MAX_ITEMS = 1000
MAX_BYTES = 64 * 2**20
MAX_DEPTH = 12


def plain(value: Any, depth: int = 0) -> Dict[str, Any]:
    """The tagged tree of `value`; total: nothing but the value's own code makes it raise."""
    kind = type(value)
    node = {"type": str(kind.__name__)[:100]}  # type: Dict[str, Any]
    if isinstance(value, (np.ndarray, np.generic)):
        return _array_node(value, node)
    if kind in (bool, str, float) or (kind is int and abs(value) < 2**63):
        node["value"] = value[:10000] if kind is str else value
    elif kind in (list, tuple, dict) and depth < MAX_DEPTH:
        items = list(value.items() if kind is dict else value)[:MAX_ITEMS]
        node["items"] = [plain(item, depth + 1) for item in items]
        node["length"] = len(value)
    elif kind.__name__ == "Dimension":
        node["value"] = int(value)
    elif hasattr(kind, "shape") and hasattr(kind, "dtype"):
        node["type"] = "tensor"
        node["shape"] = tensor_shape(value)
    return node


def plain_list(values: List[Any]) -> List[Any]:
    """A list of numbers and texts as it is, anything else in it as its type's name."""
    return [value if type(value) in (bool, int, float, str) else type(value).__name__ for value in values[:MAX_ITEMS]]


def tensor_shape(tensor: Any) -> List[Optional[int]]:
    """A symbolic tensor's shape as a list of ints, None where it is open."""
    shape = tensor.shape
    if getattr(shape, "ndims", 0) is None:
        return []
    lengths = shape.as_list() if hasattr(shape, "as_list") else list(shape)
    return [None if length is None else int(length) for length in lengths]


def _array_node(value: Any, node: Dict[str, Any]) -> Dict[str, Any]:
    little = value.dtype.newbyteorder("<").str
    if little not in wire.DTYPES:
        node["refused"] = "dtype %s" % value.dtype
    elif value.ndim > wire.MAX_AXES:
        node["refused"] = "%d axes" % value.ndim
    elif value.size * value.dtype.itemsize > MAX_BYTES:
        node["refused"] = "shape %r is over %d MiB" % (tuple(value.shape), MAX_BYTES // 2**20)
    else:
        node["array"] = np.array(value, dtype=value.dtype, copy=True, subok=False, order="C")
    return node
