"""Where a student's answers are: from the project's folder, from above, below and beside it, and where --dir says."""

from pathlib import Path

import pytest
from somebody import somebody

from checker.errors import UsageError
from checker.model import ProjectSpec, TaskSpec
from checker.workspace import find_submission, find_workspace

DEEP = "supervised_learning/0x08-deep_cnns"
NAME = "4-resnet50"
PROJECT = ProjectSpec(
    path=DEEP, title="Deep", tasks=(TaskSpec(path=f"{DEEP}/{NAME}", number=4, title=NAME, file=f"{NAME}.py", asks=""),)
)


@pytest.fixture
def student(tmp_path: Path) -> Path:
    """A student's repository with an answer to task 4, as its resolved path."""
    folder = tmp_path / "repository" / DEEP
    folder.mkdir(parents=True)
    (folder / "4-resnet50.py").write_text("")
    return (tmp_path / "repository").resolve()


@pytest.mark.parametrize("place", ["", "supervised_learning", DEEP])
def test_a_submission_is_found_from_above_and_from_within(student, monkeypatch, place):
    """In the repository's root, in the track's folder and in the project's own, the same folder is meant."""
    monkeypatch.chdir(student / place)
    assert find_submission(PROJECT) == student / DEEP


def test_a_submission_is_found_from_below(student, monkeypatch):
    """In a folder within the project's folder, the project's is meant."""
    (student / DEEP / "tests").mkdir()
    monkeypatch.chdir(student / DEEP / "tests")
    assert find_submission(PROJECT) == student / DEEP


@pytest.mark.parametrize("place", [".", "supervised_learning", DEEP])
def test_a_submission_is_found_where_dir_says(student, monkeypatch, tmp_path, place):
    """With a directory given, it does not matter where the student stands."""
    monkeypatch.chdir(tmp_path)
    assert find_submission(PROJECT, str(student / place)) == student / DEEP


def test_a_folder_of_another_name_with_an_answer_is_taken(tmp_path, monkeypatch):
    """Files named as the tasks' make any folder a submission, before one of the project's name below it."""
    (tmp_path / "homework" / DEEP).mkdir(parents=True)
    (tmp_path / "homework" / "4-resnet50.py").write_text("")
    monkeypatch.chdir(tmp_path)
    assert find_submission(PROJECT, "homework") == (tmp_path / "homework").resolve()


@pytest.mark.parametrize("place", ["repo-main", f"repo-main/{DEEP}", "0x08-deep_cnns", "homework"])
def test_a_submission_is_found_one_folder_further_down(tmp_path, place):
    """What was unpacked lies in a folder of its own, as in the archives that GitHub packs."""
    (tmp_path / "in" / place).mkdir(parents=True)
    (tmp_path / "in" / "other").mkdir()
    (tmp_path / "in" / place / "4-resnet50.py").write_text("")
    assert find_submission(PROJECT, str(tmp_path / "in")) == (tmp_path / "in" / place).resolve()


def test_several_submissions_are_told(tmp_path):
    """In a folder of a whole class nobody's is taken for the one that is meant."""
    for name in ("ann", "bob", "cleo", "dan", "eve", "fay"):
        (tmp_path / name / DEEP).mkdir(parents=True)
    with pytest.raises(UsageError) as raised:
        find_submission(PROJECT, str(tmp_path))
    some = ", ".join(f"{name}/{DEEP}" for name in ("ann", "bob", "cleo", "dan", "eve"))
    told = f"holds several folders of 0x08-deep_cnns: {some} and 1 more; give one alone"
    assert str(raised.value) == f"{tmp_path.name} {told}"


def test_a_folder_with_answers_comes_before_others(tmp_path):
    """A folder of the project's name with something else in it leaves no doubt which one is meant."""
    for name in ("answers", "specs"):
        (tmp_path / name / DEEP).mkdir(parents=True)
    (tmp_path / "answers" / DEEP / "4-resnet50.py").touch()
    assert find_submission(PROJECT, str(tmp_path)) == (tmp_path / "answers" / DEEP).resolve()


def test_links_and_hidden_folders_are_not_searched(tmp_path):
    """A link to a submission elsewhere, and one in a hidden folder, are nobody's answer."""
    for place in (f"elsewhere/{DEEP}", f"in/.trash/{DEEP}"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "in" / "link").symlink_to(tmp_path / "elsewhere")
    assert find_submission(PROJECT, str(tmp_path / "in")) == (tmp_path / "in").resolve()


def test_folders_above_may_not_count(tmp_path):
    """What was unpacked in somebody's folder of the project is not that folder."""
    inner = tmp_path / "0x08-deep_cnns" / "tmp" / "checker"
    inner.mkdir(parents=True)
    assert find_submission(PROJECT, str(inner), above=False) == inner.resolve()
    assert find_submission(PROJECT, str(inner)) == (tmp_path / "0x08-deep_cnns").resolve()


def test_an_empty_folder_is_taken_as_it_is(tmp_path):
    """Where nothing is found, the folder itself is the submission, in which files are missing."""
    assert find_submission(PROJECT, str(tmp_path)) == tmp_path.resolve()


def test_a_submission_is_found_beside_another_projects(student, monkeypatch):
    """Whoever stands in one project's folder and checks another means the one beside it; --dir means what it says."""
    other = student / "supervised_learning" / "0x07-cnn"
    other.mkdir()
    monkeypatch.chdir(other)
    assert find_submission(PROJECT) == student / DEEP
    assert find_submission(PROJECT, str(other)) == other


def test_a_folder_without_any_answer_is_not_checked_unasked(tmp_path, monkeypatch):
    """It has nothing to do with the project; how to name another is said."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"no answer to 0x08-deep_cnns in .*, below or above it; .* --dir FOLDER"):
        find_submission(PROJECT)


def test_a_missing_folder_gets_candidates(student):
    """A directory that does not exist is named with those of like names beside it."""
    wrong = student / "supervised_learnin"
    with pytest.raises(UsageError) as raised:
        find_submission(PROJECT, str(wrong))
    assert str(raised.value) == f"no folder {wrong}; there is supervised_learning"


def test_a_missing_folder_in_a_missing_folder_is_told(tmp_path):
    """Nothing lies beside it, so there are no candidates."""
    with pytest.raises(UsageError, match=r"no folder .*/none/here$"):
        find_submission(PROJECT, str(tmp_path / "none" / "here"))


def test_a_file_is_no_folder(student):
    """A file given as directory is told as such, with the folder to give instead."""
    file = student / DEEP / "4-resnet50.py"
    with pytest.raises(UsageError) as raised:
        find_submission(PROJECT, str(file))
    where = f"the folder that it is in, {file.parent} (or an archive: .zip, .tar, .tar.gz or .tgz)"
    assert str(raised.value) == f"{file} is a file, not a folder: give {where}"


@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400])
@pytest.mark.parametrize("below", ["", DEEP])
def test_a_folder_without_permission_is_told(mode, below):
    """A folder that can't be listed, or in which no file can be reached, is no place for a submission."""
    with somebody() as folder:
        (folder / below).mkdir(parents=True, exist_ok=True)
        (folder / below).chmod(mode)
        with pytest.raises(UsageError) as raised:
            find_submission(PROJECT, str(folder))
    assert str(raised.value) == f"the folder {folder / below} can't be looked into: Permission denied"


def test_a_folder_below_one_without_permission_is_told():
    """Nobody can know whether it is there."""
    with somebody() as folder:
        (folder / "locked").mkdir(mode=0)
        with pytest.raises(UsageError, match="/locked/inner can't be looked into: Permission denied"):
            find_submission(PROJECT, str(folder / "locked" / "inner"))


def test_a_workspace_without_permission_is_told():
    """The same holds for a workspace."""
    with somebody() as folder:
        (folder / "locked").mkdir(mode=0)
        with pytest.raises(UsageError, match="/locked can't be looked into: Permission denied"):
            find_workspace(str(folder / "locked"))


def test_a_circle_of_links_is_no_folder(tmp_path):
    """A link to itself is told in the system's words."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match="/loop can't be looked into: Too many levels of symbolic links"):
        find_submission(PROJECT, str(tmp_path / "loop"))


def test_a_deleted_current_folder_is_told(tmp_path, monkeypatch):
    """Where the current folder was deleted, nothing can be found from it; a whole path still can."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for name in ("", "here"):
        with pytest.raises(UsageError, match="the current folder is not there any more: go to another one"):
            find_submission(PROJECT, name)
    assert find_submission(PROJECT, str(tmp_path)) == tmp_path.resolve()
