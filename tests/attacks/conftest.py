"""How an attack is made: a file handed in for a real task, run by the real program with all walls there are."""

import dataclasses
import os
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from checker import pipeline
from checker.model import Outcome, TaskVerdict
from checker.runtimes import modern
from checker.sandbox.workers import Workers
from checker.specs import load_project
from checker.workspace import Workspace, find_project, find_task, find_workspace

Attack = Callable[..., TaskVerdict]
ROOT = Path(__file__).parents[2]
HEAD = '#!/usr/bin/env python3\n"""A file that means harm"""\nimport numpy as np\n'


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The specs and fixtures of this repository."""
    return find_workspace(str(ROOT))


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Warm workers that all attacks share: none may harm another."""
    with Workers(modern()) as started:
        yield started


@pytest.fixture
def attack(workspace: Workspace, workers: Workers, tmp_path: Path) -> Iterator[Attack]:
    """Hands a file in for a task and returns the verdict.

    Afterwards no process of the attack is left, and nothing lies beside the submission that was not there. With `right`
    the reference's own text stands before the source, with `limits` the task's limits are other ones.
    """

    def make(
        source: str,
        project: str = "0x07",
        number: str = "0",
        files: Mapping[str, str] | None = None,
        *,
        right: bool = False,
        **limits: float,
    ) -> TaskVerdict:
        found = load_project(workspace.specs, find_project(workspace, project))
        task = find_task(found, number)
        task = dataclasses.replace(task, limits=dataclasses.replace(task.limits, **limits))
        source = textwrap.dedent(source)
        if right:
            source = (workspace.solutions / found.path / task.file).read_text() + "\n\n" + source
        folder = tmp_path / found.name
        folder.mkdir(exist_ok=True)
        for name, text in {task.file: source if right else HEAD + source, **(files or {})}.items():
            (folder / name).write_text(text)
        before = listing(folder)
        verdict = pipeline.check_task(workspace, found, task, folder, workers)
        assert listing(folder) == before
        return verdict

    yield make
    for worker in workers.started.values():
        assert psutil.Process(worker.process.pid).children(recursive=True) == []
        assert list(worker.scratch.iterdir()) == []


@pytest.fixture(scope="module", autouse=True)
def right_is_still_right(workspace: Workspace, workers: Workers) -> Iterator[None]:
    """After all attempts of a file the same workers find a right answer right."""
    yield
    assert right_answer(workspace, workers).outcome is Outcome.PASSED


def right_answer(workspace: Workspace, workers: Workers) -> TaskVerdict:
    """The verdict on the reference of 0x07 task 0."""
    found = load_project(workspace.specs, find_project(workspace, "0x07"))
    return pipeline.check_task(workspace, found, find_task(found, "0"), workspace.solutions / found.path, workers)


def listing(folder: Path) -> list[tuple[str, int, bytes]]:
    """Name, mode and content of all files below a folder."""
    return sorted(
        (str(path.relative_to(folder)), os.lstat(path).st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    )
