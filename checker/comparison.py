"""Folders of submissions on two runtimes: every check whose outcome differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checker import pipeline
from checker.errors import UsageError
from checker.model import CheckResult, Framework, Outcome, ProjectSpec, TaskSpec, TaskVerdict
from checker.sandbox.workers import Workers
from checker.workspace import Workspace, find_within


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer to one task: who handed it in, and the project's folder that it is in."""

    name: str
    project: ProjectSpec
    task: TaskSpec
    folder: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """An answer's verdicts on two runtimes."""

    answer: Answer
    one: TaskVerdict
    other: TaskVerdict

    @property
    def broken(self) -> bool:
        """Whether the checker could not judge on one of the two."""
        return Outcome.BROKEN in (self.one.outcome, self.other.outcome)

    @property
    def differences(self) -> list[tuple[CheckResult, CheckResult]]:
        """The checks whose outcome is not the same, as each runtime has it."""
        pairs = zip(self.one.results, self.other.results, strict=True)
        return [(one, other) for one, other in pairs if one.outcome is not other.outcome]


@dataclass(kw_only=True, slots=True)
class Tally:
    """What has been compared so far, of so many `answers`."""

    answers: int
    done: int = 0
    checks: int = 0
    different: int = 0
    broken: int = 0

    def add(self, pair: Pair) -> None:
        """Counts an answer."""
        self.done += 1
        self.checks += len(pair.one.results)
        self.different += len(pair.differences)
        self.broken += pair.broken

    def summary(self) -> str:
        """All of it in a sentence."""
        answers = f"{self.done} of {self.answers}" if self.done < self.answers else str(self.answers)
        share = f" ({self.different / self.checks:.2%})" if self.checks else ""
        return f"{answers} answers, {self.checks} checks: {self.different} differ{share}"


def find_answers(projects: Iterable[ProjectSpec], folder: Path) -> list[Answer]:
    """All answers in a folder that is a submission, or that holds one in each of its folders.

    Raises:
        UsageError: when there is none.
    """
    projects = list(projects)
    below = [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    answers = list(_answers_of(folder.name, folder, projects))
    answers = answers or [answer for path in below for answer in _answers_of(path.name, path, projects)]
    if not answers:
        raise UsageError(f"{folder} holds no submission: no folder of a project with an answer to one of its tasks")
    return answers


def compare(workspace: Workspace, answer: Answer, one: Workers, other: Workers) -> Pair:
    """An answer's verdicts on two runtimes, one after the other."""
    verdicts = [
        pipeline.check_task(workspace, answer.project, answer.task, answer.folder, workers) for workers in (one, other)
    ]
    return Pair(answer=answer, one=verdicts[0], other=verdicts[1])


def _answers_of(name: str, folder: Path, projects: Iterable[ProjectSpec]) -> Iterator[Answer]:
    for project in projects:
        found = find_within(project, folder)
        for task in project.tasks if found else ():
            if found and task.framework is not Framework.NONE and (found / task.file).is_file():
                yield Answer(name=name, project=project, task=task, folder=found)
