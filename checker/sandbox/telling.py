"""What is told of an error that a submission raised: of a hidden call no text that could hold what the call was given.

The type and the place are told in any case. The text is told when it stands in the submission's source, or is one that
Python, numpy or Keras make of numbers, shapes and names of the source.
"""

import builtins
import functools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from checker.calls import WITHHELD
from checker.model import Ending, Observation
from checker.sandbox.lacking import is_claim
from checker.sandbox.worker import LANDLOCK, ROOT, SECCOMP

MOST_CHARACTERS = 2000
# More than all answers of a project take together.
MOST_BYTES = 2 * 2**20
# What stands for a number, a shape, a name of the source or of a type, and a quoted text of the source. A shape has few
# and short lengths here, for a submission that words its errors itself could tell what it was given in them.
LENGTH = r"(?:-?\d{1,4}|None)"
HOLES = {
    "{n}": r"-?\d{1,7}",
    "{s}": rf"[(\[](?:{LENGTH}(?:, ?{LENGTH}){{0,4}},?)?[)\]]",
    "{w}": r"([A-Za-z_]\w*)",
    "{q}": r"['\"]([^'\"\n]{1,200})['\"]",
}
OWN_TEXTS = (
    r"\[Errno {n}\] [A-Z][a-z ]+(?:: {q})?",
    r"local variable '{w}' referenced before assignment",
    r"cannot access local variable '{w}' where it is not associated with a value",
    r"(?:global )?name '{w}' is not defined",
    r"'{w}' object has no attribute '{w}'",
    r"module '{w}' has no attribute '{w}'",
    r"'{w}' object is not [a-z]+",
    r"'{w}' object cannot be interpreted as an integer",
    r"'{w}' object does not support item assignment",
    r"cannot unpack non-iterable {w} object",
    r"{w}\(\) takes (?:from {n} to )?{n} positional arguments? but {n} (?:was|were) given",
    r"{w}\(\) missing {n} required (?:positional|keyword-only) arguments?: '{w}'",
    r"{w}\(\) got an unexpected keyword argument '{w}'",
    r"{w}\(\) got multiple values for (?:keyword )?argument '{w}'",
    r"unsupported operand type\(s\) for \S{1,12}: '(?:numpy\.)?{w}' and '(?:numpy\.)?{w}'",
    r"bad operand type for unary \S: '{w}'",
    r"'[<>=]+' not supported between instances of '{w}' and '{w}'",
    r"not enough values to unpack \(expected (?:at least )?{n}, got {n}\)",
    r"too many values to unpack \(expected {n}(?:, got {n})?\)",
    r"(?:list|tuple|string) (?:assignment )?index out of range",
    r"(?:list|tuple|string) indices must be integers or slices, not {w}",
    r"slice indices must be integers or None or have an __index__ method",
    r"(?:float |integer )?(?:division|modulo) (?:or modulo )?by zero",
    r"math domain error",
    r"maximum recursion depth exceeded",
    r"EOF when reading a line",
    r"range\(\) arg {n} must not be zero",
    r"operands could not be broadcast together with shapes {s}(?: {s}){1,2}",
    r"could not broadcast input array from shape {s} into shape {s}",
    r"cannot reshape array of size {n} into shape {s}",
    r"shapes {s} and {s} not aligned: {n} \(dim {n}\) != {n} \(dim {n}\)",
    r"matmul: Input operand {n} (?:has a mismatch in its core dimension {n}, with gufunc signature "
    r"\(n\?,k\),\(k,m\?\)->\(n\?,m\?\) \(size {n} is different from {n}\)|does not have enough dimensions)",
    r"index {n} is out of bounds for (?:axis {n} with )?size {n}",
    r"too many indices for array(?:: array is {n}-dimensional, but {n} were indexed)?",
    r"all the input array dimensions (?:except )?for the concatenation axis must match exactly(?:, but along "
    r"dimension {n}, the array at index {n} has size {n} and the array at index {n} has size {n})?",
    r"all the input arrays must have same number of dimensions(?:, but the array at index {n} has {n} dimension\(s\) "
    r"and the array at index {n} has {n} dimension\(s\))?",
    r"all input arrays must have the same shape",
    r"axes don't match array",
    r"axis {n} is out of bounds for array of dimension {n}",
    r"only integers, slices \(`:`\), ellipsis \(`\.\.\.`\), numpy\.newaxis \(`None`\) and integer or boolean "
    r"arrays are valid indices",
    r"only integer scalar arrays can be converted to a scalar index",
    r"only (?:size-1|length-1|0-dimensional) arrays can be converted to Python scalars",
    r"setting an array element with a sequence\.",
    r"The truth value of an array with more than one element is ambiguous\. Use a\.any\(\) or a\.all\(\)",
    r"index can't contain negative values",
    r"negative dimensions are not allowed",
    r"zero-size array to reduction operation {w} which has no identity",
    r"Cannot cast ufunc '{w}' output from dtype\('{w}'\) to dtype\('{w}'\) with casting rule 'same_kind'",
    r"Unable to allocate [\d.]{1,6} [KMGT]iB for an array with shape {s} and data type {w}",
    r"Operands could not be broadcast together with shapes {s} {s}",
    r"Inputs have incompatible shapes\. Received shapes {s} and {s}",
    r"A `Concatenate` layer requires inputs with matching shapes except for the concat(?:enation)? axis\. "
    r"(?:Got inputs shapes: |Received: input_shape=)\[{s}(?:, {s}){0,3}\]",
    r"Dimensions must be equal, but are {n} and {n} for",
    r"Negative dimension size caused by subtracting {n} from {n} for",
    r"Shape must be rank {n} but is rank {n} for",
    r"Input {n} of layer {w} is incompatible with the layer: expected (?:min_)?ndim={n}, found ndim={n}",
    r"the file has replaced a part of the checker that runs it",
    r"Output tensors to a Model must be the output of a TensorFlow `Layer`",
)
# Names of errors and of types that are no builtins.
KNOWN = frozenset({
    "AxisError", "LinAlgError", "InvalidArgumentError", "FailedPreconditionError", "ResourceExhaustedError",
    "UnimplementedError", "OperatorNotAllowedInGraphError", "WireFault",
    "ndarray", "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool_", "str_", "numpy",
    "uint16", "uint32", "uint64", "complex64", "complex128", "longdouble", "tensor", "NoneType",
    "function", "method", "builtin_function_or_method", "module", "generator", "Tensor", "KerasTensor",
    "Dimension", "Functional", "Model", "maximum", "minimum",
})  # fmt: skip
WORD = re.compile(r"\w+")
OWN_TYPE, OWN_KIND = "a type of its own", "elements of another kind"
# What worker/plain.py says of arrays that are not sent.
NOT_SENT = frozenset(f"dtype {np.dtype(code).name}" for code in np.typecodes["All"])
# What Landlock refuses, and what is not there or not to be written to where the root is a submission's own.
REFUSED = re.compile(r"PermissionError: \[Errno 13\] Permission denied: '([^'\n]+)'")
ABSENT = re.compile(r"(?:FileNotFoundError: \[Errno 2\]|OSError: \[Errno 30\]) [A-Z][-\w ]+: '([^'\n]+)'")
NOT_PERMITTED = re.compile(r"PermissionError: \[Errno 1\] Operation not permitted|.*<urlopen error \[Errno 1\] [\w ]+>")
TYPED = "EOFError: EOF when reading a line"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a submission's files, as much of it as is searched, its words, and how many lines each file has."""

    text: str
    words: frozenset[str]
    files: Mapping[str, int]


def source_of(files: Mapping[str, bytes], first: str) -> Source:
    """The source in `files` (name → content): the file `first`, then the smaller before the larger, up to MOST_BYTES.

    To be made once for a run, however many messages there are.
    """
    kept, size = [], 0
    for name in sorted(files, key=lambda name: (name != first, len(files[name]), name)):
        size += len(files[name])
        if size > MOST_BYTES:
            break
        kept.append(files[name].decode("utf-8", "replace"))
    text = "\n".join(kept)
    lines = {name: content.count(b"\n") + 1 for name, content in files.items()}
    return Source(text, frozenset(WORD.findall(text)), lines)


def told(observation: Observation, source: Source, layers: Sequence[str], folder: str, *, hidden: bool) -> Observation:
    """What a child said, as it may be told, with the cause where the walls are surely it.

    What it claims to be a limit of the checker is an error like others, unless it is about a name in the source.

    Args:
        source: the submission's. layers: the walls that stood. folder: where it ran.
        hidden: whether it is of a hidden call, or of an import while hidden calls were at hand.
    """
    if observation.ending is Ending.ANSWERED:
        return replace(observation, value=_described(observation.value, source)) if hidden else observation
    message, ending = observation.message[:MOST_CHARACTERS], observation.ending
    if ending is Ending.UNSUPPORTED:
        if is_claim(message, source.text):
            return replace(observation, message=message)
        ending = Ending.RAISED
    shown = _of_hidden(message, source) if hidden else message
    told_of = replace(observation, ending=ending, message=shown + _hint(message, layers, folder))
    if hidden and not 0 < observation.line <= source.files.get(observation.file, 0):
        return replace(told_of, file="", line=0)
    return told_of


def _hint(message: str, layers: Sequence[str], folder: str) -> str:
    """Why something fails here, and what to do, where that is sure; else nothing."""
    if message == TYPED:
        return "; nobody can type anything in while the checker runs the file: leave input() out"
    path = (LANDLOCK in layers and REFUSED.fullmatch(message)) or (ROOT in layers and ABSENT.fullmatch(message))
    if path and not _is_below(path[1], folder):
        return "; the checker lets a file use none outside its folder: what the task needs is in the arguments"
    if NOT_PERMITTED.fullmatch(message) and SECCOMP in layers:
        return "; the checker lets a file reach no network and no other process: do without"
    return ""


def _is_below(path: str, folder: str) -> bool:
    return os.path.normpath(os.path.join(folder, path)).startswith(folder + os.sep)


def _described(value: Any, source: Source) -> Any:
    """What a hidden call returned, as worker/plain.py describes it, with names of types and kinds that tell no more.

    The values themselves stay as they are; how they are told is a comparator's business.
    """
    if isinstance(value, list):
        return [_described(item, source) for item in value]
    if not isinstance(value, dict):
        return value
    described = {key: _described(item, source) for key, item in value.items()}
    kind = str(described.get("type", OWN_TYPE))
    if "type" in described and not (WORD.fullmatch(kind) and _is_known(kind, source)):
        described["type"] = OWN_TYPE
    if "type" in described and str(described.get("refused", OWN_KIND)) not in NOT_SENT | {OWN_KIND}:
        described["refused"] = OWN_KIND
    return described


def _of_hidden(message: str, source: Source) -> str:
    """The error's type, with its text where that can hold nothing but what is known."""
    name, colon, text = message.rstrip().partition(": ")
    kind = name.rpartition(".")[2]
    if not kind.isidentifier() or not _is_known(kind, source):
        kind = "an error of its own"
    if not colon:
        return kind
    shown = text if text.strip("'\"") in source.text else _own_text(text, source)
    return f"{kind}: {shown}" if shown else f"{kind}, {WITHHELD}"


def _own_text(text: str, source: Source) -> str:
    """As much of a text as is one of OWN_TEXTS; empty when none is."""
    for pattern in _patterns():
        found = pattern.match(text)
        if found and all(_is_known(group, source) for group in found.groups() if group):
            return found[0] if found.end() == len(text) else f"{found[0]} [...]"
    return ""


def _is_known(word: str, source: Source) -> bool:
    """Whether it is one of the source's words, of the libraries' or of Python's; or a text that is in the source."""
    if WORD.fullmatch(word):
        return word in source.words or word in KNOWN or hasattr(builtins, word)
    return len(word) <= MOST_CHARACTERS and word in source.text


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(functools.reduce(_filled, HOLES, text)) for text in OWN_TEXTS)


def _filled(pattern: str, hole: str) -> str:
    return pattern.replace(hole, HOLES[hole])
