"""Bytes between the checker and its worker: a message is a tree of plain data and arrays, and nothing else.

A message is one frame::

    magic   4 bytes   b"CKR1"
    header  4 bytes   length of the header in bytes, unsigned, big-endian
    body    8 bytes   length of the body in bytes, unsigned, big-endian
    header            JSON: {"tree": ..., "arrays": [{"dtype": "<f4", "shape": [2, 3]}, ...]}
    body              the arrays' elements in C order, one array after the other, no gaps

In the tree an array stands as ``{"$array": i}``, its place in "arrays", and a float that JSON has no word for as
``{"$float": "nan"}``. Decoding is total and bounded: any bytes at all give a message or a WireFault, sizes are
checked before memory is taken, and every byte is accounted for. The worker ships with this file, so it is written in
Python 3.5 syntax and imports numpy and the standard library alone.
"""

import json
import math
import struct
from typing import Any, Callable, Dict, List, Set, Tuple

import numpy as np

MAGIC = b"CKR1"
PREFIX = struct.Struct("!4sIQ")
MAX_HEADER_BYTES = 2 * 2**20
# Each makes an object; so many of them take some 20 MB of memory when they are read.
MAX_MARKS = 200000
MAX_BODY_BYTES = 256 * 2**20
MAX_DEPTH = 40
MAX_AXES = 16
DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class WireFault(Exception):
    """These bytes are no message, or this value can't be sent; the message says why."""


def encode(tree: Any) -> bytes:
    """The bytes of a message.

    Args:
        tree: None, bool, int, float, str, base arrays of a dtype in DTYPES, and lists, tuples (sent as lists) and
            dicts with str keys of these.

    Raises:
        WireFault: for anything else, and for more than the format's limits.
    """
    arrays = []  # type: List[np.ndarray]
    plain = _pack(tree, arrays, 0)
    described = [{"dtype": array.dtype.str, "shape": list(array.shape)} for array in arrays]
    try:
        header = json.dumps({"tree": plain, "arrays": described}, allow_nan=False).encode("ascii")
    except ValueError as error:
        raise WireFault("a value can't be sent: %s" % error) from error
    body = b"".join(array.tobytes() for array in arrays)
    if len(header) > MAX_HEADER_BYTES or len(body) > MAX_BODY_BYTES:
        raise WireFault("a message of %d + %d bytes is too large to send" % (len(header), len(body)))
    _check_marks(header)
    return PREFIX.pack(MAGIC, len(header), len(body)) + header + body


def decode_prefix(prefix: bytes) -> Tuple[int, int]:
    """The lengths in bytes (header, body) that a frame's first PREFIX.size bytes announce.

    Raises:
        WireFault: when these bytes begin no frame, or one over the limits.
    """
    if len(prefix) != PREFIX.size:
        raise WireFault("the message broke off in its first %d bytes" % PREFIX.size)
    magic, header_length, body_length = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireFault("expected a message, got other bytes")
    if header_length > MAX_HEADER_BYTES or body_length > MAX_BODY_BYTES:
        raise WireFault("a message of %d + %d bytes is over the limits" % (header_length, body_length))
    return header_length, body_length


def decode(header: bytes, body: bytes) -> Any:
    """The tree of a message from its header's and its body's bytes; arrays are fresh, writable base arrays.

    Raises:
        WireFault: when they are not exactly one message.
    """
    _check_marks(header)
    try:
        outline = json.loads(header.decode("ascii"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise WireFault("the message's header is no JSON: %s" % error) from error
    if not isinstance(outline, dict) or sorted(outline) != ["arrays", "tree"]:
        raise WireFault("the message's header has other keys than 'arrays' and 'tree'")
    arrays = _decode_arrays(outline["arrays"], body)
    used = set()  # type: Set[int]
    tree = _unpack(outline["tree"], arrays, used, 0)
    if len(used) != len(arrays):
        raise WireFault("the message has arrays that its tree does not name")
    return tree


def read_message(read: Callable[[int], bytes]) -> Any:
    """The next message from `read`, a function like a file's: up to n bytes, and b"" at the end.

    Raises:
        EOFError: at the end of the stream, between two messages.
        WireFault: when the bytes are no message or break off within one.
    """
    prefix = _read_exactly(read, PREFIX.size)
    if not prefix:
        raise EOFError
    header_length, body_length = decode_prefix(prefix)
    header = _read_exactly(read, header_length)
    body = _read_exactly(read, body_length)
    if len(header) != header_length or len(body) != body_length:
        raise WireFault("the message broke off")
    return decode(header, body)


def marks(header: bytes) -> int:
    """How many brackets and commas there are in a message's header: each makes an object when it is read."""
    return sum(header.count(mark) for mark in (b",", b"[", b"{"))


def _check_marks(header: bytes) -> None:
    """Refuses more lists, dicts and items than any message has, before memory is taken for them."""
    if marks(header) > MAX_MARKS:
        raise WireFault("a message of %d brackets and commas is too large" % marks(header))


def _read_exactly(read: Callable[[int], bytes], size: int) -> bytes:
    chunks = []
    while size:
        chunk = read(min(size, 2**20))
        if not chunk:
            break
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _pack(value: Any, arrays: List[np.ndarray], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise WireFault("a value nested over %d levels can't be sent" % MAX_DEPTH)
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"$float": repr(value)}
    if type(value) is np.ndarray:
        return _pack_array(value, arrays)
    if type(value) in (list, tuple):
        return [_pack(item, arrays, depth + 1) for item in value]
    if type(value) is dict and all(type(key) is str and not key.startswith("$") for key in value):
        return {key: _pack(item, arrays, depth + 1) for key, item in value.items()}
    raise WireFault("a %s can't be sent" % type(value).__name__)


def _pack_array(array: np.ndarray, arrays: List[np.ndarray]) -> Dict[str, int]:
    little = array.dtype.newbyteorder("<")
    if little.str not in DTYPES:
        raise WireFault("an array of dtype %s can't be sent" % array.dtype)
    if array.nbytes > MAX_BODY_BYTES:
        raise WireFault("an array of %d bytes is too large to send" % array.nbytes)
    if array.ndim > MAX_AXES:
        raise WireFault("an array of %d axes can't be sent" % array.ndim)
    arrays.append(array.astype(little, order="C", copy=False))
    return {"$array": len(arrays) - 1}


def _decode_arrays(described: Any, body: bytes) -> List[np.ndarray]:
    if not isinstance(described, list):
        raise WireFault("'arrays' is no list")
    arrays = []  # type: List[np.ndarray]
    offset = 0
    for entry in described:
        dtype, shape = _array_outline(entry)
        size = dtype.itemsize
        for length in shape:
            size *= length
        if size > len(body) - offset:
            raise WireFault("the message's arrays are larger than its body")
        arrays.append(_one_array(body[offset : offset + size], dtype, shape))
        offset += size
    if offset != len(body):
        raise WireFault("the message's body has bytes that no array names")
    return arrays


def _one_array(raw: bytes, dtype: np.dtype, shape: Tuple[int, ...]) -> np.ndarray:
    flat = np.frombuffer(raw, dtype) if raw else np.empty(0, dtype)
    if dtype.kind == "b" and raw and flat.view(np.uint8).max() > 1:
        raise WireFault("a truth value is neither 0 nor 1")
    try:
        return flat.reshape(shape).astype(dtype.newbyteorder("="))
    except ValueError as error:
        raise WireFault("an array of no elements has lengths that numpy refuses") from error


def _array_outline(entry: Any) -> Tuple[np.dtype, Tuple[int, ...]]:
    if not isinstance(entry, dict) or sorted(entry) != ["dtype", "shape"]:
        raise WireFault("an array is described by its dtype and its shape")
    if not isinstance(entry["dtype"], str) or entry["dtype"] not in DTYPES:
        raise WireFault("an array's dtype is not one that may be sent")
    shape = entry["shape"]
    if not isinstance(shape, list) or len(shape) > MAX_AXES:
        raise WireFault("an array's shape is a list of at most %d lengths" % MAX_AXES)
    if not all(type(length) is int and 0 <= length <= MAX_BODY_BYTES for length in shape):
        raise WireFault("an array's lengths are whole numbers from 0 to %d" % MAX_BODY_BYTES)
    return np.dtype(entry["dtype"]), tuple(shape)


def _unpack(value: Any, arrays: List[np.ndarray], used: Set[int], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise WireFault("a value is nested over %d levels" % MAX_DEPTH)
    if isinstance(value, list):
        return [_unpack(item, arrays, used, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if any(key.startswith("$") for key in value):
        return _unpack_marker(value, arrays, used)
    return {key: _unpack(item, arrays, used, depth + 1) for key, item in value.items()}


def _unpack_marker(value: Dict[str, Any], arrays: List[np.ndarray], used: Set[int]) -> Any:
    (key, item), = value.items() if len(value) == 1 else [("", None)]
    if key == "$float" and isinstance(item, str) and item in _FLOATS:
        return _FLOATS[item]
    if key == "$array" and type(item) is int and 0 <= item < len(arrays) and item not in used:
        used.add(item)
        return arrays[item]
    raise WireFault("the message's tree has a marker that means nothing")


def _refuse_constant(word: str) -> None:
    raise ValueError("%s is no JSON" % word)
