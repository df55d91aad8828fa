"""Folders full of other things: each is harmless to the answer beside it, or told in a sentence."""

import errno
import json
import os
import py_compile
import socket
import time
from pathlib import Path

import pytest
import workbench

from checker import cli
from checker.sandbox.scratch import MAX_FILES, scratch_copy
from checker.static_checks import read_source
from checker.static_checks.presence import exists

ANSWER = "0-running_mean.py"
SPECS = Path(__file__).parent.parent / "task_specs"
SHADOW = "raise SystemExit(f'{__name__} was imported')\n"
STRANGE = {
    "a newline": "0-running_mean.py\n",
    "an escape sequence": "0-running_\x1b[31mmean.py",
    "a mark of direction": "0-running_\u202emean.py",
    "a command": "\n::error::0-running_mean.py",
    "a byte that is no text": os.fsdecode(b"0-running_mean\xff.py"),
}


@pytest.fixture
def checked(instructor, student, tmp_path, capfd):
    """Runs the check of the student's answer: exit code, standard output and error, and the codes of the findings."""

    def run(place: str = ""):
        report = tmp_path / "report.json"
        words = ["run", "0x09", "task", "0", "--dir", place or str(student), "--report", str(report)]
        capfd.readouterr()
        code = cli.main(["--workspace", str(instructor), *words])
        results = json.loads(report.read_text())["tasks"][0]["checks"] if report.exists() else []
        codes = {finding["code"] for result in results for finding in result["findings"]}
        return int(code), *capfd.readouterr(), codes - {"N001"}

    return run


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_names_beside_an_answer_do_nothing(checked, student, kind):
    """Names that a terminal would obey are no obstacle."""
    (student / STRANGE[kind]).write_text(SHADOW)
    code, _, err, _ = checked()
    assert (code, err) == (0, "")


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_names_are_shown_harmlessly(checked, student, kind):
    """Where such a name is offered in the place of a missing one, it is on one line and visible."""
    (student / ANSWER).rename(student / STRANGE[kind])
    code, out, _, codes = checked()
    assert (code, codes) == (1, {"S001"})
    assert not set("\x1b\u202e\udcff\xff") & set(out)
    assert "is '" in " ".join(out.split())
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())


@pytest.mark.parametrize("kind", STRANGE)
def test_a_folder_of_a_strange_name_is_told_harmlessly(checked, tmp_path, kind):
    """An error names the folder in one line that no terminal or runner obeys."""
    code, out, err, _ = checked(str(tmp_path / STRANGE[kind]))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not set("\x1b\u202e\udcff\xff") & set(err)


@pytest.mark.parametrize("words", [["--\x1b[31m"], ["\x1b[31m\n::error::x"], ["run", "0x09", "task", "\u202e\n::x"]])
def test_wrong_words_are_shown_harmlessly(capfd, words):
    """What a script hands to the command line may come from a student."""
    assert cli.main(words) == 2
    err = capfd.readouterr().err
    assert not set("\x1b\u202e") & set(err)
    assert not any(line.startswith("::") for line in err.splitlines())


def test_a_fault_is_shown_harmlessly(capfd, monkeypatch):
    """A traceback may quote anything."""

    def broken(*arguments):
        raise RuntimeError("\x1b[2J\n::error::x")

    monkeypatch.setattr("checker.specs.load_project", broken)
    assert cli.main(["list"]) == 3
    err = capfd.readouterr().err
    assert "\x1b" not in err
    assert r"RuntimeError: \x1b[2J" in err
    assert not any(line.lstrip().startswith("::") for line in err.splitlines())


LIBRARIES = [
    "numpy", "json", "checker", "random", "os", "sys", "types", "wire", "sitecustomize", "usercustomize", "conftest",
    "tensorflow", "encodings",
]  # fmt: skip


@pytest.mark.parametrize("form", ["{}.py", "{}/__init__.py"])
def test_modules_that_shadow_libraries_are_not_imported(checked, student, form):
    """Neither checker nor worker nor the answer's own imports take the student's files for libraries."""
    for name in LIBRARIES:
        file = student / form.format(name)
        file.parent.mkdir(exist_ok=True)
        file.write_text(SHADOW)
    (student / ANSWER).write_text("import json, random, types\n" + workbench.NUMPY_REFERENCE)
    assert checked()[0] == 0


CONFIGURATION = {
    "evil.pth": "import os; os._exit(9)\n",
    "pytest.ini": "[pytest]\naddopts = --boom\n",
    "setup.cfg": "[pycodestyle]\nmax-line-length = 1\n",
    "tox.ini": "[pycodestyle]\nignore = E,W\n",
    "pyproject.toml": "[tool.hatch\n",
    "pyvenv.cfg": "home = /nowhere\n",
    ".pycodestyle": "[pycodestyle]\nmax-line-length = 1\n",
}


def test_configuration_in_the_folder_is_not_read(checked, student):
    """Files that tools read where they are started change nothing."""
    for name, text in CONFIGURATION.items():
        (student / name).write_text(text)
    assert checked()[0] == 0


def test_a_stale_bytecode_file_is_not_run(checked, student):
    """A compiled file that says to be the answer's, with its size and time, is not the answer."""
    other = student / "other.py"
    other.write_text(SHADOW.ljust(len(workbench.NUMPY_REFERENCE)))
    status = (student / ANSWER).stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    py_compile.compile(str(other), str(student / "__pycache__" / "0-running_mean.cpython-311.pyc"))
    assert checked()[0] == 0


def test_bytecode_alone_is_no_answer(checked, student):
    """A compiled answer can't be read by anybody."""
    py_compile.compile(str(student / ANSWER), str(student / "__pycache__" / "0-running_mean.cpython-311.pyc"))
    py_compile.compile(str(student / ANSWER), str(student / "0-running_mean.pyc"))
    (student / ANSWER).unlink()
    code, _, _, codes = checked()
    assert (code, codes) == (1, {"S001"})


def _link_to(target):
    return lambda file: file.symlink_to(target)


def _socket(file: Path) -> None:
    os.chdir(file.parent)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(file.name)


def _device(file: Path) -> None:
    try:
        os.mknod(file, 0o20666, os.makedev(1, 5))
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EACCES):
            raise
        pytest.skip("only root makes devices")


NO_FILES = {
    "a link to a file of the system": _link_to("/etc/passwd"),
    "a link to a fixture": _link_to(next(SPECS.glob("*/*/fixtures/*/*"))),
    "a link to itself": _link_to(ANSWER),
    "a link to a device without end": _link_to("/dev/zero"),
    "a link to the folder": _link_to("."),
    "a pipe": os.mkfifo,
    "a socket": _socket,
    "a device": _device,
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_no_answer(checked, student, kind):
    """It is told as such, at once, and nothing is read through it."""
    (student / ANSWER).unlink()
    NO_FILES[kind](student / ANSWER)
    code, out, _, codes = checked()
    assert (code, codes) == (1, {"S002"})
    assert "root:" not in out


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_beside_an_answer_does_nothing(checked, student, kind):
    """Pipes, devices, folders and links of the names of Python files are left out of what runs."""
    NO_FILES[kind](student / "1-other.py")
    (student / "loop").symlink_to(student)
    assert checked()[0] == 0


def test_a_link_to_a_file_in_the_folder_is_an_answer(checked, student):
    """A link that stays in the folder is as good as the file."""
    (student / ANSWER).rename(student / "mine.py")
    (student / ANSWER).symlink_to("mine.py")
    assert checked()[0] == 0


def test_a_hard_link_of_ones_own_is_an_answer(checked, student, tmp_path):
    """Backups and tools that save space make hard links of honest files."""
    (tmp_path / "backup.py").hardlink_to(student / ANSWER)
    assert checked()[0] == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of others")
def test_a_hard_link_to_another_users_file_is_no_answer(checked, student, tmp_path):
    """Whoever may read everything does not read other people's files for the owner of a folder."""
    os.chown(student, 65534, 65534)
    (student / ANSWER).rename(tmp_path / "secret.py")
    (student / ANSWER).hardlink_to(tmp_path / "secret.py")
    code, out, _, codes = checked()
    assert (code, codes) == (1, {"S002"})
    assert "is a hard link to a file of another user" in " ".join(out.split())


def test_a_line_of_a_megabyte_is_told(checked, student):
    """It is too long to be looked at, and the file is not run for nothing."""
    with (student / ANSWER).open("a") as stream:
        stream.write("x = '" + "a" * 1_000_000 + "'\n")
    code, out, _, codes = checked()
    assert (code, codes) == (1, {"S004"})
    assert "characters; lines of up to 20,000 are checked" in " ".join(out.split())


def test_an_answer_among_many_files_is_run(checked, student):
    """However many Python files come before it by name, the answer is among those that are copied."""
    for number in range(MAX_FILES + 50):
        (student / f"0-a{number:04}.py").write_text(SHADOW)
    assert checked()[0] == 0


def test_needed_files_are_copied_first(tmp_path):
    """Of very many files the needed ones are copied and so many others, no more."""
    (tmp_path / "many").mkdir()
    for number in range(MAX_FILES + 50):
        (tmp_path / "many" / f"{number:04}.py").write_text("")
    (tmp_path / "many" / "z.py").write_text("")
    with scratch_copy(tmp_path / "many", {}, tmp_path, os.getuid(), ("z.py", "missing.py")) as scratch:
        assert len(list(scratch.iterdir())) == MAX_FILES + 1
        assert (scratch / "z.py").is_file()


def test_very_many_files_cost_little(tmp_path):
    """Tens of thousands of names beside a missing answer are looked through in little time."""
    for number in range(20_000):
        os.close(os.open(tmp_path / f"0-running_mea{number:06}.py", os.O_CREAT))
    start = time.process_time()
    (finding,) = exists(read_source(tmp_path, ANSWER))
    with scratch_copy(tmp_path, {}, tmp_path, os.getuid()):
        assert finding.code == "S001"
    assert time.process_time() - start < 8
