"""The engines' pieces: one piece of work, a folder on its way to another machine, and processes of this machine."""

import os
import signal
import stat
import threading
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from somebodys_class import FILE, RIGHT, TASK, WRONG, hand_in, plan_of, students_in

from checker import classroom, pipeline
from checker.engines import find_engine, work
from checker.engines.local import LocalEngine
from checker.engines.parcels import packed, unpacked
from checker.engines.work import Work, do, end_workers
from checker.errors import UsageError
from checker.model import Outcome
from checker.sandbox.scratch import MAX_FILES
from checker.static_checks.reading import MAX_BYTES, list_names, read_bytes
from checker.store import Store


@pytest.fixture
def piece(instructor: Path, tmp_path: Path) -> Work:
    """A right answer that is to be checked."""
    plan = plan_of(instructor, [])
    return Work(bench=plan.bench, task=TASK, folder=str(hand_in(tmp_path / "ada")))


def test_work_is_done_and_warm_workers_are_kept_until_they_are_ended(piece, tmp_path):
    """Two answers, one warm worker; another owner has one of his own, and ending the one leaves the other."""
    other = replace(piece, bench=replace(piece.bench, owner="other"))
    try:
        done = do(piece)
        assert done.verdict
        assert (done.verdict.outcome, "numpy" in done.versions) == (Outcome.PASSED, True)
        hand_in(tmp_path / "ada", WRONG)
        again = do(piece).verdict
        assert again
        assert again.outcome is Outcome.FAILED
        assert do(other).verdict
        assert len(warm()) == 2
        end_workers("other")
        assert len(warm()) == 1
    finally:
        end_workers()
    assert warm() == []


def warm() -> list[psutil.Process]:
    """The warm workers that this process has now, of those that the tests here start."""
    own = [worker.pid for _, tools in work._all for worker in tools.workers.started.values()]
    return [process for process in psutil.Process().children() if process.pid in own]


def test_whatever_goes_wrong_is_told_and_not_raised(piece, monkeypatch):
    """So that one answer that the checker can't handle stops no class."""
    monkeypatch.setattr(pipeline, "check_task", lambda *_: 1 / 0)
    try:
        done = do(piece)
    finally:
        end_workers()
    assert done.verdict is None
    assert "fault of the checker" in done.fault
    assert "ZeroDivisionError: division by zero" in done.fault
    assert "no task '99'" in do(replace(piece, task="99")).fault
    assert "another version of the checker" in do(replace(piece, bench=replace(piece.bench, judges="x"))).fault
    assert "no folder" in do(replace(piece, bench=replace(piece.bench, workspace="/nowhere"))).fault
    end_workers()


def test_a_parcel_is_for_checks_what_the_folder_was(tmp_path):
    """Links, folders, pipes, what is too large and what has odd names: each is read, or refused, in the same words."""
    folder = hand_in(tmp_path / "class" / "0x09-something")
    hand_in(folder, "x = 1", "b.py")
    (folder / "b.py").chmod(0o755)
    (folder / "inside.py").symlink_to("b.py")
    (folder / "out.py").symlink_to("/etc/passwd")
    (folder / "folder.py").mkdir()
    os.mkfifo(folder / "pipe.py")
    (folder / os.fsdecode(b"\xff.py")).write_text("y = 2")
    with (folder / "large.py").open("wb") as stream:
        stream.truncate(MAX_BYTES + 7)
    (folder / "README.md").write_text("# A title")
    (folder / "data.bin").write_bytes(b"data")
    files = packed(folder, ["README.md", FILE])
    with unpacked(str(folder), files) as copy:
        assert (copy.name, list_names(copy)) == (folder.name, list_names(folder))
        for name in list_names(folder):
            if name != "data.bin":
                there, here = read_bytes(copy, name), read_bytes(folder, name)
                assert there[1:] == here[1:]
                assert bool(there[0] & 0o100) == bool(here[0] & 0o100) or not stat.S_ISREG(here[0])
    assert not copy.exists()
    assert files["data.bin"].data == b""


def test_what_is_needed_goes_along_whatever_lies_beside_it(tmp_path):
    """Also behind hundreds of other files, as it does into a scratch copy."""
    folder = hand_in(tmp_path / "class")
    for number in range(3000):
        (folder / f"#{number:04}.py").write_bytes(b"z = 3")
    files = packed(folder, [FILE])
    assert files[FILE].data == RIGHT.encode()
    assert sum(bool(one.data) for one in files.values()) == MAX_FILES + 1
    assert len(files) < 2100


def test_a_folder_that_can_be_read_here_is_not_copied(tmp_path):
    """Nothing is made for it."""
    with unpacked(str(tmp_path), None) as folder:
        assert folder == tmp_path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("spark", "no engine 'spark'; there is local"), ("dask", "which cluster?"), ("", "no engine ''"),
        ("local://host:1", "local is this machine and has no address, got 'host:1'"),
    ],
)  # fmt: skip
def test_an_engine_that_is_none_is_told(name, said):
    """And what there is."""
    with pytest.raises(UsageError, match=said):
        find_engine(name, 1)


def test_dask_that_is_not_installed_is_told(monkeypatch):
    """With what installs it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="Dask is not installed: pip install distributed"):
        find_engine("dask://localhost:8786", 1)


def test_a_killed_process_costs_what_it_was_at_and_the_next_is_a_new_one(piece):
    """Its future says that it was lost; afterwards none is left."""
    with LocalEngine(jobs=1) as engine:
        assert engine.submit(piece).result(60).verdict
        (process,) = list(engine.pool._processes.values())
        os.kill(process.pid, signal.SIGSTOP)
        lost = engine.submit(piece)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(BrokenExecutor):
            lost.result(60)
        done = engine.submit(piece).result(60)
        assert done.verdict
        assert done.verdict.outcome is Outcome.PASSED
        pool = [psutil.Process(pid) for pid in engine.pool._processes]
        below = [one for process in pool for one in process.children(recursive=True)]
        assert below
    _, alive = psutil.wait_procs([*pool, *below], timeout=10)
    assert alive == []


def test_a_class_loses_nothing_with_a_process_in_its_midst(instructor, tmp_path):
    """One of two is killed; every student has the right verdict, once."""
    students = [
        *students_in(tmp_path, *(f"r{n}" for n in range(6))),
        *students_in(tmp_path, *(f"w{n}" for n in range(6)), source=WRONG),
    ]
    plan = plan_of(instructor, students)
    with Store(str(tmp_path)) as store, LocalEngine(jobs=2) as engine:
        killed = 0
        for number, _ in enumerate(classroom.grade(plan, engine, store, threading.Event())):
            if number in (1, 5):
                os.kill(next(iter(engine.pool._processes)), signal.SIGKILL)
                killed += 1
        outcomes = {one.id: [kept.outcome for kept in store.history(one.id)] for one in students}
    assert killed == 2
    assert outcomes == {one.id: [Outcome.PASSED if one.id[0] == "r" else Outcome.FAILED] for one in students}
