"""One task from spec and submission to verdict, as the drawing in CONTRIBUTING has it."""

import hashlib
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker import fixtures
from checker.evidence import behaviour, static_findings
from checker.model import Framework, ProjectSpec, Run, TaskSpec, TaskVerdict
from checker.sandbox.workers import Workers
from checker.siblings import diagnose_siblings
from checker.static_checks import Source, read_source
from checker.static_checks.other_task import other_task
from checker.verdict import Evidence, judge
from checker.workspace import Workspace


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
