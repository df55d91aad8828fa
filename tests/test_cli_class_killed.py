"""A class that is killed, interrupted, or loses a process: what was there stays, and the same command goes on."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest
from somebodys_class import RIGHT, WRONG, hand_in

from checker.store import FILE

ROOT = Path(__file__).parents[1]
SLOW = "import time\ntime.sleep({})\n"
MOMENTS = 20


class Class:
    """A class of right and wrong answers of a few tenths of a second each, and the command that grades it."""

    def __init__(self, workspace: Path, folder: Path, students: int, seconds: float = 0.15) -> None:
        self.folder, self.out, self.temporary = folder / "class", folder / "out", folder / "t"
        self.temporary.mkdir()
        self.expected = {f"s{n:03}": "passed" if n % 2 else "failed" for n in range(students)}
        for name, outcome in self.expected.items():
            source = RIGHT if outcome == "passed" else WRONG
            hand_in(self.folder / name, source.replace("import numpy", SLOW.format(seconds) + "import numpy"))
        self.command = [
            sys.executable, "-m", "checker", "--workspace", str(workspace), "grade", "0x09", "task", "0", "--jobs", "2",
            "--isolation", "none", "--submissions", str(self.folder), "--out", str(self.out),
        ]  # fmt: skip

    def start(self) -> "subprocess.Popen[str]":
        """Starts the command in a process group of its own, as a shell does."""
        variables = os.environ | {"TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            self.command, cwd=self.temporary.parent, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip

    def grades(self) -> list[tuple[int, str, str]]:
        """The id, student and outcome of all verdicts in the store."""
        if not (self.out / FILE).is_file():
            return []
        store = sqlite3.connect(f"file:{self.out / FILE}?mode=rw", uri=True, timeout=30)
        try:
            return store.execute("select id, student, outcome from grades order by id").fetchall()
        except sqlite3.OperationalError as error:
            assert "no such table" in str(error)  # noqa: PT017 - killed before there was one
            return []
        finally:
            store.close()

    def wait_for(self, number: int, process: "subprocess.Popen[str]") -> None:
        """Returns when there are so many verdicts, or the process has ended."""
        ends = time.monotonic() + 120
        while len(self.grades()) < number and process.poll() is None and time.monotonic() < ends:
            time.sleep(0.02)

    def require_whole(self) -> None:
        """Every student has the right verdict, once, in a store that is sound, and no temporary folder is left."""
        assert Counter(student for _, student, _ in self.grades()) == Counter(list(self.expected))
        assert {student: outcome for _, student, outcome in self.grades()} == self.expected
        store = sqlite3.connect(self.out / FILE)
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        store.close()
        assert list(self.temporary.iterdir()) == []


def all_of(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """A process and those below it, as long as there is one."""
    try:
        own = psutil.Process(process.pid)
        return [own, *own.children(recursive=True)]
    except psutil.Error:
        return []


def end(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Waits for the end: exit code, output, errors."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture
def graded(instructor: Path, tmp_path: Path):
    """Makes a class; whatever of it still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    class Started(Class):
        def start(self) -> "subprocess.Popen[str]":
            started.append(super().start())
            return started[-1]

    yield lambda students, **options: Started(instructor, tmp_path, students, **options)
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_class_killed_at_twenty_moments_loses_nothing_that_was_there(graded):
    """Each time all processes at once, at the start or in the middle; at the end each student has one verdict."""
    chance = random.Random(5)  # noqa: S311 - moments, no secrets
    whole = graded(60)
    for moment in range(MOMENTS):
        before = whole.grades()
        process = whole.start()
        if moment % 4:
            whole.wait_for(len(before) + chance.randint(1, 3), process)
            time.sleep(chance.uniform(0, 0.1))
        else:
            time.sleep(chance.uniform(0, 2))
        running = all_of(process)
        os.killpg(process.pid, signal.SIGKILL)
        end(process)
        _, alive = psutil.wait_procs(running, timeout=10)
        assert alive == []
        assert whole.grades()[: len(before)] == before
    done = len(whole.grades())
    assert 10 < done < len(whole.expected)
    code, out, err = end(whole.start())
    assert code == 0, err
    assert out.startswith(f"{len(whole.expected) - done} answers of {len(whole.expected)} students checked")
    whole.require_whole()


def test_ctrl_c_finishes_what_is_under_way(graded):
    """Exit code 130, a sentence, and the same command does the rest."""
    whole = graded(14, seconds=0.3)
    process = whole.start()
    whole.wait_for(2, process)
    running = all_of(process)
    os.killpg(process.pid, signal.SIGINT)
    code, out, err = end(process)
    assert code == 130, err
    assert "stopping when what is under way is done; Ctrl-C again drops that" in err
    assert "stopped: the same command goes on from here" in err
    assert "Traceback" not in err
    done = len(whole.grades())
    assert 2 <= done < 14
    assert out.startswith(f"{done} answers of 14 students checked")
    assert psutil.wait_procs(running, timeout=10)[1] == []
    assert list(whole.temporary.iterdir()) == []
    assert end(whole.start())[1].startswith(f"{14 - done} answers of 14")
    whole.require_whole()


def test_a_second_ctrl_c_drops_what_is_under_way(graded):
    """At once, though the answers would take long; nothing runs on, and nothing is left."""
    whole = graded(2, seconds=19)
    process = whole.start()
    ends = time.monotonic() + 60
    while len(all_of(process)) < 7 and time.monotonic() < ends:
        time.sleep(0.1)
    running = all_of(process)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    code, _, err = end(process)
    assert code == 130, err
    assert "Traceback" not in err
    assert time.monotonic() - started < 15
    assert psutil.wait_procs(running, timeout=10)[1] == []
    assert whole.grades() == []
    assert list(whole.temporary.iterdir()) == []


def test_a_lost_process_of_the_pool_costs_nobody_anything(graded):
    """One of the two is killed in the middle, as a system short of memory does."""
    whole = graded(12)
    process = whole.start()
    whole.wait_for(3, process)
    pool = [one for one in psutil.Process(process.pid).children() if "spawn_main" in " ".join(one.cmdline())]
    assert len(pool) == 2
    pool[0].kill()
    code, _, err = end(process)
    assert code == 0, err
    whole.require_whole()


def test_a_second_run_in_the_same_folder_is_refused(graded):
    """With exit code 2; the first one goes on."""
    whole = graded(6, seconds=1.0)
    first = whole.start()
    whole.wait_for(1, first)
    code, _, err = end(whole.start())
    assert (code, "another run is at work in" in err) == (2, True)
    assert end(first)[0] == 0
    whole.require_whole()
