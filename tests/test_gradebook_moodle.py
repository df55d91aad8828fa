"""The gradebook for Moodle: exact texts, and nobody gets the grade of the row before."""

import dataclasses
from decimal import Decimal

import gradebooks
import pytest

from checker.errors import UsageError
from checker.gradebook import EXPORTERS
from checker.gradebook.moodle import render

EXPECTED = """\
"email","idnumber","username","grade","feedback"
"Ada.Lovelace@example.org","1001","1001",93.75,"150 of 160 points: 0-inception_block 90 of 100, 4-resnet50 60 of 60"
"alan@example.org","1002","1002","","No grade yet: not graded: 4-resnet50"
"grace@example.org","1003","1003","","No grade yet: broken (nobody's fault, see checker history): 4-resnet50"
"""
TOLD = [
    "1002 (Alan Turing): no grade is written: not graded: 4-resnet50",
    "1003 (Grace Hopper): no grade is written: broken (nobody's fault, see checker history): 4-resnet50",
]


def test_a_class_is_written_exactly():
    """Points are of 100, addresses keep their case, and who has no grade is told, in the file too."""
    assert render(gradebooks.CLASS) == (EXPECTED, TOLD)


def test_the_table_of_exporters_gives_the_same():
    """As a file, and on another scale where that is asked."""
    export = EXPORTERS["moodle"](gradebooks.CLASS)
    assert (export.files, export.told) == ({"moodle-0x08-deep_cnns.csv": EXPECTED}, tuple(TOLD))
    other = EXPORTERS["moodle"](gradebooks.CLASS, possible=Decimal(20)).files["moodle-0x08-deep_cnns.csv"]
    assert other.splitlines()[1].startswith('"Ada.Lovelace@example.org","1001","1001",18.75,')


def test_without_an_address_there_are_none():
    """Moodle would give the grade of a row without one to the student of the row before."""
    text, told = render(gradebooks.book(gradebooks.complete("a", 80, email="a@x.org"), gradebooks.complete("b", 160)))
    assert text == (
        '"idnumber","username","grade","feedback"\n'
        '"a","a",50.00,"80 of 160 points: 0-inception_block 40 of 100, 4-resnet50 40 of 60"\n'
        '"b","b",100.00,"160 of 160 points: 0-inception_block 120 of 100, 4-resnet50 40 of 60"\n'
    )
    assert told == ["b: no address, so the file has none: map idnumber or username"]


def test_the_same_trouble_of_many_is_one_sentence():
    """With their number, and the names of the first three."""
    _, told = render(gradebooks.book(*(gradebooks.complete(str(number), 80) for number in range(20))))
    assert told == ["20 students (0, 1, 2 and 17 more): no address, so the file has none: map idnumber or username"]


def test_an_id_that_would_be_a_formula_is_told():
    """Its apostrophe keeps a spreadsheet from computing it, and Moodle from knowing it."""
    text, told = render(gradebooks.book(gradebooks.complete("=1", 80, "Eve", "e@x.org")))
    assert text.splitlines()[1].startswith('"e@x.org","\'=1","\'=1",50.00,')
    assert told == [
        "=1 (Eve): '=1' is written as \"'=1\", so that no spreadsheet computes it, and Moodle will not find it: "
        "enter this grade by hand, and take the row out"
    ]


def test_a_project_without_points_is_told():
    """There is nothing to scale."""
    with pytest.raises(UsageError, match=r"^the tasks of 0x08-deep_cnns have no points"):
        render(dataclasses.replace(gradebooks.book(gradebooks.line("a", email="a@x.org")), tasks={}))
