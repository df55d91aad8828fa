"""What is told while a class is graded: counts that add up, in harmless lines."""

import datetime

import pytest
from somebodys_class import plan_of

from checker import progress as module
from checker.classroom import Step
from checker.model import Outcome
from checker.progress import Progress
from checker.students import Grade, Student

HOSTILE = "\x1b[31m::error::\u202e[bold]" + 200 * "x"


@pytest.fixture
def step(instructor):
    """A step of a student: checked with an outcome, left as it was, or in trouble."""
    (task,) = plan_of(instructor, []).tasks

    def step(student: str, outcome: Outcome | None = None, trouble: str = "") -> Step:
        grade = outcome and Grade(student=student, project="p", task=task.name, outcome=outcome, points=0, max_points=0,
                                  seconds=0, graded_at=datetime.datetime.now(datetime.UTC))  # fmt: skip
        return Step(student=Student(id=student), task=task, grade=grade, trouble=trouble)

    return step


def test_counts_add_up(step, capfd):
    """Students with all their tasks, answers checked, and each outcome."""
    with Progress(4, 2) as progress:
        for one in (
            step("a", Outcome.PASSED), step("a", Outcome.FAILED), step("b"), step("b"), step("c", Outcome.BROKEN),
            step("d", trouble="git could not fetch it"), step("d", trouble="git could not fetch it"),
        ):  # fmt: skip
            progress.take(one)
    assert (progress.students_done, progress.checked, progress.broken, len(progress.done)) == (3, 3, 3, 1)
    said = progress.summary()
    assert said.startswith("3 answers of 4 students checked in ")
    assert (
        ": 1 passed, 1 failed, 1 could not be judged; 2 were left as they are; 2 could not be" in said
    )
    assert capfd.readouterr().err == "checker: d: git could not fetch it\n"


def test_lines_are_told_now_and_then(step, capfd, monkeypatch):
    """With how many are done, how fast, who did not pass last, and how long it will take."""
    monkeypatch.setattr(module, "LINE_SECONDS", -1.0)
    with Progress(10, 1) as progress:
        for number in range(5):
            progress.take(step(f"s{number}", Outcome.FAILED))
    last = capfd.readouterr().err.splitlines()[-1]
    assert last.startswith("checker: 5 of 10 students, ")
    assert "a minute; not passed last: s2 0-running_mean, s3 0-running_mean, s4 0-running_mean, some 0 s left" in last


def test_nothing_is_checked_and_nothing_is_told(capfd):
    """An empty run has a summary too."""
    with Progress(1, 1) as progress:
        pass
    assert progress.summary() == "0 answers of 1 students checked: 0 passed, 0 failed, 0 could not be judged"
    assert capfd.readouterr().err == ""


def test_a_bar_on_a_terminal_shows_harmless_names(step, capfd, monkeypatch):
    """No mark-up, no escapes and no second line of a student's making."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "400")
    with Progress(2, 1) as progress:
        progress.take(step(HOSTILE, Outcome.FAILED))
        progress.shown.bar.refresh()
    shown = capfd.readouterr().err
    assert "1 of 2 students" in shown
    assert "\\x1b[31m::error::\\u202e[bold]" in shown
    assert HOSTILE not in shown
