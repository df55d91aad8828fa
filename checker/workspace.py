"""Where things are: names that people type → specs, references, fixtures, templates and submissions."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError
from checker.model import ProjectSpec, TaskSpec

PACKAGE = Path(__file__).resolve().parent
MOST_CANDIDATES = 5


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

    def reference(self, task: TaskSpec) -> Path:
        """The folder of a task's reference solution and its siblings; the file need not be there."""
        return self.solutions / task.project


def find_folder(name: str = "") -> Path:
    """The folder that a person names, absolute and with its links followed; the current one without a name.

    Raises:
        UsageError: when there is none, or none that may be looked into; the message says why.
    """
    try:
        folder = Path(os.path.realpath(name))
    except FileNotFoundError as error:
        raise UsageError("the current folder is not there any more: go to another one") from error
    try:
        # What it takes to find files in a folder: to reach what is in it, and to list it.
        os.stat(os.path.join(folder, "."))
        os.scandir(folder).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(_no_folder(name, folder)) from error
    except OSError as error:
        raise UsageError(f"the folder {name or folder} can't be looked into: {error.strerror}") from error
    return folder


def find_workspace(directory: str = "") -> Workspace:
    """The workspace in `directory`; without one that of a checkout, or the one that was installed with the program.

    Raises:
        UsageError: when there is no such folder, or it holds no ``task_specs``.
    """
    installed = PACKAGE / "installed"
    root = find_folder(directory) if directory else installed if installed.is_dir() else PACKAGE.parent
    if not os.path.isdir(root / "task_specs"):
        raise UsageError(f"{root} is no workspace: it has no folder task_specs")
    templates = root / "reports" / "templates"
    if not os.path.isdir(templates):
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


def find_submission(project: ProjectSpec, directory: str = "", *, above: bool = True) -> Path:
    """The folder that holds a student's answers to a project.

    It is `directory` (or the current folder) itself, or the folder ``supervised_learning/0x08-deep_cnns`` below it,
    or the folder of that name above it, or one of these in a folder of `directory` (``repo-main``), in this order. A
    `directory` that holds none of them is a submission without answers; where none is named, the folder may also be
    beside another project's, where the student stands.

    Args:
        above: whether folders above count.

    Raises:
        UsageError: when `directory` is no folder, or one that may not be looked into, or holds several submissions; and
            when none is named and the current folder has nothing to do with the project.
    """
    base = find_folder(directory)
    parents = [parent for parent in base.parents if above and parent.name == project.name]
    found = find_within(project, base) or next(iter(parents), None) or _find_further(project, base)
    if directory:
        return found or base
    beside = (parent / project.name for parent in base.parents)
    found = found or next((folder for folder in beside if _has_answer(project, folder)), None)
    if not found:
        raise UsageError(
            f"no answer to {project.name} in {base}, below or above it; go to the folder that holds your answers, "
            f"or name it: --dir FOLDER"
        )
    return found


def find_within(project: ProjectSpec, base: Path) -> Path | None:
    """The project's folder, which is `base` itself or lies below it at its own path; None when there is none.

    Raises:
        UsageError: when it may not be looked into.
    """
    if _has_answer(project, base):
        return base
    below = (base / path for path in (project.path, project.name))
    itself = base if base.name == project.name else None
    return next((find_folder(str(folder)) for folder in below if os.path.isdir(folder)), itself)


def _has_answer(project: ProjectSpec, folder: Path) -> bool:
    return any(os.path.exists(folder / task.file) for task in project.tasks)


def _find_further(project: ProjectSpec, base: Path) -> Path | None:
    """The project's folder in one of the folders of `base`, such as the top folder of an archive."""
    with os.scandir(base) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    within = [folder for name in names if not name.startswith(".") and (folder := find_within(project, base / name))]
    # Folders without an answer, such as that of the specs in a checkout, count where there are no others.
    found = [folder for folder in within if _has_answer(project, folder)] or within
    if len(found) > 1:
        some = ", ".join(str(folder.relative_to(base)) for folder in found[:MOST_CANDIDATES])
        more = f" and {len(found) - MOST_CANDIDATES} more" if len(found) > MOST_CANDIDATES else ""
        raise UsageError(f"{base.name or base} holds several folders of {project.name}: {some}{more}; give one alone")
    return found[0] if found else None


def _no_folder(name: str, folder: Path) -> str:
    if folder.is_file():
        where = f"the folder that it is in, {Path(name).absolute().parent}"
        return f"{name} is a file, not a folder: give {where} (or an archive: .zip, .tar, .tar.gz or .tgz)"
    beside = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
    near = difflib.get_close_matches(folder.name, beside, 3)
    return f"no folder {name}; there is {', '.join(near)}" if near else f"no folder {name}"


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
