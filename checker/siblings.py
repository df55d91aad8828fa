"""Whether a task fails because of a sibling: another task's answer that it uses."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from checker.evidence import behaviour, static_findings
from checker.model import CheckResult, Outcome, ProjectSpec, TaskSpec
from checker.sandbox.workers import Workers
from checker.static_checks import read_source
from checker.verdict import judge
from checker.workspace import Workspace


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
