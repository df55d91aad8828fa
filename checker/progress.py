"""What a person sees while a class is graded, and the sentence at its end."""

import collections
import sys
import time
from types import TracebackType
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


class Progress:
    """Counts steps and shows them: a bar on a terminal, else a line every LINE_SECONDS; use it in a ``with``."""

    def __init__(self, students: int, tasks: int) -> None:
        self.students = students
        self.tasks = tasks
        self.done = collections.Counter[str]()
        self.students_done = self.checked = self.unchanged = self.kept = 0
        self.troubled = ("", "")
        self.outcomes = collections.Counter[Outcome]()
        self.failures: collections.deque[str] = collections.deque(maxlen=LAST_FAILURES)
        self.bar: Bar | None = None

    def __enter__(self) -> "Progress":
        self.started = self.told = time.monotonic()
        if sys.stderr.isatty():
            self.bar = _bar()
            self.row = self.bar.add_task("", total=self.students * self.tasks, what=self._line())
            self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds = time.monotonic() - self.started
        if self.bar:
            self.bar.stop()

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
        if self.bar:
            self.bar.update(self.row, advance=1, what=self._line())
        elif time.monotonic() > self.told + LINE_SECONDS:
            self.told = time.monotonic()
            console.tell(f"{self._line()}, {self._time_left()}")

    def summary(self) -> str:
        """What was done, in a few lines."""
        speed = f" in {_minutes(self.seconds)}, {60 * self.checked / self.seconds:.0f} a minute" if self.checked else ""
        found = {"passed": Outcome.PASSED, "failed": Outcome.FAILED, "could not be judged": Outcome.BROKEN}
        counts = ", ".join(f"{self.outcomes[outcome]} {word}" for word, outcome in found.items())
        unchanged = f"; {self.unchanged} had a grade and were left as they are" if self.unchanged else ""
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

    def _time_left(self) -> str:
        done = self.checked + self.unchanged + self.kept
        left = (time.monotonic() - self.started) / done * (self.students * self.tasks - done)
        return f"some {_minutes(left)} left"


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TimeRemainingColumn(), TextColumn("{task.fields[what]}", markup=False))
    return Progress(*columns, console=Console(stderr=True), transient=True)
