"""Workers in bubblewrap: the command line, what can be seen and done in there, and what is told where it is missing."""

import os
import shutil
import signal
import sys
import threading
import time

import bubblewrap
import psutil
import pytest
from bench import call, function, run, seen, write

from checker import cli
from checker.errors import WorkerError, WorkerLost
from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox import bubblewrap as ours
from checker.sandbox.bubblewrap import PACKAGE, BubblewrappedWorker, bwrap_command
from checker.sandbox.doctor import examine
from checker.sandbox.workers import Workers

needed = pytest.mark.skipif(bool(bubblewrap.PROBLEM), reason=bubblewrap.LEFT_OUT)
TEMPORARY = ("/tmp", "/dev/shm")  # noqa: S108 - nothing is written there
LOOK_AROUND = """\
import os

def f(path):
    try:
        return " ".join(sorted(os.listdir(path)))
    except OSError as error:
        return type(error).__name__

def g(path):
    try:
        open(path, "w").close()
    except OSError as error:
        return error.strerror
    return "written"
"""


class Bare(BubblewrappedWorker):
    """A worker whose children put up no walls of their own, so that bubblewrap's alone are met."""

    def __init__(self) -> None:
        super().__init__(modern(), Framework.NUMPY)
        self.isolation, self.required = {}, ()


@pytest.fixture(scope="module")
def bare():
    """Such a worker, which the tests of this file share."""
    with Bare() as started:
        yield started


def test_the_command_line_is_as_institutions_read_it(monkeypatch):
    """No network, no other process, what is named to be read, folders hidden in it, and two to write to."""
    monkeypatch.setattr(ours, "SYSTEM", ("/lib",))
    monkeypatch.setattr(ours, "SHIPPED", ("wire.py",))
    monkeypatch.setattr(ours, "PACKAGE", ours.Path("/p/lib/checker"))
    command = bwrap_command(["/p"], ["/p/lib/checker"], ["/t/home", "/t/scratch"], ["/p/bin/python", "x"], root=False)
    assert command == [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1",
        "--ro-bind-try", "/lib", "/lib",
        "--ro-bind-try", "/p", "/p", "--tmpfs", "/p/lib/checker",
        "--ro-bind", "/p/lib/checker/wire.py", "/p/lib/checker/wire.py",
        "--bind", "/t/home", "/t/home", "--bind", "/t/scratch", "/t/scratch",
        "--proc", "/proc", "--dev", "/dev",
        "--remount-ro", "/dev", "--remount-ro", "/p/lib/checker", "--remount-ro", "/",
        "--chdir", "/t/home", "--", "/p/bin/python", "x",
    ]  # fmt: skip


def test_root_keeps_what_its_children_need_to_become_another_user():
    """There is no namespace of users then; everything else is the same, and all other rights are gone."""
    plain, root = (bwrap_command([], [], ["/t"], ["python"], root=is_root) for is_root in (False, True))
    assert root[1 : root.index("--die-with-parent")] == [
        "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
        "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID",
        "--cap-add", "CAP_KILL", "--cap-add", "CAP_DAC_OVERRIDE", "--cap-add", "CAP_DAC_READ_SEARCH",
    ]  # fmt: skip
    assert root[root.index("--die-with-parent") :] == plain[plain.index("--die-with-parent") :]


@needed
def test_every_protection_stands_and_all_layers_are_told():
    """The children's own walls go up within bubblewrap's, as far as the system grants them."""
    layers, protections = examine(modern(), isolation="bwrap")
    assert [one for one in protections if not one.stands] == []
    assert (layers[0], set(layers) >= {"user", "seccomp"}) == ("bwrap", True)


@needed
def test_a_hang_a_death_and_an_answer_are_told_apart(tmp_path):
    """Process numbers are others inside: the warm parent kills the child, and goes on."""
    folder = write(tmp_path / "one", function("time.sleep(60)"))
    with Workers(modern(), isolation="bwrap") as workers:
        worker = workers.start(Framework.NUMPY)
        ran = run(worker, folder, call("hangs", True), call("answers", False), seconds=0.5)
        died = run(worker, write(tmp_path / "two", function("os._exit(3)")), call("dies", True), call("answers", False))
        inside = psutil.Process(worker.pid)
        assert (inside.ppid(), inside.children()) == (worker.process.pid, [])
    assert (seen(ran, "hangs").ending, seen(ran, "answers").value) == (Ending.TIMED_OUT, {"type": "int", "value": 1})
    assert (seen(died, "dies").message, seen(died, "answers").ending) == (
        "ended its own process with exit code 3", Ending.ANSWERED,
    )  # fmt: skip
    assert not inside.is_running()


@needed
@pytest.mark.parametrize("kept", ["np.ones(10**6)", "bytearray(2**23)"])
def test_memory_is_watched_from_outside(tmp_path, kept):
    """What the children in there use counts, and what waits and sleeps beside them does not."""
    body = f"kept = []\nwhile True:\n    kept.append({kept})\n    time.sleep(0.005)"
    with Workers(modern(), isolation="bwrap") as workers:
        ran = run(workers.start(Framework.NUMPY), write(tmp_path / "one", function(body)), memory_mib=200)
    assert (seen(ran).ending, seen(ran).message) == (
        Ending.OUT_OF_MEMORY, "used over 200 MiB of memory, all that is allowed",
    )  # fmt: skip


@needed
@pytest.mark.parametrize(
    ("path", "there"),
    [
        (PACKAGE, "__init__.py folders.py wire.py worker"),
        (PACKAGE.parent / "task_specs", "FileNotFoundError"),
        (PACKAGE.parent / "solutions", "FileNotFoundError"),
        (PACKAGE.parent / "tests", "FileNotFoundError"),
        ("/srv", "FileNotFoundError"),
        (TEMPORARY[1], ""),
    ],
    ids=str,
)
def test_only_what_is_named_is_there(bare, tmp_path, path, there):
    """Of the checker the worker alone, no fixture, no solution, and nobody's files; Landlock or not."""
    assert seen(run(bare, write(tmp_path, LOOK_AROUND), call("p", str(path)))).value["value"] == there


@needed
@pytest.mark.parametrize("folder", ["/", *TEMPORARY, "/dev", "/usr/lib", str(PACKAGE), os.path.dirname(sys.prefix)])
def test_nothing_can_be_written_but_in_its_own_folders(bare, tmp_path, folder):
    """No folder in memory is left open, which would be shared with the next submission."""
    path = os.path.join(folder, "made-by-a-test-of-the-checker")
    one = seen(run(bare, write(tmp_path, LOOK_AROUND), call("p", path, function="g")))
    assert one.value["value"] == "Read-only file system"
    assert not os.path.exists(path)


@needed
def test_a_checker_that_is_gone_leaves_nothing(tmp_path):
    """When the control socket closes, everything in there ends."""
    with Workers(modern(), isolation="bwrap") as workers:
        worker = workers.start(Framework.NUMPY)
        run(worker, write(tmp_path, function("pass")))
        inside = worker.pid
        worker.control.close()
        assert worker.process.wait(timeout=10) == 0
        assert (psutil.pid_exists(inside), worker.pid) == (False, worker.process.pid)


@needed
def test_the_program_is_the_one_on_the_users_path(tmp_path, monkeypatch):
    """Wherever an institution has put it; a worker's own PATH is another."""
    (tmp_path / "bwrap").symlink_to(shutil.which("bwrap"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with Workers(modern(), isolation="bwrap") as workers:
        assert seen(run(workers.start(Framework.NUMPY), write(tmp_path / "one", function("pass")))).value
        assert workers.started[Framework.NUMPY].process.args[0] == str(tmp_path / "bwrap")


@needed
def test_what_ends_the_worker_is_told_as_its_end(tmp_path):
    """Somebody outside kills it while a submission runs."""
    folder = write(tmp_path / "one", function("time.sleep(60)"))
    with Workers(modern(), isolation="bwrap") as workers:
        worker = workers.start(Framework.NUMPY)
        worker.wait_until_ready()
        killing = threading.Timer(1.0, lambda: os.kill(worker.pid, signal.SIGKILL))
        killing.start()
        with pytest.raises(WorkerLost, match="ended unexpectedly"):
            run(worker, folder, call("p", True))
        killing.join()


@needed
def test_a_library_that_can_not_start_is_told_with_bubblewraps_words(tmp_path, monkeypatch):
    """A wall that can't be put up is our fault, and nothing is run without it."""
    monkeypatch.setattr(ours, "SYSTEM", ())
    monkeypatch.setattr(ours, "AS_ROOT", ("--unshare-nothing",))
    monkeypatch.setattr(BubblewrappedWorker, "_readable", lambda self: ["/nowhere"])
    with Workers(modern(), isolation="bwrap") as workers, pytest.raises(WorkerError, match="ends at once: bwrap: "):
        run(workers.start(Framework.NUMPY), write(tmp_path, function("pass")))


@pytest.mark.parametrize("words", ["run 0x09 task 0", "summary 0x09 task 1", "doctor"])
def test_without_the_program_it_is_said_what_to_install(instructor, student, monkeypatch, capsys, words):
    """One sentence, exit code 3, and nothing is run."""
    monkeypatch.setenv("PATH", str(student))
    started = time.monotonic()
    assert cli.main(["--workspace", str(instructor), *words.split(), "--isolation", "bwrap"]) == 3
    assert capsys.readouterr() == (
        "",
        "checker: --isolation bwrap needs the program bwrap, which is not on PATH: install the package bubblewrap\n",
    )
    assert time.monotonic() - started < 10


@needed
def test_the_report_says_that_it_was_bubblewrap(instructor, student):
    """The layers of each task's run are in the JSON report."""
    words = ["run", "0x09", "task", "0", "--runtime", "modern", "--isolation", "bwrap", "--report", "r.json", "--quiet"]
    assert cli.main(["--workspace", str(instructor), *words]) == 0
    assert '"bwrap"' in (student / "r.json").read_text()
