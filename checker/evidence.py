"""What is known of a submission: what its text shows, and what its code does."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from checker import fixtures
from checker.errors import CheckerFault
from checker.model import Finding, Run, TaskSpec
from checker.sandbox.run import run_probes
from checker.sandbox.workers import Workers
from checker.static_checks import STATIC_CHECKS, Source, can_answer
from checker.verdict import Evidence
from checker.workspace import Workspace


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
