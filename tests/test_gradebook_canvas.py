"""The gradebook filled into one that Canvas exported: the columns, the points, and which cells stay as they were."""

import dataclasses

import gradebooks
import pytest

from checker.errors import UsageError
from checker.gradebook import EXPORTERS
from checker.gradebook.canvas import fill

# As Canvas writes it, with a byte order mark, a row on posting, the test student and computed columns.
EXPORTED = """\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,0x07. CNN (811),0x08. Deep CNNs (812),Current Score,Final Score
,,,,,,,Manual Posting,,
    Points Possible,,,,,,100.00,20.00,(read only),(read only)
"Lovelace, Ada",7,1001,ada,"Mon, 9 o'clock",tall,55.00,,55.00,20.00
"Turing, Alan",8,1002,alan,Mon,,60.00,3.50,60.00,20.00
"Hopper, Grace",9,1003,grace,Mon,,70.00,,70.00,20.00
"Neumann, John",10,1009,john,Mon,,80.00,-1.00,80.00,20.00
"Student, Test",11,,4f2a,Mon,,,,,
"""
EXPECTED = """\
"Student","ID","SIS User ID","SIS Login ID","Section","0x08. Deep CNNs (812)"
"","","","","","Manual Posting"
"    Points Possible","","","","",20.00
"Lovelace, Ada","7","1001","ada","Mon, 9 o'clock",18.75
"Turing, Alan","8","1002","alan","Mon",3.50
"Hopper, Grace","9","1003","grace","Mon",""
"Neumann, John","10","1009","john","Mon",-1.00
"""
TOLD = [
    "Neumann, John: in Canvas alone, without a line in the class: the cell stays as it was",
    "1002 (Alan Turing): the cell stays as it was: not graded: 4-resnet50",
    "1003 (Grace Hopper): the cell stays as it was: broken (nobody's fault, see checker history): 4-resnet50",
]
SMALL = "Student,ID,Section,0x08\n    Points Possible,,,{possible}\n{rows}"


def small(*rows: str, possible: str = "100") -> str:
    """An exported gradebook of one assignment."""
    return SMALL.format(possible=possible, rows="\n".join(rows))


def scores(text: str) -> list[str]:
    """The last cells of the students' rows."""
    return [line.rpartition(",")[2] for line in text.splitlines()[2:]]


def test_a_class_is_filled_in_exactly():
    """150 of 160 points are 18.75 of 20; the cells of the others stay as they were, and each is told."""
    assert fill(gradebooks.CLASS, EXPORTED) == (EXPECTED, TOLD)


def test_the_table_of_exporters_gives_the_same():
    """The exported text and the column are options."""
    export = EXPORTERS["canvas"](gradebooks.CLASS, exported=EXPORTED, column="0x08. Deep CNNs")
    assert (export.files, export.told) == ({"canvas-0x08-deep_cnns.csv": EXPECTED}, tuple(TOLD))


def test_a_student_whom_canvas_lacks_is_told():
    """Nobody is dropped without a word."""
    book = gradebooks.book(gradebooks.complete("1001", name="Ada"), gradebooks.complete("77", name="Eve"))
    _, told = fill(book, small('"Lovelace, Ada",1001,A,'))
    assert told == [
        "77 (Eve): not in the exported gradebook, which was searched by ID: no grade is written",
    ]


@pytest.mark.parametrize(
    ("possible", "points", "score"),
    [
        ("160.00", 70, "70.00"),
        ("100", 160, "100.00"),
        ("100", 0, "0.00"),
        ("100", 159, "99.38"),
        ("100", 1, "0.63"),
        ("100", 5, "3.13"),
        ("7,50", 100, '"4,69"'),
    ],
)
def test_points_are_scaled(possible, points, score):
    """Two decimals, a half is rounded up (99.375, 0.625, 3.125), with a comma where Canvas has one (4.6875)."""
    line = gradebooks.line("1001", gradebooks.grade(points, 100), gradebooks.grade(0, 60))
    text, told = fill(gradebooks.book(line), small("Ada,1001,A,", possible=f'"{possible}"'))
    assert (text.splitlines()[2].partition('"A",')[2], told) == (score, [])


@pytest.mark.parametrize("cell", ["EX", "ex", "N/A"])
def test_staffs_own_word_stays(cell):
    """Who is excused, or not meant, gets no score, and it is told."""
    text, told = fill(gradebooks.book(gradebooks.complete("1001")), small(f"Ada,1001,A,{cell}"))
    assert scores(text) == [f'"{cell}"']
    assert told == [f"1001: the cell stays as it was: Canvas has '{cell}' there"]


def test_an_earlier_score_is_replaced():
    """A new grade counts."""
    text, told = fill(gradebooks.book(gradebooks.complete("1001", 80)), small("Ada,1001,A,3.00"))
    assert (scores(text), told) == (["50.00"], [])


def test_what_has_other_points_by_now_is_not_written():
    """A grade of another version of the task would be a score on the wrong scale."""
    line = gradebooks.line("1001", gradebooks.grade(50, 90), gradebooks.grade(60, 60))
    text, told = fill(gradebooks.book(line), small("Ada,1001,A,3.00"))
    assert scores(text) == ["3.00"]
    assert told == [
        "1001: the cell stays as it was: graded when it was worth other points (grade it again): 0-inception_block"
    ]


def test_semicolons_and_commas_stay():
    """The custom of a country that writes 17,50."""
    exported = '"Student";"ID";"Section";"0x08"\n"    Points Possible";;;"20,00"\n"Lovelace, Ada";1001;A;"1,25"\n'
    text, told = fill(gradebooks.book(gradebooks.complete("1001", 150)), exported)
    assert text == (
        '"Student";"ID";"Section";"0x08"\n"    Points Possible";"";"";"20,00"\n"Lovelace, Ada";"1001";"A";"18,75"\n'
    )
    assert told == []


def test_windows_line_ends_and_empty_lines():
    """A file that a spreadsheet has saved again is read too."""
    exported = small("Ada,1001,A,").replace("\n", "\r\n") + "\r\n,,,\r\n\r\n"
    text, told = fill(gradebooks.book(gradebooks.complete("1001", 160)), exported)
    assert (scores(text), told) == (["100.00"], [])


def test_first_and_last_names_of_their_own():
    """Canvas can write the name in two columns."""
    exported = "LastName,FirstName,ID,Section,0x08\n    Points Possible,,,,100\nLovelace,Ada,7,A,\nStudent,Test,8,A,\n"
    text, told = fill(gradebooks.book(gradebooks.complete("7", 160)), exported)
    assert text == (
        '"LastName","FirstName","ID","Section","0x08"\n'
        '"    Points Possible","","","",100\n'
        '"Lovelace","Ada","7","A",100.00\n'
    )
    assert told == []


def test_a_column_of_addresses_is_read_and_not_written():
    """Canvas would take it for an assignment."""
    exported = "Student,ID,Email,Section,0x08\n    Points Possible,,,,100\nAda,7,ADA@example.org,A,\n"
    line = gradebooks.complete("somebody", 160, email="ada@example.org")
    text, told = fill(gradebooks.book(line), exported)
    assert text.splitlines()[::2] == ['"Student","ID","Section","0x08"', '"Ada","7","A",100.00']
    assert told == []


def test_the_name_of_the_points_row_is_nobodys():
    """A student of that name would set what the assignment is worth: the row is left out, and told."""
    rows = ("Ada,1001,A,", "    Points Possible,1002,A,1")
    book = gradebooks.book(gradebooks.complete("1001", 160), gradebooks.complete("1002", 160))
    text, told = fill(book, small(*rows))
    assert scores(text) == ["100.00"]
    assert told == ["1002: not in the exported gradebook, which was searched by ID: no grade is written"]


def test_a_project_without_points_is_told():
    """There is nothing to scale."""
    book = dataclasses.replace(gradebooks.book(gradebooks.line("1001")), tasks={})
    with pytest.raises(UsageError, match=r"^the tasks of 0x08-deep_cnns have no points that could be put on a scale"):
        fill(book, small("Ada,1001,A,"))
