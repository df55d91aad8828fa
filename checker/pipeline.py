"""One task from spec and submission to verdict, as the drawing in CONTRIBUTING has it."""

import hashlib
import importlib.metadata
import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import __version__, fixtures
from checker.comparators.summaries import SummaryRow, lay_beside
from checker.errors import CheckerFault, FixtureError, UsageError
from checker.model import (
    CheckResult,
    Ending,
    Finding,
    Framework,
    Outcome,
    ProjectSpec,
    Run,
    TaskSpec,
    TaskVerdict,
)
from checker.sandbox.run import run_probes
from checker.sandbox.workers import Workers
from checker.static_checks import STATIC_CHECKS, Source, can_answer, read_source
from checker.static_checks.other_task import other_task
from checker.verdict import Evidence, judge, unanswered
from checker.workspace import Workspace

KERAS = "keras"
LIBRARIES = ("numpy", "tensorflow", "tf_keras")


def check_task(
    workspace: Workspace,
    project: ProjectSpec,
    task: TaskSpec,
    folder: Path,
    workers: Workers,
    modeless: frozenset[str] = frozenset(),
) -> TaskVerdict:
    """The verdict on the answer to `task` of `project` in `folder`, a student's folder of that project.

    Args:
        modeless: names of files whose modes on the disk are not what the student gave them (`Submission.modeless`).
    """
    started = time.monotonic()
    source = read_source(folder, task.file, also=task.also)
    if source.file in modeless:
        source = replace(source, mode=0)
    runs = source.parsed and task.framework is not Framework.NONE
    if runs:
        workers.start(task.framework)
    static = static_findings(task, source)
    evidence, run = behaviour(workspace, task, folder, workers, static) if runs else (Evidence(static=static), Run())
    results = judge(task, evidence)
    diagnosis = diagnose_siblings(workspace, project, task, folder, workers, results) if runs else ()
    return TaskVerdict(
        task=task,
        file=source.file or task.file,
        results=results,
        source=source.text,
        printed=run.printed,
        cut=run.cut,
        diagnosis=other_task(project, task, source) + diagnosis,
        seconds=time.monotonic() - started,
        provenance=_provenance(workspace, task, source) | {"isolation": list(run.layers)},
    )


def behaviour(
    workspace: Workspace,
    task: TaskSpec,
    folder: Path,
    workers: Workers,
    static: Mapping[str, list[Finding]],
    replaced: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[Evidence, Run]:
    """The evidence of what the code in `folder` does, beside the `static` findings; and the run that it is from.

    Args:
        replaced: file name → content that stands in for the submission's own file.
    """
    try:
        expected = fixtures.read(workspace.fixture(task), task)
        run = run_probes(task, folder, workers, replaced=replaced)
    except CheckerFault as fault:
        return Evidence(static=static, fault=str(fault)), Run()
    return Evidence(static=static, observations=run.observations, expected=expected), run


def static_findings(task: TaskSpec, source: Source) -> dict[str, list[Finding]]:
    """Check id → findings, for the static checks that can be answered."""
    return {
        check.id: list(STATIC_CHECKS[check.static](source, **check.parameters))
        for check in task.checks
        if check.static and can_answer(check.static, source)
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The lines of a model's summary, and beside the reference's, or a finding that says why there is no model.

    There are `rows` where the reference's is wanted.
    """

    lines: list[str] = field(default_factory=list)
    rows: list[SummaryRow] | None = None
    problem: Finding | None = None

    @property
    def same(self) -> bool:
        """Whether the two say the same, to the last space; the numbers in automatic names don't count."""
        return all(row.same for row in self.rows or ())


def summarize(workspace: Workspace, task: TaskSpec, folder: Path, workers: Workers, *, golden: bool) -> Summary:
    """The summary of the model that the answer in `folder` makes of the task's first call, the published one.

    Args:
        golden: whether the reference's is wanted too, which is read from the fixture.

    Raises:
        UsageError: when the task asks for no model.
    """
    probe = next((probe for probe in task.probes if probe.probe == KERAS and not probe.reference_only), None)
    if probe is None:
        raise UsageError(f"{task.name} asks for no Keras model, so there is nothing to summarize")
    expected = fixtures.read_summary(workspace.fixture(task), task, probe.id) if golden else None
    source = read_source(folder, task.file, also=task.also)
    obstacles = [*STATIC_CHECKS["exists"](source), *STATIC_CHECKS["parses"](source)]
    if not source.parsed:
        return Summary(problem=obstacles[0])
    bare = {name: value for name, value in probe.parameters.items() if name not in ("images", "labels")}
    run = run_probes(replace(task, probes=(replace(probe, parameters=bare),)), folder, workers, replaced={})
    for one in run.observations:
        if (one.probe, one.part) == (probe.id, "summary") and isinstance(one.value, list):
            lines = list(map(str, one.value))
            return Summary(lines=lines, rows=None if expected is None else lay_beside(expected, lines))
    return Summary(problem=unanswered(task, run.observations, probe.id))


def generate_fixture(workspace: Workspace, task: TaskSpec, workers: Workers) -> None:
    """Records a task's golden fixture from its reference.

    Raises:
        FixtureError: when there is no reference, or it does not answer.
    """
    missing = [file.name for file in reference_files(workspace, task) if not file.is_file()]
    if missing:
        where = f"no reference {missing[0]} in {workspace.solutions / task.project}"
        raise FixtureError(f"{task.path}: {where}; name the checkout that has it: checker --workspace DIR ...")
    run = run_probes(task, workspace.reference(task), workers, replaced={}, reference=True)
    _require_all_parts(task, run)
    fixtures.write(workspace.fixture(task), task, run, reference_files(workspace, task), versions())


def _require_all_parts(task: TaskSpec, run: Run) -> None:
    """Every part that a check compares must come from the reference, also one that is compared with nothing."""
    answered = {(one.probe, one.part) for one in run.observations if one.ending is Ending.ANSWERED}
    failed = {one.probe for one in run.observations if one.ending is not Ending.ANSWERED}
    for check in task.checks:
        for probe in check.probes:
            if check.part and probe not in failed and (probe, check.part) not in answered:
                parts = ", ".join(sorted(part for name, part in answered if name == probe))
                where = f"{task.path}: check {check.id!r}: key 'part'"
                raise FixtureError(f"{where}: probe {probe!r} gives no {check.part!r}, only {parts}")


def reference_files(workspace: Workspace, task: TaskSpec) -> list[Path]:
    """The files that a task's fixture is recorded from: its reference and the siblings that one uses."""
    folder = workspace.reference(task)
    return [folder / name for name in (task.file, *task.siblings)]


def versions() -> dict[str, str]:
    """The versions of Python, of the checker and of the libraries that results depend on."""
    found = {"python": platform.python_version(), "checker": __version__}
    for library in LIBRARIES:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def diagnose_siblings(
    workspace: Workspace,
    project: ProjectSpec,
    task: TaskSpec,
    folder: Path,
    workers: Workers,
    results: Iterable[CheckResult],
) -> tuple[str, ...]:
    """Whether a sibling file is why a task failed: sentences for the student, none when that is no question.

    The task is run again with the reference's siblings in place, where they are at hand, and each sibling is put to its
    own task's probes.
    """
    missed = [result for result in results if _is_of_behaviour(result) and result.outcome is not Outcome.PASSED]
    if not task.siblings or not missed or any(result.outcome is Outcome.BROKEN for result in missed):
        return ()
    others = [other for other in project.tasks if other.file in task.siblings]
    judged = {other.file: _behaves(workspace, other, folder, workers, {}) for other in others}
    if Outcome.BROKEN in judged.values():
        return ()
    wrong = [
        file if (folder / file).is_file() else f"{file} (missing)"
        for file, outcome in judged.items()
        if outcome is not Outcome.PASSED
    ]
    files = [workspace.reference(task) / name for name in task.siblings]
    if not all(file.is_file() for file in files):
        return (_SIBLINGS_WRONG.format(file=task.file, wrong=_listed(wrong)),) if wrong else ()
    replaced = {file.name: file.read_bytes() for file in files}
    right = _behaves(workspace, task, folder, workers, replaced) is Outcome.PASSED
    if right and wrong:
        return (_ONLY_SIBLINGS.format(file=task.file, wrong=_listed(wrong), are="are" if len(wrong) > 1 else "is"),)
    if right:
        return (_SIBLINGS_TOGETHER.format(file=task.file, siblings=_listed(task.siblings)),)
    return (_BOTH_WRONG.format(file=task.file, wrong=_listed(wrong)),) if wrong else ()


_ONLY_SIBLINGS = "Your {file} is right: with the reference's siblings in place it passes. Your {wrong} {are} not."
_SIBLINGS_TOGETHER = (
    "Your {file} is right: with the reference's siblings in place it passes. With your own {siblings} it does not, "
    "though they pass their own tasks."
)
_BOTH_WRONG = "Not right on their own are your {wrong}; your {file} fails with the reference's siblings in place too."
_SIBLINGS_WRONG = "Your {file} uses your {wrong}, not right by its own task: mend that first, then run this one again."


def _behaves(
    workspace: Workspace, task: TaskSpec, folder: Path, workers: Workers, replaced: Mapping[str, bytes]
) -> Outcome:
    """How an answer does in the graded checks of what its code does; BROKEN when the checker can't say."""
    source = read_source(folder, task.file, also=task.also)
    if not source.parsed:
        return Outcome.FAILED
    evidence, _ = behaviour(workspace, task, folder, workers, static_findings(task, source), replaced)
    outcomes = {result.outcome for result in judge(task, evidence) if _is_of_behaviour(result)}
    if Outcome.BROKEN in outcomes:
        return Outcome.BROKEN
    return Outcome.PASSED if outcomes <= {Outcome.PASSED} else Outcome.FAILED


def _is_of_behaviour(result: CheckResult) -> bool:
    return bool(result.spec.compare and result.spec.points)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(names)


def _provenance(workspace: Workspace, task: TaskSpec, source: Source) -> dict[str, Any]:
    fixture = workspace.fixture(task)
    recorded = (fixture / fixtures.PROVENANCE).is_file()
    return {
        "spec_sha256": _sha256(workspace.spec(task).read_bytes()),
        "fixture_sha256": fixtures.digest(fixture) if recorded else "",
        "submission_sha256": _sha256(source.data),
        "siblings_sha256": {
            name: _sha256(data) for name in task.siblings if (data := read_source(source.folder, name).data)
        },
        "seeds": fixtures.seeds(task),
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
