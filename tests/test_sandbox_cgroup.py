"""Control groups, upon folders that look like the kernel's: where one is made, with what limits, and what it tells.

Real groups need a delegated tree of cgroup v2; the last test runs in one where the machine grants it.
"""

import os
import shutil
from pathlib import Path

import pytest
from bench import call, function, run, seen, write

from checker.model import Ending, Framework, Limits
from checker.runtimes import modern
from checker.sandbox import cgroup
from checker.sandbox.cgroup import Cgroup, enclose
from checker.sandbox.worker import Worker

LIMITS = Limits(memory_mib=100, processes=7)
FILES = ("memory.max", "memory.swap.max", "memory.oom.group", "pids.max", "cgroup.procs")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A user's groups as systemd makes them: the slice is the user's, and what lies above is not."""
    root = tmp_path / "cgroup"
    given_on = {"": "memory pids", "user": "cpu memory pids", "user/app": "memory pids", "user/app/me": ""}
    for path, given in given_on.items():
        (root / path).mkdir()
        (root / path / "cgroup.subtree_control").write_text(given + "\n")
        (root / path / "cgroup.procs").write_text("")
    (tmp_path / "own").write_text("4:memory:/elsewhere\n0::/user/app/me\n")
    monkeypatch.setattr(cgroup, "ROOT", root)
    monkeypatch.setattr(cgroup, "OWN", tmp_path / "own")
    monkeypatch.setattr(Path, "rmdir", shutil.rmtree)  # the kernel's own files don't keep a group from being removed
    return root


def groups(tree: Path) -> list[str]:
    """Where there are groups of ours."""
    return sorted(str(path.parent.relative_to(tree)) for path in tree.rglob("checker-*") if path.is_dir())


def test_a_job_gets_a_group_beside_ours(tree):
    """In the nearest group whose limits are handed on; the process is in it, and its limits are the job's."""
    group = enclose(4242, LIMITS)
    assert groups(tree) == ["user/app"]
    assert [(group.folder / name).read_text() for name in FILES] == [str(100 * 2**20), "0", "1", "7", "4242"]
    group.remove()
    assert groups(tree) == []


@pytest.mark.parametrize("lacking", ["memory", "pids"])
def test_the_nearest_that_hands_both_limits_on_is_taken(tree, lacking):
    """A group that can't limit memory or can't count processes is passed over."""
    (tree / "user" / "app" / "cgroup.subtree_control").write_text({"memory": "pids", "pids": "memory"}[lacking])
    assert enclose(4242, LIMITS)
    assert groups(tree) == ["user"]


def test_what_may_not_be_written_to_is_passed_over(tree, monkeypatch):
    """The tree above a user's own is root's, and in a container it is often read-only."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert (enclose(4242, LIMITS), groups(tree)) == (None, [])


@pytest.mark.parametrize("own", ["4:memory:/elsewhere\n", "", "0::/gone/away\n"])
def test_without_version_2_there_is_none(tree, own):
    """Then what is watched from outside does."""
    cgroup.OWN.write_text(own)
    assert (enclose(4242, LIMITS), groups(tree)) == (None, [])


def test_no_half_made_group_is_left(tree, monkeypatch):
    """Where a limit can't be set or the process can't be moved, the group goes again."""
    written = Path.write_text

    def refuse(path, text):
        if path.name == "cgroup.procs":
            raise PermissionError
        return written(path, text)

    monkeypatch.setattr(Path, "write_text", refuse)
    assert (enclose(4242, LIMITS), groups(tree)) == (None, [])


def test_limits_that_only_some_kernels_know_may_be_missing(tree, monkeypatch):
    """Without swap accounting the group stands all the same."""
    written = Path.write_text

    def refuse(path, text):
        if path.name in ("memory.swap.max", "memory.oom.group"):
            raise PermissionError
        return written(path, text)

    monkeypatch.setattr(Path, "write_text", refuse)
    group = enclose(4242, LIMITS)
    assert sorted(path.name for path in group.folder.iterdir()) == ["cgroup.procs", "memory.max", "pids.max"]


@pytest.mark.parametrize(
    ("events", "killed"), [("low 0\nmax 9\noom 1\noom_kill 1\n", True), ("oom_kill 0\n", False), (None, False)]
)
def test_the_kernel_says_whether_it_killed(tmp_path, events, killed):
    """Reclaiming, or a limit that was reached, is no kill."""
    if events is not None:
        (tmp_path / "memory.events").write_text(events)
    assert Cgroup(tmp_path).killed_for_memory() is killed


def test_what_lingers_is_waited_for_a_while(tmp_path, monkeypatch):
    """Processes that end leave their group a moment later; what is left in it is killed first."""
    tries = []

    def rmdir(path):
        tries.append((path / "cgroup.kill").read_text())
        if len(tries) < 3:
            raise OSError(16, "Device or resource busy")
        shutil.rmtree(path)

    monkeypatch.setattr(Path, "rmdir", rmdir)
    Cgroup(tmp_path).remove()
    assert (tries, tmp_path.exists()) == (["1"] * 3, False)


def test_a_killed_job_ran_out_of_memory(tree, tmp_path, monkeypatch):
    """A death that the kernel's count explains is told with the limit; any other death stays one."""
    dying = function("import pathlib\nos.kill(os.getpid(), 9)")
    killed = [True, False]
    monkeypatch.setattr(Cgroup, "killed_for_memory", lambda self: killed.pop(0))
    with Worker(modern(), Framework.NUMPY) as worker:
        ran = [run(worker, write(tmp_path / str(n), dying), call("p", True), call("q", False)) for n in range(2)]
    assert [(seen(one).ending, seen(one).message.partition(",")[0]) for one in ran] == [
        (Ending.OUT_OF_MEMORY, "used over 512 MiB of memory"), (Ending.DIED, "died (signal 9"),
    ]  # fmt: skip
    assert (ran[0].layers[0], groups(tree)) == ("cgroup", [])


def test_without_walls_there_is_no_group(tree, tmp_path):
    """`--isolation none` is without any."""
    with Worker(modern(), Framework.NUMPY, isolation="none") as worker:
        assert run(worker, write(tmp_path / "one", function("pass"))).layers == ()


@pytest.mark.skipif(cgroup._delegated() is None, reason="this machine hands no control groups on")
def test_a_real_group_kills_and_is_gone(tmp_path):
    """Memory that grows faster than anybody looks is ended by the kernel, and told as out of memory."""
    body = "kept = np.ones(2**26)"
    with Worker(modern(), Framework.NUMPY) as worker:
        ran = run(worker, write(tmp_path / "one", function(body)), call("p", True), call("q", False), memory_mib=100)
    assert (ran.layers[0], seen(ran).ending, seen(ran, "q").ending) == (
        "cgroup", Ending.OUT_OF_MEMORY, Ending.ANSWERED,
    )  # fmt: skip
    assert list(cgroup._delegated().glob("checker-*")) == []
