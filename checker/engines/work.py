"""One piece of work: a student's answer to one task, checked in whichever process it comes to."""

import contextlib
import multiprocessing.util
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from checker import changes, pipeline
from checker.errors import CheckerFault
from checker.model import ProjectSpec, TaskVerdict
from checker.runtimes import choose
from checker.sandbox.workers import Workers
from checker.specs import load_project
from checker.static_checks.reading import list_names, read_bytes
from checker.workspace import Workspace, find_task, find_workspace

MOST_FILES = 200
LAST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """What a process needs in order to check answers: everything that it can use again for the next one.

    Args:
        workspace: the folder that was named, or "".
        project: its path.
        runtime, isolation: as on the command line.
    """

    workspace: str
    project: str
    runtime: str
    isolation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What is to be checked, in words that another process, or another machine, understands.

    Args:
        task: its name.
        folder: the student's folder of the project.
        files: name → mode and content of what is in it, for whoever can't read it there; else None.
        modeless: the names of those whose modes nobody knows.
    """

    bench: Bench
    task: str
    folder: str
    files: Mapping[str, tuple[int, bytes]] | None = None
    modeless: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A verdict, or why the checker has none; `versions` are those of what it ran with."""

    verdict: TaskVerdict | None = None
    fault: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


def do(work: Work) -> Done:
    """Checks one answer; the warm workers are kept for the next one of the same thread."""
    tools = _tools(work.bench)
    task = find_task(tools.project, work.task)
    try:
        with _folder(work) as folder:
            verdict = pipeline.check_task(tools.workspace, tools.project, task, folder, tools.workers, work.modeless)
    except CheckerFault as fault:
        return Done(fault=str(fault), versions=tools.workers.versions())
    return Done(verdict=verdict, versions=tools.workers.versions())


def packed(folder: Path) -> dict[str, tuple[int, bytes]]:
    """The regular files of a project's folder, as static checks and scratch copies would find them there."""
    read = {name: read_bytes(folder, name) for name in list_names(folder)[:MOST_FILES]}
    return {name: (mode, data) for name, (mode, data, obstacle) in read.items() if obstacle is None}


def judged_by(bench: Bench) -> dict[str, str]:
    """What this process judges by, to be compared with others: hashes of the checker, of specs and of fixtures."""
    workspace = find_workspace(bench.workspace)
    project = load_project(workspace.specs, bench.project)
    return {
        f"{part} of {task.name}" if part != changes.CHECKER else part: digest
        for task in project.tasks
        for part, digest in changes.judged_by(workspace, task).items()
    }


@contextlib.contextmanager
def _folder(work: Work) -> Iterator[Path]:
    if work.files is None:
        yield Path(work.folder)
        return
    with tempfile.TemporaryDirectory(prefix="checker-") as place:
        folder = Path(place, Path(work.folder).name)
        folder.mkdir()
        for name, (mode, data) in work.files.items():
            (folder / name).write_bytes(data)
            (folder / name).chmod(0o755 if mode & 0o100 else 0o644)
        yield folder


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tools:
    workspace: Workspace
    project: ProjectSpec
    workers: Workers


_kept = threading.local()
_all: list[_Tools] = []


def _tools(bench: Bench) -> _Tools:
    """This thread's own, made when first asked for: two threads can't talk to one warm parent."""
    if getattr(_kept, "bench", None) != bench:
        workspace = find_workspace(bench.workspace)
        project = load_project(workspace.specs, bench.project)
        workers = Workers(choose(bench.runtime, project.runtime, bench.isolation), isolation=bench.isolation)
        _kept.bench, _kept.tools = bench, _Tools(workspace=workspace, project=project, workers=workers)
        _all.append(_kept.tools)
    tools: _Tools = _kept.tools
    return tools


def end_workers() -> None:
    """Ends all warm workers of this process; it is called by itself when the process ends in an orderly way."""
    while _all:
        _all.pop().workers.__exit__(None, None, None)


multiprocessing.util.Finalize(None, end_workers, exitpriority=LAST)
