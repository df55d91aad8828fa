"""The gradebook for Canvas: the scores of one assignment, filled into the gradebook that Canvas exported."""

from decimal import Decimal

from checker.gradebook import lines
from checker.gradebook.matching import match
from checker.gradebook.sheet import NUMBER, find_column, number, points_possible, read_sheet
from checker.gradebook.text import Cell, cell, table
from checker.students import Gradebook, Line

# What staff, or Canvas itself, has written where no score belongs: excused, and not assigned to this student.
NO_SCORE = ("ex", "n/a")


def fill(book: Gradebook, exported: str, column: str = "") -> tuple[str, list[str]]:
    r"""The file to import, and sentences on everybody whose score is not written into it.

    It has the columns that Canvas knows a student by and the one of the assignment, so that nothing else can be
    changed by it; lines end in ``\n``, and what parts cells is what parted them. The project's points are scaled to
    what Canvas has in ``Points Possible``: two decimals, a half is rounded up. The cell stays as it was, for Canvas
    would take an empty one for an order to delete, where

    - a student is in Canvas alone, or can't be told from another;
    - a task is not graded, broken, or was worth other points when it was graded;
    - it says that the student is excused, or that the assignment is none of theirs.

    Args:
        book: the grades; `book.project` is the project's own name.
        exported: the text of the file that Canvas exported.
        column: the name of the assignment's column; without one, the only one with the project's name in it.

    Raises:
        UsageError: the text is no exported gradebook, the column can't be told, or it or the project has no points.
    """
    sheet = read_sheet(exported)
    place = find_column(sheet, book.project, column)
    possible = points_possible(sheet, place)
    matches = match(book, sheet)
    told = list(matches.told)
    rows: list[list[Cell]] = [[sheet.header[at] for at in (*sheet.identifying, place)]]
    for index, row in enumerate(sheet.rows):
        if sheet.is_left_out(row):
            continue
        score: Cell = _kept(row[place])
        if index in matches.lines:
            doubts = _doubts(book, matches.lines[index], row[place])
            told += doubts
            score = score if doubts else _score(book, matches.lines[index], possible)
        rows.append([*(cell(row[at]) for at in sheet.identifying), score])
    return table(rows, sheet.delimiter), lines.together(told)


def _score(book: Gradebook, line: Line, possible: str) -> Cell:
    """The line's score, with the decimal comma where the file has it."""
    score = lines.scaled(book, line, number(possible))
    return str(score).replace(".", ",") if "," in possible else score


def _kept(text: str) -> Cell:
    """A cell as Canvas wrote it; a negative score is no formula."""
    if not NUMBER.fullmatch(text.strip().removeprefix("-")):
        return cell(text)
    return text if "," in text else Decimal(text)


def _doubts(book: Gradebook, line: Line, written: str) -> list[lines.Told]:
    """Why a student's cell stays as it was; none when it is to be filled."""
    why = lines.remarks(book, line)
    if written.strip().casefold() in NO_SCORE:
        why.append(f"Canvas has {written.strip()!r} there")
    return [(lines.who(line.student), f"the cell stays as it was: {reason}") for reason in why]
