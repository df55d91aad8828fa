"""A whole class: what is to be checked → an engine → the store, one verdict at a time."""

import datetime
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from checker import fixtures
from checker.answers import Answer, open_answer
from checker.changes import is_judged, key_of, why_again
from checker.engines import Engine
from checker.engines.parcels import packed
from checker.engines.work import Bench, Done, Work
from checker.model import CheckResult, Finding, Framework, Outcome, ProjectSpec, TaskSpec, TaskVerdict
from checker.render.json import task_as_json
from checker.runtimes import choose, modern, versions
from checker.sandbox.run import run_nothing
from checker.sandbox.workers import Workers
from checker.static_checks.reading import list_names
from checker.store import Store
from checker.students import Grade, Student
from checker.workspace import Workspace

LOOK_SECONDS = 0.2
_LOST = "the process that checked this answer died, and so did the one that tried again alone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is to be graded, and which answers of it.

    Args:
        bench: how.
        runtime: which, and of what versions.
        again: those too that have a grade which nothing has changed since.
        only_failed: those alone that have not passed yet; of these, all.
        only_missing: those alone that have no grade yet.
        since: those alone that were changed at this time or later.
    """

    workspace: Workspace
    project: ProjectSpec
    tasks: Sequence[TaskSpec]
    students: Sequence[Student]
    bench: Bench
    runtime: str
    again: bool = False
    only_failed: bool = False
    only_missing: bool = False
    since: datetime.datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One student and task that are done with: `grade` is None where there was no need to check the answer.

    `trouble` is why an answer could not be looked at that has a grade already, which it keeps.
    """

    student: Student
    task: TaskSpec
    grade: Grade | None = None
    trouble: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """An answer to one task that is to be checked, and why."""

    answer: Answer
    task: TaskSpec
    key: dict[str, str]
    reason: str
    work: Work


def grade(plan: Plan, engine: Engine, store: Store, stop: threading.Event) -> Iterator[Step]:
    """Checks what is to be checked and keeps each verdict the moment it is there; says so step by step.

    When `stop` is set nothing new is begun, and what is under way is waited for.
    """
    under_way: dict[Future[Done], _Piece] = {}
    steps = _steps(plan, store, packs=engine.packs)
    try:
        for step in steps:
            if stop.is_set():
                break
            if isinstance(step, Step):
                yield step
                continue
            if step.answer.fault:
                yield _keep(store, step, Done(fault=step.answer.fault))
                continue
            under_way[engine.submit(step.work)] = step
            while len(under_way) >= engine.width and not stop.is_set():
                yield from _finish(engine, under_way, store)
        while under_way:
            if stop.is_set():
                for future in under_way:
                    future.cancel()
            yield from _finish(engine, under_way, store)
    finally:
        steps.close()
        for piece in under_way.values():
            piece.answer.resources.close()


def _steps(plan: Plan, store: Store, *, packs: bool) -> Generator["Step | _Piece"]:
    """For each student and task: a piece of work, or the step that there is no need for one."""
    for student in plan.students:
        grades = store.newest(plan.project.path, student=student.id)
        newest = {task.name: grades.get((student.id, task.name)) for task in plan.tasks}
        wanted = [task for task in plan.tasks if _may_be_checked(plan, newest[task.name])]
        yield from (Step(student=student, task=task) for task in plan.tasks if task not in wanted)
        if not wanted:
            continue
        answer = open_answer(plan.project, student)
        with answer.resources:
            found = [_piece(plan, answer, task, newest[task.name]) for task in wanted]
            yield from (one for one in found if isinstance(one, Step))
            pieces = [one for one in found if isinstance(one, _Piece)]
            answer.left = len(pieces)
            parcel = packed(answer.folder, _needed(answer.folder, wanted)) if packs and pieces else None
            for piece in pieces:
                yield replace(piece, work=replace(piece.work, parcel=parcel))
            if pieces:
                answer.resources = answer.resources.pop_all()


def _may_be_checked(plan: Plan, old: Grade | None) -> bool:
    """Whether an answer with this grade is one of those that were asked for."""
    return old is None or not (plan.only_missing or (plan.only_failed and old.outcome is Outcome.PASSED))


def _needed(folder: Path, tasks: Sequence[TaskSpec]) -> list[str]:
    """The files of a folder that the checks of the tasks read, those that they name before those that they may take."""
    named = [name for task in tasks for name in (task.file, *task.siblings)]
    return [*named, *(name for name in list_names(folder) if any(is_judged(task, name) for task in tasks))]


def _piece(plan: Plan, answer: Answer, task: TaskSpec, old: Grade | None) -> _Piece | Step:
    """What is to be done for a task, or the step that there is nothing to do."""
    nothing = Step(student=answer.student, task=task)
    if answer.fault and old and old.outcome is not Outcome.BROKEN:
        return replace(nothing, trouble=answer.fault)
    if plan.since and answer.changed < plan.since.timestamp() and not (answer.fault or answer.note):
        return nothing
    key = {} if answer.fault else key_of(plan.workspace, plan.project, task, answer.folder, plan.runtime)
    reason = why_again(old, key) or ("asked for" if plan.again or plan.only_failed else "")
    work = Work(bench=plan.bench, task=task.name, folder=str(answer.folder), modeless=answer.modeless)
    return _Piece(answer=answer, task=task, key=key, reason=reason, work=work) if reason else nothing


def _finish(engine: Engine, under_way: "dict[Future[Done], _Piece]", store: Store) -> Iterator[Step]:
    """Waits a little for what is under way, and keeps what is done; whatever a process was lost with is tried alone."""
    done, _ = wait(under_way, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
    lost = []
    for future in done:
        piece = under_way.pop(future)
        try:
            yield _keep(store, piece, future.result())
        except CancelledError:
            piece.answer.done_with_one()
        except BrokenExecutor:
            lost.append(piece)
    for piece in lost:
        try:
            yield _keep(store, piece, engine.submit(piece.work).result())
        except BrokenExecutor:
            yield _keep(store, piece, Done(fault=_LOST))


def _keep(store: Store, piece: _Piece, done: Done) -> Step:
    """Puts a verdict in the store."""
    student, task = piece.answer.student, piece.task
    verdict = done.verdict or _broken(task, done.fault)
    if piece.answer.note:
        verdict = replace(verdict, diagnosis=(piece.answer.note, *verdict.diagnosis))
    kept = Grade(
        student=student.id,
        project=task.project,
        task=task.name,
        outcome=verdict.outcome,
        points=verdict.points,
        max_points=verdict.max_points,
        seconds=verdict.seconds,
        graded_at=datetime.datetime.now(datetime.UTC),
        reason=piece.reason,
        note=piece.answer.note if piece.answer.refused else done.fault,
        key=piece.key,
        verdict=task_as_json(verdict) | {"versions": dict(done.versions), "source": verdict.source},
    )
    store.add(kept)
    piece.answer.done_with_one()
    return Step(student=student, task=task, grade=kept)


def _broken(task: TaskSpec, fault: str) -> TaskVerdict:
    """A verdict that costs nothing, for an answer that the checker could not judge.

    N002: the checker's own fault.
    """
    finding = Finding(code="N002", message=fault)
    results = tuple(CheckResult(spec=check, outcome=Outcome.BROKEN, findings=(finding,)) for check in task.checks)
    return TaskVerdict(task=task, file=task.file, results=results)


def require_walls(plan: Plan) -> None:
    """Makes sure that answers can be checked here, with the walls that the plan wants.

    Raises:
        WorkerError: when they can't be.
    """
    runtime = choose(plan.bench.runtime, plan.project.runtime, plan.bench.isolation)
    with Workers(runtime, isolation=plan.bench.isolation) as workers:
        run_nothing(Framework.NUMPY, workers)


def require_fixtures(plan: Plan) -> None:
    """Makes sure that there is what answers are compared with: else every good grade would become a broken one.

    Raises:
        FixtureError: when the fixture of a task is missing, damaged or stale.
    """
    for task in plan.tasks:
        if task.framework is not Framework.NONE:
            fixtures.require_fresh(plan.workspace.fixture(task), task)


def describe_runtime(name: str, project: ProjectSpec) -> str:
    """The runtime that answers to a project are checked with, and of what versions it is, as far as is known before."""
    runtime = choose(name, project.runtime)
    own = versions() if runtime == modern() else {}
    told = [f"{library} {version}" for library, version in own.items() if library != "checker"]
    return ", ".join([runtime.name, *told])
