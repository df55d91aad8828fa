"""Attack 72: git bundles that have git say the machine failed, or work without end; their students' doing, and soon."""

import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest
import workbench
from packs import Pack
from somebodys_class import FILE, RIGHT

from checker import checkouts
from checker.answers import Answer, open_answer
from checker.specs import load_project
from checker.students import Student
from checker.workspace import find_workspace

PROJECT = workbench.PROJECT.rpartition("/")[2].encode()
# More git can't follow into each other without running out of its stack.
DEEP = 100_000
MIB = 1 << 20


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkouts.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "cache"))


def opened(instructor: Path, file: Path) -> Answer:
    """What comes of a bundle that is handed in."""
    project = load_project(find_workspace(str(instructor)).specs, workbench.PROJECT)
    answer = open_answer(project, Student(id="ada", place=str(file), git=True))
    answer.done_with_one()
    return answer


def right_answer(pack: Pack) -> bytes:
    """A project's folder with a right answer."""
    return pack.tree(PROJECT, pack.tree(FILE.encode(), pack.add("blob", RIGHT.encode()), b"100644"))


def zeros(pack: Pack, size: int, differences: int) -> Pack:
    """A file of zeros, and so many that are said to differ from it a little."""
    base = pack.add("blob", bytes(size))
    for number in range(differences):
        pack.difference(base, size, number)
    return pack


@pytest.mark.parametrize("said", ["No space left on device", "Permission denied", "died of signal 9"])
def test_what_git_repeats_of_a_bundle_is_no_fault_of_the_machine(instructor, tmp_path, said):
    """Else a bundle that is none would cost nothing."""
    file = tmp_path / "ada.bundle"
    file.write_text(f"# v3 git bundle\n@object-format={said}\n{'0' * 39}1 HEAD\n\nPACK")
    answer = opened(instructor, file)
    assert (answer.refused, answer.fault) == (True, "")


def test_folders_that_git_dies_of_are_their_students(instructor, tmp_path):
    """That one of its processes was ended by a signal shows nothing."""
    pack = Pack()
    tree = right_answer(pack)
    for _ in range(DEEP):
        tree = pack.tree(b"d", tree)
    answer = opened(instructor, pack.bundled(tmp_path / "ada.bundle", tree))
    assert (answer.refused, answer.fault) == (True, "")


def test_a_path_that_no_system_takes_is_refused(instructor, tmp_path):
    """No command that holds it can be run."""
    pack = Pack()
    tree = right_answer(pack)
    for _ in range(140):
        tree = pack.tree(1000 * b"d", tree)
    answer = opened(instructor, pack.bundled(tmp_path / "ada.bundle", tree))
    assert (answer.refused, answer.fault) == (True, "")
    assert "the path of its folder 0x09-something has over 4,096 bytes" in answer.note


def test_a_branch_of_a_name_that_no_system_takes_is_refused(instructor, tmp_path):
    """Nor one that holds this."""
    pack = Pack()
    answer = opened(instructor, pack.bundled(tmp_path / "ada.bundle", right_answer(pack), 200_000 * "b"))
    assert (answer.refused, answer.fault) == (True, "")
    assert "a branch whose name is over 4,096 bytes long" in answer.note


def test_differences_to_a_huge_file_are_refused_with_the_limit(instructor, tmp_path):
    """Whatever few bytes say, no more than the limit is in memory at once."""
    pack = Pack()
    tree = right_answer(pack)
    answer = opened(instructor, zeros(pack, 250 * MIB, 3).bundled(tmp_path / "ada.bundle", tree))
    assert (answer.refused, answer.fault) == (True, "")
    assert "git would have to have over 200 MiB of it in memory at once: leave out large files" in answer.note


def test_differences_that_take_much_of_the_processor_are_refused_with_the_limit(instructor, tmp_path, monkeypatch):
    """Each is made anew, and takes a moment; and it is not tried again."""
    monkeypatch.setattr(checkouts, "BUNDLE", replace(checkouts.BUNDLE, processor_seconds=1))
    pack = Pack()
    tree = right_answer(pack)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    answer = opened(instructor, zeros(pack, 50 * MIB, 500).bundled(tmp_path / "ada.bundle", tree))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (answer.refused, answer.fault) == (True, "")
    assert "git took over 1 s of the processor's time for it: leave out large files" in answer.note
    assert after.ru_utime - before.ru_utime < 10
    assert time.monotonic() - started < checkouts.BUNDLE.seconds


def test_all_that_git_does_for_a_bundle_ends_together(instructor, tmp_path, monkeypatch):
    """In the time that the sentence names."""
    monkeypatch.setattr(checkouts, "BUNDLE", replace(checkouts.BUNDLE, seconds=1))
    pack = Pack()
    tree = right_answer(pack)
    answer = opened(instructor, zeros(pack, 50 * MIB, 500).bundled(tmp_path / "ada.bundle", tree))
    assert (answer.refused, answer.fault) == (True, "")
    assert "git took over 1 s for it: leave out large files, or try again" in answer.note
