"""Grading on a real Dask cluster of several processes: the same verdicts, also when one is killed, and nothing left."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from somebodys_class import FILE, WRONG, plan_of, students_in

from checker import classroom
from checker.engines import find_engine
from checker.engines.dask import DaskEngine
from checker.engines.local import LocalEngine
from checker.errors import EngineError
from checker.model import Outcome
from checker.store import Store
from checker.worker import __file__ as worker_file

distributed = pytest.importorskip("distributed")
WORKER = str(Path(worker_file).parent)
# Dask closes its own sockets and loops when they are collected, in whichever test that happens.
pytestmark = pytest.mark.filterwarnings("default::ResourceWarning", "default::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def temporary() -> Iterator[Path]:
    """A folder for temporary files that whoever runs the submissions may enter."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


@pytest.fixture(scope="module")
def cluster(temporary: Path):
    """Two worker processes of one thread each, which import this checkout, with a place of their own for all files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", protocol="tcp",
            local_directory=str(temporary), silence_logs=50,
        ) as started:  # fmt: skip
            yield started


def address(cluster) -> str:
    """What a person would name it by, without ``dask://``."""
    return cluster.scheduler_address.removeprefix("tcp://")


def warm_below(pid: int) -> list[psutil.Process]:
    """The warm workers in a process tree."""
    return [one for one in psutil.Process(pid).children(recursive=True) if WORKER in " ".join(_command(one))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def graded(plan, engine, folder: Path, kill: int = -1) -> dict[str, list[Outcome]]:
    """Student → the outcomes of all verdicts; a worker of the cluster is killed after the step `kill`."""
    folder.mkdir()
    with Store(str(folder)) as store, engine:
        engine.require_same(plan.bench)
        for number, _ in enumerate(classroom.grade(plan, engine, store, threading.Event())):
            if number == kill:
                os.kill(next(iter(engine.client.run(os.getpid).values())), signal.SIGKILL)
        return {one.id: [kept.outcome for kept in store.history(one.id)] for one in plan.students}


def test_verdicts_are_those_of_this_machine_also_with_a_worker_killed(cluster, temporary, instructor, tmp_path):
    """Twelve students, each of whom has one verdict, the same as here; no process and no folder is left."""
    before = warm_below(os.getpid())
    students = [
        *students_in(tmp_path, *(f"r{n}" for n in range(5))),
        *students_in(tmp_path, *(f"w{n}" for n in range(5)), source=WRONG),
        *students_in(tmp_path, "dies", source="import os\nos._exit(0)\n"),
        *students_in(tmp_path, "none"),
    ]
    (tmp_path / "none" / FILE).unlink()
    plan = plan_of(instructor, students)
    there = graded(plan, DaskEngine(address(cluster)), tmp_path / "there", kill=2)
    here = graded(plan, LocalEngine(jobs=1), tmp_path / "here")
    assert there == here
    assert there == {one.id: [Outcome.PASSED if one.id[0] == "r" else Outcome.FAILED] for one in students}
    assert warm_below(os.getpid()) == before
    assert list(temporary.rglob("checker-*")) == []


def test_two_graders_on_one_cluster_leave_each_other_alone(cluster, temporary, instructor, tmp_path):
    """What the one ends is its own; the other's verdicts are right, and its warm workers are there until it ends."""
    before = warm_below(os.getpid())
    plan = plan_of(instructor, students_in(tmp_path, *(f"r{n}" for n in range(6))))
    with DaskEngine(address(cluster)) as first, Store(str(tmp_path)) as store:
        steps = classroom.grade(plan, first, store, threading.Event())
        next(steps)
        (tmp_path / "second").mkdir()
        second = graded(plan, DaskEngine(address(cluster)), tmp_path / "second" / "x")
        assert warm_below(os.getpid()) != before
        # Of the first alone: a folder for each of its two workers, and that in which these take turns.
        assert len({path.name.rpartition("-")[0] for path in temporary.rglob("checker-run-*")}) == 1
        assert len(list(temporary.rglob("checker-run-*"))) == 3
        list(steps)
        outcomes = {outcome for one in plan.students for outcome in [kept.outcome for kept in store.history(one.id)]}
    assert outcomes == {Outcome.PASSED}
    assert set(map(tuple, second.values())) == {(Outcome.PASSED,)}
    assert warm_below(os.getpid()) == before


def test_a_worker_that_judges_by_something_else_is_refused(cluster, instructor, tmp_path):
    """It is named, and so is what differs; one that comes later refuses its work, which costs nobody anything."""
    plan = plan_of(instructor, students_in(tmp_path, "ada"))
    with DaskEngine(address(cluster)) as engine, Store(str(tmp_path)) as store:
        engine.require_same(plan.bench)
        engine.judges = "another"
        (step,) = classroom.grade(plan, engine, store, threading.Event())
        assert step.grade
        assert step.grade.outcome is Outcome.BROKEN
        message = step.grade.verdict["checks"][0]["findings"][0]["message"]
        assert "another version of the checker" in message
        patched = {"checker": "0", "spec of 0-running_mean": "1"}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("checker.engines.dask.judged_by", lambda bench: patched)
            patch.setattr(engine.client, "run", lambda *_, **__: {"tcp://x:1": patched | {"checker": "other"}})
            with pytest.raises(EngineError, match="the worker tcp://x:1 has another checker: install the same there"):
                engine.require_same(plan.bench)
            patch.setattr(engine.client, "run", lambda *_, **__: {"tcp://x:1": FileNotFoundError("no /specs")})
            with pytest.raises(EngineError, match="the worker tcp://x:1 can't check answers: no /specs; install"):
                engine.require_same(plan.bench)


def test_who_kills_every_worker_gets_no_verdict_and_the_others_do(cluster, instructor, tmp_path, monkeypatch):
    """Dask gives such work up; it is BROKEN, and costs nothing."""
    plan = plan_of(instructor, students_in(tmp_path, "ada", "bob"))
    killed = distributed.KilledWorker("do", SimpleNamespace(address="tcp://x:1"), 3)
    with DaskEngine(address(cluster)) as engine, Store(str(tmp_path)) as store:
        submit = engine.client.submit

        def submitting(function, piece, **options):
            if piece.folder.endswith("ada"):
                return submit(_raise, killed, **options)
            return submit(function, piece, **options)

        monkeypatch.setattr(engine.client, "submit", submitting)
        list(classroom.grade(plan, engine, store, threading.Event()))
        outcomes = [store.history(name)[0].outcome for name in ("ada", "bob")]
    assert outcomes == [Outcome.BROKEN, Outcome.PASSED]


def _raise(error: Exception) -> None:
    raise error


def _slowly(submit, _, piece, **options):
    return submit(time.sleep, 4, **options)


def test_what_is_dropped_is_told_and_leaves_no_verdict(cluster, instructor, tmp_path, monkeypatch):
    """As when the scheduler is lost: the class stops, and nobody is judged by it."""
    plan = plan_of(instructor, students_in(tmp_path, "ada"))
    with DaskEngine(address(cluster)) as engine, Store(str(tmp_path)) as store:
        monkeypatch.setattr(engine.client, "submit", partial(_slowly, engine.client.submit))
        dropping = threading.Timer(1, engine.drop)
        dropping.start()
        with pytest.raises(EngineError, match="The same command goes on"):
            list(classroom.grade(plan, engine, store, threading.Event()))
        dropping.join()
        assert store.newest(plan.project.path) == {}


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    """With its address."""
    monkeypatch.setattr("checker.engines.dask.CONNECT_SECONDS", 1)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(EngineError, match=f"no scheduler answers at 127.0.0.1:{port}"):
        DaskEngine(f"127.0.0.1:{port}").__enter__()


def test_a_cluster_without_workers_is_told():
    """With what starts some."""
    with (
        distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=":0", silence_logs=50) as cluster,
        pytest.raises(EngineError, match="has no workers: start some with `dask worker`"),
    ):
        find_engine(f"dask://{address(cluster)}", 1).__enter__()


def test_the_command_line_takes_a_cluster(cluster, instructor, tmp_path):
    """As a real process, which prints nothing of Dask's own."""
    students_in(tmp_path / "class", "ada", "bob")
    words = ["--workspace", str(instructor), "grade", "0x09", "task", "0", "--submissions", str(tmp_path / "class")]
    more = ["--out", str(tmp_path / "out"), "--engine", f"dask://{address(cluster)}", "--isolation", "none"]
    done = subprocess.run(
        [sys.executable, "-m", "checker", *words, *more], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if not line.startswith("checker: ")]) == (0, [])
    assert done.stdout.startswith("2 answers of 2 students checked")
