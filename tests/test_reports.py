"""A page for each student: which verdicts it has, when it is written, and when it is left alone."""

import datetime
import os
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from somebody import somebody
from somebodys_class import RIGHT, TASK, WRONG, FakeEngine, hand_in, passing, plan_of, students_in, verdict_of

from checker import classroom
from checker.classroom import Plan
from checker.engines.work import Done
from checker.errors import StoreError, UsageError
from checker.model import Finding, Outcome
from checker.reports import Reports, folder_of
from checker.store import Store
from checker.students import Student
from checker.workspace import find_task
from checker.writing import file_name


@pytest.fixture
def store(tmp_path: Path):
    """An empty store."""
    with Store(str(tmp_path)) as opened:
        yield opened


@pytest.fixture
def plan(recorded: Path, tmp_path: Path) -> Plan:
    """Two students and two tasks."""
    return plan_of(recorded, students_in(tmp_path / "class", "ada", "bob"), "01")


@pytest.fixture
def folder(plan: Plan, tmp_path: Path) -> Path:
    """Where the pages are."""
    return folder_of(str(tmp_path / "pages"), plan.project)


def failing(plan: Plan, *tasks: str) -> FakeEngine:
    """An engine that fails answers to these tasks, by a finding in their third line, and passes the others."""

    def answer(work) -> Done:
        verdict = verdict_of(find_task(plan.project, work.task))
        if work.task in tasks:
            finding = Finding(code="C004", message=f"{Path(work.folder).name} has no such mean", line=3)
            first = replace(verdict.results[-1], outcome=Outcome.FAILED, findings=(finding,))
            verdict = replace(verdict, results=(*verdict.results[:-1], first), source=RIGHT)
        return Done(verdict=verdict, versions={"numpy": "1.15.4"})

    return FakeEngine(answer)


def run(plan: Plan, engine: FakeEngine, store: Store, folder: Path) -> int:
    """Grades a class; how many pages were written."""
    with Reports(folder, store, plan.workspace, plan.project, len(plan.tasks)) as reports:
        for step in classroom.grade(plan, engine, store, threading.Event()):
            reports.done_with_one(step.student)
    return reports.written


def text(folder: Path, student: str) -> str:
    """A student's page."""
    return (folder / f"{student}.html").read_text(encoding="utf-8")


def test_each_student_has_a_page_of_all_tasks(plan, store, folder):
    """Findings with the lines of the source that was judged, whose it is, and what it was checked with."""
    assert run(plan, failing(plan, TASK), store, folder) == 2
    assert sorted(os.listdir(folder)) == ["ada.html", "bob.html"]
    ada = text(folder, "ada")
    assert "Something else: ada</title>" in ada
    assert "ada has no such mean" in ada
    assert 'class="line focus"><span class="no">3</span>import numpy as np' in ada
    assert "1-autoencoder.py" in ada
    assert all(word in ada for word in ("versions.numpy", "1.15.4", "checked_at", "modern"))
    assert "bob" not in ada


def test_a_page_keeps_the_tasks_that_were_not_checked_again(plan, store, folder, tmp_path):
    """Their newest verdicts stay on it when another task is mended."""
    run(plan, failing(plan, "1-autoencoder"), store, folder)
    hand_in(tmp_path / "class" / "ada", WRONG)
    assert run(replace(plan, tasks=plan.tasks[:1]), failing(plan, TASK), store, folder) == 1
    assert text(folder, "ada").count("ada has no such mean") == 2


def test_a_page_whose_verdicts_are_the_same_is_left_alone(plan, store, folder):
    """Not even its time changes; one that is gone is made again, and nothing is checked for it."""
    run(plan, passing(plan), store, folder)
    (folder / "ada.html").write_text("mine")
    date = (folder / "bob.html").stat().st_mtime_ns
    os.utime(folder / "ada.html", ns=(date, (folder / "ada.html").stat().st_mtime_ns))
    (folder / "bob.html").unlink()
    engine = passing(plan)
    assert run(plan, engine, store, folder) == 2
    assert engine.asked == []
    assert run(plan, engine, store, folder) == 0
    assert (folder / "bob.html").stat().st_mtime_ns == date


def test_a_page_is_dated_by_its_youngest_verdict(plan, store, folder):
    """So a verdict that a killed run made no page of is seen by the next one."""
    run(plan, passing(plan), store, folder)
    at = max(one.graded_at for one in store.history("ada"))
    written = datetime.datetime.fromtimestamp((folder / "ada.html").stat().st_mtime, datetime.UTC)
    assert abs(written - at) < datetime.timedelta(milliseconds=1)
    for _ in classroom.grade(replace(plan, again=True), failing(plan, TASK), store, threading.Event()):
        pass
    assert run(plan, passing(plan), store, folder) == 2
    assert "ada has no such mean" in text(folder, "ada")


def test_who_is_stopped_in_the_middle_of_a_student_has_the_page_of_what_is_done(plan, store, folder):
    """An orderly stop writes it; an error does not."""
    steps = classroom.grade(plan, passing(plan), store, threading.Event())
    with Reports(folder, store, plan.workspace, plan.project, 2) as reports:
        reports.done_with_one(next(steps).student)
    assert os.listdir(folder) == ["ada.html"]
    steps.close()


@pytest.mark.parametrize("name", ["../../evil", "a/b", "a\nb", "..", "-rf", 200 * "\u4e2d", "<script>", "\u202efdp"])
def test_ids_that_mean_harm_are_names(plan, store, folder, tmp_path, name):
    """Each page is in the folder, under a plain name, and shows the id as text."""
    before = {path for path in tmp_path.rglob("*") if "pages" not in path.parts}
    student = Student(id=name, place=plan.students[0].place)
    run(replace(plan, students=[student]), passing(plan), store, folder)
    (page,) = folder.iterdir()
    assert page.name == f"{file_name(name)}.html"
    assert "<script>" not in page.read_text(encoding="utf-8")
    assert {path for path in tmp_path.rglob("*") if "pages" not in path.parts} - before <= {tmp_path / "grades.sqlite"}


def test_a_student_without_any_verdict_has_no_page(plan, store, folder):
    """There is nothing to show."""
    with Reports(folder, store, plan.workspace, plan.project, 1) as reports:
        reports.done_with_one(Student(id="new"))
    assert os.listdir(folder) == []


def test_a_damaged_verdict_is_told(plan, store, folder):
    """With the student, the task and what to do."""
    run(plan, passing(plan), store, folder)
    kept = next(one for one in store.history("ada") if one.task == TASK)
    later = kept.graded_at + datetime.timedelta(seconds=1)
    store.add(replace(kept, verdict={"checks": 1}, graded_at=later))
    with pytest.raises(StoreError, match="the verdict on 0-running_mean of ada can't be read; check it again with"):
        run(plan, passing(plan), store, folder)


def test_a_folder_that_can_t_be_written_to_is_told(plan, tmp_path):
    """A file in its place, or no right to write there."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"reports can't be written to .*file/0x09-something: Not a directory; name"):
        folder_of(str(tmp_path / "file"), plan.project)
    with somebody() as place:
        place.chmod(0o500)
        with pytest.raises(UsageError, match="Permission denied"):
            folder_of(str(place), plan.project)


def test_a_full_disk_is_told(plan, store, folder, monkeypatch):
    """With the file; the verdicts are in the store."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("checker.reports.write_whole", full)
    with pytest.raises(UsageError, match=r"ada\.html: No space left on device"):
        run(plan, passing(plan), store, folder)
    assert store.history("ada")


def test_hundreds_of_pages_take_no_memory(instructor, store, tmp_path):
    """Neither students nor verdicts nor pages are kept once they are written."""
    (one,) = students_in(tmp_path, "ada")
    plan = plan_of(instructor, [Student(id=f"s{n:04}", place=one.place) for n in range(300)])
    folder = folder_of(str(tmp_path / "pages"), plan.project)
    engine, own, memory = failing(plan, TASK), psutil.Process(), []
    with Reports(folder, store, plan.workspace, plan.project, 1) as reports:
        for step in classroom.grade(plan, engine, store, threading.Event()):
            reports.done_with_one(step.student)
            engine.asked.clear()
            memory.append(own.memory_info().rss)
    assert (reports.written, len(reports.begun), len(os.listdir(folder))) == (300, 0, 300)
    assert max(memory[100:]) < 1.05 * memory[100]
