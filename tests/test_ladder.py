"""What answers earn that do nothing: silence is never a pass, and who has written more has no fewer points."""

import ast
import dataclasses
from pathlib import Path

import pytest

from checker import pipeline, runtimes
from checker.model import Framework, TaskSpec, TaskVerdict
from checker.sandbox.workers import Workers
from checker.specs import load_project
from checker.workspace import find_workspace, project_paths

WORKSPACE = find_workspace()
PROJECTS = {path: load_project(WORKSPACE.specs, path) for path in project_paths(WORKSPACE)}
PROGRAMS = [task for one in PROJECTS.values() for task in one.tasks if task.framework is not Framework.NONE]
SHEBANG = "#!/usr/bin/env python3\n"
# What can be said of a file in which nothing is: that it is there and how it begins and ends.
OF_ANY_FILE = {"exists", "parses", "first_line", "final_newline", "line_ends", "executable", "readme", "length"}


def verdict(task: TaskSpec, folder: Path, text: str | None) -> TaskVerdict:
    """The verdict on a folder with a README and this answer, or none."""
    project = PROJECTS[task.project]
    folder.mkdir()
    (folder / "README.md").write_text("A project\n")
    if text is not None:
        file = folder / task.file
        file.write_text(text)
        file.chmod(0o755)
    with Workers(runtimes.modern()) as workers:
        return pipeline.check_task(WORKSPACE, project, task, folder, workers)


def passed(verdict: TaskVerdict) -> set[str]:
    """The checks that earned points, or could not have."""
    return {one.spec.id for one in verdict.results if one.points}


def stub(task: TaskSpec) -> str:
    """The reference with a body that only returns None."""
    text = (WORKSPACE.solutions / task.project / task.file).read_text()
    function = ast.parse(text).body[-1]
    assert isinstance(function, ast.FunctionDef)
    return "\n".join(text.split("\n")[: function.body[0].end_lineno]) + "\n    return None\n"


@pytest.mark.parametrize("task", PROGRAMS, ids=lambda task: task.path)
@pytest.mark.parametrize("text", [SHEBANG, f'{SHEBANG}"""A module"""\n', f'{SHEBANG}"""A module"""\nx = 1\n'])
def test_a_file_without_the_function_earns_what_any_file_does(tmp_path: Path, task: TaskSpec, text: str) -> None:
    """No style, no documentation and no imports of what is not there."""
    unrun = dataclasses.replace(task, framework=Framework.NONE)
    assert passed(verdict(unrun, tmp_path / "a", text)) <= OF_ANY_FILE


@pytest.mark.parametrize("task", PROGRAMS, ids=lambda task: task.path)
def test_no_file_earns_the_folders_points_alone(tmp_path: Path, task: TaskSpec) -> None:
    """The README is the folder's."""
    assert passed(verdict(task, tmp_path / "a", None)) == {"readme"}


def test_what_returns_nothing_has_kept_no_arguments(tmp_path: Path) -> None:
    """A function that does nothing earns its form, and nothing of what it should do but that it can be imported."""
    task = next(task for task in PROGRAMS if task.file == "1-pool_forward.py")
    verdicts = [verdict(task, tmp_path / name, text) for name, text in (("a", SHEBANG), ("b", stub(task)))]
    compared = {check.id for check in task.checks if check.compare}
    assert passed(verdicts[1]) & compared == {"import"}
    assert verdicts[0].points < verdicts[1].points


def test_a_parameter_of_another_name_costs_its_own_points_alone(tmp_path: Path) -> None:
    """The function is there: its style and documentation are judged."""
    task = next(task for task in PROGRAMS if task.file == "5-lenet5.py")
    text = (WORKSPACE.solutions / task.project / task.file).read_text().replace("X", "Y")
    unrun = dataclasses.replace(task, framework=Framework.NONE)
    static = {check.id for check in task.checks if check.static and check.points}
    assert passed(verdict(unrun, tmp_path / "a", text)) == static - {"signature"}


def test_a_blog_post_that_is_not_there_or_empty_earns_no_contents(tmp_path: Path) -> None:
    """An empty post is there, and that is all."""
    task = next(task for task in PROJECTS["supervised_learning/0x07-cnn"].tasks if task.framework is Framework.NONE)
    assert passed(verdict(task, tmp_path / "a", None)) == {"readme"}
    assert passed(verdict(task, tmp_path / "b", "\n")) <= {"readme", "exists"}
