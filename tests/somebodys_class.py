"""What the tests of class grading share: students' folders, a plan, and an engine that does what a test tells it to."""

import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import workbench

from checker.classroom import Plan
from checker.engines.work import Bench, Done, Work
from checker.model import CheckResult, Outcome, TaskSpec, TaskVerdict
from checker.specs import load_project
from checker.students import Student
from checker.workspace import find_task, find_workspace

FILE = "0-running_mean.py"
TASK = FILE.removesuffix(".py")
RIGHT = workbench.NUMPY_REFERENCE
WRONG = RIGHT.replace("(1 - beta) * row", "beta * row")


def hand_in(folder: Path, source: str = RIGHT, name: str = FILE) -> Path:
    """A student's folder with one answer."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(source, encoding="utf-8")
    return folder


def students_in(folder: Path, *ids: str, source: str = RIGHT) -> list[Student]:
    """Students who have handed in the same answer, each in a folder of their own."""
    return [Student(id=one, place=str(hand_in(folder / one, source))) for one in ids]


def plan_of(workspace: Path, students: Sequence[Student], tasks: str = "0", **options: Any) -> Plan:
    """A plan for tasks of the small workspace; they are checked without walls."""
    found = find_workspace(str(workspace))
    project = load_project(found.specs, workbench.PROJECT)
    return Plan(
        workspace=found,
        project=project,
        tasks=[find_task(project, number) for number in tasks],
        students=students,
        bench=Bench(workspace=str(workspace), project=project.path, runtime="modern", isolation="none"),
        runtime=options.pop("runtime", "modern"),
        **options,
    )


def verdict_of(task: TaskSpec, outcome: Outcome = Outcome.PASSED) -> TaskVerdict:
    """A verdict of which all checks have one outcome."""
    return TaskVerdict(
        task=task, file=task.file, results=tuple(CheckResult(spec=check, outcome=outcome) for check in task.checks)
    )


class FakeEngine:
    """An engine in this process: `answer` is called for each piece of work, and what it raises is the future's."""

    packs = False

    def __init__(self, answer: Callable[[Work], Done], width: int = 2) -> None:
        self.answer = answer
        self.width = width
        self.asked: list[Work] = []

    def __enter__(self) -> "FakeEngine":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def submit(self, work: Work) -> "Future[Done]":
        """Does it at once."""
        self.asked.append(work)
        future: Future[Done] = Future()
        try:
            future.set_result(self.answer(work))
        except Exception as error:
            future.set_exception(error)
        return future

    def drop(self) -> None:
        """There is nothing under way."""

    def require_same(self, bench: Bench) -> None:
        """It is this process."""


def passing(plan: Plan) -> FakeEngine:
    """An engine for which every answer is right."""
    return FakeEngine(lambda work: Done(verdict=verdict_of(find_task(plan.project, work.task))))


def git(folder: Path, *words: str) -> str:
    """What a git command prints, run by somebody who has a name and no configuration."""
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a"}
    variables = {"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder), **who}
    done = subprocess.run(["git", *words], cwd=folder, env=variables, capture_output=True, text=True, check=True)
    return done.stdout


def repository(folder: Path, source: str = RIGHT, path: str = workbench.PROJECT) -> Path:
    """A git repository with one answer at its place."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    hand_in(folder / path, source)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    return folder
