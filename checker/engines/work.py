"""One piece of work: a student's answer to one task, checked in whichever process it comes to."""

import hashlib
import multiprocessing.util
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field

from checker import changes, pipeline
from checker.engines.parcels import Parcel, unpacked
from checker.errors import CheckerError, EngineError
from checker.model import ProjectSpec, TaskVerdict
from checker.runtimes import choose
from checker.sandbox.workers import Workers
from checker.specs import load_project
from checker.workspace import Workspace, find_task, find_workspace

LAST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """What a process needs in order to check answers: everything that it can use again for the next one.

    Args:
        workspace: the folder that was named, or "".
        project: its path.
        runtime, isolation: as on the command line.
        owner: whose warm workers are used, where several runs share a process; they are ended together.
        judges: what the process must judge by, see `fingerprint`; "" where that is known.
    """

    workspace: str
    project: str
    runtime: str
    isolation: str
    owner: str = ""
    judges: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What is to be checked, in words that another process, or another machine, understands.

    Args:
        task: its name.
        folder: the student's folder of the project.
        parcel: what is in it, for whoever can't read it there; else None.
        modeless: the names of files whose modes nobody knows.
    """

    bench: Bench
    task: str
    folder: str
    parcel: Parcel | None = None
    modeless: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A verdict, or why the checker has none; `versions` are those of what it ran with."""

    verdict: TaskVerdict | None = None
    fault: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


def do(work: Work) -> Done:
    """Checks one answer; the warm workers are kept for the next one of the same thread.

    Whatever goes wrong is told and not raised: one answer that the checker can't handle must not stop a class.
    """
    try:
        tools = _tools(work.bench)
        task = find_task(tools.project, work.task)
        with unpacked(work.folder, work.parcel) as folder:
            verdict = pipeline.check_task(tools.workspace, tools.project, task, folder, tools.workers, work.modeless)
        return Done(verdict=verdict, versions=tools.workers.versions())
    except CheckerError as fault:
        return Done(fault=str(fault))
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Done(fault=_FAULT.format(type(error).__name__, error, where.filename, where.lineno))
    finally:
        if work.bench.owner in _ended:
            end_workers(work.bench.owner)


def fingerprint(judges: Mapping[str, str]) -> str:
    """One word for all that a process judges by."""
    return hashlib.sha256(repr(sorted(judges.items())).encode()).hexdigest()


def judged_by(bench: Bench) -> dict[str, str]:
    """What this process judges by, to be compared with others: hashes of the checker, of specs and of fixtures."""
    workspace = find_workspace(bench.workspace)
    project = load_project(workspace.specs, bench.project)
    return {
        f"{part} of {task.name}" if part != changes.CHECKER else part: digest
        for task in project.tasks
        for part, digest in changes.judged_by(workspace, task).items()
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tools:
    workspace: Workspace
    project: ProjectSpec
    workers: Workers


_kept = threading.local()
_all: list[tuple[str, _Tools]] = []
_ended: set[str] = set()
_FAULT = "this is a fault of the checker, not of the answer; please report it: {}: {} ({}, line {})"


def _tools(bench: Bench) -> _Tools:
    """This thread's own, made when first asked for: two threads can't talk to one warm parent.

    Raises:
        EngineError: when this process would judge by something else than the one that asks.
    """
    if getattr(_kept, "bench", None) != bench:
        if bench.judges and fingerprint(judged_by(bench)) != bench.judges:
            raise EngineError("a worker has another version of the checker, its specs or fixtures: install the same")
        workspace = find_workspace(bench.workspace)
        project = load_project(workspace.specs, bench.project)
        workers = Workers(choose(bench.runtime, project.runtime, bench.isolation), isolation=bench.isolation)
        _kept.bench, _kept.tools = bench, _Tools(workspace=workspace, project=project, workers=workers)
        _all.append((bench.owner, _kept.tools))
    tools: _Tools = _kept.tools
    return tools


def end_workers(owner: str | None = None) -> None:
    """Ends the warm workers that an owner has in this process for good; all there are, without an owner.

    It is called by itself when the process ends in an orderly way.
    """
    if owner is not None:
        _ended.add(owner)
    for one in list(_all):
        if owner in (None, one[0]):
            _all.remove(one)
            one[1].workers.__exit__()


multiprocessing.util.Finalize(None, end_workers, exitpriority=LAST)
