"""The gradebook for programs: strict, versioned JSON. Texts are data and stay as they were, but for lone surrogates."""

import datetime
from typing import Any

from checker.gradebook import lines
from checker.gradebook.text import document
from checker.students import Grade, Gradebook, Line

# History of the format:
# 1: first version
FORMAT = 1


def render(book: Gradebook) -> str:
    """The gradebook as one JSON object, ending in a newline.

    A task without a grade is null, and so are the points of its line. The names of broken tasks are in `broken`.
    """
    return document(
        {
            "format": FORMAT,
            "project": book.project,
            "title": book.title,
            "max_points": sum(book.tasks.values()),
            "tasks": [{"name": task, "max_points": most} for task, most in book.tasks.items()],
            "students": [_line(book, line) for line in book.lines],
        }
    )


def _line(book: Gradebook, line: Line) -> dict[str, Any]:
    """One student."""
    complete = not lines.ungraded(book, line)
    return {
        "id": line.student.id,
        "name": line.student.name,
        "email": line.student.email,
        "points": lines.points(book, line) if complete else None,
        "max_points": lines.max_points(book, line) if complete else None,
        "broken": lines.broken(book, line),
        "remarks": lines.remarks(book, line),
        "grades": {task: _grade(line.grades[task]) if task in line.grades else None for task in book.tasks},
    }


def _grade(grade: Grade) -> dict[str, Any]:
    """One grade; the verdict itself is in the task's own report."""
    return {
        "outcome": grade.outcome.value,
        "points": grade.points,
        "max_points": grade.max_points,
        "graded_at": grade.graded_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
    }
