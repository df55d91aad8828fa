"""The gradebook as CSV: a row for each student, a column for each task."""

from checker.gradebook import lines
from checker.gradebook.text import Cell, cell, table
from checker.students import Gradebook, Line

BEFORE = ("id", "name", "email")
AFTER = ("total", "max", "remarks")


def render(book: Gradebook) -> str:
    r"""The columns id, name, email, each task, total, max and remarks, under a header; lines end in ``\n``.

    A task without a grade has an empty cell, and its line no total and no max. Where the checker itself failed, `max`
    is less by the broken checks' points, and `remarks` names the task.
    """
    header = [*BEFORE, *map(cell, book.tasks), *AFTER]
    return table([header, *(_row(book, line) for line in book.lines)])


def _row(book: Gradebook, line: Line) -> list[Cell]:
    complete = not lines.ungraded(book, line)
    total: list[Cell] = [lines.points(book, line), lines.max_points(book, line)] if complete else ["", ""]
    return [
        cell(line.student.id),
        cell(line.student.name),
        cell(line.student.email),
        *(line.grades[task].points if task in line.grades else "" for task in book.tasks),
        *total,
        "; ".join(lines.remarks(book, line)),
    ]
