"""``--dir`` with an archive: checked as the folder that it holds is, and gone afterwards."""

import json
import tempfile
import zipfile
from pathlib import Path

import attempts
import pytest
import workbench
from packing import tarred, zipped

from checker import cli

TOP = f"repo-main/{workbench.PROJECT}"
ANSWER = (f"{TOP}/0-running_mean.py", workbench.NUMPY_REFERENCE.encode())
KERAS = (f"{TOP}/1-autoencoder.py", workbench.KERAS_REFERENCE.encode())


@pytest.fixture
def program(instructor: Path, tmp_path, monkeypatch, capfd):
    """Runs a command from another folder: exit code, output and error; nothing may stay in the temporary folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(tmp_path)

    def run(*words: str, workspace: Path = instructor):
        capfd.readouterr()
        code = cli.main(["--workspace", str(workspace), *words])
        assert list(temporary.iterdir()) == []
        return int(code), *capfd.readouterr()

    return run


def test_an_archive_is_checked(program, tmp_path):
    """An answer in the archive of a repository passes, and nothing is said besides."""
    zipped(tmp_path / "a.zip", ANSWER, (f"{TOP}/README.md", b"# x"))
    code, _, err = program("run", "0x09", "task", "0", "--dir", "a.zip")
    assert (code, err) == (0, "")


@pytest.mark.parametrize("top", ["", "0x09-something/", "repo-main/", f"{TOP}/"])
def test_an_archive_may_have_the_projects_name(program, tmp_path, top):
    """However many folders there are around the answers, and whatever the archive is called."""
    zipped(tmp_path / "0x09-something.zip", (f"{top}0-running_mean.py", ANSWER[1]))
    assert program("run", "0x09", "task", "0", "--dir", "0x09-something.zip")[0] == 0


def test_a_wrong_answer_in_an_archive_fails(program, tmp_path):
    """What is checked is what is in the archive, packed another way too."""
    tarred(tmp_path / "a.tar.gz", ANSWER[0], content=ANSWER[1].replace(b"(1 - beta) * row", b"beta * row"))
    assert program("run", "0x09", "task", "0", "--dir", "a.tar.gz")[0] == 1


def test_an_archive_without_the_answer_fails(program, tmp_path):
    """The missing file is told, in a folder of the archive's name."""
    zipped(tmp_path / "homework.zip", "notes.txt")
    code, out, _ = program("run", "0x09", "task", "0", "--dir", "homework.zip")
    assert (code, "no 0-running_mean.py in homework.zip" in out) == (1, True)


def test_what_is_left_out_is_told(program, tmp_path):
    """Names are shown harmlessly, a few for each reason, on standard error."""
    others = [f"{TOP}/.git/{number}" for number in range(5)]
    zipped(tmp_path / "a.zip", ANSWER, *others, "\x1b[31m\n::error::x")
    code, _, err = program("run", "0x09", "task", "0", "--dir", "a.zip")
    useless = f"{TOP}/.git/0, {TOP}/.git/1, {TOP}/.git/2 and 2 more (caches, version control and the like)"
    hidden = r"\x1b[31m\n::error::x (signs in the name that can't be seen)"
    assert (code, err) == (0, f"checker: left out of a.zip: {useless}; {hidden}\n")


def test_a_refused_archive_exits_with_2(program, tmp_path):
    """An attack is told in one line, shown harmlessly, and nothing is checked."""
    zipped(tmp_path / "a.zip", ANSWER, "../\x1b[2J\n\u202e.py")
    code, out, err = program("run", "0x09", "task", "0", "--dir", "a.zip")
    told = r"checker: a.zip can't be checked: the name '../\x1b[2J\n\u202e.py' leads out of the archive: "
    assert (code, out, err) == (2, "", told + "pack the folder from where it lies\n")


def test_several_submissions_in_an_archive_exit_with_2(program, tmp_path):
    """In the archive of a class nobody can know whose is meant."""
    zipped(tmp_path / "a.zip", ANSWER, (f"other/{workbench.PROJECT}/0-running_mean.py", b""))
    code, _, err = program("run", "0x09", "task", "0", "--dir", "a.zip")
    assert (code, "a.zip holds several folders of 0x09-something: other/" in err) == (2, True)


def test_a_model_in_an_archive_is_summarized(program, recorded, tmp_path):
    """The command for summaries takes archives too."""
    zipped(tmp_path / "a.zip", KERAS, "__MACOSX/x")
    code, out, err = program("summary", "0x09", "task", "1", "--dir", "a.zip", workspace=recorded)
    assert (code, "left out of a.zip: __MACOSX/x" in err) == (0, True)
    assert "dense_1 (Dense)" in out


@pytest.mark.parametrize(("system", "outcome", "remarks"), [(0, "passed", [True]), (3, "failed", [False])])
def test_what_an_archive_does_not_tell_costs_nothing(program, tmp_path, system, outcome, remarks):
    """Whether an answer from Windows is executable nobody knows; one from Linux that isn't loses its points."""
    member = zipfile.ZipInfo("0x07-cnn/0-conv_forward.py")
    member.create_system, member.external_attr = system, (0o100644 << 16 if system else 0x20)
    zipped(tmp_path / "a.zip", (member, attempts.REFERENCE.read_bytes()))
    words = ("run", "0x07", "task", "0", "--dir", "a.zip", "--report", "r.json", "--runtime", "modern")
    program(*words, workspace=attempts.ROOT)
    (told,) = json.loads((tmp_path / "r.json").read_text())["tasks"]
    (check,) = [check for check in told["checks"] if check["id"] == "executable"]
    assert (check["outcome"], [one["remark"] for one in check["findings"]]) == (outcome, remarks)
    assert check["points"] == (0 if system else check["max_points"])
