"""Attack 73: names in archives, and of them, that are no text; told in signs that can be seen, and no class stops."""

import os
import tarfile

import pytest
import workbench
from packing import tar_member, zipped
from somebodys_class import hand_in, students_in

from checker import cli
from checker.answers import open_answer
from checker.model import Outcome
from checker.specs import load_project
from checker.store import Store
from checker.students import Student
from checker.workspace import find_workspace

BROKEN = b"\xff\x1b[31m".decode("utf-8", "surrogateescape")


def tar(file, member):
    """An archive of one member, whose name is written as it is."""
    with tarfile.open(file, "w", format=tarfile.GNU_FORMAT, encoding="utf-8", errors="surrogateescape") as archive:
        archive.addfile(member)


def nul(file):
    """A zip archive of one member with a NUL in its name."""
    zipped(file, "/aXb.py")
    file.write_bytes(file.read_bytes().replace(b"/aXb", b"/a\0b"))


MAKES = {
    "a name": lambda folder: tar(folder / "mallory.tar", tar_member(f"/{BROKEN}.py", tarfile.REGTYPE)),
    "a link": lambda folder: tar(folder / "mallory.tar", tar_member("a", tarfile.SYMTYPE, linkname=f"/{BROKEN}")),
    "a nul": lambda folder: nul(folder / "mallory.zip"),
    "the archive": lambda folder: (folder / f"{BROKEN}.zip").write_bytes(b"none"),
    "the bundle": lambda folder: (folder / f"{BROKEN}.bundle").write_bytes(b"none"),
    "a link out": lambda folder: (folder / f"{BROKEN}").symlink_to("/etc"),
}


@pytest.mark.parametrize("name", MAKES)
def test_a_name_that_is_no_text_stops_no_class(instructor, tmp_path, name):
    """All others have their grades, and so has whoever it is; the note can be seen as it is."""
    students_in(tmp_path / "class", "ada", "zoe")
    MAKES[name](tmp_path / "class")
    words = ["--submissions", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--reports", str(tmp_path / "r")]
    code = cli.main(["--workspace", str(instructor), "grade", "0x09", "0", *words])
    assert code in (0, 3)
    with Store(str(tmp_path / "out")) as store:
        newest = store.newest(workbench.PROJECT)
    grades = {student: grade for (student, _), grade in newest.items()}
    assert [grades.pop(id_).outcome for id_ in ("ada", "zoe")] == 2 * [Outcome.PASSED]
    (grade,) = grades.values()
    assert grade.outcome is not Outcome.PASSED
    assert grade.note
    assert grade.note.isprintable()
    assert code == (3 if grade.outcome is Outcome.BROKEN else 0)


def test_what_is_left_out_is_told_in_signs_that_can_be_seen(instructor, tmp_path):
    """Though its name hides or moves what stands beside it."""
    file = zipped(tmp_path / "a.zip", (f"{workbench.PROJECT}/0-running_mean.py", b"x = 1"), "a\u202e\x1b[2K.py")
    project = load_project(find_workspace(str(instructor)).specs, workbench.PROJECT)
    answer = open_answer(project, Student(id="ada", place=str(file)))
    answer.done_with_one()
    assert "a\\u202e\\x1b[2K.py (signs in the name that can't be seen)" in answer.note


@pytest.mark.parametrize("name", [240 * "m", 60 * "\x01" + 60 * "\u202e"])
def test_a_folder_of_a_long_name_stops_no_class(instructor, tmp_path, name):
    """Its student has a shorter id, and a page of that name."""
    students_in(tmp_path / "class", "ada")
    os.mkdir(tmp_path / "class" / name)
    hand_in(tmp_path / "class" / name)
    words = ["--submissions", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--reports", str(tmp_path / "r")]
    assert cli.main(["--workspace", str(instructor), "grade", "0x09", "0", *words]) == 0
    assert len(list((tmp_path / "r").rglob("*.html"))) == 2
