"""The gradebook for a spreadsheet: exact texts, and whatever is in it reads back and computes nothing."""

import csv
import io

import gradebooks
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.gradebook import EXPORTERS
from checker.gradebook.csv import render
from checker.gradebook.text import cell, table

EXPECTED = """\
"id","name","email","0-inception_block","4-resnet50","total","max","remarks"
"1001","Ada Lovelace","Ada.Lovelace@example.org",90,60,150,160,""
"1002","Alan Turing","alan@example.org",0,"","","","not graded: 4-resnet50"
"1003","Grace Hopper","grace@example.org",100,30,130,145,"broken (nobody's fault, see checker history): 4-resnet50"
"""
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTILE = st.text(st.sampled_from(["=", "+", "-", "@", "\uff1d", ";", ",", '"', "'", " ", "\t", "\r", "\n", "\0", "1"]))
# Letters, digits, signs and spaces of any script; what begins like a formula has tests of its own.
NAMES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=";") | st.just(" ")).filter(
    lambda name: not name.lstrip(' "').startswith(SIGNS)
)


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_a_class_is_written_exactly():
    """Points are numbers, a task without a grade is empty and never 0, and what is broken is named."""
    assert render(gradebooks.CLASS) == EXPECTED


def test_an_empty_class_has_a_header():
    """Nobody yet."""
    assert render(gradebooks.book()) == EXPECTED.splitlines(keepends=True)[0]


def test_grades_of_other_tasks_do_not_count():
    """A grade of a task that the project has no more changes no sum."""
    line = gradebooks.complete("a", 70)
    line = type(line)(student=line.student, grades={**line.grades, "9-gone": gradebooks.grade(5, 10)})
    assert read(render(gradebooks.book(line)))[1][3:] == ["30", "40", "70", "160", ""]


def test_a_grade_of_another_version_is_remarked():
    """A task that has other points by now is to be graded again."""
    line = gradebooks.line("a", gradebooks.grade(50, 90), gradebooks.grade(60, 60))
    told = "graded when it was worth other points (grade it again): 0-inception_block"
    assert read(render(gradebooks.book(line)))[1][3:] == ["50", "60", "110", "150", told]


@pytest.mark.parametrize("name", ["csv", "json"])
def test_remarks_are_told_too(name):
    """Staff learn of what they have to look at without opening the file."""
    export = EXPORTERS[name](gradebooks.CLASS)
    assert list(export.files) == [f"gradebook-0x08-deep_cnns.{name}"]
    assert export.told == (
        "1002 (Alan Turing): not graded: 4-resnet50",
        "1003 (Grace Hopper): broken (nobody's fault, see checker history): 4-resnet50",
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", r"'\t=1"),
        ("\ta", r"'\ta"),
        ("\ra", r"'\ra"),
        ("\na", r"'\na"),
        ("a;=1", "a;'=1"),
        ('a; "=1', "a; \"'=1"),
        ('"=1', "'\"=1"),
        ("a\nb", r"a\nb"),
        ("a\0b", r"a\x00b"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\ud800", r"\ud800"),
        ("\ufeff=1", r"\ufeff=1"),
        ('O\'Neil, "Bob"', 'O\'Neil, "Bob"'),
        ("a=b+c-d@e.org", "a=b+c-d@e.org"),
        ("Zoë Ångström 王小明", "Zoë Ångström 王小明"),
        ("", ""),
    ],
)
def test_a_text_as_a_cell(text, written):
    """What a spreadsheet would compute has an apostrophe before it, what doesn't show itself is shown."""
    assert cell(text) == written


def test_numbers_stay_numbers():
    """A negative number is no formula, and stands without quotes."""
    assert table([[-5, "-5", ""]]) == '-5,"-5",""\n'


@given(NAMES, NAMES, NAMES)
def test_what_is_written_reads_back(student, name, email):
    """Ids, names and addresses of any script come back as they were, commas and quotes too."""
    written = render(gradebooks.book(gradebooks.complete(student, 70, name, email)))
    assert read(written)[1] == [student, name, email, "30", "40", "70", "160", ""]


@given(st.lists(st.tuples(ANY_TEXT | HOSTILE, ANY_TEXT | HOSTILE, ANY_TEXT | HOSTILE), max_size=3))
def test_any_text_keeps_the_table(students):
    """Whatever the texts are: a line of printable text for each student, points in their columns, and UTF-8."""
    written = render(gradebooks.book(*(gradebooks.complete(who, 70, name, email) for who, name, email in students)))
    assert all(line.isprintable() for line in written.split("\n"))
    assert written.count("\n") == len(students) + 1
    assert [row[3:] for row in read(written)[1:]] == [["30", "40", "70", "160", ""]] * len(students)
    assert written.encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_cell_is_a_formula(delimiter, student, name, email):
    """No cell begins like a formula, whatever a program takes for the sign between cells."""
    written = render(gradebooks.book(gradebooks.complete(student, 70, name, email)))
    assert [
        one for row in read(written, delimiter) for one in row if one.lstrip().startswith((*SIGNS, "\t", "\r"))
    ] == []
