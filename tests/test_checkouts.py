"""Repositories and bundles: what comes out are the committed files, and nothing that lies in them is run or obeyed."""

import os
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
import workbench
from somebodys_class import FILE, RIGHT, WRONG, git, hand_in, repository

from checker import checkouts
from checker.checkouts import checked_out
from checker.errors import CheckoutError, UsageError

PROJECT = workbench.PROJECT.rpartition("/")[2]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache is the test's own."""
    monkeypatch.setattr(checkouts.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "cache"))
    return tmp_path / "cache" / "repositories"


def answer(place: object, revision: str = "") -> str:
    """The answer in what is checked out."""
    with checked_out(str(place), revision, PROJECT) as folder:
        return (folder / workbench.PROJECT / FILE).read_text()


def test_the_head_or_a_revision_is_checked_out(tmp_path):
    """A branch, a tag, a commit; each time what is there now, and nothing is left but the cache."""
    place = repository(tmp_path / "repo")
    first = git(place, "rev-parse", "HEAD").strip()
    git(place, "tag", "v1")
    git(place, "config", "uploadpack.allowAnySHA1InWant", "true")
    assert answer(place) == RIGHT
    hand_in(place / workbench.PROJECT, WRONG)
    assert answer(place) == RIGHT
    git(place, "commit", "-qam", "two")
    assert [answer(place, name) for name in ("", "main", "v1", first, "")] == [WRONG, WRONG, RIGHT, RIGHT, WRONG]


def test_the_folder_is_called_what_the_student_knows(tmp_path):
    """Findings tell its name: that of the repository or the bundle."""
    place = repository(tmp_path / "repo")
    bundle = tmp_path / "ada.bundle"
    git(place, "bundle", "create", "-q", str(bundle), "HEAD")
    names = []
    for one in (place, bundle):
        with checked_out(str(one), "", PROJECT) as folder:
            names.append(folder.name)
    assert names == ["repo.git", "ada.bundle"]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("https://ada:secret@host/x.git/", "x.git"), ("https://host/x.git?token=secret", "x.git"),
        ("git@host:ada/0x08-deep_cnns", "0x08-deep_cnns.git"), ("https://ada:secret@host", "ada.git"),
        ("/", "repository.git"), ("..", "repository.git"), (200 * "x", f"{60 * 'x'}.git"),
    ],
)  # fmt: skip
def test_of_a_url_the_name_alone_is_told(place, name):
    """Whatever else is in it may be for nobody's eyes, and a project's folder is called otherwise."""
    assert checkouts.name_of(place) == name


def test_only_the_projects_folder_comes_where_there_is_one(tmp_path):
    """Large data elsewhere in a repository is of no use."""
    place = repository(tmp_path / "repo")
    hand_in(place / "other", "x = 1", "big.py")
    git(place, "add", ".")
    git(place, "commit", "-qm", "two")
    with checked_out(str(place), "", PROJECT) as folder:
        assert [path.name for path in folder.rglob("*.py")] == [FILE]
        inside = folder
    assert not inside.exists()
    place = repository(tmp_path / "flat", path=".")
    with checked_out(str(place), "", PROJECT) as folder:
        assert (folder / FILE).is_file()


def test_files_have_the_commits_time(tmp_path):
    """So that --since knows when an answer was changed."""
    place = repository(tmp_path / "repo")
    committed = int(git(place, "log", "-1", "--format=%ct"))
    with checked_out(str(place), "", PROJECT) as folder:
        assert (folder / workbench.PROJECT / FILE).stat().st_mtime == committed


@pytest.mark.parametrize("what", [["HEAD"], ["main"], ["feature"]])
def test_a_bundle_is_checked_out(tmp_path, what):
    """Also one that says nothing of a head."""
    place = repository(tmp_path / "repo")
    git(place, "branch", "feature")
    git(place, "bundle", "create", "-q", str(tmp_path / "ada.bundle"), *what)
    assert answer(tmp_path / "ada.bundle") == RIGHT


def test_what_can_t_be_fetched_is_nobodys_fault(tmp_path):
    """The message has what git said; the next try is a new one."""
    for place in (tmp_path / "none", "https://127.0.0.1:9/x.git"):
        with pytest.raises(CheckoutError, match=r"git could not fetch it: (fatal|error): "):
            answer(place)
    with pytest.raises(CheckoutError, match="couldn't find remote ref nothing"):
        answer(repository(tmp_path / "repo"), "nothing")
    assert answer(tmp_path / "repo") == RIGHT


def test_without_git_it_is_nobodys_fault(tmp_path, monkeypatch):
    """It would be wrong to fail a class for it."""
    place = repository(tmp_path / "repo")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CheckoutError, match=r"there is no git.*install it"):
        answer(place)


@pytest.mark.parametrize(
    ("place", "revision"),
    [("--upload-pack=touch pwned", ""), ("-oProxyCommand=touch pwned", ""), ("{}", "--output=pwned"), ("{}", "-q")],
)
def test_options_are_refused(tmp_path, monkeypatch, place, revision):
    """Git never sees them."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="neither may begin with a dash"):
        answer(place.format(repository(tmp_path / "repo")), revision)
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    "place",
    [
        "ext::sh -c touch% {0}/pwned", "ext::touch {0}/pwned", "fd::17", "ssh://-oProxyCommand=touch${{IFS}}{0}/pwned/x",
        "-oProxyCommand=x:y", "$(touch {0}/pwned)", "file://{0}/repo;touch {0}/pwned", "{0}/repo\ntouch pwned",
    ],
)  # fmt: skip
def test_a_url_runs_no_command(tmp_path, monkeypatch, place):
    """Whatever it says; it is refused or not found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_SSH_COMMAND", "false")
    repository(tmp_path / "repo")
    with pytest.raises((CheckoutError, UsageError)):
        answer(place.format(tmp_path))
    assert not list(tmp_path.rglob("pwned*"))


def test_a_repositorys_configuration_runs_nothing(tmp_path, monkeypatch):
    """Hooks, helpers, filters and watchers of the student's, in a repository that is fetched from on this machine."""
    place = repository(tmp_path / "repo")
    (place / ".gitattributes").write_text("* filter=x diff=x\n")
    git(place, "add", ".gitattributes")
    git(place, "commit", "-qm", "two")
    bad = f"touch {tmp_path}/pwned"
    for name in ("post-checkout", "pre-upload-pack", "reference-transaction", "post-index-change", "pre-auto-gc"):
        script = place / ".git" / "hooks" / name
        script.write_text(f"#!/bin/sh\n{bad}\n")
        script.chmod(0o755)
    for name in (
        "core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.pager", "core.editor", "core.askPass",
        "uploadpack.packObjectsHook", "filter.x.smudge", "filter.x.process", "diff.external", "credential.helper",
        "core.alternateRefsCommand", "gpg.program", "tar.tar.gz.command", "tar.tar.command", "alias.archive",
    ):  # fmt: skip
        git(place, "config", name, bad if name != "credential.helper" else f"!{bad}")
    assert not (tmp_path / "pwned").exists()
    monkeypatch.chdir(place)
    assert answer(place) == RIGHT
    assert not (tmp_path / "pwned").exists()


def test_attributes_neither_hide_nor_fill_in_an_answer(tmp_path):
    """What is committed is what is checked."""
    source = RIGHT + "# $Format:%an$\n"
    place = repository(tmp_path / "repo", source)
    (place / ".gitattributes").write_text("*.py export-ignore export-subst\n")
    git(place, "add", ".")
    git(place, "commit", "-qm", "two")
    assert answer(place) == source


def test_a_link_out_is_refused_as_in_an_archive(tmp_path):
    """With the sentence that is said of archives."""
    place = repository(tmp_path / "repo")
    (place / workbench.PROJECT / "out.py").symlink_to("/etc/passwd")
    git(place, "add", ".")
    git(place, "commit", "-qm", "two")
    with pytest.raises(UsageError, match=r"out\.py"), checked_out(str(place), "", PROJECT):
        pytest.fail("it was taken")


def test_hundreds_of_folders_are_no_command_line_that_is_too_long(tmp_path):
    """The uppermost count, so that the one that is meant is among them."""
    place = repository(tmp_path / "repo")
    for number in range(300):
        hand_in(place / (f"{number:03}" + 50 * "x") / "deeper" / PROJECT)
    git(place, "add", ".")
    git(place, "commit", "-qm", "two")
    assert answer(place) == RIGHT
    with checked_out(str(place), "", PROJECT) as folder:
        assert 1 < len(list(folder.rglob(FILE))) <= checkouts.MOST_FOLDERS


def test_what_few_bytes_stand_for_is_not_on_the_disk(tmp_path, cache):
    """Of few objects git would make a file each, unpacked; the cache holds what was sent."""
    answer(repository(tmp_path / "repo"))
    assert [path.suffix for path in cache.rglob("objects/*/*") if path.suffix != ".idx"] == [".pack"]


def test_a_cache_in_pieces_is_made_anew(tmp_path, cache):
    """As a run leaves it that was killed in the middle of fetching."""
    place = repository(tmp_path / "repo")
    assert answer(place) == RIGHT
    (own,) = cache.glob("*.git")
    (own / "shallow.lock").touch()
    hand_in(place / workbench.PROJECT, WRONG)
    git(place, "commit", "-qam", "two")
    assert answer(place) == WRONG
    (own / "HEAD").write_text("garbage")
    assert answer(place) == WRONG


def test_git_that_takes_too_long_is_ended_with_all_it_started(tmp_path, monkeypatch):
    """A helper of git's that holds on to its output holds up nobody."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! >> {tmp_path}/pids\nsleep 300\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(checkouts, "REMOTE", replace(checkouts.REMOTE, seconds=0.5))
    started = time.monotonic()
    with pytest.raises(CheckoutError, match=r"git took over 0\.5 s"):
        answer(tmp_path)
    assert time.monotonic() - started < 30
    for pid in (tmp_path / "pids").read_text().split():
        state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False).stdout
        assert state.strip()[:1] in ("", "Z")


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    """Neither after a checkout nor after one that failed."""
    (tmp_path / "t").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    assert answer(repository(tmp_path / "repo")) == RIGHT
    with pytest.raises(CheckoutError):
        answer(tmp_path / "none")
    assert list((tmp_path / "t").iterdir()) == []
