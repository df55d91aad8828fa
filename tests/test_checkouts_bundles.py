"""Bundles made to fill memory and disk, and what is none at all: refused as archives are, at the student's cost."""

import errno
import os
import re
import shutil
from pathlib import Path

import pytest
import workbench
from somebodys_class import FILE, git, repository

from checker import checkouts
from checker.answers import open_answer
from checker.checkouts import checked_out
from checker.errors import CheckoutError, UsageError
from checker.specs import load_project
from checker.students import Student
from checker.workspace import find_workspace

PROJECT = workbench.PROJECT.rpartition("/")[2]
# A branch whose folder holds so many equal ones, and so on.
LEVELS, WIDTH = 3, 100


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkouts.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "cache"))


def refusal(place: Path) -> str:
    """Why a bundle is refused."""
    with pytest.raises(UsageError) as raised, checked_out(str(place), "", PROJECT):
        pytest.fail("it was taken")
    return str(raised.value)


def made(place: Path, folder: Path, *lines: str) -> str:
    """A tree in the repository at `place` of lines as git lists them."""
    listing = folder / "listing"
    listing.write_text("".join(f"{line}\n" for line in lines))
    return git(place, "-c", f"alias.made=!git mktree < '{listing}'", "made").strip()


def bundled(place: Path, what: str) -> Path:
    """A bundle of one branch, which leads to `what`."""
    git(place, "update-ref", "refs/heads/bomb", what)
    file = place.parent / "ada.bundle"
    git(place, "bundle", "create", "-q", str(file), "refs/heads/bomb")
    return file


def bundle_of_tree(place: Path, tree: str) -> Path:
    """A bundle of one commit of a tree."""
    return bundled(place, git(place, "commit-tree", tree, "-m", "x").strip())


def folders_in_folders(place: Path, folder: Path, name: str) -> str:
    """A tree of LEVELS of equal folders, WIDTH beside each other, of names that begin so."""
    tree = git(place, "rev-parse", f"HEAD:{workbench.PROJECT}").strip()
    for _ in range(LEVELS):
        tree = made(place, folder, *(f"040000 tree {tree}\t{name}{number}" for number in range(WIDTH)))
    return tree


@pytest.mark.parametrize(
    ("name", "why"), [(100 * "d", "the names of its folders take over 16 MiB"), ("", "it holds over 100,000 folders")]
)
def test_equal_folders_in_folders_are_refused(tmp_path, name, why):
    """A kilobyte may list a million of them; what git prints is not read to its end."""
    place = repository(tmp_path / "repo")
    file = bundle_of_tree(place, folders_in_folders(place, tmp_path, name))
    assert file.stat().st_size < 3000
    assert refusal(file) == f"ada.bundle can't be checked: {why}: leave out all but the answers"


def test_one_file_under_many_names_is_refused_as_it_grows(tmp_path, monkeypatch):
    """Git is stopped where an archive would be too large, before it has written what a few bytes stand for."""
    monkeypatch.setattr(checkouts, "MOST_ARCHIVE_BYTES", 2 << 20)
    place = repository(tmp_path / "repo")
    (tmp_path / "zeros").write_bytes(bytes(100_000))
    blob = git(place, "hash-object", "-w", str(tmp_path / "zeros")).strip()
    file = bundle_of_tree(place, made(place, tmp_path, *(f"100644 blob {blob}\t{number}" for number in range(1000))))
    assert refusal(file) == "ada.bundle can't be checked: its files take over 2 MiB: leave out all but the answers"


def test_a_repositorys_size_is_its_students_too(tmp_path, monkeypatch):
    """What is fetched from a URL is measured alike."""
    monkeypatch.setattr(checkouts, "MOST_ARCHIVE_BYTES", 1000)
    assert refusal(repository(tmp_path / "repo")).startswith("the repository can't be checked: its files take over")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"hello", "does not look like a v2 or v3 bundle file"),
        (b"", "does not look like a v2 or v3 bundle file"),
        (b"# v2 git bundle\n", "it holds no branch"),
        (b"# v2 git bundle\n" + b"a" * 40 + b" refs/heads/main\n\n", "git could not fetch it"),
    ],
)
def test_what_is_no_bundle_is_its_students_doing(tmp_path, content, why):
    """As a damaged zip archive is; BROKEN would cost nothing."""
    (tmp_path / "ada.bundle").write_bytes(content)
    told = refusal(tmp_path / "ada.bundle")
    assert told.startswith("ada.bundle can't be checked: ")
    assert why in told
    assert told.endswith("; make it again with `git bundle create ada.bundle HEAD`")
    assert str(tmp_path) not in told


def test_a_bundle_of_what_came_after_is_its_students_doing(tmp_path):
    """It needs commits that it has not."""
    place = repository(tmp_path / "repo")
    git(place, "commit", "-qm", "two", "--allow-empty")
    git(place, "bundle", "create", "-q", str(tmp_path / "ada.bundle"), "HEAD~1..main")
    assert "lacks these prerequisite commits" in refusal(tmp_path / "ada.bundle")


def test_a_cut_off_bundle_is_its_students_doing(tmp_path):
    """Its head is whole, what follows is not."""
    place = repository(tmp_path / "repo")
    file = bundled(place, "HEAD")
    file.write_bytes(file.read_bytes()[:-30])
    assert "git could not fetch it" in refusal(file)


def test_a_bundle_of_no_commit_is_no_crash(tmp_path):
    """A tree has no time; a file has not even files."""
    place = repository(tmp_path / "repo")
    git(place, "tag", "tree", "HEAD^{tree}")
    git(place, "bundle", "create", "-q", str(tmp_path / "ada.bundle"), "tree")
    with checked_out(str(tmp_path / "ada.bundle"), "", PROJECT) as folder:
        assert list(folder.rglob(FILE))
    git(place, "tag", "blob", f"HEAD:{workbench.PROJECT}/{FILE}")
    git(place, "bundle", "create", "-q", str(tmp_path / "ada.bundle"), "blob")
    assert "not a tree object" in refusal(tmp_path / "ada.bundle")


@pytest.mark.parametrize("date", ["99999999999999999999", "9999999999999", "-5", "x"])
def test_a_commit_of_an_odd_time_is_checked(tmp_path, date):
    """Whoever writes a commit by hand may put anything there."""
    place = repository(tmp_path / "repo")
    text = re.sub(r"(?m)^(committer .*) \d+ (\+\d+)$", rf"\1 {date} \2", git(place, "cat-file", "commit", "HEAD"))
    (tmp_path / "commit").write_text(text)
    commit = git(place, "hash-object", "-w", "-t", "commit", "--literally", str(tmp_path / "commit")).strip()
    with checked_out(str(bundled(place, commit)), "", PROJECT) as folder:
        (file,) = folder.rglob(FILE)
        assert 0 <= file.stat().st_mtime <= checkouts.LATEST


def test_a_revision_that_a_bundle_lacks_is_the_lists_doing(tmp_path):
    """The student did not name it."""
    file = bundled(repository(tmp_path / "repo"), "HEAD")
    why = r"ada\.bundle holds no v7: ask for it, or mend the list"
    with pytest.raises(CheckoutError, match=why), checked_out(str(file), "v7", PROJECT):
        pass


@pytest.mark.parametrize("revision", ["main", "v1", "heads/main", "HEAD", "{commit}"])
def test_a_revision_that_a_bundle_has_is_taken(tmp_path, revision):
    """By any of its names, or the commit's hash."""
    place = repository(tmp_path / "repo")
    git(place, "tag", "v1")
    git(place, "bundle", "create", "-q", str(tmp_path / "ada.bundle"), "HEAD", "main", "v1")
    revision = revision.format(commit=git(place, "rev-parse", "HEAD").strip())
    with checked_out(str(tmp_path / "ada.bundle"), revision, PROJECT) as folder:
        assert list(folder.rglob(FILE))


def fake_git(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """A git that does this where the true one would read something that was handed in."""
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncase \"$*\" in *' init '*) exec {shutil.which('git')} \"$@\";; esac\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("exit 127", "git can't be run"),
        ("kill -9 $$", "git was killed by somebody else"),
    ],
)
def test_a_git_that_can_t_be_run_is_nobodys_doing(tmp_path, monkeypatch, does, why):
    """Its exit code tells, whatever it says."""
    file = bundled(repository(tmp_path / "repo"), "HEAD")
    fake_git(tmp_path, monkeypatch, does)
    with pytest.raises(CheckoutError, match=why), checked_out(str(file), "", PROJECT):
        pass


def test_a_git_that_can_t_make_a_cache_is_nobodys_doing(tmp_path, monkeypatch):
    """As with a mistake in the configuration of who runs this: nothing of a student's was read yet."""
    file = bundled(repository(tmp_path / "repo"), "HEAD")
    (tmp_path / "config").write_text("[")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    with pytest.raises(CheckoutError, match="git can't make the cache"), checked_out(str(file), "", PROJECT):
        pass


def test_a_full_disk_is_nobodys_doing(tmp_path, monkeypatch):
    """It is tried, whatever git says."""
    (tmp_path / "ada.bundle").write_text("hello")

    def full(descriptor: int, size: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(checkouts, "_reserve", full)
    with pytest.raises(CheckoutError, match=r"git can't work in the cache .*: No space left on device"):
        checked_out(str(tmp_path / "ada.bundle"), "", PROJECT).__enter__()


def test_a_bundle_is_blamed_for_nothing_that_happened_once(tmp_path, monkeypatch):
    """The system ends who takes much memory, and that need not be the bundle's."""
    file = bundled(repository(tmp_path / "repo"), "HEAD")
    flag = tmp_path / "flag"
    died = "echo 'fatal: index-pack died of signal 9' >&2; exit 128"
    fake_git(tmp_path, monkeypatch, f"[ -e {flag} ] || {{ touch {flag}; {died}; }}; exec {shutil.which('git')} \"$@\"")
    with checked_out(str(file), "", PROJECT) as folder:
        assert list(folder.rglob(FILE))


def test_what_was_fetched_is_its_students_also_from_a_url(tmp_path):
    """Then the network has no part in it any more."""
    place = repository(tmp_path / "repo")
    git(place, "tag", "blob", f"HEAD:{workbench.PROJECT}/{FILE}")
    with pytest.raises(UsageError, match=r"the repository can't be checked: .*not a tree object"):
        checked_out(str(place), "blob", PROJECT).__enter__()


def test_a_cache_of_many_packs_is_made_anew(tmp_path, monkeypatch):
    """So that it does not grow without end, for git is told to tidy up nothing."""
    monkeypatch.setattr(checkouts, "MOST_PACKS", 2)
    place = repository(tmp_path / "repo")
    for number in range(6):
        git(place, "commit", "-qm", str(number), "--allow-empty")
        with checked_out(str(place), "", PROJECT):
            assert len(list((tmp_path / "cache").rglob("*.pack"))) <= 3


def test_a_garbage_bundle_is_refused_in_a_class(instructor, tmp_path):
    """So that no gradebook grants its points."""
    (tmp_path / "ada.bundle").write_text("hello")
    project = load_project(find_workspace(str(instructor)).specs, workbench.PROJECT)
    answer = open_answer(project, Student(id="ada", place=str(tmp_path / "ada.bundle"), git=True))
    answer.done_with_one()
    assert (answer.refused, answer.fault) == (True, "")


def test_what_stands_in_a_url_names_no_folder(instructor, tmp_path):
    """Findings tell the folder's name, and a token in it would be for nobody's eyes."""
    project = load_project(find_workspace(str(instructor)).specs, workbench.PROJECT)
    student = Student(id="ada", place=f"file://{tmp_path}/none?token=secret", git=True)
    answer = open_answer(project, student)
    name = answer.folder.name
    answer.done_with_one()
    assert name == "none.git"
