"""Warm parents: how they start, why they don't, and that they are gone when the checker is."""

import os
import shutil
import time
from pathlib import Path

import psutil
import pytest
from bench import HEAD, call, function, run, seen, write

from checker import wire
from checker.errors import WorkerError
from checker.model import Ending, Framework, Limits, Runtime
from checker.runtimes import modern
from checker.sandbox import worker as worker_module
from checker.sandbox.observe import Request, observe
from checker.sandbox.worker import Worker
from checker.sandbox.workers import Workers


def test_the_warm_parent_dies_with_its_socket(tmp_path):
    """When the checker closes its end, or is gone, no worker stays."""
    with Worker(modern(), Framework.NUMPY) as worker:
        run(worker, write(tmp_path, function("pass")))
        worker.control.close()
        assert worker.process.wait(timeout=10) == 0


def test_a_child_dies_with_the_socket_too(tmp_path):
    """A checker that goes away in the middle of a job leaves no child of it."""
    body = f"{HEAD}\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nos.close(1)\ntime.sleep(60)"
    with Worker(modern(), Framework.NUMPY) as worker:
        theirs, requests = os.pipe()
        with open(os.devnull, "wb") as nowhere:
            pid = worker.start_job([theirs, nowhere.fileno(), nowhere.fileno()])
        os.close(theirs)
        write(tmp_path, body)
        message = {"folder": str(tmp_path), "module": "0-task", "graph": False, "probes": [], "required": []}
        message |= {"allowed": None, "more": False}
        limits = {"memory_mib": 99, "file_mib": 9, "seconds": 60.0}
        os.write(requests, wire.encode({**message, "isolation": {}, "limits": limits}))
        os.close(requests)
        deadline = time.monotonic() + 20
        while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (tmp_path / "pid").exists()
        worker.control.close()
        worker.process.wait(timeout=10)
        assert not psutil.pid_exists(pid)


def test_a_killed_warm_parent_is_the_killers_own_fault(tmp_path):
    """A submission that kills the warm parent breaks its own run, and the next one gets a new parent."""
    with Workers(modern(), isolation="none") as workers:
        killer = write(tmp_path / "killer", function("os.kill(os.getppid(), 9)\ntime.sleep(9)"))
        with pytest.raises(WorkerError, match="ended unexpectedly"):
            run(workers.start(Framework.NUMPY), killer)
        workers.started[Framework.NUMPY].process.wait(timeout=10)
        assert seen(run(workers.start(Framework.NUMPY), killer, call("p", False))).ending is Ending.ANSWERED


def test_libraries_beside_the_checker_are_not_the_workers(tmp_path, monkeypatch):
    """Installed, the package lies among today's libraries, which another interpreter can't use."""
    shutil.copytree(Path(worker_module.FOLDER).parent, tmp_path / "checker", ignore=shutil.ignore_patterns("specs"))
    (tmp_path / "numpy.py").write_text("raise ImportError('of another Python')")
    monkeypatch.setattr(worker_module, "FOLDER", str(tmp_path / "checker" / "worker"))
    with Worker(modern(), Framework.NUMPY) as worker:
        assert seen(run(worker, write(tmp_path / "one", function("pass")))).value == {"type": "int", "value": 1}


def runtime(folder: Path, text: str) -> Runtime:
    """A runtime whose program is a script."""
    script = folder / "python"
    script.write_text(text)
    script.chmod(0o755)
    return Runtime(name="odd", python=str(script))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#!/bin/false\n", "ends at once: it says nothing"),
        ("#!/bin/sh\necho dynamic linker is cross >&2\nexit 127\n", "dynamic linker is cross"),
        ("#!/nowhere/python\n", "can't be started"),
        (
            f"#!{modern().python}\nimport runpy, sys\nsys.argv = sys.argv[2:]\nsys.modules['tensorflow'] = None\n"
            "runpy.run_path(sys.argv[0], run_name='__main__')\n",
            "can't run tensorflow tasks: import of tensorflow halted",
        ),
    ],
    ids=["false", "last words", "missing", "no TensorFlow"],
)
def test_a_runtime_that_cant_run_is_our_fault(tmp_path, text, words):
    """An interpreter that is missing, broken, or without the framework is a WorkerError with the reason."""
    request = Request(folder=str(tmp_path), module="0-task", probes=[call("p")])
    with pytest.raises(WorkerError, match=words), Worker(runtime(tmp_path, text), Framework.TENSORFLOW) as broken:
        observe(broken, request, Limits())


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="only Linux lists what a process has open")
def test_a_job_that_cant_be_started_leaves_nothing_open(tmp_path):
    """In a class every answer asks for one, and after some hundred of them there would be no descriptor left."""
    request = Request(folder=str(tmp_path), module="0-task", probes=[call("p")])
    with Worker(runtime(tmp_path, "#!/bin/false\n"), Framework.NUMPY) as broken:
        before = pipes()
        with pytest.raises(WorkerError):
            observe(broken, request, Limits())
        assert pipes() == before


def pipes() -> list[str]:
    """The ends of pipes that this process has open."""
    opened = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
    return sorted(os.readlink(path) for path in opened if os.path.exists(path) and "pipe:" in os.readlink(path))
