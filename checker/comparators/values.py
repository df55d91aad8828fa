"""Single values, trees of arrays, and whether there is an answer at all."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from checker.comparators.arrays import advise, kind, shape_told, values
from checker.model import Case, Finding

SLOW_IMPORT_SECONDS = 1.0
# A forged observation may name any number, one of thousands of digits too; no file that is read has more lines.
MOST_LINES = 2**20
MOST_TOLD = 9999
NUMBERS = ("int", "Dimension", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")


def imported(expected: Any, actual: Any, case: Case) -> list[Finding]:
    """The file could be imported; code that runs at import is told, with the time it took.

    Findings:
        R006: a remark, that code runs at import.
    """
    seconds, told = actual["seconds"], actual.get("told")
    lines = told.get("lines") if isinstance(told, dict) else None
    lines = [line for line in lines if type(line) is int and 0 < line <= MOST_LINES] if isinstance(lines, list) else []
    if not lines and seconds < SLOW_IMPORT_SECONDS:
        return []
    text = f"importing the file took {seconds:.2f} s and runs code: keep that under `if __name__ == '__main__':`"
    return [Finding(code="R006", message=text, file=case.file, line=min(lines, default=0), remark=True)]


def value(
    expected: Any, actual: Any, case: Case, *, name: str, item: int = -1, items: int = 0, types: Sequence[str] = NUMBERS
) -> list[Finding]:
    """A returned whole number, text or truth value equals the expected one.

    Args:
        name: what the task calls the value.
        item: which of several returned values is meant; -1 for the only one. items: how many there have to be.
        types: the names of the types that are accepted.

    Findings:
        C001: another number of values, or a value of another type. C004: another value.
    """
    if item >= 0:
        if actual["type"] not in ("tuple", "list") or actual.get("length") != items:
            text = f"expected {items} values to be returned, got {kind(actual)} (in {case.call})"
            return [Finding(code="C001", message=text)]
        expected, actual = expected["items"][item], actual["items"][item]
    if actual["type"] not in types:
        shown = f" {actual['value']!r}" if "value" in actual and _may_be_told(actual["value"], case) else ""
        text = f"{name}: expected {_of_type(expected)}, got {kind(actual)}{shown} (in {case.call})"
        return [Finding(code="C001", message=text)]
    want, got = _plain(expected), _plain(actual)
    if want == got:
        return []
    told = f"got {got!r}" if _may_be_told(got, case) else "got another value"
    text = f"{name}: {told}" if case.hidden else f"{name}: expected {want!r}, {told}"
    return [Finding(code="C004", message=f"{text} (in {case.call})")]


def tree(
    expected: Any, actual: Any, case: Case, *, name: str = "", rtol: float = 1e-3, parts: Sequence[str] = (),
    advice: str = "",
) -> list[Finding]:
    """All arrays of a tree (dicts, lists) are equal in shape and in values; the first that is not is told.

    Args:
        name: what the tree is called. rtol: see `arrays`.
        parts: the keys of the tree that count, in the order in which they are looked at; all when none is given.
        advice: a sentence for those whose values differ.

    Findings:
        C001: a part is missing. C002: another shape. C004, C005: see `arrays`.
    """
    if parts:
        expected = {key: expected[key] for key in parts}
    findings = _branch(expected, actual, case, name, rtol)
    return [*findings, *advise(findings, advice)]


def _branch(expected: Any, actual: Any, case: Case, name: str, rtol: float) -> list[Finding]:
    if isinstance(expected, dict) and isinstance(actual, dict) and "type" not in actual:
        pairs = [(f"{name} {key}".strip(), expected[key], actual.get(key)) for key in expected]
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = [(f"{name} {place}", *pair) for place, pair in enumerate(zip(expected, actual, strict=True), 1)]
    elif isinstance(expected, np.ndarray) and isinstance(actual, np.ndarray):
        return _leaf(expected, actual, case, name, rtol)
    else:
        text = f"{name or 'the value'}: expected {kind(expected)}, got {kind(actual)} (in {case.call})"
        return [] if _same_leaf(expected, actual) else [Finding(code="C001", message=text)]
    for label, want, got in pairs:
        findings = _branch(want, got, case, label, rtol)
        if findings:
            return findings
    return []


def _leaf(
    expected: np.ndarray[Any, Any], actual: np.ndarray[Any, Any], case: Case, name: str, rtol: float
) -> list[Finding]:
    if expected.shape != actual.shape:
        text = f"{name}: expected shape {tuple(expected.shape)}, got {shape_told(actual, case)} (in {case.call})"
        return [Finding(code="C002", message=text)]
    return values(expected, actual, case, name, rtol)


def _same_leaf(expected: Any, actual: Any) -> bool:
    return type(expected) is type(actual) and not isinstance(expected, list | dict | np.ndarray) and expected == actual


def _may_be_told(value: Any, case: Case) -> bool:
    """Whether a value may be shown: of a hidden call small whole numbers alone, for others can hold its arguments."""
    return not case.hidden or (type(value) in (bool, int, float) and abs(value) <= MOST_TOLD and value == int(value))


def _plain(node: Any) -> Any:
    return node["array"].item() if "array" in node else node.get("value")


def _of_type(node: Any) -> str:
    return {"int": "a whole number (int)", "str": "a text (str)"}.get(node["type"], f"a {node['type']}")
