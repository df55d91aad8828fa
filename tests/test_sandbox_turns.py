"""Turns: jobs run side by side, and one that is to run alone waits for the others while newcomers wait for it."""

import multiprocessing
import os
import shutil
import threading
import time

import psutil
import pytest
from bench import call, function, run, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox import turns
from checker.sandbox.worker import Worker

SOON = 20


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """A folder in which this test's threads and processes take turns."""
    monkeypatch.setattr(turns, "_shared", [])
    turns.share(tmp_path / "turns")
    return tmp_path / "turns"


class Running:
    """A job in a thread of its own, which runs until it is told to end."""

    def __init__(self, *, alone: bool) -> None:
        self.began, self.may_end = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, args=(alone,), daemon=True)
        self.thread.start()

    def _run(self, alone: bool) -> None:
        with turns.turn(alone=alone):
            self.began.set()
            self.may_end.wait(SOON)

    def end(self) -> None:
        """Returns when it is over."""
        self.may_end.set()
        self.thread.join(SOON)


def test_jobs_run_side_by_side(shared):
    """Nobody waits for anybody."""
    jobs = [Running(alone=False) for _ in range(3)]
    assert all(job.began.wait(SOON) for job in jobs)
    for job in jobs:
        job.end()


def test_a_job_alone_waits_and_is_waited_for(shared):
    """It begins when all that run are done; one that came later begins when it is over, though it could have begun."""
    first = Running(alone=False)
    assert first.began.wait(SOON)
    alone = Running(alone=True)
    assert not alone.began.wait(0.2)
    later = Running(alone=False)
    assert not later.began.wait(0.2)
    first.end()
    assert alone.began.wait(SOON)
    assert not later.began.wait(0.2)
    alone.end()
    assert later.began.wait(SOON)
    later.end()


def test_a_killed_process_lets_go_of_its_turn(shared):
    """Nobody waits for the dead."""
    context = multiprocessing.get_context("fork")
    held = context.Event()
    process = context.Process(target=_hold, args=(held,))
    process.start()
    assert held.wait(SOON)
    process.kill()
    process.join(SOON)
    alone = Running(alone=True)
    assert alone.began.wait(SOON)
    alone.end()


def _hold(held) -> None:
    with turns.turn(alone=True):
        held.set()
        time.sleep(60)


def test_a_folder_that_is_gone_is_shared_no_more(shared, tmp_path):
    """Two runs in one process, as on a cluster: when the later one has ended, turns are taken in the other's folder."""
    turns.share(tmp_path / "later")
    shutil.rmtree(tmp_path / "later")
    alone = Running(alone=True)
    assert alone.began.wait(SOON)
    assert not Running(alone=False).began.wait(0.2)
    alone.end()
    shutil.rmtree(shared)
    assert Running(alone=True).began.wait(SOON)


def test_a_folder_that_is_half_there_is_none(shared, tmp_path):
    """Turns are taken in the one shared before, and what was opened in this one is closed with the turn."""
    turns.share(tmp_path / "later")
    (tmp_path / "later" / turns.RUNNING).mkdir()
    with turns.turn(alone=True):
        assert (shared / turns.RUNNING).is_file()
    opened = {file.path for file in psutil.Process().open_files()}
    assert [path for path in opened if path.startswith(str(tmp_path))] == []


def test_without_a_class_nobody_takes_turns(monkeypatch):
    """A single check waits for nothing."""
    monkeypatch.setattr(turns, "_shared", [])
    jobs = [Running(alone=True) for _ in range(2)]
    assert all(job.began.wait(SOON) for job in jobs)
    for job in jobs:
        job.end()


@pytest.fixture
def asked(monkeypatch):
    """Whether each job that was run was to be alone."""
    kept = []
    original = turns.turn

    def turn(*, alone):
        kept.append(alone)
        return original(alone=alone)

    monkeypatch.setattr("checker.sandbox.observe.turn", turn)
    return kept


def test_who_sleeps_is_tried_again_beside_others(tmp_path, asked):
    """It waited for no processor; and only the first of its calls gets a second try."""
    with Worker(modern(), Framework.NUMPY, isolation="none") as worker:
        ran = run(worker, write(tmp_path / "one", function("time.sleep(60)")), call("a"), call("b"), seconds=0.5)
    assert [one.ending for one in ran.observations[1:]] == [Ending.TIMED_OUT, Ending.TIMED_OUT]
    assert asked == [False, False, False]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux says who waited for a processor")
def test_who_waited_for_a_processor_is_tried_again_alone(tmp_path, asked, monkeypatch):
    """All of them on one processor, beside ten endless loops: a call that needs a while gets half of it at most."""
    monkeypatch.setattr("checker.sandbox.job.BUSY", 0.8)
    monkeypatch.setattr("checker.sandbox.job.STARVED", 0.15)
    one = {min(os.sched_getaffinity(0))}
    loops = [multiprocessing.get_context("fork").Process(target=_loop, args=(one,)) for _ in range(10)]
    with Worker(modern(), Framework.NUMPY, isolation="none") as worker:
        worker.wait_until_ready()
        psutil.Process(worker.pid).cpu_affinity(list(one))
        for loop in loops:
            loop.start()
        try:
            ran = run(worker, write(tmp_path / "one", function("while True:\n    pass")), seconds=2.0)
        finally:
            for loop in loops:
                loop.kill()
                loop.join()
    assert ran.observations[-1].ending is Ending.TIMED_OUT
    assert asked == [False, True]


def _loop(processors) -> None:
    os.sched_setaffinity(0, processors)
    while True:
        pass


def test_who_keeps_itself_waiting_is_not_tried_again_alone(tmp_path, asked):
    """Sixty threads that want two processors at once, and then all sleep: others had nothing of the time."""
    work = "import hashlib\ndef work():\n    hashlib.sha256(bytes(2 * 10**6))\n    time.sleep(60)\n"
    body = work + "for _ in range(60):\n    threading.Thread(target=work, daemon=True).start()\ntime.sleep(60)"
    with Worker(modern(), Framework.NUMPY, isolation="none") as worker:
        ran = run(worker, write(tmp_path / "one", function(body)), seconds=2.0, processes=100, memory_mib=3072)
    assert ran.observations[-1].ending is Ending.TIMED_OUT
    assert asked == [False, False]
