"""Which answers of a class are checked, why, and what becomes of them; with an engine that does as it is told."""

import datetime
import json
import os
import threading
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest
import workbench
from packing import zipped
from somebodys_class import FILE, RIGHT, TASK, WRONG, FakeEngine, hand_in, passing, plan_of, students_in, verdict_of

from checker import answers, checkouts, classroom
from checker.classroom import Plan, Step
from checker.engines.work import Done
from checker.errors import EngineError
from checker.model import Outcome
from checker.store import Store
from checker.students import Student


@pytest.fixture
def store(tmp_path: Path):
    """An empty store."""
    with Store(str(tmp_path)) as opened:
        yield opened


@pytest.fixture
def plan(instructor: Path, tmp_path: Path) -> Plan:
    """Three students and one task."""
    return plan_of(instructor, students_in(tmp_path / "class", "ada", "bob", "eve"))


def run(plan: Plan, engine: FakeEngine, store: Store) -> list[Step]:
    """All steps of grading a class."""
    return list(classroom.grade(plan, engine, store, threading.Event()))


def reasons(steps: list[Step]) -> dict[str, str]:
    """Student → why the answer was checked; those that were not are left out."""
    return {step.student.id: step.grade.reason for step in steps if step.grade}


def changed(plan: Plan, **options: object) -> Plan:
    """The same plan with other options."""
    from dataclasses import replace

    return replace(plan, **options)  # type: ignore[arg-type]


def only(outcome: Outcome, plan: Plan) -> FakeEngine:
    """An engine for which every answer has this outcome."""
    return FakeEngine(lambda work: Done(verdict=verdict_of(plan.tasks[0], outcome)))


def test_each_verdict_is_kept_the_moment_it_is_there(plan, store):
    """When a step is told of, the store has it."""
    for step in classroom.grade(plan, passing(plan), store, threading.Event()):
        (kept,) = store.history(step.student.id)
        assert (kept.outcome, kept.reason, kept.points, kept.task) == (Outcome.PASSED, "first", 100, TASK)
        assert kept.key.keys() == {"submission", "siblings", "spec", "fixture", "checker", "runtime"}
        assert (kept.project, kept.verdict["outcome"]) == (workbench.PROJECT, "passed")
    assert len(store.newest(workbench.PROJECT)) == 3


def test_only_what_changed_is_checked_again(plan, store, tmp_path):
    """And each verdict says what that was."""
    assert reasons(run(plan, passing(plan), store)) == {"ada": "first", "bob": "first", "eve": "first"}
    hand_in(tmp_path / "class" / "bob", WRONG)
    hand_in(tmp_path / "class" / "eve", "x = 1", "helper.py")
    engine = passing(plan)
    steps = run(plan, engine, store)
    assert reasons(steps) == {"bob": "changed: submission", "eve": "changed: siblings"}
    assert [step.student.id for step in steps if not step.grade] == ["ada"]
    assert [Path(work.folder).name for work in engine.asked] == ["bob", "eve"]
    assert set(reasons(run(changed(plan, runtime="other"), passing(plan), store)).values()) == {"changed: runtime"}
    assert set(reasons(run(plan, only(Outcome.BROKEN, plan), store)).values()) == {"changed: runtime"}
    assert set(reasons(run(plan, passing(plan), store)).values()) == {"it could not be judged before"}
    assert set(reasons(run(changed(plan, again=True), passing(plan), store)).values()) == {"asked for"}


def test_only_failed_takes_all_that_have_not_passed(plan, store, tmp_path):
    """Also those that nothing has changed for, and those that have no grade; a pass is left though it changed."""
    ada, bob, _ = plan.students
    run(changed(plan, students=[ada]), passing(plan), store)
    run(changed(plan, students=[bob]), only(Outcome.FAILED, plan), store)
    hand_in(tmp_path / "class" / "ada", WRONG)
    assert reasons(run(changed(plan, only_failed=True), passing(plan), store)) == {"bob": "asked for", "eve": "first"}


def test_only_missing_opens_nothing_that_has_a_grade(plan, store, monkeypatch):
    """Neither an archive nor a repository."""
    ada, bob, _ = plan.students
    run(changed(plan, students=[ada, bob]), only(Outcome.FAILED, plan), store)
    monkeypatch.setattr(classroom, "open_answer", _open_only("eve", classroom.open_answer))
    steps = run(changed(plan, only_missing=True), passing(plan), store)
    assert (reasons(steps), len(steps)) == ({"eve": "first"}, 3)


def _open_only(id_, really):
    def opening(plan, student):
        assert student.id == id_
        return really(plan, student)

    return opening


def test_since_takes_what_was_changed_then_or_later(plan, store, tmp_path):
    """A folder's youngest file, an archive's own time; and what can't be looked at, so that it is told."""
    day = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    for name, at in [("ada", day.timestamp() - 1), ("bob", day.timestamp()), ("eve", day.timestamp() + 1)]:
        os.utime(tmp_path / "class" / name / FILE, (at, at))
    archives = []
    for name, at in [("old", day.timestamp() - 1), ("new", day.timestamp())]:
        file = zipped(tmp_path / f"{name}.zip", (FILE, RIGHT.encode()))
        os.utime(file, (at, at))
        archives.append(Student(id=name, place=str(file)))
    archives.append(Student(id="none", place=str(tmp_path / "none.git"), git=True))
    steps = run(changed(plan, since=day, students=[*plan.students, *archives]), passing(plan), store)
    assert reasons(steps).keys() == {"bob", "eve", "new", "none"}


def test_a_refused_archive_fails_with_a_note_and_the_others_go_on(plan, store, tmp_path):
    """The note is in the verdict; an empty folder was checked."""
    bad = zipped(tmp_path / "bad.zip", ("../../etc/passwd", b"x"))
    students = [Student(id="bad", place=str(bad)), Student(id="none", place=str(tmp_path / "nothing")), *plan.students]
    seen = []

    def answer(work):
        seen.append(sorted(path.name for path in Path(work.folder).iterdir()))
        return Done(verdict=verdict_of(plan.tasks[0], Outcome.PASSED if seen[-1] else Outcome.FAILED))

    steps = {step.student.id: step.grade for step in run(changed(plan, students=students), FakeEngine(answer), store)}
    assert [steps[name].outcome for name in ("bad", "none", "ada")] == [Outcome.FAILED, Outcome.FAILED, Outcome.PASSED]
    assert "bad.zip can't be checked" in steps["bad"].verdict["diagnosis"][0]
    assert "no folder" in steps["none"].verdict["diagnosis"][0]
    assert seen[:2] == [[], []]


def test_what_was_left_out_of_an_archive_is_noted(plan, store, tmp_path):
    """For a student may miss it."""
    file = zipped(tmp_path / "a.zip", (FILE, RIGHT.encode()), ("__pycache__/x.pyc", b"x"))
    (step,) = run(changed(plan, students=[Student(id="a", place=str(file))]), passing(plan), store)
    assert step.grade
    assert "left out of a.zip" in step.grade.verdict["diagnosis"][0]


@pytest.mark.parametrize("why", ["git", "no git", "full", "unreadable", "link"])
def test_what_is_not_the_students_doing_costs_nothing(plan, store, tmp_path, monkeypatch, why):
    """The verdict is BROKEN, of no points at all, and it is tried again the next time."""
    monkeypatch.setattr(checkouts.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "cache"))
    student = Student(id="x", place=str(tmp_path / "none.git"), git=why in ("git", "no git"))
    if why == "no git":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif why in ("full", "unreadable"):
        student = Student(id="x", place=str(zipped(tmp_path / "x.zip", (FILE, RIGHT.encode()))))
        error = OSError(28, "No space left on device") if why == "full" else PermissionError(13, "Permission denied")
        monkeypatch.setattr("checker.archives.unpacking._unpack", _raising(error))
    elif why == "link":
        (tmp_path / "link").symlink_to(tmp_path / "class" / "ada")
        student = Student(id="x", place=str(tmp_path / "link"))
    engine = passing(plan)
    for reason in ("first", "it could not be judged before"):
        (step,) = run(changed(plan, students=[student]), engine, store)
        assert step.grade
        assert (step.grade.outcome, step.grade.max_points, step.grade.reason) == (Outcome.BROKEN, 0, reason)
        assert {one["outcome"] for one in step.grade.verdict["checks"]} == {"broken"}
    assert engine.asked == []


def _raising(error):
    def raising(*_):
        raise error

    return raising


def test_a_grade_stays_when_its_answer_can_t_be_looked_at_again(plan, store, tmp_path):
    """A server that is down takes nobody's points; that it was so is told."""
    ada = Student(id="ada", place=str(tmp_path / "none.git"), git=True)
    run(plan, passing(plan), store)
    (step,) = run(changed(plan, students=[ada], again=True), passing(plan), store)
    assert step.grade is None
    assert "git could not fetch it" in step.trouble
    assert [one.outcome for one in store.history("ada")] == [Outcome.PASSED]


def test_a_lost_process_is_tried_alone_and_then_costs_nothing(plan, store):
    """Who is lost once is judged after all; who is lost twice is BROKEN, and the others have their verdicts."""
    lost = {"bob": 1, "eve": 2}
    under_way = []

    def answer(work):
        name = Path(work.folder).name
        under_way.append(name)
        if lost.get(name):
            lost[name] -= 1
            raise BrokenExecutor("a process died")
        return Done(verdict=verdict_of(plan.tasks[0]))

    steps = {step.student.id: step.grade for step in run(plan, FakeEngine(answer, width=3), store)}
    assert [steps[name].outcome for name in ("ada", "bob", "eve")] == [Outcome.PASSED, Outcome.PASSED, Outcome.BROKEN]
    assert "died" in steps["eve"].verdict["checks"][0]["findings"][0]["message"]
    assert sorted(under_way) == ["ada", "bob", "bob", "eve", "eve"]
    assert len(store.history("bob")) == 1


def test_a_fault_of_the_checkers_is_a_broken_verdict(plan, store):
    """With its sentence."""
    steps = run(plan, FakeEngine(lambda work: Done(fault="the fixture is stale")), store)
    assert {step.grade.outcome for step in steps if step.grade} == {Outcome.BROKEN}
    assert steps[0].grade
    assert steps[0].grade.verdict["checks"][0]["findings"][0]["message"] == "the fixture is stale"


def test_nothing_new_is_begun_once_it_is_to_stop(plan, store):
    """What is under way is kept; the same run goes on with the rest."""
    stop = threading.Event()
    engine = FakeEngine(lambda work: Done(verdict=verdict_of(plan.tasks[0])), width=1)
    for _ in classroom.grade(plan, engine, store, stop):
        stop.set()
    assert (len(engine.asked), len(store.newest(workbench.PROJECT))) == (1, 1)
    assert reasons(run(plan, passing(plan), store)) == {"bob": "first", "eve": "first"}


def test_unchanged_answers_are_not_gone_through_once_it_is_to_stop(plan, store):
    """Not even looked at."""
    run(plan, passing(plan), store)
    stop = threading.Event()
    stop.set()
    assert list(classroom.grade(plan, passing(plan), store, stop)) == []


def test_a_cluster_that_is_lost_stops_the_class_and_loses_nothing(plan, store):
    """What it had told before is in the store; nobody gets a verdict for it."""

    def answer(work):
        if Path(work.folder).name == "bob":
            raise EngineError("the cluster is gone")
        return Done(verdict=verdict_of(plan.tasks[0]))

    with pytest.raises(EngineError):
        run(plan, FakeEngine(answer, width=1), store)
    assert {student for student, _ in store.newest(workbench.PROJECT)} == {"ada"}


def test_archives_are_closed_with_the_last_of_their_tasks(recorded, store, tmp_path, monkeypatch):
    """However the run ends, nothing of theirs is left in the temporary folder."""
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    file = zipped(tmp_path / "a.zip", (FILE, RIGHT.encode()), ("1-autoencoder.py", b"x"))
    students = [Student(id=str(number), place=str(file)) for number in range(4)]
    plan = plan_of(recorded, students, "01")
    opened = []

    def answer(work):
        opened.append((Path(work.folder) / FILE).is_file())
        return Done(verdict=verdict_of(plan.tasks[0]))

    run(plan, FakeEngine(answer, width=3), store)
    assert (opened, list((tmp_path / "t").iterdir())) == ([True] * 8, [])
    steps = classroom.grade(changed(plan, again=True), FakeEngine(answer, width=3), store, threading.Event())
    next(steps)
    steps.close()
    assert list((tmp_path / "t").iterdir()) == []


def test_one_students_files_do_not_end_a_class(plan, store, monkeypatch):
    """Where opening them finds a fault of ours, their tasks are BROKEN, and the others are checked."""

    def opened(project, place, **options):
        if place.endswith("ada"):
            raise KeyError("what nobody thought of")
        return original(project, place, **options)

    original = answers.opened
    monkeypatch.setattr(answers, "opened", opened)
    outcomes = {one.student.id: one.grade.outcome for one in run(plan, passing(plan), store) if one.grade}
    assert outcomes == {"ada": Outcome.BROKEN, "bob": Outcome.PASSED, "eve": Outcome.PASSED}
    (kept,) = store.history("ada")
    assert "what nobody thought of" in json.dumps(kept.verdict) + kept.note
