"""The summary of the model that an answer makes, beside the reference's."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from checker import fixtures
from checker.comparators.summaries import SummaryRow, lay_beside
from checker.errors import UsageError
from checker.model import Finding, TaskSpec
from checker.sandbox.run import run_probes
from checker.sandbox.workers import Workers
from checker.static_checks import STATIC_CHECKS, read_source
from checker.verdict import unanswered
from checker.workspace import Workspace

KERAS = "keras"


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
