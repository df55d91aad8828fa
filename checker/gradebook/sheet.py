"""A gradebook as Canvas exports it: its header, its rows, and which column is meant."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from checker.errors import UsageError

BYTE_ORDER_MARK = "\ufeff"
NAMES = ("student", "lastname", "firstname")
IDS = ("sis user id", "sis login id", "id")
EMAILS = ("email", "e-mail", "email address")
# What Canvas wants back to know a student by; it takes any other column for an assignment.
IDENTIFYING = (*NAMES, *IDS, "integration id", "root account", "section")
# Columns that Canvas computes, or that are not for scores.
COMPUTED = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
READ_ONLY = "read only"
POINTS_POSSIBLE = "Points Possible"
# Canvas writes two decimals and no sign between thousands: "1,000" would be ambiguous.
NUMBER = re.compile(r"\d{1,9}(\.\d{1,9}|,\d{1,2})?", re.ASCII)
ASSIGNMENT_ID = re.compile(r"\s*\(\d+\)$")
HIDDEN = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE)
TEST_STUDENT = ("student, test", "test student")
MOST_CANDIDATES = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The exported file: every row has as many cells as the header.

    Args:
        columns: a column's name in lower case → its place; of several of one name the first.
        identifying: the places of the columns that say who the student is.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    columns: Mapping[str, int]
    identifying: tuple[int, ...]

    def name(self, row: tuple[str, ...]) -> str:
        """Who a row is about: ``Last, First``."""
        return ", ".join(row[self.columns[name]].strip() for name in NAMES if name in self.columns)

    def is_student(self, row: tuple[str, ...]) -> bool:
        """Whether a row is about a student, and neither about the columns nor to be left out."""
        return not self.is_about_columns(row) and not self.is_left_out(row)

    def is_about_columns(self, row: tuple[str, ...]) -> bool:
        """Whether a row tells of the columns: what they are worth, or that they are posted by hand."""
        is_nobody = not any(row[place].strip() for place in self.identifying[1:])
        return (POINTS_POSSIBLE in row[0] and is_nobody) or all(HIDDEN.fullmatch(cell) for cell in row)

    def is_left_out(self, row: tuple[str, ...]) -> bool:
        """Whether a row is the student that Canvas makes up for tests, or one whose name is that of the points' row.

        Canvas would take the score of the latter for what the assignment is worth.
        """
        is_test = _plain(self.name(row)) in TEST_STUDENT
        return is_test or (POINTS_POSSIBLE in row[0] and not self.is_about_columns(row))


def read_sheet(exported: str) -> Sheet:
    """The sheet in the text of an exported file, with or without a byte order mark, parted by commas or semicolons.

    Raises:
        UsageError: it is no CSV, has no column Student, or a row has more cells than the header.
    """
    text = exported.removeprefix(BYTE_ORDER_MARK)
    for delimiter in (",", ";"):
        # The first line alone, for a whole file that is parted otherwise may be no CSV at all.
        first = _rows(text.lstrip().partition("\n")[0], delimiter, strict=False)
        names = [_plain(cell) for cell in first[0][1]] if first else []
        if {"student", "lastname"} & set(names) and len(names) > 1:
            return _sheet(_rows(text, delimiter), delimiter)
    began = f"begins with {text[:60]!r}" if text else "is empty"
    raise UsageError(
        "the file is no exported Canvas gradebook: its first row should have a column Student and others, "
        f"and the file {began}. In Canvas: Grades, Export, Export Entire Gradebook"
    )


def find_column(sheet: Sheet, project: str, column: str) -> int:
    """The place of the assignment named `column` (its number in brackets may be left out).

    Without a name it is the only one whose name has the project's in it: ``0x08-deep_cnns`` whole, or else ``0x08``.

    Raises:
        UsageError: there is none, or more than one; the message lists candidates.
    """
    places = [place for place in range(len(sheet.header)) if _is_assignment(sheet, place)]
    if column:
        found = _named(sheet, places, column)
        sought = f"named {column!r}"
    else:
        short = project.partition("-")[0]
        found = _containing(sheet, places, project) or _containing(sheet, places, short)
        sought = f"with {short!r} in its name"
    if len(found) == 1:
        return found[0]
    if not found:
        near = difflib.get_close_matches(column, [sheet.header[place] for place in places], 3) if column else []
        known = near or [sheet.header[place] for place in places]
        raise UsageError(f"the exported gradebook has no assignment {sought}; name one of {_listed(known)}")
    several = _listed(sheet.header[place] for place in found)
    raise UsageError(f"the exported gradebook has {len(found)} assignments {sought}; name one of {several}")


def points_possible(sheet: Sheet, place: int) -> str:
    """What the assignment is worth, as the file writes it: ``100.00``, or ``100,00`` where that is the custom.

    Raises:
        UsageError: the file has no row ``Points Possible``, or no number above 0 in it.
    """
    title = sheet.header[place]
    row = _points_row(sheet)
    if not row:
        raise UsageError(
            f"the exported gradebook has no row {POINTS_POSSIBLE!r}, so what {title!r} is worth is not known; "
            "export it again, and leave that row in"
        )
    cell = row[place].strip()
    if not NUMBER.fullmatch(cell) or not number(cell):
        raise UsageError(
            f"expected a number above 0 in the row {POINTS_POSSIBLE!r} for {title!r}, got {cell!r}; "
            "give the assignment its points in Canvas and export the gradebook again"
        )
    return cell


def number(cell: str) -> Decimal:
    """The number that NUMBER describes."""
    return Decimal(cell.replace(",", "."))


def _points_row(sheet: Sheet) -> tuple[str, ...]:
    return next((row for row in sheet.rows if POINTS_POSSIBLE in row[0] and sheet.is_about_columns(row)), ())


def _sheet(rows: list[tuple[int, list[str]]], delimiter: str) -> Sheet:
    header = tuple(cell.strip() for cell in rows[0][1])
    return Sheet(
        header=header,
        rows=tuple(_padded(row, header) for row in rows[1:]),
        delimiter=delimiter,
        columns={_plain(name): place for place, name in reversed(list(enumerate(header)))},
        identifying=tuple(place for place, name in enumerate(header) if _plain(name) in IDENTIFYING),
    )


def _rows(text: str, delimiter: str, *, strict: bool = True) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its last line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UsageError(
            f"line {reader.line_num} of the exported gradebook is no CSV ({error}); export it from Canvas again"
        ) from error


def _padded(row: tuple[int, list[str]], header: tuple[str, ...]) -> tuple[str, ...]:
    line, cells = row
    if any(cells[len(header) :]):
        raise UsageError(
            f"line {line} of the exported gradebook has {len(cells)} cells and its header {len(header)}: it was "
            "changed after the export, and its columns can't be told; export it from Canvas again"
        )
    return tuple((cells + [""] * len(header))[: len(header)])


def _is_assignment(sheet: Sheet, place: int) -> bool:
    name = sheet.header[place]
    row = _points_row(sheet)
    if not name or place in sheet.identifying or _plain(name) in EMAILS or COMPUTED.search(name):
        return False
    return not row or READ_ONLY not in row[place].lower()


def _named(sheet: Sheet, places: list[int], column: str) -> list[int]:
    """The assignments of that very name, or else of that title."""
    whole = [place for place in places if _plain(sheet.header[place]) == _plain(column)]
    return whole or [place for place in places if _plain(ASSIGNMENT_ID.sub("", sheet.header[place])) == _plain(column)]


def _containing(sheet: Sheet, places: list[int], word: str) -> list[int]:
    """The assignments whose names have the word in them, not as a part of another: ``0x0`` is not in ``0x08``."""
    pattern = re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", re.IGNORECASE)
    return [place for place in places if word and pattern.search(sheet.header[place])]


def _listed(names: Iterable[str]) -> str:
    shown = [repr(name) for name in names]
    more = f" and {len(shown) - MOST_CANDIDATES} more" if len(shown) > MOST_CANDIDATES else ""
    return (", ".join(shown[:MOST_CANDIDATES]) + more) if shown else "the assignments that you make in Canvas first"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
