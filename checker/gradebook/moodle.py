"""The gradebook for Moodle's import of grades as CSV."""

from decimal import Decimal

from checker.gradebook import lines
from checker.gradebook.text import Cell, cell, table, visible
from checker.students import Gradebook, Line

HEADER = ("email", "idnumber", "username", "grade", "feedback")
# Moodle refuses a whole file for one grade above it, unless its administrator allows more.
MOST = Decimal(100)


def render(book: Gradebook, possible: Decimal = MOST) -> tuple[str, list[str]]:
    """The file, and sentences on whom Moodle will not grade by it.

    The project's points are scaled to `possible`. A line that a person has to look at (a task not graded, or broken)
    has no grade, and its feedback says why. `idnumber` and `username` both are the student's id. Addresses stay as they
    are, for Moodle tells upper and lower case apart; when one is missing there are none at all: Moodle would give the
    grade of a row without one to the student of the row before.

    Raises:
        UsageError: the project's tasks have no points.
    """
    without = [line for line in book.lines if not line.student.email.strip()]
    told = [
        (lines.who(line.student), "no address, so the file has none: map idnumber or username") for line in without
    ]
    rows: list[list[Cell]] = []
    for line in book.lines:
        rows.append(_row(book, line, possible))
        told += _doubts(book, line)
    if without:
        return table([HEADER[1:], *(row[1:] for row in rows)]), lines.together(told)
    return table([HEADER, *rows]), lines.together(told)


def _row(book: Gradebook, line: Line, possible: Decimal) -> list[Cell]:
    names = [cell(name) for name in (line.student.email, line.student.id, line.student.id)]
    remarks = lines.remarks(book, line)
    if remarks:
        return [*names, "", f"No grade yet: {'; '.join(remarks)}"]
    return [*names, lines.scaled(book, line, possible), _feedback(book, line)]


def _feedback(book: Gradebook, line: Line) -> str:
    """The points of each task, in one sentence."""
    each = ", ".join(
        f"{visible(task)} {grade.points} of {grade.max_points}" for task, grade in lines.grades(book, line).items()
    )
    return f"{lines.points(book, line)} of {lines.max_points(book, line)} points: {each}"


def _doubts(book: Gradebook, line: Line) -> list[lines.Told]:
    student = line.student
    told = [(lines.who(student), f"no grade is written: {remark}") for remark in lines.remarks(book, line)]
    changed = [name for name in (student.id, student.email) if cell(name) != name]
    told += [
        (
            lines.who(student),
            f"{name!r} is written as {cell(name)!r}, so that no spreadsheet computes it, and Moodle will not find it: "
            "enter this grade by hand, and take the row out",
        )
        for name in changed
    ]
    return told
