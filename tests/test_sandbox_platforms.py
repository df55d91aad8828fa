"""Systems without walls: what is open there is said, before anything runs."""

import sys

import pytest

from checker import cli
from checker.errors import WorkerError
from checker.runtimes import modern
from checker.sandbox import platforms
from checker.sandbox.doctor import WATCHED, examine
from checker.sandbox.seccomp import refusing_program
from checker.sandbox.workers import Workers

NOTICE = (
    "checker: macOS has no walls around a submission: nothing keeps it from your files, the network and other "
    "programs. Time, memory, threads, files and output are watched. Run what you would run yourself, or use Linux\n"
)


@pytest.fixture
def system(monkeypatch):
    """Makes this process believe that it runs on another system; a worker's process goes on as it is."""

    def pretend(name: str) -> None:
        monkeypatch.setattr(sys, "platform", name)
        refusing_program.cache_clear()

    yield pretend
    refusing_program.cache_clear()


def test_the_doctor_says_what_macos_leaves_open(system):
    """What the walls would keep out is open there, without a trial; what is watched is tried."""
    system("darwin")
    _, protections = examine(modern())
    assert [(one.what, one.stands, one.evidence) for one in protections[: -len(WATCHED)]] == [
        (what, False, "macOS has no wall against it") for what in platforms.WALLED
    ]
    assert [(one.what, one.stands) for one in protections[-len(WATCHED) :]] == [(what, True) for what, _ in WATCHED]


@pytest.mark.skipif(sys.platform != "linux", reason="the attempts are made upon Linux's means")
def test_the_table_names_what_is_tried_on_linux():
    """What is said to be open elsewhere is what is tried where there are walls, in the same words and order."""
    _, protections = examine(modern(), isolation="none")
    assert [one.what for one in protections] == [*platforms.WALLED, *(what for what, _ in WATCHED)]


def test_a_run_says_it_on_macos(system, instructor, student, capsys):
    """Once, beside the verdict, which it does not change."""
    system("darwin")
    assert cli.main(["--workspace", str(instructor), "run", "0x09", "task", "0", "--runtime", "modern"]) == 0
    assert capsys.readouterr().err == NOTICE


def test_a_run_on_linux_says_nothing(system, instructor, student, capsys):
    """There each layer is in the report."""
    system("linux")
    assert cli.main(["--workspace", str(instructor), "run", "0x09", "task", "0", "--runtime", "modern"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "words",
    [
        "run 0x09 task 0", "summary 0x09 task 1", "doctor", "grade 0x09 --submissions .", "compare-runtimes .",
        "fixtures generate 0x09", "fixtures verify 0x09", "runtime list", "runtime doctor", "runtime install tf1.12",
    ],
)  # fmt: skip
def test_windows_is_told_where_it_works(system, instructor, student, monkeypatch, capsys, words):
    """Before any module is imported that Windows does not have."""
    system("win32")
    for name in ("runtimes", "pipeline", "engines", "sandbox.workers", "sandbox.doctor"):
        package, _, module = f"checker.{name}".rpartition(".")
        monkeypatch.delattr(sys.modules[package], module, raising=False)
        monkeypatch.setitem(sys.modules, f"checker.{name}", None)
    assert cli.main(["--workspace", str(instructor), *words.split()]) == 3
    assert capsys.readouterr() == (
        "", "checker: no submission can be run on Windows: install the checker in its Linux (`wsl --install`)\n",
    )  # fmt: skip


def test_bubblewrap_is_linuxs_alone(system):
    """Wherever a program of its name lies."""
    system("darwin")
    with pytest.raises(WorkerError, match="bwrap is Linux's alone: name --isolation auto"):
        Workers(modern(), isolation="bwrap")


def test_full_isolation_is_refused_where_there_is_none(system, instructor, student, capsys):
    """Nothing is run without what the system does not grant, and that costs the student nothing."""
    system("darwin")
    words = ["run", "0x09", "task", "0", "--runtime", "modern", "--isolation", "full"]
    assert cli.main(["--workspace", str(instructor), *words]) == 3
    assert "this system does not grant" in " ".join(capsys.readouterr().out.split())
