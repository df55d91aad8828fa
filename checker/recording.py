"""Golden fixtures, recorded from the references by the same road as submissions are judged by."""

from pathlib import Path

from checker import fixtures
from checker.errors import FixtureError
from checker.model import Ending, Run, TaskSpec
from checker.runtimes import versions
from checker.sandbox.run import run_probes
from checker.sandbox.workers import Workers
from checker.workspace import Workspace


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
