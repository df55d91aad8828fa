"""A task's probes put to a folder of files: the published ones first, then the hidden ones."""

import contextlib
import functools
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checker.errors import WorkerLost
from checker.inputs import expand
from checker.model import Ending, Framework, Limits, Observation, ProbeSpec, Run, TaskSpec
from checker.requests import IMPORT
from checker.sandbox.lacking import FILE, FUNCTION, confirmed
from checker.sandbox.observe import Request, observe
from checker.sandbox.scratch import scratch_copy
from checker.sandbox.workers import Workers
from checker.static_checks.imports import importable

MOST_LOSSES = 2
# Those that have a stand-in where a task's answers run.
LIBRARIES = {Framework.NONE: (), Framework.NUMPY: ("numpy",), Framework.TENSORFLOW: ("numpy", "tensorflow")}
_EMPTY = "empty.py"
_WORKER_LOST = "ended, twice, the process that runs it: a submission has no business with other processes"


def run_probes(
    task: TaskSpec, folder: Path, workers: Workers, *, replaced: Mapping[str, bytes], reference: bool = False
) -> Run:
    """What is observed of the files in `folder`; those in `replaced` (name → content) stand in for its own.

    A submission meets the hidden probes after the others. One that takes the worker with it is run once more; what
    happens twice is its doing, where the worker survives an empty file.

    Args:
        reference: whether it is the reference, from which nothing is hidden.

    Raises:
        WorkerError: when the worker can't be used.
    """
    wanted = [probe for probe in task.probes if reference or not probe.reference_only]
    shown, hidden = (
        [_asked(probe) for probe in wanted if (probe.hidden and not reference) is which] for which in (False, True)
    )
    for _ in range(MOST_LOSSES):
        worker = workers.start(task.framework)
        copied = scratch_copy(folder, replaced, worker.scratch, worker.user, (task.file, *task.siblings))
        with copied as scratch, contextlib.suppress(WorkerLost):
            module, allowed = Path(task.file).stem, _allowed(task)
            request = Request(folder=str(scratch), module=module, probes=shown, hidden=hidden, allowed=allowed)
            run = observe(worker, request, task.limits)
            return confirmed(
                run,
                functools.partial(_use, task, workers),
                asked={IMPORT, *(probe["id"] for probe in (*shown, *hidden))},
                libraries=LIBRARIES[task.framework],
            )
        workers.end(task.framework)
    run_nothing(task.framework, workers)
    return Run(observations=(Observation(probe=IMPORT, part=IMPORT, ending=Ending.DIED, message=_WORKER_LOST),))


def _asked(probe: ProbeSpec) -> dict[str, Any]:
    return {"id": probe.id, "probe": probe.probe, "parameters": expand(probe.parameters)}


def run_nothing(framework: Framework, workers: Workers) -> Run:
    """What is observed of an empty file: that the worker can be used, and in which layers.

    Raises:
        WorkerError: when it can't be used.
    """
    worker = workers.start(framework)
    with scratch_copy(worker.home, {_EMPTY: b""}, worker.scratch, worker.user) as scratch:
        return observe(worker, Request(folder=str(scratch), module=Path(_EMPTY).stem, probes=()), Limits())


def _allowed(task: TaskSpec) -> list[str] | None:
    """The modules that a task lets a submission import; None where it says nothing of imports."""
    rules = [check.parameters for check in task.checks if check.static == "imports"]
    return importable(rules[0]["allowed"], rules[0]["siblings"]) if rules else None


def _use(task: TaskSpec, workers: Workers, text: str) -> Run:
    """A run of a file of ours alone, which has one function without parameters."""
    worker = workers.start(task.framework)
    call = {"id": FUNCTION, "probe": "call", "parameters": {"function": FUNCTION}}
    with (
        tempfile.TemporaryDirectory() as nothing,
        scratch_copy(Path(nothing), {FILE: text.encode()}, worker.scratch, worker.user) as scratch,
    ):
        return observe(worker, Request(folder=str(scratch), module=Path(FILE).stem, probes=[call]), task.limits)
