"""The checker's own comparisons in the process that asks for them: what plain pytest, otter-grader and check50 run.

No walls, no limits, no checks of the source text; what the checker reads from spec and fixture is made ready before, in
one file. So whoever uses this does less than the checker, and nothing besides that it does not do.
"""

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.model import Ending, Observation, TaskSpec
from checker.verdict import Evidence, judge
from checker.worker import modules, names, planting, probes

CASES, FOLDER = "BENCHMARK_CASES", "BENCHMARK_FOLDER"
IMPORT = "import"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cases:
    """A task with its comparing checks alone, the probes' parameters with arrays in them, and what is expected."""

    task: TaskSpec
    parameters: dict[str, dict[str, Any]]
    expected: dict[tuple[str, str], Any]


def write(file: Path, cases: Cases) -> None:
    """Keeps cases in a file."""
    file.write_bytes(pickle.dumps(cases))


def read(file: Path) -> Cases:
    """The cases that `write` has kept."""
    cases = pickle.loads(file.read_bytes())  # noqa: S301 - written by ourselves, a moment ago
    if not isinstance(cases, Cases):
        raise TypeError(f"{file} holds no cases")
    return cases


def comparing(task: TaskSpec) -> TaskSpec:
    """The task with those of its checks alone that compare what its code does."""
    checks = [check for check in task.checks if check.compare]
    kept = {check.id for check in checks}
    checks = [replace(check, needs=tuple(name for name in check.needs if name in kept)) for check in checks]
    return replace(task, checks=tuple(checks), probes=tuple(one for one in task.probes if not one.reference_only))


def missed() -> list[str]:
    """What is wrong with the answer that the environment names, a sentence for each check that does not pass."""
    cases = read(Path(os.environ[CASES]))
    evidence = Evidence(observations=tuple(_observe(cases, Path(os.environ[FOLDER]))), expected=cases.expected)
    results = [result for result in judge(cases.task, evidence) if result.outcome.value != "passed"]
    return [f"{one.spec.id}: {'; '.join(finding.message for finding in one.findings)}" for one in results]


def _observe(cases: Cases, folder: Path) -> Iterator[Observation]:
    task = cases.task
    framework = task.framework.value
    names.import_framework(framework)
    names.enter(framework, any(probe.probe == "graph" for probe in task.probes), planting.install)
    try:
        importer = modules.Importer(str(folder), names.facades(framework))
        submission = importer.load(Path(task.file).stem)
    except Exception as error:
        yield Observation(probe=IMPORT, part=IMPORT, ending=Ending.RAISED, message=repr(error))
        return
    yield _answer(IMPORT, IMPORT, {"lines": modules.lines_run(str(submission.__file__))})
    for probe in task.probes:
        try:
            for part, value in probes.PROBES[probe.probe](submission, **cases.parameters[probe.id]):
                yield _answer(probe.id, part, value)
        except Exception as error:
            yield Observation(probe=probe.id, part="", ending=Ending.RAISED, message=repr(error))


def _answer(probe: str, part: str, value: Any) -> Observation:
    return Observation(probe=probe, part=part, ending=Ending.ANSWERED, value=value)
