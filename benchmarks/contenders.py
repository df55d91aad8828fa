"""Who is measured: this program in three ways, and the tools that start a new process for each answer.

All comparisons but the checker's own are those of `in_process`. otter-grader and check50 are used where their commands
``otter`` and ``check50`` are found; their Python must find the libraries of the checker, otter-grader's ipykernel too.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import in_process
from benchmarks.students import Class
from checker.sandbox.worker import environment

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
COLD, WARM, TWO, FLOOR = "checker run", "checker grade --jobs 1", "checker grade --jobs 2", "the floor"
PYTEST, OTTER, CHECK50 = "pytest", "otter check", "check50"
OPTIONAL = {OTTER: "otter", CHECK50: "check50"}
MOST_FOR_THE_FLOOR = 11


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Wall seconds of one answer by itself, of a whole class, and of each of a class; None where that is no question.

    Where each answer is a new process, a class costs so many times what one does.
    """

    one: float | None = None
    whole: float | None = None
    each: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(one=_sum(self.one, other.one), whole=_sum(self.whole, other.whole), each=self.each + other.each)


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second


def missing() -> list[str]:
    """The tools that are not installed here."""
    return [name for name, command in OPTIONAL.items() if not shutil.which(command)]


def measure(class_: Class, without: Iterable[str]) -> dict[str, Cost]:
    """Contender → what it took now; each is run once, one after the other."""
    costs = {WARM: _graded(class_, 1), TWO: _graded(class_, 2), FLOOR: _floor(class_)}
    for name, (command, said) in _commands(class_).items():
        if name not in without:
            seconds = timed(command, said, folder=class_.folders[0], variables=_variables(class_))
            costs[name] = Cost(one=seconds, whole=seconds * len(class_.folders), each=seconds)
    return costs


def _commands(class_: Class) -> dict[str, tuple[list[str], str]]:
    """Contender → the command that starts a new process for one answer, and what it prints when that is right."""
    folder = str(class_.folders[0])
    run = [sys.executable, "-m", "checker", "run", "--dir", folder, "--runtime", "modern", *class_.words]
    pytest = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:cacheprovider"]
    return {
        COLD: (run, ", PASSED"),
        PYTEST: ([*pytest, str(HERE / "plain_pytest.py")], "1 passed"),
        OTTER: (
            ["otter", "check", str(HERE / "otter" / "answer.py"), "-t", str(HERE / "otter" / "tests")],
            "All tests passed!",
        ),
        CHECK50: (["check50", "--dev", "--output", "json", "--", str(HERE / "check50_checks")], '"passed": true'),
    }


def _variables(class_: Class) -> dict[str, str]:
    return {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        in_process.CASES: str(class_.cases),
        in_process.FOLDER: str(class_.folders[0]),
    }


def _graded(class_: Class, jobs: int) -> Cost:
    """What `checker grade` takes; each of a class: the difference to a class so small that it is all start-up."""
    few = grade(class_, jobs, jobs)
    whole = grade(class_, len(class_.folders), jobs)
    each = (whole - few) / (len(class_.folders) - jobs)
    return Cost(one=few if jobs == 1 else None, whole=whole, each=each)


def grade(class_: Class, count: int, jobs: int) -> float:
    """The wall seconds of grading the first `count` students of a class."""
    command = [sys.executable, "-m", "checker", "grade", *class_.words, "--submissions", str(class_.roster(count))]
    with class_.results() as out:
        command += ["--jobs", str(jobs), "--out", out, "--runtime", "modern"]
        return timed(command, f"{count} passed, 0 failed, 0 could not be judged", folder=ROOT, variables={})


def _floor(class_: Class) -> Cost:
    folders = [str(folder) for folder in class_.folders[:MOST_FOR_THE_FLOOR]]
    command = [sys.executable, "-m", "benchmarks.floor", str(class_.cases), *folders]
    variables = environment(str(class_.place)) | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"the floor of {class_.name} can't be measured: {ended.stderr[-2000:]}")
    return Cost(each=float(ended.stdout.split()[-1]))


def timed(command: Sequence[str], said: str, *, folder: Path, variables: Mapping[str, str]) -> float:
    """The wall seconds of a command that must end well and print `said`."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    started = time.monotonic()
    ended = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if ended.returncode or said not in ended.stdout:
        raise SystemExit(f"{' '.join(command)} did not say {said!r}:\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}")
    return seconds
