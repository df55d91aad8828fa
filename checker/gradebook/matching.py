"""Which row of an exported Canvas gradebook is whose; a doubt is told, and never settled by guessing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.gradebook.lines import Told, who
from checker.gradebook.sheet import EMAILS, IDS, Sheet
from checker.gradebook.text import visible
from checker.students import Gradebook, Line, Student

LOGIN = "sis login id"

Rows = Mapping[int, tuple[str, ...]]
Index = Mapping[str, set[int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matches:
    """A row's number → the line that is its student's, and what is told of whoever has no other half."""

    lines: Mapping[int, Line]
    told: list[Told]


def match(book: Gradebook, sheet: Sheet) -> Matches:
    """The rows of the book's students.

    The student's id is looked for in one of the columns SIS User ID, SIS Login ID and ID: that which most of the class
    is in, for a number may be one student's in the one and another's in the other. The address is looked for in Email
    and SIS Login ID. Upper and lower case are the same. Names count only where the file has none of these columns, and
    only when they are unique. Two rows for a student, and two students for a row, are no match.
    """
    rows = {number: row for number, row in enumerate(sheet.rows) if sheet.is_student(row)}
    looked, found = _looked_up(book, sheet, rows)
    wanted = Counter(number for numbers in found for number in numbers)
    matched: dict[int, Line] = {}
    told: list[Told] = []
    for line, numbers in zip(book.lines, found, strict=True):
        if len(numbers) == 1 and wanted[min(numbers)] == 1:
            matched[min(numbers)] = line
            told += _other_name(line.student, sheet.name(rows[min(numbers)]))
        else:
            names = [sheet.name(rows[number]) for number in sorted(numbers)]
            told.append((who(line.student), _unmatched(looked, names)))
    told += [
        (visible(sheet.name(row)), "in Canvas alone, without a line in the class: the cell stays as it was")
        for number, row in rows.items()
        if number not in matched
    ]
    return Matches(lines=matched, told=told)


def _looked_up(book: Gradebook, sheet: Sheet, rows: Rows) -> tuple[str, list[set[int]]]:
    """Where was looked, in words, and for each of the book's lines the rows that may be its student's."""
    ids = [name for name in IDS if name in sheet.columns]
    emails = [name for name in (*EMAILS, LOGIN) if name in sheet.columns]
    if not ids and not emails:
        by_name = _index((_words(sheet.name(row)), number) for number, row in rows.items())
        return "Student", [by_name.get(_words(line.student.name), set()) for line in book.lines]
    by_id = _fullest(book, [_column(sheet, rows, name) for name in ids])
    by_email = [_column(sheet, rows, name) for name in emails]
    found = [
        by_id.get(_key(line.student.id), set()).union(*(index.get(_key(line.student.email), ()) for index in by_email))
        for line in book.lines
    ]
    names = dict.fromkeys(sheet.header[sheet.columns[name]] for name in (*ids, *emails))
    return ", ".join(map(visible, names)), found


def _fullest(book: Gradebook, indices: list[Index]) -> Index:
    """The first of those that most of the book's students are in by their ids."""
    return max(indices, key=lambda index: sum(_key(line.student.id) in index for line in book.lines), default={})


def _column(sheet: Sheet, rows: Rows, name: str) -> Index:
    """A column's cells → the rows that have them."""
    return _index((_key(row[sheet.columns[name]]), number) for number, row in rows.items())


def _index(pairs: Iterable[tuple[str, int]]) -> Index:
    """Each text → the numbers that it comes with; nothing is known by an empty text."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for text, number in pairs:
        if text:
            numbers[text].add(number)
    return dict(numbers)


def _key(text: str) -> str:
    return text.strip().casefold()


def _words(name: str) -> str:
    """A name as ``first last``, also when it was written ``Last, First``."""
    last, comma, first = name.partition(",")
    return " ".join(f"{first} {last}".casefold().split() if comma else name.casefold().split())


def _unmatched(looked: str, names: list[str]) -> str:
    if not names:
        return f"not in the exported gradebook, which was searched by {looked}: no grade is written"
    rows = " and ".join(repr(name) for name in names)
    return f"can't be told from others in the exported gradebook, see {rows}: no grade is written"


def _other_name(student: Student, name: str) -> list[Told]:
    """A warning where a student's two names have no word in common: the id may be somebody else's there."""
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (student.name, name))
    if ours & theirs or not ours or not theirs:
        return []
    return [(who(student), f"got the row of {name!r}: see whether that is the same person")]
