"""The commands of ``checker runtime``: what interpreters there are, how the exact one is built, and what it lacks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from checker import console
from checker.cli_arguments import ExitCode, require_platform
from checker.spinner import busy

LONGEST = 600

if TYPE_CHECKING:
    from checker.comparison import Answer, Tally
    from checker.model import CheckResult
    from checker.sandbox.workers import Workers
    from checker.workspace import Workspace


@click.group("runtime")
def runtime() -> None:
    """The interpreters that run submissions: today's TensorFlow, and the course's own."""
    require_platform()


@runtime.command("list")
def list_() -> None:
    """The runtimes that there are, and whether they can be used."""
    from checker.runtimes import listing

    for name, what, state in listing():
        click.echo(f"{name:<8} {what}\n         {state}")


@runtime.command()
@click.argument("name", type=click.Choice(["tf1.12"]))
@click.option("--python", metavar="PATH", default="", help="The Python 3.6 or 3.5 to build it from.")
def install(name: str, python: str) -> None:
    """Build the course's own runtime, TensorFlow 1.12 and numpy 1.15, in a virtual environment of its own."""
    from checker.runtimes import exact
    from checker.runtimes import install as build

    with busy(f"building {name}; some 250 MB are downloaded, which takes a minute or more"):
        versions = build(python)
    told = ", ".join(f"{library} {version}" for library, version in versions.items())
    click.echo(f"{name} is ready: {told}, in {exact().python}")


@runtime.command()
def doctor() -> int:
    """Say what is missing for the course's own runtime, and what to do; exit code 3 when it can't be used."""
    from checker.runtimes import NAME, diagnose, exact, fitting_pythons

    pythons = [f"{python.path} (Python {python.version})" for python in fitting_pythons()]
    click.echo(f"Pythons to build it from: {', '.join(pythons) or 'none on PATH or among the versions of pyenv'}")
    what = diagnose()
    if not what:
        click.echo(f"{NAME} is ready: {exact().python}")
        return ExitCode.PASSED
    first = "" if pythons else "install Python 3.6 first (`pyenv install 3.6`), then "
    click.echo(f"{NAME} {what}; {first}{exact().repair}")
    return ExitCode.BROKEN


@click.command("compare-runtimes")
@click.argument("directory", metavar="DIR")
@click.argument("project", required=False, default="")
@click.option("--with", "others", nargs=2, default=("modern", "tf1.12"), metavar="ONE OTHER", help="Which two.")
@click.pass_obj
def compare_runtimes(chosen: str, directory: str, project: str, others: tuple[str, str]) -> int:
    """Run a folder of submissions on two runtimes and list every check whose outcome differs; exit code 1 if any.

    Where the checker could not judge on one of them, the exit code is 3. Ctrl-C ends it with what was found until then.
    """
    require_platform()
    from checker.comparison import Tally, find_answers
    from checker.runtimes import choose
    from checker.sandbox.workers import Workers
    from checker.specs import load_project
    from checker.workspace import find_folder, find_project, find_workspace, project_paths

    workspace = find_workspace(chosen)
    paths = [find_project(workspace, project)] if project else project_paths(workspace)
    answers = find_answers([load_project(workspace.specs, path) for path in paths], find_folder(directory))
    one, other = (choose(name, "modern") for name in others)
    tally = Tally(answers=len(answers))
    try:
        with Workers(one) as ours, Workers(other) as theirs:
            _compare(workspace, answers, ours, theirs, tally)
    except KeyboardInterrupt:
        console.tell("stopped: what follows is all that was compared until then")
        click.echo(tally.summary())
        return ExitCode.INTERRUPTED
    click.echo(tally.summary())
    if tally.broken:
        return ExitCode.BROKEN
    return ExitCode.FAILED if tally.different else ExitCode.PASSED


def _compare(
    workspace: "Workspace", answers: "Sequence[Answer]", ours: "Workers", theirs: "Workers", tally: "Tally"
) -> None:
    """Compares one answer after the other, and tells each check that differs as it comes."""
    from checker.comparison import compare
    from checker.progress import Shown
    from checker.render import text

    with Shown(len(answers)) as shown:
        for answer in answers:
            what = f"{tally.done} of {len(answers)} answers, {tally.different} checks differ; now {answer.name}"
            shown.show(tally.done, text.one_line(f"{what} {answer.task.name}", LONGEST))
            pair = compare(workspace, answer, ours, theirs)
            tally.add(pair)
            for mine, yours in pair.differences:
                told = f"{_told(mine, ours.runtime.name)}; {_told(yours, theirs.runtime.name)}"
                console.say(text.one_line(f"{answer.name} {answer.task.name} {mine.spec.id}: {told}", LONGEST))


def _told(result: "CheckResult", runtime: str) -> str:
    from checker.render import text

    message = next((f" ({finding.code} {finding.message})" for finding in result.findings if not finding.remark), "")
    return f"{runtime} {result.outcome.value}{text.one_line(message, LONGEST // 2)}"
