"""Deterministic arrays from spec entries: table KINDS.

An entry such as ``{ normal = [2, 9, 7, 3], seed = 4, dtype = "float32" }`` names a kind, a shape and a seed. The
numbers come from numpy's RandomState, whose streams are frozen for good (NEP 19): a seed means the same array
everywhere.
"""

import functools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import RandomState

Array = np.ndarray[Any, Any]

BRIGHTNESS = 30.0
MOST_ELEMENTS = 2**26
# A class is asked with the same arrays student after student; a project has some hundred, and images of 2 MiB.
MOST_KEPT, MOST_ELEMENTS_KEPT = 512, 2**19


def _normal(random: RandomState, shape: Sequence[int]) -> Array:
    return random.standard_normal(tuple(shape))


def _blocks(random: RandomState, shape: Sequence[int]) -> Array:
    """Images (m, h, w, c) of coarse blocks with some noise: whole regions are dark, as white noise never is.

    Behind the maximum of a window of white noise, a negative value is never seen, and so neither is a misplaced ReLU.
    """
    examples, height, width, channels = shape
    size = max(1, height // 8)
    coarse = random.standard_normal((examples, -(-height // size), -(-width // size), channels))
    whole = coarse.repeat(size, axis=1).repeat(size, axis=2)[:, :height, :width]
    return whole + 0.3 * random.standard_normal(tuple(shape))


def _spotted(random: RandomState, shape: Sequence[int]) -> Array:
    """Images of blocks; in every second one, one region in eight is BRIGHTNESS times as bright.

    What happens to large activations alone, such as a cap, is never seen where all are small.
    """
    examples, height, width, _ = shape
    images = _blocks(random, shape)
    size = max(1, height // 8)
    spots = random.random_sample((examples, -(-height // size), -(-width // size), 1)) < 1 / 8
    spots[::2] = False
    mask = spots.repeat(size, axis=1).repeat(size, axis=2)[:, :height, :width]
    return np.where(mask, BRIGHTNESS * images, images)


def _uniform(random: RandomState, shape: Sequence[int]) -> Array:
    return random.random_sample(tuple(shape))


def _integers(random: RandomState, shape: Sequence[int]) -> Array:
    """Few different values, so that windows have ties."""
    return random.randint(0, 4, tuple(shape)).astype(np.float64)


def _classes(random: RandomState, shape: Sequence[int]) -> Array:
    """Class numbers from 0 to 9: int32 array."""
    return random.randint(0, 10, tuple(shape)).astype(np.int32)


def _one_hot(random: RandomState, shape: Sequence[int]) -> Array:
    """One-hot labels: float array (m, classes)."""
    examples, classes = shape
    return np.eye(classes)[random.randint(0, classes, examples)]


KINDS: Mapping[str, Callable[[RandomState, Sequence[int]], Array]] = {
    "blocks": _blocks,
    "spotted": _spotted,
    "normal": _normal,
    "uniform": _uniform,
    "integers": _integers,
    "classes": _classes,
    "one_hot": _one_hot,
}

OPTIONS = ("seed", "dtype", "pad", "ramp", "scale")


def is_array(entry: object) -> bool:
    """Whether a spec's entry describes an array."""
    return isinstance(entry, Mapping) and any(key in KINDS and isinstance(entry[key], list) for key in entry)


def make_array(entry: Mapping[str, Any]) -> Array:
    """The array that an entry describes.

    Args:
        entry: one key of KINDS with the shape, and of OPTIONS: `seed` (int, 0), `dtype` (str, the kind's own), `pad`
            (zeros before and after along each axis, [[0, 0], [1, 2], ...]), `ramp` (float: the steps of a slope over
            the elements in C order that is added, which breaks ties in favour of the first where it is negative),
            `scale` (float: what all elements are multiplied by).
    """
    kind = next(key for key in entry if key in KINDS)
    array = KINDS[kind](RandomState(entry.get("seed", 0)), entry[kind])
    if "scale" in entry:
        array = array * entry["scale"]
    if "ramp" in entry:
        array = array + entry["ramp"] * np.arange(array.size).reshape(array.shape)
    if "pad" in entry:
        array = np.pad(array, entry["pad"], mode="constant")
    return array.astype(entry["dtype"]) if "dtype" in entry else array


def array_mistake(entry: Mapping[str, Any]) -> str:
    """What keeps an entry with a key of KINDS from describing an array, in words; empty when nothing does."""
    kind = next(key for key in entry if key in KINDS)
    shape = entry[kind]
    if not isinstance(shape, list) or not all(type(length) is int and length >= 0 for length in shape):
        return f"key {kind!r}: a shape is a list of whole numbers"
    if math.prod(shape) > MOST_ELEMENTS:
        return f"key {kind!r}: an array has at most {MOST_ELEMENTS:,} elements"
    try:
        make_array({**entry, kind: [1] * len(shape)})
    except (TypeError, ValueError) as error:
        return f"this describes no array: {error}"
    return ""


def expand(entry: Any) -> Any:
    """A spec's entry with every described array in it made; everything else stays as it is.

    The arrays can't be written to: the next caller may get the same.
    """
    if isinstance(entry, Mapping):
        return _array(entry) if is_array(entry) else {key: expand(value) for key, value in entry.items()}
    return [expand(item) for item in entry] if isinstance(entry, list | tuple) else entry


def describe(entry: Any) -> str:
    """An entry in the words of a call: ``float64 array (2, 9, 7, 3)``, ``(2, 3)``, ``'valid'``."""
    if isinstance(entry, list):
        return "[" + ", ".join(map(describe, entry)) + "]"
    if not isinstance(entry, Mapping):
        return repr(entry)
    if is_array(entry):
        array = _array(entry)
        return f"{array.dtype} array {array.shape}"
    (kind, value), *_ = entry.items()
    if kind == "tuple":
        return "(" + ", ".join(map(describe, value)) + ("," if len(value) == 1 else "") + ")"
    if kind == "function":
        return str(value)
    shape = value["shape"] if isinstance(value, Mapping) else [None, *value]
    if isinstance(value, Mapping) and "one_hot" in value:
        kind, shape = "one-hot labels", [*shape, value["one_hot"]]
    return f"{kind} " + "(" + ", ".join(map(str, shape)) + ")"


def _array(entry: Mapping[str, Any]) -> Array:
    """The array that an entry describes, made once."""
    size = math.prod(next(entry[key] for key in entry if key in KINDS))
    array = _kept(json.dumps(entry)) if size <= MOST_ELEMENTS_KEPT else make_array(entry)
    array.setflags(write=False)
    return array


@functools.lru_cache(maxsize=MOST_KEPT)
def _kept(entry: str) -> Array:
    return make_array(json.loads(entry))
