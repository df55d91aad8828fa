"""Every reference passes its task, every wrong answer fails for its stated reason, every right one passes."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import Sample, samples

from checker import pipeline, runtimes
from checker.model import Framework, Limits, Outcome, ProjectSpec, TaskSpec, TaskVerdict
from checker.sandbox.workers import Workers
from checker.specs import load_project
from checker.workspace import find_workspace, project_paths

WORKSPACE = find_workspace()
PROJECTS = {path: load_project(WORKSPACE.specs, path) for path in project_paths(WORKSPACE)}
TASKS = {task.path: (project, task) for project in PROJECTS.values() for task in project.tasks}
WRONG, RIGHT = samples("wrong"), samples("right")
HANGING = Limits(seconds=4.0)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Warm workers, shared by the tests of this file that run in one process."""
    with Workers(runtimes.modern()) as started:
        yield started


def check(sample: Sample, folder: Path, workers: Workers) -> TaskVerdict:
    """The verdict on a sample; steps that are expected to hang are given little time."""
    project, task = TASKS[sample.task]
    if any(code == "R002" for _, code in sample.pairs):
        task = dataclasses.replace(task, limits=HANGING)
    if sample.pairs and all(code.startswith("S") for _, code in sample.pairs):
        # What is wrong with the text shows without running it; a network takes seconds to build.
        task = dataclasses.replace(task, framework=Framework.NONE)
    sample.lay_down(WORKSPACE.solutions / project.path, folder, task.file)
    # Without solutions at hand no second run is made to see whether a sibling is at fault, which costs time.
    workspace = WORKSPACE if sample.name else dataclasses.replace(WORKSPACE, solutions=folder.parent / "none")
    return pipeline.check_task(workspace, project, task, folder, workers)


def found(verdict: TaskVerdict) -> set[tuple[str, str]]:
    """The (check, code) pairs of the findings that count."""
    return {
        (result.spec.id, finding.code)
        for result in verdict.results
        for finding in result.findings
        if not finding.remark and finding.code != "N001"
    }


@pytest.mark.parametrize(("project", "task"), TASKS.values(), ids=list(TASKS))
def test_reference_passes_every_check(project: ProjectSpec, task: TaskSpec, workers: Workers) -> None:
    """The reference solution earns all points of its task, and no check of it is broken or skipped."""
    verdict = pipeline.check_task(WORKSPACE, project, task, WORKSPACE.solutions / project.path, workers)
    assert {result.spec.id: result.findings for result in verdict.results if result.outcome is not Outcome.PASSED} == {}


@pytest.mark.parametrize("sample", WRONG, ids=lambda sample: sample.id)
def test_wrong_answer_fails_for_its_reason(sample: Sample, tmp_path: Path, workers: Workers) -> None:
    """A wrong answer fails, with the findings that its first line states."""
    verdict = check(sample, tmp_path / "project", workers)
    decisive = {check for check, _ in sample.pairs}
    assert set(sample.pairs) <= found(verdict)
    assert all(result.outcome is Outcome.FAILED for result in verdict.results if result.spec.id in decisive)
    assert any(result.spec.points for result in verdict.results if result.spec.id in decisive)


@pytest.mark.parametrize("sample", RIGHT, ids=lambda sample: sample.id)
def test_right_answer_passes(sample: Sample, tmp_path: Path, workers: Workers) -> None:
    """A right answer that is written otherwise than the reference passes every check."""
    verdict = check(sample, tmp_path / "project", workers)
    assert found(verdict) == set()
    assert verdict.outcome is Outcome.PASSED


def test_every_task_has_wrong_answers() -> None:
    """No task is without wrong answers."""
    assert {sample.task for sample in WRONG} == set(TASKS)


def test_every_coded_task_has_right_answers() -> None:
    """No task is without right answers that are written differently."""
    assert {sample.task for sample in RIGHT} == set(TASKS)
