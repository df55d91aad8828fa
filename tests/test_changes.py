"""What a verdict depends on: each part changes the hash that is named after it, and nothing else does."""

import os
from pathlib import Path

import pytest
import workbench
from somebodys_class import FILE, RIGHT, WRONG, hand_in, plan_of

from checker.changes import FIXTURE, SIBLINGS, SPEC, SUBMISSION, changed_at, key_of, why_again
from checker.model import Outcome
from checker.sandbox.scratch import MAX_FILES
from checker.students import Grade

OTHER = "1-autoencoder.py"

README_CHECK = """
[[checks]]
id = "readme"
title = "a README"
group = "requirements"
points = 0
static = "readme"
"""


@pytest.fixture
def workspace(instructor: Path, tmp_path: Path) -> Path:
    """A copy of the instructor's workspace that may be changed."""
    import shutil

    return Path(shutil.copytree(instructor, tmp_path / "workspace"))


@pytest.fixture
def key(workspace: Path, tmp_path: Path):
    """The key of the answer to a task in the folder ``tmp_path / "x"``."""

    def key(task: str = "0") -> dict[str, str]:
        plan = plan_of(workspace, [], task)
        return key_of(plan.workspace, plan.project, plan.tasks[0], tmp_path / "x", plan.runtime)

    return key


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The parts that differ."""
    assert before.keys() == after.keys()
    return [part for part in before if before[part] != after[part]]


def test_the_same_folder_has_the_same_key_wherever_it_lies(key, tmp_path):
    """Whatever its times are; and what is no Python file counts for nothing."""
    folder = hand_in(tmp_path / "x")
    before = key()
    os.utime(folder / FILE, (0, 0))
    folder.rename(tmp_path / "y")
    hand_in(tmp_path / "x")
    (tmp_path / "x" / "data.bin").write_bytes(b"x")
    (tmp_path / "x" / "sub").mkdir()
    assert changes(before, key()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text(WRONG),
        lambda file: file.chmod(0o755),
        lambda file: file.unlink(),
        lambda file: (file.unlink(), file.mkdir()),
        lambda file: (file.unlink(), file.symlink_to("/etc/passwd")),
    ],
)
def test_the_answer_is_the_submission(key, tmp_path, change):
    """Its content, whether it may be run, and what it is."""
    folder = hand_in(tmp_path / "x")
    (folder / FILE).chmod(0o644)
    before = key()
    change(folder / FILE)
    assert changes(before, key()) == [SUBMISSION]


def test_other_files_are_siblings(key, tmp_path):
    """Whatever may be imported: also in another order of names, or moved from one file to the next."""
    folder = hand_in(tmp_path / "x")
    empty = key()
    hand_in(folder, "a = 1", "a.py")
    one = key()
    assert changes(empty, one) == [SIBLINGS]
    (folder / "a.py").rename(folder / "b.py")
    assert changes(one, key()) == [SIBLINGS]


def test_a_sibling_that_the_spec_names_counts_behind_any_number_of_files(key, tmp_path):
    """For it is copied before all others."""
    folder = hand_in(tmp_path / "x", workbench.KERAS_REFERENCE, OTHER)
    for number in range(MAX_FILES + 5):
        hand_in(folder, "", f"#{number:03}.py")
    hand_in(folder)
    before = key("1")
    hand_in(folder, WRONG)
    assert changes(before, key("1")) == [SIBLINGS]


def test_another_tasks_answer_counts_where_it_is_named(key, tmp_path):
    """By the answer, or by what that names; else not, so that mending one task runs one task."""
    folder = hand_in(tmp_path / "x")
    hand_in(folder, workbench.KERAS_REFERENCE, OTHER)
    before = key()
    hand_in(folder, "new = 1", OTHER)
    assert changes(before, key()) == []
    hand_in(folder, RIGHT + "import helper\n")
    hand_in(folder, f"m = __import__({OTHER[:-3]!r})\n", "helper.py")
    named = key()
    hand_in(folder, "new = 2", OTHER)
    assert changes(named, key()) == [SIBLINGS]


def test_a_readme_that_lists_the_tasks_makes_none_of_them_count(key, workspace, tmp_path):
    """It is read, and imports nothing."""
    hand_in(tmp_path / "x")
    spec = workspace / "task_specs" / workbench.PROJECT / "project.toml"
    spec.write_text(spec.read_text() + README_CHECK)
    hand_in(tmp_path / "x", workbench.KERAS_REFERENCE, OTHER)
    (tmp_path / "x" / "README.md").write_text(f"# Tasks: {OTHER}")
    before = key()
    hand_in(tmp_path / "x", "new = 1", OTHER)
    assert changes(before, key()) == []


def test_the_readme_counts_where_a_check_reads_it(key, workspace, tmp_path):
    """Whoever hands in the README that was missing is checked again."""
    hand_in(tmp_path / "x")
    spec = workspace / "task_specs" / workbench.PROJECT / "project.toml"
    spec.write_text(spec.read_text() + README_CHECK)
    before = key()
    (tmp_path / "x" / "README.md").write_text("# What it is about")
    assert changes(before, key()) == [SUBMISSION]


def test_what_judges_counts(key, workspace, tmp_path):
    """The spec of task and project, and the fixture."""
    hand_in(tmp_path / "x")
    folder = workspace / "task_specs" / workbench.PROJECT
    for file, part in [("0-running_mean.toml", SPEC), ("project.toml", SPEC)]:
        before = key()
        (folder / file).write_text((folder / file).read_text() + "\n# another word\n")
        assert changes(before, key()) == [part]
    before = key()
    (provenance,) = (folder / "fixtures" / "0-running_mean").glob("provenance*")
    provenance.write_text(provenance.read_text() + "\n")
    assert changes(before, key()) == [FIXTURE]


def test_why_an_answer_is_checked_again_is_said(key, tmp_path):
    """First, broken, changed: submission; and not at all."""
    hand_in(tmp_path / "x")
    old = key()
    grade = Grade(student="a", project="p", task="t", outcome=Outcome.FAILED, points=0, max_points=1, seconds=0,
                  graded_at=None, key=old)  # type: ignore[arg-type]  # fmt: skip
    hand_in(tmp_path / "x", WRONG)
    hand_in(tmp_path / "x", "", "a.py")
    assert why_again(None, old) == "first"
    assert why_again(grade, old) == ""
    assert why_again(grade, key()) == "changed: submission, siblings"
    assert why_again(grade, old | {"runtime": "other"}) == "changed: runtime"


def test_the_youngest_file_dates_a_folder(tmp_path):
    """A link counts as itself; an empty folder was never changed."""
    assert changed_at(hand_in(tmp_path / "x").parent / "none") == 0
    os.utime(tmp_path / "x" / FILE, (5, 7))
    assert changed_at(tmp_path / "x") == 7
    (tmp_path / "x" / "link").symlink_to("nowhere")
    assert changed_at(tmp_path / "x") > 1e9
