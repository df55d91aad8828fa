"""What the commands share: their arguments, what those name, and exit codes."""

import difflib
import enum
from typing import TYPE_CHECKING

import click

from checker import console
from checker.errors import UsageError, WorkerError

if TYPE_CHECKING:
    from checker.model import ProjectSpec, TaskSpec
    from checker.sandbox.workers import Workers
    from checker.workspace import Workspace


class ExitCode(enum.IntEnum):
    """What the program's exit code says."""

    PASSED = 0
    FAILED = 1
    USAGE = 2
    BROKEN = 3
    INTERRUPTED = 130


PROJECT = click.argument("project")
TASK = click.argument("task", nargs=-1, metavar="[task N]")
RUNTIME = click.option(
    "--runtime", "interpreter", metavar="NAME", default="auto",
    help="auto (the project's own where it is installed), modern, tf1.12, docker, or the path of a Python.",
)
PLAIN, ENGINES = ("auto", "full", "none", "bwrap"), ("podman", "docker")


def _isolation(context: click.Context, parameter: click.Parameter, value: str) -> str:
    engine, colon, image = value.partition(":")
    if value in PLAIN or (engine in ENGINES and (image or not colon)):
        return value
    known = (*PLAIN, *ENGINES)
    near = difflib.get_close_matches(value, known, 1)
    hint = f"; is {near[0]} meant?" if near else f"; there are {', '.join(known)}, and podman:IMAGE, docker:IMAGE"
    raise click.BadParameter(f"there is no isolation {value!r}{hint}")


ISOLATION = click.option(
    "--isolation", metavar="NAME", default="auto", callback=_isolation,
    help="auto (all walls that this system has), full (no run without all of them), none, bwrap (in bubblewrap), "
    "podman or docker (in a container), podman:IMAGE or docker:IMAGE (in one of that image).",
)


def find(
    chosen: str, project: str, words: tuple[str, ...]
) -> tuple["Workspace", "ProjectSpec", "tuple[TaskSpec, ...]"]:
    """The workspace, project and tasks that were named; all of the project's tasks when none was."""
    from checker.specs import load_project
    from checker.workspace import find_project, find_task, find_workspace

    if words and words[0].lower() == "task":
        words = words[1:]
        if not words:
            raise UsageError("which task? Name its number, as in: checker run 0x08 task 4")
    if len(words) > 1:
        raise UsageError(f"expected one task, got {' '.join(words)!r}; name one, or none for the whole project")
    workspace = find_workspace(chosen)
    found = load_project(workspace.specs, find_project(workspace, project))
    return workspace, found, (find_task(found, words[0]),) if words else found.tasks


def start_workers(interpreter: str, project: "ProjectSpec", isolation: str) -> "Workers":
    """Warm workers of the runtime that is named, or that the project wants; the caller ends them."""
    from checker.sandbox import platforms

    require_platform()
    from checker.runtimes import choose
    from checker.sandbox.workers import Workers

    runtime = choose(interpreter, project.runtime, isolation)
    if not runtime.engine and (notice := platforms.notice()):
        console.tell(notice)
    return Workers(runtime, isolation=isolation)


def require_platform() -> None:
    """Goes on where submissions can be run at all; modules that are not for Windows are imported after it.

    Raises:
        WorkerError: elsewhere, with what to do.
    """
    from checker.sandbox import platforms

    if problem := platforms.problem():
        raise WorkerError(problem)
