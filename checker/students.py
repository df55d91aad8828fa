"""The nouns of a class: who handed in, where that lies, and what it was worth."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.model import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Student:
    """Somebody who handed in; `place` is a folder or an archive, or where git fetches from: a URL, a path, a bundle.

    A `revision` is what to take of a repository: a branch, a tag or a commit; "" is its head.
    """

    id: str
    name: str = ""
    email: str = ""
    place: str = ""
    git: bool = False
    revision: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """A verdict on one student's answer to one task, as the store keeps it.

    Args:
        project: its path, such as ``supervised_learning/0x08-deep_cnns``. task: its name, such as ``4-resnet50``.
        key: what the verdict depends on (the submission, the spec, ...) → a hash or a version of it.
        verdict: the task as the JSON report has it, and the versions that it ran with and the source that was judged.
        reason: why it was graded: "first", or what has changed since the verdict before it.
        note: why what was handed in could not be opened, or why it could not be judged; a person has to look at that.
        seconds: the wall time that it took.
    """

    student: str
    project: str
    task: str
    outcome: Outcome
    points: int
    max_points: int
    seconds: float
    graded_at: datetime.datetime
    reason: str = ""
    note: str = ""
    key: Mapping[str, str] = field(default_factory=dict)
    verdict: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of the gradebook: a student, and the task's name → the newest grade, for all tasks that have one."""

    student: Student
    grades: Mapping[str, Grade] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gradebook:
    """A project's grades: its tasks in order, each with all its points, and a line for each student."""

    project: str
    title: str
    tasks: Mapping[str, int]
    lines: tuple[Line, ...]
