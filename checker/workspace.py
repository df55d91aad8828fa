"""Where things are: names that people type → specs, references, fixtures, templates and submissions."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError
from checker.model import ProjectSpec, Submission, TaskSpec

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """A collection of specs, fixtures, references and templates; installed for students it has no `solutions`."""

    specs: Path
    solutions: Path
    templates: Path

    def fixture(self, task: TaskSpec) -> Path:
        """The folder of a task's golden fixture."""
        return self.specs / task.project / "fixtures" / task.name

    def spec(self, task: TaskSpec) -> Path:
        """A task's TOML file."""
        return self.specs / f"{task.path}.toml"

    def reference(self, task: TaskSpec) -> Submission:
        """A task's reference solution, as if it were a submission; its file need not be there."""
        folder = self.solutions / task.project
        return Submission(folder=folder, path=folder / task.file)


def find_workspace(directory: str = "") -> Workspace:
    """The workspace in `directory`; without one that of a checkout, or the one that was installed with the program.

    Raises:
        UsageError: when the folder holds no ``task_specs``.
    """
    installed = PACKAGE / "installed"
    root = Path(directory).resolve() if directory else installed if installed.is_dir() else PACKAGE.parent
    if not (root / "task_specs").is_dir():
        raise UsageError(f"{root} is no workspace: it has no folder task_specs")
    templates = root / "reports" / "templates"
    if not templates.is_dir():
        templates = (installed if installed.is_dir() else PACKAGE.parent) / "reports" / "templates"
    return Workspace(specs=root / "task_specs", solutions=root / "solutions", templates=templates)


def project_paths(workspace: Workspace) -> list[str]:
    """The paths of all projects, in order."""
    found = workspace.specs.rglob("project.toml")
    return sorted(file.parent.relative_to(workspace.specs).as_posix() for file in found)


def find_project(workspace: Workspace, name: str) -> str:
    """The path of the project that a person means by ``0x08``, ``8``, ``0x08-deep_cnns`` or the whole path.

    Raises:
        UsageError: when there is none, or more than one; the message lists candidates.
    """
    paths = project_paths(workspace)
    meant = [path for path in paths if _means(name.strip("/"), path)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError(f"{name!r} could be {' or '.join(meant)}; give the whole path")
    raise UsageError(f"no project {name!r}; there is {_candidates(name, [path.rpartition('/')[2] for path in paths])}")


def find_task(project: ProjectSpec, name: str) -> TaskSpec:
    """The task that a person means by ``4``, ``4-resnet50`` or ``4-resnet50.py``.

    Raises:
        UsageError: when the project has none of that name; the message lists candidates.
    """
    for task in project.tasks:
        if name in (str(task.number), task.name, task.file):
            return task
    known = [task.name for task in project.tasks]
    raise UsageError(f"{project.name} has no task {name!r}; there is {_candidates(name, known)}")


def find_submission(project: ProjectSpec, directory: str = "") -> Path:
    """The folder that holds a student's answers to a project.

    It is `directory` (or the current folder) itself, or the folder ``supervised_learning/0x08-deep_cnns`` below it,
    or the folder of that name above it, in this order.

    Raises:
        UsageError: when `directory` is no folder.
    """
    base = Path(directory or ".").resolve()
    if not base.is_dir():
        beside = [path.name for path in base.parent.iterdir() if path.is_dir()] if base.parent.is_dir() else []
        near = difflib.get_close_matches(base.name, beside, 3)
        hint = f"; there is {', '.join(near)}" if near else ""
        raise UsageError(f"no folder {directory}{hint}")
    below = [base / project.path, base / project.name]
    above = [parent for parent in base.parents if parent.name == project.name]
    if base.name == project.name or any((base / task.file).exists() for task in project.tasks):
        return base
    return next((folder for folder in [*below, *above] if folder.is_dir()), base)


def _means(name: str, path: str) -> bool:
    """Whether `name` names the project at `path`; a bare number is read as hexadecimal, as in the folders' names."""
    own = path.rpartition("/")[2]
    prefix = own.partition("-")[0]
    if name in (path, own, prefix):
        return True
    try:
        return int(name, 16) == int(prefix, 16)
    except ValueError:
        return False


def _candidates(name: str, known: Iterable[str]) -> str:
    known = list(known)
    return ", ".join(difflib.get_close_matches(name, known, 3, 0.4) or known)
