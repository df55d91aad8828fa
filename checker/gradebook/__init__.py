"""Pure functions from the gradebook of a class to the files of other programs, one file for each format.

==========  ===========================================  ==================================================
format      for                                          options
==========  ===========================================  ==================================================
csv         a spreadsheet                                none
json        a program                                    none
canvas      Canvas' import of a gradebook                ``exported``: the text of the file that Canvas
                                                         exported; ``column``: the assignment's name
moodle      Moodle's import of grades                    ``possible``: what all points are worth there, a
                                                         Decimal
gradescope  Gradescope, a results.json for each student  none
==========  ===========================================  ==================================================

Each file has the project's name in its own, so that those of several projects may lie in one folder. Nothing here reads
or writes files. ``docs/gradebook.md`` says how to import what they make.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from checker.gradebook import canvas, csv, gradescope, json, lines, moodle
from checker.students import Gradebook
from checker.writing import file_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """Files to write, in UTF-8: a relative path → its text; and sentences for staff on what they lack."""

    files: Mapping[str, str]
    told: tuple[str, ...] = ()


def _csv(book: Gradebook) -> Export:
    return Export(files={f"gradebook-{book.project}.csv": csv.render(book)}, told=_remarks(book))


def _json(book: Gradebook) -> Export:
    return Export(files={f"gradebook-{book.project}.json": json.render(book)}, told=_remarks(book))


def _canvas(book: Gradebook, **options: Any) -> Export:
    text, told = canvas.fill(book, **options)
    return Export(files={f"canvas-{book.project}.csv": text}, told=tuple(told))


def _moodle(book: Gradebook, **options: Any) -> Export:
    text, told = moodle.render(book, **options)
    return Export(files={f"moodle-{book.project}.csv": text}, told=tuple(told))


def _gradescope(book: Gradebook) -> Export:
    files, told = gradescope.render(book)
    place = f"gradescope-{book.project}"
    named = {f"{place}/{file_name(student)}/{gradescope.FILE}": text for student, text in files.items()}
    return Export(files=named, told=tuple(told))


def _remarks(book: Gradebook) -> tuple[str, ...]:
    """What a person has to look at, for formats that have a place for it beside the points."""
    told = ((lines.who(line.student), remark) for line in book.lines for remark in lines.remarks(book, line))
    return tuple(lines.together(told))


EXPORTERS: Mapping[str, Callable[..., Export]] = {
    "csv": _csv,
    "json": _json,
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
}
