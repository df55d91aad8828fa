"""Is the file the answer to another task, saved under this one's name?"""

from collections.abc import Mapping
from typing import Any

from checker.model import ProjectSpec, TaskSpec
from checker.static_checks.signature import signature
from checker.static_checks.source import Source

_TOLD = "{file} has {theirs}, which task {number} asks for, not {asked}: did you mean to save it as {other}?"


def other_task(project: ProjectSpec, task: TaskSpec, source: Source) -> tuple[str, ...]:
    """Whether the file has another task's function and not its own: a sentence for the student, none when it hasn't."""
    asked = _signatures(task)
    if source.tree is None or not asked or _has(source, asked):
        return ()
    for other in project.tasks:
        theirs = _signatures(other)
        if other.file != task.file and _has(source, theirs):
            words = {"theirs": _called(theirs), "number": other.number, "asked": _called(asked), "other": other.file}
            return (_TOLD.format(file=source.file, **words),)
    return ()


def _signatures(task: TaskSpec) -> list[Mapping[str, Any]]:
    return [check.parameters for check in task.checks if check.static == "signature"]


def _has(source: Source, signatures: list[Mapping[str, Any]]) -> bool:
    return bool(signatures) and not any(signature(source, **asked) for asked in signatures)


def _called(signatures: list[Mapping[str, Any]]) -> str:
    return " and ".join(f"{asked['function']}({', '.join(asked['parameters'])})" for asked in signatures)
