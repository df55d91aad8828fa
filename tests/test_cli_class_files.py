"""What grading a class leaves in folders: a gradebook for each project, and a page for each student."""

import shutil
from dataclasses import replace
from pathlib import Path

import gradebooks
import pytest
import workbench
from somebodys_class import WRONG, hand_in, students_in

from checker import cli
from checker.gradebook import EXPORTERS

WORDS = ("--submissions", "class", "--isolation", "none")
OTHER = "unsupervised_learning/0x0a-something_else"


def with_another_project(instructor: Path, folder: Path) -> str:
    """A workspace of two projects, of which the other asks the same; its fixture is not recorded."""
    root = Path(shutil.copytree(instructor, folder / "workspace"))
    shutil.copytree(root / "task_specs" / workbench.PROJECT, root / "task_specs" / OTHER)
    return str(root)


def test_each_project_has_a_gradebook_of_its_own(instructor, tmp_path, monkeypatch):
    """Grading another project into the same folder loses nothing of the first one's."""
    monkeypatch.chdir(tmp_path)
    root = with_another_project(instructor, tmp_path)
    students_in(tmp_path / "class", "ada")
    for project in ("0x09", "0x0a"):
        cli.main(["--workspace", root, "grade", project, "0", *WORDS])
    books = {path.name: path.read_text() for path in (tmp_path / "grades").glob("gradebook*")}
    assert books.keys() == {
        "gradebook-0x09-something.csv",
        "gradebook-0x09-something.json",
        "gradebook-0x0a-something_else.csv",
        "gradebook-0x0a-something_else.json",
    }
    assert '"project": "0x09-something"' in books["gradebook-0x09-something.json"]


@pytest.mark.parametrize("kind", ["csv", "json", "moodle", "gradescope"])
def test_exports_of_two_projects_share_no_file(kind):
    """So that `--to` may name one folder for all of them."""
    book = gradebooks.book(gradebooks.complete("1001"))
    first, other = (EXPORTERS[kind](replace(book, project=name)).files for name in ("0x07-cnn", "0x08-deep_cnns"))
    assert first
    assert not first.keys() & other.keys()


def test_each_student_gets_a_page(program, tmp_path):
    """Of the findings that `checker run` tells of; a second run writes what has changed alone, and says how many."""
    students_in(tmp_path / "class", "ada", "bob")
    hand_in(tmp_path / "class" / "eve", WRONG)
    words = ("grade", "0x09", "0", *WORDS, "--reports", "pages")
    code, out, err = program(*words)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "reports: 3 written to pages/0x09-something"
    pages = {path.name: path for path in (tmp_path / "pages" / "0x09-something").iterdir()}
    assert pages.keys() == {"ada.html", "bob.html", "eve.html"}
    assert "1 check to fix." in pages["eve.html"].read_text()
    date = pages["bob.html"].stat().st_mtime_ns
    hand_in(tmp_path / "class" / "eve")
    assert program(*words)[1].splitlines()[-1] == "reports: 1 written to pages/0x09-something"
    assert "Everything that is worth points is right." in pages["eve.html"].read_text()
    assert pages["bob.html"].stat().st_mtime_ns == date


@pytest.mark.parametrize("place", ["pages", "."])
def test_pages_may_lie_among_the_submissions(program, tmp_path, monkeypatch, place):
    """They are no student, and make no student's folder of the class."""
    students_in(tmp_path / "class", "ada", "bob")
    monkeypatch.chdir(tmp_path / "class")
    words = ("grade", "0x09", "0", "--submissions", ".", "--isolation", "none", "--reports", place)
    assert program(*words)[1].startswith("2 answers of 2 students")
    assert program(*words)[1].startswith("0 answers of 2 students")


def test_pages_that_can_be_put_nowhere_are_told_before_anything_is_checked(program, tmp_path):
    """With exit code 2, the folder and why; no grades are made."""
    students_in(tmp_path / "class", "ada")
    (tmp_path / "file").write_text("x")
    code, out, err = program("grade", "0x09", "0", *WORDS, "--reports", "file")
    assert (code, out) == (2, "")
    assert err == "checker: reports can't be written to file/0x09-something: Not a directory; name another folder\n"
    assert not (tmp_path / "grades").exists()
