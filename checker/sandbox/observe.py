"""From probes to observations: what hangs or dies costs its own probe; the others go on in a new child."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.model import Ending, Limits, Observation, Run
from checker.requests import IMPORT
from checker.sandbox.exceeded import Room
from checker.sandbox.job import Job, run_job
from checker.sandbox.scratch import Copy
from checker.sandbox.steps import END
from checker.sandbox.telling import Source, source_of, told
from checker.sandbox.turns import turn
from checker.sandbox.worker import Worker

# More than all honest observations of a run take.
MOST_BYTES, LEAST_BYTES = 2**29, 2**22
GRAPH = "graph"
MOST_TIMEOUTS = 2
# A run may take as long as the steps that import and call: a function may be called twice for a probe.
IMPORTS, CALLS = 2, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a child is to do: import `module` from `folder`, an absolute path, and run probes upon it.

    Each probe has "id", "probe" and "parameters", arrays included. Those that are `hidden` come after the others: what
    is told of them must not hold what they are given, and after them no other is run. `allowed`: the libraries that
    may be imported by a detour, None for any.
    """

    folder: str
    module: str
    probes: Sequence[dict[str, Any]]
    hidden: Sequence[dict[str, Any]] = ()
    allowed: Sequence[str] | None = None


def observe(worker: Worker, request: Request, limits: Limits) -> Run:
    """Runs all of the request's probes; every probe yields observations, and a failed one says how it ended.

    Nobody waits for every probe of a submission that hangs: after MOST_TIMEOUTS of them the others are not tried. A
    probe that ran out of time while it had little of the processor is tried once more, the first of them in any case,
    others when they surely waited for others; and alone when it did, see `turns`. That time is not counted among what
    all steps may take together.
    """
    observations: list[Observation] = []
    printed, cut = "", 0
    left = [*request.probes, *request.hidden]
    secret = {probe["id"] for probe in request.hidden}
    tried_again: set[str] = set()
    alone, room = False, Room(MOST_BYTES, limits.seconds * (IMPORTS + CALLS * len(left)))
    files = Copy(Path(request.folder))
    source = source_of(files.content, f"{request.module}.py")
    while True:
        shown, hidden = ([probe for probe in left if (probe["id"] in secret) is which] for which in (False, True))
        with turn(alone=alone):
            job = run_job(worker, _message(worker, request, shown, left, limits), limits, hidden, room)
        room.size -= job.size
        room.seconds -= 0 if job.starved else job.seconds
        seen = [
            told(one, source, job.layers or (), request.folder, hidden=one.probe in secret) for one in job.observed
        ]
        if not printed and (shown or not observations):
            # What a later child prints could have come to it from one that has met hidden probes.
            printed, cut = job.printed.decode("utf-8", "replace"), job.cut
        current = _unfinished(seen, left)
        again = job.waited and current not in tried_again and (job.starved or not tried_again) and room.seconds > 0
        alone = again and job.starved
        if again:
            tried_again.add(current)
            seen = [one for one in seen if one.probe != current]
        elif current:
            seen.append(_breakdown(job, current, source))
        known = {one.probe for one in observations}
        observations.extend(one for one in seen if one.probe != IMPORT or IMPORT not in known)
        left = _left(left, current, again=again)
        if job.sent_hidden:
            left = [probe for probe in left if probe["id"] in secret]
        if why := _gives_up(observations, room):
            observations.extend(_blocked(probe["id"], why) for probe in left)
            left = []
        if not left:
            return Run(observations=tuple(observations), printed=printed, cut=cut, layers=_layers(worker, job))
        files.restore()


def _layers(worker: Worker, job: Job) -> tuple[str, ...]:
    """What stood around the child: around its warm parent, from outside, and what it put up itself."""
    return (*worker.around, *job.held, *(job.layers or ()))


def _message(
    worker: Worker, request: Request, shown: list[dict[str, Any]], left: list[dict[str, Any]], limits: Limits
) -> dict[str, Any]:
    return {
        "folder": request.folder,
        "module": request.module,
        "graph": any(probe["probe"] == GRAPH for probe in left),
        "limits": {"memory_mib": limits.memory_mib, "file_mib": limits.file_mib, "seconds": limits.seconds},
        "allowed": None if request.allowed is None else list(request.allowed),
        "required": list(worker.required),
        "isolation": worker.isolation | {"processes": limits.processes} if worker.isolation else {},
        "probes": shown,
    }


def _unfinished(seen: list[Observation], probes: list[dict[str, Any]]) -> str:
    """The probe (or IMPORT) that was under way when the child stopped without saying how it ended; "" when none."""
    finished = {one.probe for one in seen if one.part == END or one.ending is not Ending.ANSWERED}
    if IMPORT in finished:
        return ""
    if not any(one.probe == IMPORT for one in seen):
        return IMPORT
    return next((probe["id"] for probe in probes if probe["id"] not in finished), "")


def _breakdown(job: Job, probe: str, source: Source) -> Observation:
    ending = Ending.DIED if job.ending is Ending.ANSWERED else job.ending
    sentence = job.sentence or "ended its own process with exit code 0 before it had answered"
    file, line = job.still_in if ending is Ending.TIMED_OUT else ("", 0)
    if not 0 < line <= source.files.get(file, 0):
        return Observation(probe=probe, part="", ending=ending, message=sentence)
    sentence += f"; line {line} was running then: does what it is in come to an end?"
    return Observation(probe=probe, part="", ending=ending, message=sentence, file=file, line=line)


def _blocked(probe: str, why: str) -> Observation:
    return Observation(probe=probe, part="", ending=Ending.BLOCKED, message=why)


def _gives_up(observations: Sequence[Observation], room: Room) -> str:
    """Why no other probe is tried; "" when there is no reason."""
    if sum(one.ending is Ending.TIMED_OUT for one in observations) >= MOST_TIMEOUTS:
        return f"was not tried, for {MOST_TIMEOUTS} calls before it had timed out"
    if room.seconds <= 0:
        return "was not tried, for the calls before it took all the time that is allowed to all of them"
    if room.size < LEAST_BYTES:
        return "was not tried, for the calls before it gave more than can be looked at"
    return ""


def _left(probes: list[dict[str, Any]], current: str, *, again: bool) -> list[dict[str, Any]]:
    """The probes to try next: those after the one that ended the run; with that one, where it is to be tried again."""
    if current in ("", IMPORT):
        return probes if again else []
    place = [probe["id"] for probe in probes].index(current)
    return probes[place if again else place + 1 :]
