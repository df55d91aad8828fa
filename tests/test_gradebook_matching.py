"""Whose row is whose in an exported Canvas gradebook: by id, by address, never by a guess."""

import gradebooks
import pytest

from checker.gradebook.canvas import fill

POINTS = 160
FULL = "100.00"


def filled(header: str, rows: list[str], *lines) -> tuple[dict[str, str], list[str]]:
    """The names of the students who got their full score, and what is told."""
    cells = header.count(",") + 1
    points = "    Points Possible" + "," * cells + "100"
    exported = "\n".join([f"{header},0x08", points, *(f"{row}," for row in rows)])
    text, told = fill(gradebooks.book(*lines), exported)
    names = [line.partition('"')[2].partition('"')[0] for line in text.splitlines() if line.endswith(FULL)]
    return names, told


def somebody(student: str, name: str = "", email: str = ""):
    """A line with all the points."""
    return gradebooks.complete(student, POINTS, name, email)


@pytest.mark.parametrize("student", ["1001", " 1001 ", "s1001", "S1001", "7"])
def test_by_any_of_the_ids(student):
    """SIS User ID, SIS Login ID or Canvas' own, whichever the class goes by, in either case."""
    assert filled("Student,ID,SIS User ID,SIS Login ID", ["Ada,7,1001,s1001"], somebody(student)) == (["Ada"], [])


@pytest.mark.parametrize(
    ("header", "row"), [("Student,ID,SIS Login ID", "Ada,7,Ada@x.org"), ("Student,ID,Email", "Ada,7,ada@X.org")]
)
def test_by_address(header, row):
    """In a column of its own, or as the login; in either case."""
    assert filled(header, [row], somebody("github-name", email="ada@x.org")) == (["Ada"], [])


def test_the_class_goes_by_one_id():
    """A student who left the course does not get another's row, whose number in Canvas is the same as theirs."""
    rows = ["Ada,7,1001", "Eve,1003,1002"]
    names, told = filled("Student,ID,SIS User ID", rows, somebody("1001"), somebody("1003", "Alan"))
    assert names == ["Ada"]
    assert told == [
        "1003 (Alan): not in the exported gradebook, which was searched by SIS User ID, ID: no grade is written",
        "Eve: in Canvas alone, without a line in the class: the cell stays as it was",
    ]


def test_an_id_and_an_address_that_disagree():
    """The id is in one row, the address in another: nobody gets the score."""
    rows = ["Ada,7,ada@x.org", "Eve,8,eve@x.org"]
    names, told = filled("Student,ID,Email", rows, somebody("7", "Eve", "eve@x.org"))
    assert names == []
    assert (
        told[0]
        == "7 (Eve): can't be told from others in the exported gradebook, see 'Ada' and 'Eve': no grade is written"
    )


def test_two_rows_for_a_student():
    """An id that Canvas has twice is nobody's."""
    names, told = filled("Student,ID", ["Ada,7", "Eve,7"], somebody("7"))
    assert names == []
    assert told[0] == "7: can't be told from others in the exported gradebook, see 'Ada' and 'Eve': no grade is written"


def test_two_students_for_a_row():
    """Neither gets it."""
    names, told = filled("Student,ID,Email", ["Ada,7,a@x.org"], somebody("7"), somebody("other", email="a@x.org"))
    assert names == []
    assert [sentence.partition(":")[0] for sentence in told] == ["2 students (7, other)", "Ada"]


def test_empty_cells_are_nobodys():
    """A student without an address is not the row without one."""
    names, told = filled("Student,ID,Email", ["Ada,7,"], somebody("x"))
    assert names == []
    assert told[0] == "x: not in the exported gradebook, which was searched by ID, Email: no grade is written"


def test_a_name_counts_when_there_is_nothing_else():
    """Last name first, or as it is spoken."""
    rows = ['"Lovelace, Ada"', "Alan Turing"]
    lines = [somebody("1", "Ada Lovelace"), somebody("2", "alan turing")]
    assert filled("Student,Section", [f"{row},A" for row in rows], *lines) == (["Lovelace, Ada", "Alan Turing"], [])


def test_a_name_that_two_have_is_nobodys():
    """Neither in Canvas nor in the class."""
    rows = ['"Li, Wei",A', '"Li, Wei",B']
    assert filled("Student,Section", rows, somebody("1", "Wei Li"))[0] == []
    assert filled("Student,Section", rows[:1], somebody("1", "Wei Li"), somebody("2", "Wei Li"))[0] == []


def test_a_name_does_not_count_beside_an_id():
    """Not even a unique one."""
    names, told = filled("Student,ID", ["Ada,7"], somebody("8", "Ada"))
    assert names == []
    assert told[0] == "8 (Ada): not in the exported gradebook, which was searched by ID: no grade is written"


def test_another_name_is_told():
    """The score is written, and somebody is to look."""
    names, told = filled("Student,ID", ['"Lovelace, Ada",7'], somebody("7", "Grace Hopper"))
    assert names == ["Lovelace, Ada"]
    assert told == ["7 (Grace Hopper): got the row of 'Lovelace, Ada': see whether that is the same person"]


def test_a_second_name_is_the_same_person():
    """One word in common is enough."""
    assert filled("Student,ID", ['"King, Ada",7'], somebody("7", "Ada Lovelace")) == (["King, Ada"], [])


def test_what_is_told_is_visible():
    """Names in sentences hold nothing that a terminal obeys."""
    _, told = filled("Student,ID", ["\x1b[2JEve\u202e,7"], somebody("8", "\x1b[2J\u202e\ud800"))
    assert [sentence.isprintable() for sentence in told] == [True, True]
