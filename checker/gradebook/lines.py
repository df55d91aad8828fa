"""What a line of the gradebook says as a whole: its points, what they lack, and the same on another scale."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from checker.errors import UsageError
from checker.gradebook.text import visible
from checker.model import Outcome
from checker.students import Grade, Gradebook, Line, Student

# Whom, and what is to be told of them.
Told = tuple[str, str]
MOST_NAMED = 3
HUNDREDTH = Decimal("0.01")


def grades(book: Gradebook, line: Line) -> dict[str, Grade]:
    """The line's grades in the order of the book's tasks; those of other tasks don't count."""
    return {task: line.grades[task] for task in book.tasks if task in line.grades}


def ungraded(book: Gradebook, line: Line) -> list[str]:
    """The tasks without a grade."""
    return [task for task in book.tasks if task not in line.grades]


def broken(book: Gradebook, line: Line) -> list[str]:
    """The tasks in which the checker itself failed."""
    return [task for task, grade in grades(book, line).items() if grade.outcome is Outcome.BROKEN]


def unopened(book: Gradebook, line: Line) -> list[str]:
    """The tasks that failed because what was handed in could not be opened: an archive in pieces, a missing folder."""
    return [
        task for task, grade in grades(book, line).items() if grade.note and grade.outcome is not Outcome.BROKEN
    ]


def outdated(book: Gradebook, line: Line) -> list[str]:
    """The tasks that were worth other points when they were graded; a broken one only when it was worth more."""
    return [task for task, grade in grades(book, line).items() if _is_outdated(grade, book.tasks[task])]


def remarks(book: Gradebook, line: Line) -> list[str]:
    """Why a person has to look before the line's points are anybody's grade; none for most lines."""
    told = [
        (ungraded(book, line), "not graded"),
        (broken(book, line), "broken (nobody's fault, see checker history)"),
        (unopened(book, line), "handed in as what could not be opened (see checker history)"),
        (outdated(book, line), "graded when it was worth other points (grade it again)"),
    ]
    return [f"{why}: {', '.join(map(visible, tasks))}" for tasks, why in told if tasks]


def points(book: Gradebook, line: Line) -> int:
    """The points earned in all tasks that have a grade."""
    return sum(grade.points for grade in grades(book, line).values())


def max_points(book: Gradebook, line: Line) -> int:
    """The points that could be earned in them; broken checks count for none."""
    return sum(grade.max_points for grade in grades(book, line).values())


def scaled(book: Gradebook, line: Line, possible: Decimal) -> Decimal:
    """The line's points where all the project's points are `possible`: two decimals, a half is rounded up.

    Raises:
        UsageError: the project's tasks have no points.
    """
    everything = sum(book.tasks.values())
    if everything <= 0:
        raise UsageError(f"the tasks of {book.project} have no points that could be put on a scale of {possible}")
    return (points(book, line) * possible / everything).quantize(HUNDREDTH, ROUND_HALF_UP)


def who(student: Student) -> str:
    """A student in a sentence: the id, and the name where it is known."""
    return visible(f"{student.id} ({student.name})" if student.name else student.id)


def together(told: Iterable[Told]) -> list[str]:
    """A sentence for each thing that is told: ``ada: no address``, ``5 students (ada, bob, cy and 2 more): ...``."""
    named: dict[str, list[str]] = {}
    for name, what in told:
        named.setdefault(what, []).append(name)
    return [f"{names[0] if len(names) == 1 else _several(names)}: {what}" for what, names in named.items()]


def _several(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"{len(names):,} students ({', '.join(names[:MOST_NAMED])}{more})"


def _is_outdated(grade: Grade, possible: int) -> bool:
    is_broken = grade.outcome is Outcome.BROKEN
    return grade.max_points > possible or (grade.max_points < possible and not is_broken)
