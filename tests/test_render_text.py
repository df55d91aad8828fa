"""What the tests of `checker.render.text` show: nothing that a student wrote acts on whatever displays it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.render import text

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\x1b", r"\x1b"),
        ("\x9b", r"\x9b"),
        ("\x00", r"\x00"),
        ("\x7f", r"\x7f"),
        ("\r", r"\r"),
        ("\u202e", r"\u202e"),
        ("\u2066", r"\u2066"),
        ("\u200b", r"\u200b"),
        ("\u2028", r"\u2028"),
        ("\xa0", r"\xa0"),
        ("\xad", r"\xad"),
        ("\ufeff", r"\ufeff"),
        ("\u3164", r"\u3164"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_does_not_show_itself_is_written_out(char: str, shown: str) -> None:
    """Control characters, marks of direction, odd spaces, blank letters and surrogates become Python's escapes."""
    assert text.visible(f"a{char}b") == f"a{shown}b"


def test_ordinary_letters_stay_as_they_are() -> None:
    """Accents, other alphabets and emoji are no attack."""
    assert text.visible("naïve café, 中文, עברית, हिन्दी, 🎉") == "naïve café, 中文, עברית, हिन्दी, 🎉"


def test_kept_characters_stay() -> None:
    """A caller that lays out lines itself keeps their ends."""
    assert text.visible("a\n\tb", keep="\n") == "a\n\\tb"


def test_a_tower_of_marks_is_taken_down() -> None:
    """Beyond three marks on a letter, which cover the lines around them, the rest are written out."""
    assert text.visible("a" + "\u0301" * 5) == "a" + "\u0301" * 3 + r"\u0301\u0301"


@given(ANY_TEXT)
def test_visible_text_has_nothing_hidden(value: str) -> None:
    """Whatever comes in, what goes out is printable and can be encoded."""
    shown = text.visible(value)
    assert shown.isprintable()
    assert shown.encode().decode() == shown


@given(ANY_TEXT)
def test_visible_text_stays_as_it_is(value: str) -> None:
    """Cleaning twice is cleaning once."""
    assert text.visible(text.visible(value)) == text.visible(value)


def test_a_short_text_is_not_cut() -> None:
    """A text just at the limit stays whole."""
    assert text.cut("abcdef", 6) == "abcdef"


def test_a_long_text_keeps_both_ends() -> None:
    """The beginning and the end stay, and the note says how much is missing."""
    assert text.cut("a" * 2000 + "z" * 2000, 6) == "aaaa [... 3,994 characters left out ...] zz"


def test_a_block_keeps_lines_and_indentation() -> None:
    """Line ends of both kinds stay, tabs become spaces and the rest is made visible."""
    assert text.block("a\r\n\tb\x1b", 100) == "a\n    b\\x1b"


@given(ANY_TEXT, st.integers(min_value=4, max_value=80))
def test_one_line_fits(value: str, limit: int) -> None:
    """A single line never takes more cells than it may."""
    line = text.one_line(value, limit)
    assert "\n" not in line
    assert text.cells(line) <= limit


def test_one_line_says_that_it_was_cut() -> None:
    """Three dots stand for what is missing."""
    assert text.one_line("abc\ndefghi", 8) == "abc d..."


@given(ANY_TEXT.map(text.visible), st.integers(min_value=2, max_value=60))
def test_wrapped_lines_fit_and_lose_nothing(value: str, width: int) -> None:
    """Wrapping breaks lines at the width and changes nothing but spaces."""
    lines = text.wrap(value, width)
    assert all(text.cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(value.split())


def test_wrapping_keeps_empty_lines_and_indentation() -> None:
    """Lines that the text has already stay apart, as indented as they were."""
    assert text.wrap("a b\n\n    c d", 6) == ["a b", "", "    c", "d"]


def test_a_wide_letter_takes_two_cells() -> None:
    """Columns stay straight below Chinese letters and letters with marks."""
    assert (text.cells("中a"), text.cells("a\u0301"), text.pad("中", 4)) == (3, 1, "中  ")


@pytest.mark.parametrize(("number", "told"), [(0, "0 points"), (1, "1 point"), (2, "2 points")])
def test_a_number_agrees_with_its_noun(number: int, told: str) -> None:
    """One point, but two points."""
    assert text.count(number, "point") == told


@pytest.mark.parametrize("line", ["  ::error::x", "a\n ::debug::", "\x1b[2m  \x1b[0m ::stop-commands::x"])
def test_no_line_commands_a_runner(line: str) -> None:
    """A line that would begin with a command begins with a backslash, and grows no longer."""
    assert "\\::" in text.harmless(line)
    assert len(text.harmless(line)) == len(line)


@pytest.mark.parametrize("command", ["##[error]", "##vso[task.complete]", "##teamcity[buildStop]"])
def test_no_text_holds_a_command(command: str) -> None:
    """Commands that runners find anywhere in a line are broken."""
    assert text.visible(f"a {command}b") == f"a ## {command[2:]}b"


def test_two_colons_elsewhere_stay() -> None:
    """A slice in the middle of a line is no command."""
    assert text.harmless("  A[::2]") == "  A[::2]"


def test_headings_of_markdown_stay() -> None:
    """Two hashes alone are no command."""
    assert text.visible("## Layers [1]") == "## Layers [1]"
