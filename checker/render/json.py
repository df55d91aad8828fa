"""The report for programs: strict, versioned JSON, described by ``reports/templates/report.schema.json``.

It is not cut and not made visible, being data; only lone surrogates, which many parsers refuse, are written out as
text. All else that a student wrote stays as it was, escaped to ASCII.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from checker.model import CheckResult, Finding, Row, TaskVerdict, Verdict
from checker.render import digest

# History of the format:
# 1: first version
FORMAT = 1

SURROGATE = re.compile("[\ud800-\udfff]")


def render(verdict: Verdict) -> str:
    """The verdict as one JSON object, ending in a newline.

    Raises:
        ValueError: a number of the checker's own (seconds) is not finite.
    """
    document = {"format": FORMAT, **_verdict(verdict)}
    written = json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2)
    # Lossless, as these only stand within strings: no page ends a script at "</", no CI runner obeys "##[".
    return written.replace("<", "\\u003c").replace("##[", "##\\u005b") + "\n"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """The whole run."""
    share = digest.total(verdict)
    return {
        "project": _text(verdict.project),
        "title": _text(verdict.title),
        "outcome": verdict.outcome.value,
        "points": share.points,
        "max_points": share.max_points,
        "provenance": _plain(verdict.provenance),
        "tasks": [task_as_json(task) for task in verdict.tasks],
    }


def task_as_json(verdict: TaskVerdict) -> dict[str, Any]:
    """One task, in the types of JSON."""
    return {
        "number": verdict.task.number,
        "name": _text(verdict.task.name),
        "title": _text(verdict.task.title),
        "file": _text(verdict.file),
        "outcome": verdict.outcome.value,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "diagnosis": [_text(sentence) for sentence in verdict.diagnosis],
        "manual_review": _text(verdict.task.manual_review),
        "seconds": verdict.seconds,
        "provenance": _plain(verdict.provenance),
        "printed": _text(digest.printed(verdict)),
        "checks": [_check(result, verdict.file) for result in verdict.results],
    }


def _check(result: CheckResult, own_file: str) -> dict[str, Any]:
    """One check. A broken check's `max_points` is 0."""
    return {
        "id": _text(result.spec.id),
        "title": _text(result.spec.title),
        "group": result.spec.group.value,
        "outcome": result.outcome.value,
        "points": result.points,
        "max_points": result.max_points,
        "needs": [_text(need) for need in result.spec.needs],
        "explains": [_text(other) for other in result.spec.explains],
        "findings": [_finding(finding, own_file) for finding in result.findings],
    }


def _finding(finding: Finding, own_file: str) -> dict[str, Any]:
    """One finding; what isn't known is null, and `rows` is there only with a table."""
    file = finding.file or (own_file if finding.line else "")
    told: dict[str, Any] = {
        "code": _text(finding.code),
        "message": _text(finding.message),
        "file": _text(file) or None,
        "line": finding.line or None,
        "column": finding.column or None,
        "remark": finding.remark,
    }
    return told | ({"rows": [_row(row) for row in finding.rows]} if finding.rows else {})


def _row(row: Row) -> dict[str, Any]:
    """One line of two tables."""
    return {
        "expected": _text(row.expected),
        "actual": _text(row.actual),
        "same": row.same,
        "place": _text(row.place),
    }


def _plain(value: Any) -> Any:
    """`value` in the types of JSON: numbers that JSON lacks, and any other object, become their text."""
    if isinstance(value, Mapping):
        return {_text(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or type(value) in (bool, int) or (type(value) is float and math.isfinite(value)):
        return value
    return _text(str(value))


def _text(value: str) -> str:
    r"""`value` with each lone surrogate as the six characters ``\udc80``."""
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", value)
