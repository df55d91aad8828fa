"""The same verdicts under TensorFlow 1.12 itself as under today's.

A few samples are put to both in every run of the suite; CHECKER_EXACT=all puts all of them, which takes an hour.
"""

import os
from pathlib import Path

import pytest
from samples import Sample
from test_tasks import PROJECTS, RIGHT, TASKS, WORKSPACE, WRONG, check

from checker import pipeline, runtimes
from checker.comparison import compare, find_answers
from checker.model import Framework, Outcome
from checker.sandbox.workers import Workers

EVERY = 1 if os.environ.get("CHECKER_EXACT") == "all" else 24
LARGE = ("1-inception_network", "4-resnet50", "7-densenet121")
RUN = [sample for sample in WRONG if not all(code.startswith("S") for _, code in sample.pairs)]
CHOSEN = [one for one in (*RUN, *RIGHT) if EVERY == 1 or not one.task.endswith(LARGE)][::EVERY]
CODE = [task for task in TASKS if TASKS[task][1].framework is not Framework.NONE]


@pytest.fixture(scope="module")
def workers():
    """Warm workers of today's runtime."""
    with Workers(runtimes.modern()) as started:
        yield started


@pytest.mark.parametrize("path", [path for path in CODE if EVERY == 1 or not path.endswith(LARGE)])
def test_references_pass_under_tensorflow_1_12(path: str, exact_workers: Workers) -> None:
    """The reference earns all points of its task there too."""
    project, task = TASKS[path]
    verdict = pipeline.check_task(WORKSPACE, project, task, WORKSPACE.solutions / project.path, exact_workers)
    assert {result.spec.id: result.findings for result in verdict.results if result.outcome is not Outcome.PASSED} == {}


@pytest.mark.parametrize("sample", CHOSEN, ids=lambda sample: sample.id)
def test_samples_have_the_same_outcomes(
    sample: Sample, tmp_path: Path, workers: Workers, exact_workers: Workers
) -> None:
    """Every check of a sample comes out the same on both runtimes."""
    modern = check(sample, tmp_path / "one", workers)
    exact = check(sample, tmp_path / "two", exact_workers)
    pairs = zip(modern.results, exact.results, strict=True)
    assert [(one, other) for one, other in pairs if one.outcome is not other.outcome] == []


def test_the_versions_that_ran_are_told(exact_workers: Workers) -> None:
    """What the worker says of itself is what the runtime was built with."""
    exact_workers.start(Framework.NUMPY).wait_until_ready()
    assert exact_workers.versions()["numpy"] == "1.15.4"
    assert exact_workers.versions()["python"].startswith("3.")


def test_two_runtimes_are_compared_answer_by_answer(tmp_path: Path, workers: Workers, exact_workers: Workers) -> None:
    """What only one of them refuses is found, with the check that it is told by."""
    folder = tmp_path / "ann" / "0x07-cnn"
    folder.mkdir(parents=True)
    text = (WORKSPACE.solutions / "supervised_learning" / "0x07-cnn" / "1-pool_forward.py").read_text()
    (folder / "1-pool_forward.py").write_text(text + "\n\nBITS = (3).bit_count()\n")
    answers = find_answers(PROJECTS.values(), tmp_path)
    assert [(answer.name, answer.task.name) for answer in answers] == [("ann", "1-pool_forward")]
    pair = compare(WORKSPACE, answers[0], workers, exact_workers)
    one, other = pair.differences[0]
    assert (one.spec.id, one.outcome, other.outcome) == ("import", Outcome.PASSED, Outcome.FAILED)
