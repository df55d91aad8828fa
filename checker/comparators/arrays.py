"""Arrays: exact shape, then dtype, then values; no broadcasting, no claims of the array's own."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from checker.comparators.causes import recognised
from checker.model import Case, Finding

Array = np.ndarray[Any, Any]
ATOL = 1e-9
MOST_AXES, MOST_LENGTH = 5, 9999


def arrays(
    expected: Any,
    actual: Any,
    case: Case,
    *,
    name: str = "the output",
    item: int = -1,
    items: int = 0,
    rtol: float = 1e-6,
    dtypes: Sequence[str] = (),
    squeezed: bool = False,
    advice: str = "",
    axes: Sequence[int] = (1, 2),
    causes: Mapping[str, str] | None = None,
    wanted: str = "a numpy.ndarray",
) -> list[Finding]:
    """Compares returned values: `expected` and `actual` are arrays, or `plain` descriptions of what was returned.

    Args:
        name: what the paper or the task calls the array.
        item: which of several returned values is meant; -1 for the only one. items: how many there have to be.
        rtol: what two elements may differ by, as a part of the expected one's magnitude and the array's mean magnitude
            together: elements near zero are sums that cancel, but a few large ones must not hide the others.
        dtypes: accepted besides the expected one.
        squeezed: whether other axes of length 1 than expected earn a remark instead of a failure.
        advice: a sentence for those whose values differ.
        axes: which axes are rows and columns.
        causes: rows of CAUSES to be looked for in what differs → a sentence to follow what is recognised.
        wanted: what the task calls what should be there.

    Findings:
        C001: something else than an array, or another number of values, was returned.
        C002: another shape. C003: another dtype. C004: other values. C005: values that are not finite.
    """
    wrong = _wrong_kind(actual, case, name, item, items, wanted)
    if wrong:
        return [wrong]
    want, got = _array(expected, item), _array(actual, item)
    findings = _differences(want, got, case, name, rtol, dtypes=dtypes, squeezed=squeezed)
    code = findings[-1].code if findings and not findings[-1].remark else ""
    told = recognised(causes or {}, want, got, axes, name, rtol) if code in ("C002", "C004") else []
    told += [advice] if advice and code in ("C004", "C005") else []
    return [*findings, *(Finding(code=code, message=text) for text in told)]


def same_kind(expected: Any, actual: Any, case: Case) -> list[Finding]:
    """Something of the expected kind came back: an array, a model's output, as many values; whatever is in it.

    Findings:
        C001: something else came back.
    """
    several = [node.get("length") for node in (expected, actual) if isinstance(node, dict) and "items" in node]
    if kind(expected) == kind(actual) or (len(several) == 2 and several[0] == several[1]):
        return []
    return [_finding("C001", case, f"expected {kind(expected)}, got {kind(actual)}")]


def unchanged(expected: Any, actual: Any, case: Case) -> list[Finding]:
    """The arguments after a call are bit for bit what they were before it.

    Findings:
        C006: the call changed one of its arguments.
    """
    after = actual if isinstance(actual, list) else []
    findings = []
    for place, before in enumerate(expected):
        if isinstance(before, np.ndarray | list) and not (place < len(after) and _identical(before, after[place])):
            text = f"argument {place + 1} was changed by the call; work on a copy instead"
            findings.append(_finding("C006", case, text))
    return findings


def _differences(
    want: Array, got: Array, case: Case, name: str, rtol: float, *, dtypes: Sequence[str], squeezed: bool
) -> list[Finding]:
    """Why two arrays are not the same; or a remark alone, that they are but for axes of length 1."""
    remarks = []
    if got.shape != want.shape:
        if not squeezed or _squeezed(got.shape) != _squeezed(want.shape):
            return [_finding("C002", case, f"{name}: expected shape {_shape(want)}, got {shape_told(got, case)}")]
        text = f"{name}: the shape is {_shape(got)}, the published model's is {_shape(want)}; the numbers are the same"
        remarks.append(_finding("C002", case, text, remark=True))
        got = got.reshape(want.shape)
    if str(got.dtype) != str(want.dtype) and str(got.dtype) not in dtypes:
        return [_finding("C003", case, f"{name}: expected dtype {want.dtype}, got {got.dtype}")]
    return values(want, got, case, name, rtol) or remarks


def values(expected: Array, actual: Array, case: Case, name: str, rtol: float) -> list[Finding]:
    """Compares two arrays of the same shape element by element; see `arrays` for what is found."""
    want = np.asarray(expected, dtype=np.result_type(expected, np.float64))
    got = np.asarray(actual, dtype=np.result_type(actual, np.float64))
    strange = ~np.isfinite(got) & np.isfinite(want)
    if strange.any():
        index = tuple(int(i) for i in np.argwhere(strange)[0])
        text = f"{name}{_index(index)} is {got[index]}; {int(strange.sum())} of {got.size} elements are not finite"
        return [_finding("C005", case, text)]
    finite = np.isfinite(want)
    with np.errstate(over="ignore", invalid="ignore"):
        largest = float(np.abs(want[finite]).max()) if finite.any() else 0.0
        difference = np.where(finite, np.abs(got - want), np.inf)
        typical = float(np.abs(want[finite] / finite.sum()).sum())
        allowed = rtol * np.where(finite, np.abs(want), 0.0) + rtol * typical + ATOL
    difference[(got == want) | (np.isnan(got) & np.isnan(want))] = 0.0
    wrong = difference > allowed
    if not wrong.any():
        return []
    index = tuple(int(i) for i in np.unravel_index(int(difference.argmax()), difference.shape))
    where = f"{name}{_index(index)}"
    several = got.size > 1
    count = f"; {int(wrong.sum())} of {got.size} elements differ" if several else ""
    if case.hidden:
        measure = "the largest value expected" if several else "what is expected"
        text = f"{where} is off by {_roughly(float(difference[index]), largest)} of {measure}{count}"
    else:
        most = ", the largest difference" if several else ""
        text = f"{where}: expected {_number(want[index])}, got {_number(got[index])}{most}{count}"
    return [_finding("C004", case, text)]


def advise(findings: Sequence[Finding], advice: str) -> list[Finding]:
    """The advice as a finding of its own, where there is a finding and an advice for it."""
    return [Finding(code=findings[0].code, message=advice)] if findings and advice else []


def kind(node: Any) -> str:
    """A returned value in words: ``list of 3 values``, ``ndarray``, ``nothing``; any plain data at all."""
    if isinstance(node, np.ndarray):
        return "ndarray"
    if isinstance(node, list):
        return f"{len(node)} values"
    if not isinstance(node, dict) or "type" not in node:
        return "nothing" if node is None else type(node).__name__
    if node["type"] == "NoneType":
        return "None"
    return f"{node['type']} of {node['length']} values" if "length" in node else str(node["type"])


def _wrong_kind(actual: Any, case: Case, name: str, item: int, items: int, wanted: str) -> Finding | None:
    if item >= 0:
        values = actual.get("items") if isinstance(actual, dict) and actual.get("type") in ("tuple", "list") else None
        if not isinstance(values, list) or len(values) != items:
            return _finding("C001", case, f"expected {items} values to be returned, got {kind(actual)}")
        actual = values[item]
    if isinstance(actual, np.ndarray):
        return None
    if isinstance(actual, dict) and "refused" in actual:
        return _finding("C001", case, f"{name}: expected an array of numbers, got an array of {actual['refused']}")
    if kind(actual) != "ndarray" or not isinstance(actual.get("array"), np.ndarray):
        return _finding("C001", case, f"{name}: expected {wanted}, got {kind(actual)}")
    return None


def _array(node: Any, item: int) -> Array:
    if item >= 0:
        node = node["items"][item]
    array: Array = node if isinstance(node, np.ndarray) else node["array"]
    return array


def _identical(before: Array | list[Any], after: Any) -> bool:
    if isinstance(before, list):
        return bool(before == after)
    if not isinstance(after, np.ndarray) or before.shape != after.shape or before.dtype != after.dtype:
        return False
    return before.tobytes() == after.tobytes()


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(length for length in shape if length != 1)


def _shape(array: Array) -> str:
    return str(tuple(array.shape))


def shape_told(array: Array, case: Case) -> str:
    """An array's shape as it may be told: of a hidden call only one whose lengths can hold little."""
    if case.hidden and (array.ndim > MOST_AXES or max(array.shape, default=0) > MOST_LENGTH):
        return "quite another"
    return _shape(array)


def _index(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else ""


def _roughly(difference: float, largest: float) -> str:
    """How large a difference is, in words that don't tell the expected value whatever the answer was."""
    for part, words in ((1e-4, "less than 1/10,000"), (1e-2, "less than 1 %"), (1e-1, "less than 10 %")):
        if difference < part * largest:
            return words
    return "10 % or more"


def _number(number: Any) -> str:
    return f"{number:.6g}"


def _finding(code: str, case: Case, text: str, *, remark: bool = False) -> Finding:
    return Finding(code=code, message=f"{text} (in {case.call})", remark=remark)
