"""Which column of an exported Canvas gradebook is meant, what it is worth, and what is no such gradebook."""

import gradebooks
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import UsageError
from checker.gradebook.canvas import fill
from checker.gradebook.sheet import find_column, points_possible, read_sheet

HEAD = "Student,ID,Section"
PROJECT = "0x08-deep_cnns"


def column(*names: str, wanted: str = "", project: str = PROJECT) -> str:
    """The name of the column that is found among assignments of these names."""
    sheet = read_sheet(f"{HEAD},{','.join(names)}\n")
    return sheet.header[find_column(sheet, project, wanted)]


@pytest.mark.parametrize(
    "names",
    [
        ("0x07 CNN (1)", "0x08 Deep CNNs (2)"),
        ("0x07 CNN (1)", "Project 0X08: Deep CNNs (2)"),
        ("0x080 (1)", "a0x08 (3)", "the_0x08_one (2)"),
        ("0x08 quiz (1)", "0x08-deep_cnns (2)"),
        ("0x08 Final Score", "Unposted Final Score 0x08", "0x08 (2)"),
    ],
)
def test_the_only_column_with_the_projects_name(names):
    """Its whole name before its number, as a word of its own, in either case; computed columns are none."""
    assert column(*names) == names[-1]


@pytest.mark.parametrize("wanted", ["Deep CNNs (2)", "deep  cnns", " Deep CNNs"])
def test_the_column_that_is_named(wanted):
    """With Canvas' own number or without it, in either case."""
    assert column("0x08 (1)", "Deep CNNs (2)", wanted=wanted) == "Deep CNNs (2)"


def test_the_whole_name_is_one_columns():
    """Of two assignments of one title, the number tells which."""
    assert column("Deep (1)", "Deep (2)", wanted="Deep (2)") == "Deep (2)"


@pytest.mark.parametrize(
    ("names", "wanted", "message"),
    [
        (
            ("0x07 (1)", "0x09 (2)"),
            "",
            "the exported gradebook has no assignment with '0x08' in its name; name one of '0x07 (1)', '0x09 (2)'",
        ),
        (
            ("0x08 a (1)", "0x08 b (2)"),
            "",
            "the exported gradebook has 2 assignments with '0x08' in its name; name one of '0x08 a (1)', '0x08 b (2)'",
        ),
        (
            ("Deep CNNs (1)", "Quiz (2)"),
            "Deep CNN",
            "the exported gradebook has no assignment named 'Deep CNN'; name one of 'Deep CNNs (1)'",
        ),
        (
            ("Deep (1)", "Deep (2)"),
            "Deep",
            "the exported gradebook has 2 assignments named 'Deep'; name one of 'Deep (1)', 'Deep (2)'",
        ),
        (
            ("Final Score",),
            "",
            "the exported gradebook has no assignment with '0x08' in its name; "
            "name one of the assignments that you make in Canvas first",
        ),
    ],
)
def test_a_column_that_cant_be_told(names, wanted, message):
    """None or several: candidates are listed."""
    with pytest.raises(UsageError) as error:
        column(*names, wanted=wanted)
    assert str(error.value) == message


def test_candidates_are_few():
    """A course of many assignments gives no page of them."""
    with pytest.raises(UsageError, match=r"'Quiz 9' and 15 more$"):
        column(*(f"Quiz {number}" for number in range(25)))


def test_a_column_that_can_only_be_read():
    """Canvas takes no scores for it."""
    sheet = read_sheet(f"{HEAD},0x08 (1),0x08 (2)\n    Points Possible,,,(read only),10\n")
    assert find_column(sheet, PROJECT, "") == 4


@pytest.mark.parametrize("written", ["100", "100.00", "100,00", "0.5"])
def test_points_possible(written):
    """The number as the file writes it."""
    assert points_possible(read_sheet(f'{HEAD},0x08\n    Points Possible,,,"{written}"\n'), 3) == written


@pytest.mark.parametrize("written", ["", "0", "0.00", "-5", "1,000", "1e3", "nan", "ten", "\u0661\u0660"])
def test_points_that_are_no_number_above_0(written):
    """Thousands with a comma could be ones with a fraction: that is asked, not guessed."""
    sheet = read_sheet(f'{HEAD},0x08\n    Points Possible,,,"{written}"\n')
    with pytest.raises(UsageError, match=r"^expected a number above 0 in the row 'Points Possible' for '0x08', got '"):
        points_possible(sheet, 3)


def test_no_row_of_points():
    """What an assignment is worth is not guessed."""
    with pytest.raises(UsageError, match=r"^the exported gradebook has no row 'Points Possible'.*export it again"):
        points_possible(read_sheet(f"{HEAD},0x08\nAda,7,A,\n"), 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is no exported Canvas gradebook: .* and the file is empty"),
        ("PK\x03\x04 a spreadsheet", r"the file is no exported Canvas gradebook: .* begins with 'PK\\x03"),
        ("id,name\n1,Ada\n", "the file is no exported Canvas gradebook: .* should have a column Student"),
        (f'{HEAD},0x08\nAda,7,A,"1\n', "line 2 of the exported gradebook is no CSV .*export it from Canvas again"),
        (f"{HEAD},0x08\nLovelace, Ada,7,A,1\n", "line 2 of the exported gradebook has 5 cells and its header 4"),
        (f"{HEAD},0x08\n{'a' * 200_000},7,A,1\n", "line 2 of the exported gradebook is no CSV"),
    ],
)
def test_what_is_no_exported_gradebook(text, message):
    """The error says what came, where, and what to do."""
    with pytest.raises(UsageError, match=message):
        read_sheet(text)


def test_short_rows_are_filled_up():
    """A spreadsheet leaves empty cells at the end out."""
    assert read_sheet(f"{HEAD},0x08\nAda,7\n").rows == (("Ada", "7", "", ""),)


@given(
    st.text(st.characters(exclude_categories=())), st.sampled_from(["", HEAD, f"\ufeff{HEAD},0x08\n", "Student;ID\n"])
)
def test_any_text_is_read_or_refused(text, head):
    """Nothing but the one error comes of any file."""
    try:
        said = fill(gradebooks.CLASS, head + text)[1]
    except UsageError as error:
        said = [str(error)]
    assert said
    assert all(sentence.isprintable() for sentence in said)
