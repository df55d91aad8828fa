"""What grading a class leaves in folders: a gradebook for each project, and where they can't be, what is told."""

import shutil
from dataclasses import replace
from pathlib import Path

import gradebooks
import pytest
import workbench
from somebodys_class import students_in

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
