"""The commands of ``checker fixtures``: golden fixtures, recorded and looked after."""

import click

from checker.cli_arguments import PROJECT, TASK, ExitCode, find, require_platform
from checker.spinner import busy


@click.group()
def fixtures() -> None:
    """Golden fixtures: what the reference solutions do, recorded."""
    require_platform()


@fixtures.command()
@PROJECT
@TASK
@click.pass_obj
def generate(chosen: str, project: str, task: tuple[str, ...]) -> None:
    """Record the fixtures of a project, or of one task, from the reference solutions."""
    from checker import runtimes
    from checker.model import Framework
    from checker.recording import generate_fixture
    from checker.sandbox.workers import Workers

    workspace, _, tasks = find(chosen, project, task)
    with Workers(runtimes.modern()) as workers:
        for one in tasks:
            if one.framework is not Framework.NONE:
                with busy(f"{one.name}: running the reference"):
                    generate_fixture(workspace, one, workers)
                click.echo(f"{one.path}: recorded in {workspace.fixture(one)}")


@fixtures.command()
@PROJECT
@TASK
@click.pass_obj
def verify(chosen: str, project: str, task: tuple[str, ...]) -> int:
    """Say which fixtures are missing, damaged or stale, and why; exit code 3 when there are any."""
    from checker.fixtures import staleness
    from checker.model import Framework
    from checker.recording import reference_files

    workspace, _, tasks = find(chosen, project, task)
    problems = 0
    for one in tasks:
        if one.framework is not Framework.NONE:
            reference = [file for file in reference_files(workspace, one) if file.is_file()]
            problem = staleness(workspace.fixture(one), one, reference)
            click.echo(f"{one.path}: the fixture {problem or 'is up to date'}")
            problems += bool(problem)
    return ExitCode.BROKEN if problems else ExitCode.PASSED
