"""A class costs what its answers cost: nothing grows, nothing is left, and a busy machine changes no verdict."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import pytest
from somebodys_class import RIGHT, WRONG, FakeEngine, hand_in, plan_of, students_in, verdict_of

from checker import classroom, cli
from checker.engines.local import LocalEngine
from checker.engines.work import Done
from checker.model import Outcome
from checker.store import Store

STUDENTS = 40
BUSY = "while True:\n    pass\n"


def test_forty_students_leave_nothing(instructor, tmp_path, monkeypatch):
    """No process, zombie, open file or temporary folder more than before; memory stays what it was after the first."""
    (tmp_path / "t").mkdir(mode=0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    plan = plan_of(instructor, students_in(tmp_path / "class", *(f"s{n:02}" for n in range(STUDENTS))))
    own = psutil.Process()
    files, below, memory, pool = own.num_fds(), set(own.children(recursive=True)), [], []
    with Store(str(tmp_path)) as store, LocalEngine(jobs=1) as engine:
        for step in classroom.grade(plan, engine, store, threading.Event()):
            assert step.grade
            assert step.grade.outcome is Outcome.PASSED
            memory.append(own.memory_info().rss)
            pool.append(psutil.Process(next(iter(engine.pool._processes))).memory_info().rss)
    assert len(memory) == STUDENTS
    assert max(memory) < 1.05 * memory[5]
    assert max(pool) < 1.05 * pool[5]
    left = [one for one in own.children(recursive=True) if one not in below]
    assert [one for one in left if "resource_tracker" not in " ".join(one.cmdline())] == []
    # The tracker of multiprocessing's resources, one pipe, stays until this process ends.
    assert own.num_fds() <= files + 2
    assert list((tmp_path / "t").iterdir()) == []


def test_a_thousand_students_take_no_memory_in_the_process_that_leads(instructor, tmp_path):
    """Neither they nor their verdicts are kept there; the benchmark does the same with real answers."""
    (one,) = students_in(tmp_path, "ada")
    plan = plan_of(instructor, [one.__class__(id=f"s{n:04}", place=one.place) for n in range(1000)])
    engine = FakeEngine(lambda work: Done(verdict=verdict_of(plan.tasks[0])))
    own, memory = psutil.Process(), []
    with Store(str(tmp_path)) as store:
        for _ in classroom.grade(plan, engine, store, threading.Event()):
            engine.asked.clear()
            memory.append(own.memory_info().rss)
    assert len(memory) == 1000
    assert max(memory[100:]) < 1.05 * memory[100]


@pytest.fixture
def busy():
    """Two processes that compute without end beside whatever a test does."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(os.cpu_count() or 2)]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


def outcomes(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Student → each check and its outcome."""
    with Store(str(folder)) as store:
        newest = store.newest("unsupervised_learning/0x09-something", verdicts=True)
    return {
        student: [(check["id"], check["outcome"]) for check in grade.verdict["checks"]]
        for (student, _), grade in newest.items()
    }


def test_verdicts_are_the_same_with_more_jobs_and_under_load(instructor, tmp_path, request):
    """One job, two, and two beside busy loops: each check of each student."""
    for number in range(6):
        hand_in(tmp_path / "class" / f"s{number}", [RIGHT, WRONG, "import nothing\n"][number % 3])
    words = ["--workspace", str(instructor), "grade", "0x09", "0", "--submissions", str(tmp_path / "class")]
    seen = []
    for name, jobs in [("one", "1"), ("two", "2"), ("load", "2")]:
        if name == "load":
            request.getfixturevalue("busy")
        assert cli.main([*words, "--jobs", jobs, "--isolation", "none", "--out", str(tmp_path / name)]) == 0
        seen.append(outcomes(tmp_path / name))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 6
    passed = {student for student, checks in seen[0].items() if {outcome for _, outcome in checks} == {"passed"}}
    assert passed == {"s0", "s3"}
