"""The commands of ``checker runtime``: what interpreters there are, how the exact one is built, and what it lacks."""

from typing import TYPE_CHECKING

import click

from checker import console
from checker.spinner import busy

LONGEST = 600

if TYPE_CHECKING:
    from checker.model import CheckResult


@click.group("runtime")
def runtime() -> None:
    """The interpreters that run submissions: today's TensorFlow, and the course's own."""


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
        return 0
    first = "" if pythons else "install Python 3.6 first (`pyenv install 3.6`), then "
    click.echo(f"{NAME} {what}; {first}{exact().repair}")
    return 3


@click.command("compare-runtimes")
@click.argument("directory", metavar="DIR")
@click.argument("project", required=False, default="")
@click.option("--with", "others", nargs=2, default=("modern", "tf1.12"), metavar="ONE OTHER", help="Which two.")
@click.pass_obj
def compare_runtimes(chosen: str, directory: str, project: str, others: tuple[str, str]) -> int:
    """Run a folder of submissions on two runtimes and list every check whose outcome differs; exit code 1 if any.

    Where the checker could not judge on one of them, the exit code is 3.
    """
    from checker.comparison import compare, find_answers
    from checker.render import text
    from checker.runtimes import choose
    from checker.sandbox.workers import Workers
    from checker.specs import load_project
    from checker.workspace import find_folder, find_project, find_workspace, project_paths

    workspace = find_workspace(chosen)
    paths = [find_project(workspace, project)] if project else project_paths(workspace)
    answers = find_answers([load_project(workspace.specs, path) for path in paths], find_folder(directory))
    one, other = (choose(name, "modern") for name in others)
    checks = different = broken = 0
    with Workers(one) as ours, Workers(other) as theirs:
        for place, answer in enumerate(answers, 1):
            what = f"{answer.name}: {answer.task.name} ({place} of {len(answers)}, {different} checks differ)"
            with busy(text.one_line(what, LONGEST)):
                pair = compare(workspace, answer, ours, theirs)
            checks += len(pair.one.results)
            different += len(pair.differences)
            broken += pair.broken
            for mine, yours in pair.differences:
                where = f"{pair.answer.name} {pair.answer.task.name} {mine.spec.id}"
                line = f"{where}: {_told(mine, one.name)}; {_told(yours, other.name)}"
                console.say(text.one_line(line, LONGEST))
    click.echo(f"{len(answers)} answers, {checks} checks: {different} differ ({different / checks:.2%})")
    return 3 if broken else 1 if different else 0


def _told(result: "CheckResult", runtime: str) -> str:
    from checker.render import text

    message = next((f" ({finding.code} {finding.message})" for finding in result.findings if not finding.remark), "")
    return f"{runtime} {result.outcome.value}{text.one_line(message, LONGEST // 2)}"
