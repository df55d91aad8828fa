"""The commands for a whole class: grade, history, similar."""

import contextlib
import datetime
import difflib
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker import console
from checker.cli_arguments import ISOLATION, PROJECT, RUNTIME, TASK, ExitCode, find, require_platform
from checker.cli_export import MOST_NAMED, OUT, book_of, write
from checker.errors import UsageError
from checker.similarity import LEAST_SHARE

if TYPE_CHECKING:
    from checker.classroom import Plan
    from checker.engines import Engine
    from checker.store import Store
    from checker.students import Grade

MOST_LINES = 5
LONGEST, MOST_REASONS = 240, 12
# As `history` prints them, and as ISO 8601 has them.
DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@click.command()
@PROJECT
@TASK
@click.option("--submissions", metavar="DIR", required=True, help="A folder with one for each student, or a list.")
@click.option("--jobs", metavar="N", type=click.IntRange(1, 512), default=1, help="How many are checked at a time.")
@OUT
@click.option("--reports", metavar="DIR", default="", help="Write a page for each student too: DIR/PROJECT/ID.html.")
@click.option("--engine", metavar="NAME", default="local", help="local, or dask://HOST:PORT.")
@click.option("--resume", is_flag=True, help="Only what has no grade yet; what has one is not looked at again.")
@click.option("--only-failed", is_flag=True, help="Only answers that have not passed yet, and all of those.")
@click.option("--since", metavar="DATE", type=click.DateTime(DATES), help="Only answers changed at this time or later.")
@click.option("--again", is_flag=True, help="All answers, also those that nothing has changed for since their grade.")
@RUNTIME
@ISOLATION
@click.pass_obj
def grade(
    chosen: str,
    project: str,
    task: tuple[str, ...],
    submissions: str,
    jobs: int,
    out: str,
    reports: str,
    engine: str,
    resume: bool,
    only_failed: bool,
    since: datetime.datetime | None,
    again: bool,
    interpreter: str,
    isolation: str,
) -> int:
    """Check a class: checker grade 0x08 --submissions DIR. The same command goes on where it was stopped.

    With --isolation auto nothing is run without the walls that a class needs, see `checker doctor`.
    """
    if resume and again:
        raise UsageError("--resume leaves alone what has a grade, --again checks it once more: give one of them")
    require_platform()
    from checker.classroom import Plan, describe_runtime, require_fixtures, require_walls
    from checker.engines import find_engine
    from checker.engines.work import Bench
    from checker.reports import folder_of
    from checker.roster import read_roster, require_class, require_places
    from checker.store import Store

    workspace, found, tasks = find(chosen, project, task)
    require_class(found, submissions)
    students = read_roster(submissions, besides=[out, reports, reports and os.path.join(reports, found.name)])
    require_places(students)
    pages = folder_of(reports, found) if reports else None
    walls = "graded" if isolation == "auto" else isolation
    place = os.path.abspath(chosen) if chosen else ""
    plan = Plan(
        workspace=workspace,
        project=found,
        tasks=tasks,
        students=students,
        bench=Bench(workspace=place, project=found.path, runtime=interpreter, isolation=walls),
        runtime=describe_runtime(interpreter, found),
        again=again,
        only_failed=only_failed,
        only_missing=resume,
        since=_local(since) if since else None,
    )
    chosen_engine = find_engine(engine, jobs)
    with _place(out), Store(out) as store, chosen_engine:
        require_fixtures(plan)
        if not chosen_engine.packs:
            require_walls(plan)
        chosen_engine.require_same(plan.bench)
        store.enrol(students)
        return _grade(plan, chosen_engine, store, out, pages)


def _local(since: datetime.datetime) -> datetime.datetime:
    """The time in this machine's zone."""
    try:
        return since.astimezone()
    except (OverflowError, ValueError, OSError) as error:
        raise UsageError(f"--since {since:%Y-%m-%d}: no clock goes there; give a date from 1970 on") from error


@click.command()
@click.argument("student")
@OUT
def history(student: str, out: str) -> None:
    """All verdicts on a student's answers, the oldest first, and why each was made."""
    from checker.store import Store, find_store

    with Store(find_store(out)) as store:
        known = {one.id for one in store.students()}
        grades = store.history(student)
    if not grades:
        raise UsageError(f"{out} holds no grade of {student!r}{nearest(student, known)}")
    newest = {(one.project, one.task): one for one in grades}
    for one in grades:
        when = one.graded_at.astimezone().isoformat(" ", "minutes")
        points = f"{one.outcome.value:<7} {one.points:>3} of {one.max_points:>3}"
        console.say(f"{when}  {one.project.rpartition('/')[2]}  {one.task:<24} {points}  {one.reason}")
        if one is newest[one.project, one.task]:
            for line in why(one):
                console.say(f"    {line}")


@click.command()
@PROJECT
@TASK
@click.option("--submissions", metavar="DIR", required=True, help="A folder with one for each student, or a list.")
@click.option(
    "--least", metavar="SHARE", type=click.FloatRange(0, 1), default=LEAST_SHARE, help="What to tell: from 0 to 1."
)
@click.pass_obj
def similar(chosen: str, project: str, task: tuple[str, ...], submissions: str, least: float) -> None:
    """Pairs of answers that are so much alike that a person should look at them; names and layout don't count."""
    from checker.answers import texts_of
    from checker.roster import read_roster, require_class, require_places
    from checker.similarity import similar as pairs_of

    workspace, found, tasks = find(chosen, project, task)
    require_class(found, submissions)
    students = read_roster(submissions)
    require_places(students)
    texts, troubles = texts_of(found, tasks, students)
    for trouble in troubles:
        console.tell(trouble)
    for one in tasks:
        reference = workspace.reference(one) / one.file
        common = [reference.read_text(encoding="utf-8")] if reference.is_file() else []
        pairs = pairs_of(texts[one.name], common=common, least=least)
        console.say(f"{one.file}: {len(texts[one.name])} answers, {len(pairs)} pairs alike")
        for pair in pairs:
            console.say(f"  {pair.share:4.0%}  {pair.one} and {pair.other}: {lines_alike(pair.lines)}")


def lines_alike(lines: Sequence[tuple[int, int]]) -> str:
    """The first places that two answers have in common: ``lines 3, 9, 14 and 2, 8, 13``."""
    shown = lines[:MOST_LINES]
    more = ", ..." if len(lines) > MOST_LINES else ""
    left, right = (", ".join(str(line) for line in side) + more for side in zip(*shown, strict=True))
    return f"lines {left} and {right}"


def why(grade: "Grade") -> list[str]:
    """Why a grade is no pass, in a line for each thing that is known."""
    from checker.render import text

    told = list(grade.verdict.get("diagnosis", ()))
    for check in grade.verdict.get("checks", ()):
        told += [
            f"{check['id']}: {finding['code']} {finding['message']}"
            for finding in check["findings"]
            if not finding["remark"] and check["max_points"] + (grade.outcome.value == "broken")
        ][:1]
    return [text.one_line(line, LONGEST) for line in dict.fromkeys(told)][:MOST_REASONS]


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at what may be meant by a name that is not known; "" when nothing comes near."""
    near = difflib.get_close_matches(name, list(known), 3)
    return f"; there is {', '.join(near)}" if near else ""


@contextlib.contextmanager
def _place(out: str) -> Iterator[None]:
    """Has a folder of grades to itself; a database sees to that on its own."""
    from checker.exclusive import alone_in

    if "://" in out:
        yield
    else:
        with alone_in(Path(out)):
            yield


def _grade(plan: "Plan", engine: "Engine", store: "Store", out: str, pages: Path | None) -> int:
    from checker.classroom import grade as steps_of
    from checker.gradebook import EXPORTERS
    from checker.progress import Progress
    from checker.reports import Reports

    stop = threading.Event()
    reports = Reports(pages, store, plan.workspace, plan.project, len(plan.tasks)) if pages else None
    bar = Progress(len(plan.students), len(plan.tasks))
    with _stopping(stop, engine), bar as progress, reports or contextlib.nullcontext():
        for step in steps_of(plan, engine, store, stop):
            progress.take(step)
            if reports:
                reports.done_with_one(step.student)
    if "://" not in out:
        book = book_of(store, plan.project)
        for kind in ("csv", "json"):
            write(EXPORTERS[kind](book), Path(out), quiet=True)
        _tell_others({line.student.id for line in book.lines if line.grades} - {one.id for one in plan.students})
    click.echo(progress.summary())
    if reports:
        console.say(f"reports: {reports.written} written to {reports.folder}")
    if stop.is_set():
        console.tell("stopped: the same command goes on from here")
        return ExitCode.INTERRUPTED
    return ExitCode.BROKEN if progress.broken else ExitCode.PASSED


def _tell_others(ids: set[str]) -> None:
    """Tells who is in the gradebook and not in the class any more, or in another list that is graded into it."""
    from checker.render import text

    if ids:
        some = ", ".join(text.one_line(one, LONGEST) for one in sorted(ids)[:MOST_NAMED])
        more = f" and {len(ids) - MOST_NAMED:,} more" if len(ids) > MOST_NAMED else ""
        console.tell(f"the gradebook also holds who is not among these submissions: {some}{more}")


@contextlib.contextmanager
def _stopping(stop: threading.Event, engine: "Engine") -> Iterator[None]:
    """While the block runs, Ctrl-C sets `stop`; the second one drops what is under way too."""

    def asked(number: int, frame: object) -> None:
        if stop.is_set():
            engine.drop()
            raise KeyboardInterrupt
        stop.set()
        # The signal may come in the middle of another sentence, where Python allows no second one.
        with contextlib.suppress(RuntimeError):
            console.tell("stopping when what is under way is done; Ctrl-C again drops that")

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
