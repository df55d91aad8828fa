"""A task's verdict made again of its JSON, so that any renderer can show what a store has kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checker.model import CheckResult, CheckSpec, Finding, Group, Outcome, Row, TaskSpec, TaskVerdict


def task_from_json(told: Mapping[str, Any], task: TaskSpec) -> TaskVerdict:
    """The verdict that `json.task_as_json` has told of; without its source, which is not told.

    Args:
        told: the task in the types of JSON.
        task: its spec, perhaps of a later version: it says what broken checks are worth, for their JSON does not.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: when it is something else.
    """
    points = {check.id: check.points for check in task.checks}
    return TaskVerdict(
        task=replace(task, number=told["number"], title=told["title"], manual_review=told["manual_review"]),
        file=told["file"],
        results=tuple(_result(check, points) for check in told["checks"]),
        printed=told["printed"],
        diagnosis=tuple(told["diagnosis"]),
        seconds=told["seconds"],
        provenance=dict(told["provenance"]),
    )


def _result(told: Mapping[str, Any], points: Mapping[str, int]) -> CheckResult:
    outcome = Outcome(told["outcome"])
    spec = CheckSpec(
        id=told["id"],
        title=told["title"],
        group=Group(told["group"]),
        points=points.get(told["id"], 0) if outcome is Outcome.BROKEN else told["max_points"],
        needs=tuple(told["needs"]),
        explains=tuple(told["explains"]),
    )
    return CheckResult(spec=spec, outcome=outcome, findings=tuple(map(_finding, told["findings"])))


def _finding(told: Mapping[str, Any]) -> Finding:
    rows = (Row(expected=row["expected"], actual=row["actual"], place=row["place"]) for row in told.get("rows", ()))
    return Finding(
        code=told["code"],
        message=told["message"],
        file=told["file"] or "",
        line=told["line"] or 0,
        column=told["column"] or 0,
        remark=told["remark"],
        rows=tuple(rows),
    )
