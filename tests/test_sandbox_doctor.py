"""The table of protections: each is tried, and one that does not stand is seen."""

import sys

import pytest
from bench import run, write

from checker import cli
from checker.errors import WorkerError
from checker.model import Framework
from checker.runtimes import modern
from checker.sandbox.doctor import examine
from checker.sandbox.worker import LAYERS, Worker

OURS = {
    "reading files elsewhere", "writing files elsewhere", "changing files elsewhere", "the network",
    "shortening files elsewhere", "seeing which files there are", "the system's cache of files",
    "sockets of other processes", "running programs", "starting processes", "signals to other processes",
    "seeing other processes", "shared memory",
}  # fmt: skip
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are Linux's")


@linux
def test_without_walls_the_attempts_succeed():
    """What holds all the same is watched from outside: memory, time, threads and files."""
    layers, protections = examine(modern(), isolation="none")
    open_ = {one.what for one in protections if not one.stands}
    assert (layers, open_ >= OURS) == ((), True)
    assert {one.what.split()[0] for one in protections if one.stands} >= {"memory", "processor", "over", "files"}


@linux
def test_what_the_walls_keep_out_is_kept_out():
    """With all layers nothing of it succeeds; with fewer, what is missing is told."""
    layers, protections = examine(modern())
    if set(layers) != set(LAYERS):
        pytest.skip(f"this system grants only {layers}")
    assert [one for one in protections if not one.stands] == []


@linux
def test_the_command_prints_each_protection(capsys):
    """Its exit code says whether all stand."""
    code = cli.main(["doctor"])
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 23
    assert (code == 0) is all(line.startswith("held") for line in out[:-1])


def test_nothing_runs_without_the_walls_that_are_required(tmp_path, monkeypatch):
    """`--isolation full` where one can't be had is our fault, and the file is never imported."""
    monkeypatch.setattr("checker.sandbox.worker.refusing_program", lambda: b"")
    source = f"open({str(tmp_path / 'imported')!r}, 'w').close()\n\ndef f():\n    return 1\n"
    with (
        Worker(modern(), Framework.NUMPY, isolation="full") as worker,
        pytest.raises(WorkerError, match=r"does not grant .*seccomp.*see `checker doctor`"),
    ):
        run(worker, write(tmp_path / "one", source))
    assert not (tmp_path / "imported").exists()
