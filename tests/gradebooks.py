"""A small class, and builders for others: a project of two tasks that are worth 100 and 60 points."""

import datetime
from collections.abc import Mapping
from typing import Any

from checker.model import Outcome
from checker.students import Grade, Gradebook, Line, Student

PROJECT = "0x08-deep_cnns"
TASKS = {"0-inception_block": 100, "4-resnet50": 60}
WHEN = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))


def grade(
    points: int, max_points: int, outcome: Outcome = Outcome.FAILED, verdict: Mapping[str, Any] | None = None
) -> Grade:
    """A grade that took a quarter of a second."""
    return Grade(
        student="somebody",
        project=PROJECT,
        task="some task",
        outcome=outcome,
        points=points,
        max_points=max_points,
        seconds=0.25,
        graded_at=WHEN,
        verdict=verdict or {},
    )


def line(student: str, *grades: Grade | None, name: str = "", email: str = "") -> Line:
    """A line with the grades of the tasks, in their order; None is a task without one."""
    pairs = zip(TASKS, grades, strict=False)
    graded = {task: one for task, one in pairs if one is not None}
    return Line(student=Student(id=student, name=name, email=email), grades=graded)


def complete(student: str, points: int = 70, name: str = "", email: str = "") -> Line:
    """A line with grades for both tasks, 40 points of them in the second."""
    return line(student, grade(points - 40, 100), grade(40, 60), name=name, email=email)


def book(*lines: Line) -> Gradebook:
    """A gradebook of these lines."""
    return Gradebook(project=PROJECT, title="Deep Convolutional Architectures", tasks=TASKS, lines=lines)


ADA = line("1001", grade(90, 100), grade(60, 60, Outcome.PASSED), name="Ada Lovelace", email="Ada.Lovelace@example.org")
INCOMPLETE = line("1002", grade(0, 100), None, name="Alan Turing", email="alan@example.org")
BROKEN = line("1003", grade(100, 100, Outcome.PASSED), grade(30, 45, Outcome.BROKEN), name="Grace Hopper",
              email="grace@example.org")  # fmt: skip
CLASS = book(ADA, INCOMPLETE, BROKEN)
