"""What a person sees while a class is graded or compared, and the sentence at its end."""

import collections
import sys
import time
from typing import TYPE_CHECKING

from checker import console
from checker.model import Outcome
from checker.render import text

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from checker.classroom import Step

LAST_FAILURES = 3
LONGEST = 60
LINE_SECONDS = 10.0


class Shown:
    """How much of something is done: a bar on a terminal, else a line every LINE_SECONDS; use it in a ``with``."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.bar: Bar | None = None

    def __enter__(self) -> "Shown":
        self.started = self.told = time.monotonic()
        if sys.stderr.isatty():
            self.bar = _bar()
            self.row = self.bar.add_task("", total=self.total, what="")
            self.bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar:
            self.bar.stop()

    def show(self, done: int, what: str) -> None:
        """Shows that so many are done, and `what` beside it."""
        if self.bar:
            self.bar.update(self.row, completed=done, what=what)
        elif time.monotonic() > self.told + LINE_SECONDS:
            self.told = time.monotonic()
            left = (self.told - self.started) / done * (self.total - done) if done else 0.0
            console.tell(f"{what}, some {_minutes(left)} left" if done else what)


class Progress:
    """Counts the steps of a class and shows them; use it in a ``with``."""

    def __init__(self, students: int, tasks: int) -> None:
        self.students = students
        self.tasks = tasks
        self.done = collections.Counter[str]()
        self.students_done = self.checked = self.unchanged = self.kept = 0
        self.troubled = ("", "")
        self.outcomes = collections.Counter[Outcome]()
        self.failures: collections.deque[str] = collections.deque(maxlen=LAST_FAILURES)
        self.shown = Shown(students * tasks)

    def __enter__(self) -> "Progress":
        self.shown.__enter__()
        self.started = time.monotonic()
        if self.shown.bar:
            self.shown.show(0, self._line())
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.monotonic() - self.started
        self.shown.__exit__(*error)

    @property
    def broken(self) -> int:
        """How many answers the checker could not judge, or not look at again."""
        return self.outcomes[Outcome.BROKEN] + self.kept

    def take(self, step: "Step") -> None:
        """Counts a step and shows it."""
        self.done[step.student.id] += 1
        if self.done[step.student.id] == self.tasks:
            del self.done[step.student.id]
            self.students_done += 1
        if step.trouble:
            self.kept += 1
            self._tell(step, step.trouble)
        elif step.grade is None:
            self.unchanged += 1
        else:
            self.checked += 1
            self.outcomes[step.grade.outcome] += 1
            self._tell(step, step.grade.note)
            if step.grade.outcome is not Outcome.PASSED:
                self.failures.append(f"{text.one_line(step.student.id, LONGEST)} {step.task.name}")
        self.shown.show(self.checked + self.unchanged + self.kept, self._line())

    def summary(self) -> str:
        """What was done, in a few lines."""
        speed = f" in {_minutes(self.seconds)}, {60 * self.checked / self.seconds:.0f} a minute" if self.checked else ""
        found = {"passed": Outcome.PASSED, "failed": Outcome.FAILED, "could not be judged": Outcome.BROKEN}
        counts = ", ".join(f"{self.outcomes[outcome]} {word}" for word, outcome in found.items())
        unchanged = f"; {self.unchanged} were left as they are" if self.unchanged else ""
        kept = f"; {self.kept} could not be looked at and keep the grade that they had" if self.kept else ""
        return f"{self.checked} answers of {self.students} students checked{speed}: {counts}{unchanged}{kept}"

    def _tell(self, step: "Step", why: str) -> None:
        """Tells once for each student why something could not be looked at."""
        if why and self.troubled != (step.student.id, why):
            self.troubled = (step.student.id, why)
            console.tell(f"{text.one_line(step.student.id, LONGEST)}: {why}")

    def _line(self) -> str:
        seconds = time.monotonic() - self.started
        per_minute = f", {60 * self.students_done / seconds:.0f} a minute" if self.students_done else ""
        failures = f"; not passed last: {', '.join(self.failures)}" if self.failures else ""
        return f"{self.students_done} of {self.students} students{per_minute}{failures}"


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TimeRemainingColumn(), TextColumn("{task.fields[what]}", markup=False))
    # What is printed meanwhile goes above the bar where both are on the terminal, and into its file where it has one.
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty())
