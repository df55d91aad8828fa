"""Removing folders that were made to stay: deep ones, with long paths, closed ones, with links out of them."""

import os
import tempfile
from pathlib import Path

import pytest

from checker import folders
from checker.sandbox.written import Written, written


def nested(place, name, levels):
    """Folders inside one another, the last of which has a file and a link to `place`."""
    here = os.getcwd()
    try:
        os.chdir(place)
        for _ in range(levels):
            os.mkdir(name)
            os.chdir(name)
        with open("f", "w", encoding="ascii") as stream:
            stream.write("x" * 5000)
        os.symlink(place, "link")
    finally:
        os.chdir(here)


@pytest.mark.parametrize(("name", "levels"), [("d", 3), ("d", 1500), ("d" * 250, 40)])
def test_a_deep_folder_is_removed(tmp_path, name, levels):
    """Neither recursion nor the length of a path keeps it; where the links lead, all stays."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "f").write_text("x")
    (tmp_path / "made").mkdir()
    nested(tmp_path / "made", name, levels)
    (tmp_path / "made" / "out").symlink_to(tmp_path / "kept")
    folders.remove(str(tmp_path / "made"))
    assert os.listdir(tmp_path) == ["kept"]
    assert (tmp_path / "kept" / "f").read_text() == "x"


def test_a_closed_folder_is_removed(tmp_path):
    """Also one that may not be entered, in one that may not be entered."""
    (tmp_path / "made" / "a" / "b").mkdir(parents=True)
    (tmp_path / "made" / "a" / "b").chmod(0)
    (tmp_path / "made" / "a").chmod(0)
    (tmp_path / "made").chmod(0)
    folders.remove(str(tmp_path / "made"))
    assert os.listdir(tmp_path) == []


def test_emptying_keeps_the_folder(tmp_path):
    """What is in it goes; a folder that is not there is no error, nor is a link, which is not followed."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    folders.empty(str(tmp_path / "link"))
    folders.empty(str(tmp_path / "missing"))
    folders.remove(str(tmp_path / "missing"))
    assert (tmp_path / "a" / "b").is_dir()
    folders.empty(str(tmp_path / "a"))
    assert os.listdir(tmp_path / "a") == []


@pytest.mark.parametrize(
    ("name", "levels", "depth"),
    [
        ("d", 49, ""),
        ("d", 1500, "made folders over 50 levels deep"),
        ("d" * 250, 40, "made a file whose path has over 4000 bytes"),
    ],
)
def test_what_was_written_is_counted_as_far_as_it_can_be(tmp_path, name, levels, depth):
    """Files and folders and the room they take; a link counts as a file; counting ends in words."""
    (tmp_path / "made").mkdir()
    nested(tmp_path / "made", name, levels)
    found = written(str(tmp_path / "made"), 10**6)
    assert found.depth == depth
    if not depth:
        assert found.files == levels + 2
        assert 5000 <= found.size < 20000
    folders.remove(str(tmp_path / "made"))


def test_counting_ends_after_the_most(tmp_path):
    """A folder of many folders is not walked to its end."""
    for number in range(9):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "f").touch()
    assert written(str(tmp_path), 9).files == 10
    assert written(str(tmp_path / "missing"), 9) == Written()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_folder_that_can_t_be_listed_ends_the_counting():
    """Its owner may have made it so, and may write there still."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "blind").mkdir(mode=0o300)
        user = os.geteuid()
        os.seteuid(user or 65534)
        try:
            assert written(folder, 9).depth
        finally:
            os.seteuid(user)
