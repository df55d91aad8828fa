"""Names that lead nowhere else, and files that are whole."""

import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.writing import file_name, write_whole


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1001", "1001"),
        ("ada@example.org", "ada@example.org"),
        ("../../etc", "%2E.%2F..%2Fetc"),
        ("..", "%2E."),
        (".", "%2E"),
        ("-rf", "%2Drf"),
        ("~root", "%7Eroot"),
        ("%2E.", "%252E."),
        ("a\0b\\c", "a%00b%5Cc"),
        ("a\nb", "a%0Ab"),
        ("Zoë", "Zo%C3%AB"),
        ("\udc80", "%ED%B2%80"),
    ],
)
def test_a_name(text, name):
    """What is made of an id leads nowhere else, is not hidden and no option of a command."""
    assert file_name(text) == name


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_text_makes_one_plain_name(text):
    """Every file system takes it, with an ending too, and no two texts have the same."""
    name = file_name(text)
    assert PurePosixPath("/a", name).relative_to("/a").parts == (name,)
    assert name[0] not in ".-~"
    assert name.isascii()
    assert len(name) <= 200
    assert file_name(text + "a") != name


def test_long_texts_that_begin_alike_have_different_names():
    """What is cut off counts."""
    assert file_name(300 * "a") != file_name(300 * "a" + "b")


def test_a_file_is_written_with_its_folder_and_nothing_beside_it(tmp_path):
    """As it is, whatever line ends it has; the rights are those of any new file."""
    file = tmp_path / "a" / "b.txt"
    write_whole(file, "one\r\n\u00e9\n")
    (tmp_path / "plain").write_text("x")
    assert file.read_bytes() == b"one\r\n\xc3\xa9\n"
    assert os.listdir(file.parent) == ["b.txt"]
    assert file.stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch, call):
    """A full disk, at whichever step it is met."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "b.txt"
    file.write_text("before")
    monkeypatch.setattr(os, call, full)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "after")
    assert (file.read_text(), os.listdir(tmp_path)) == ("before", ["b.txt"])
