"""The commands of ``checker fixtures``: golden fixtures, recorded and looked after."""

import click

from checker import console
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
def generate(chosen: str, project: str, task: tuple[str, ...]) -> int:
    """Record the fixtures of a project, or of one task, from the reference solutions.

    Each reference is then checked like an answer; exit code 3 where one does not pass its own task.
    """
    from checker import pipeline, runtimes
    from checker.model import Framework, Outcome
    from checker.recording import generate_fixture
    from checker.sandbox.workers import Workers

    workspace, found, tasks = find(chosen, project, task)
    missed = False
    with Workers(runtimes.modern()) as workers:
        for one in tasks:
            if one.framework is Framework.NONE:
                continue
            with busy(f"{one.name}: running the reference"):
                generate_fixture(workspace, one, workers)
            click.echo(f"{one.path}: recorded in {workspace.fixture(one)}")
            with busy(f"{one.name}: checking the reference"):
                verdict = pipeline.check_task(workspace, found, one, workspace.reference(one), workers)
            for result in verdict.results:
                if result.outcome not in (Outcome.PASSED, Outcome.SKIPPED):
                    why = result.findings[0].message if result.findings else ""
                    console.tell(f"{one.path}: the reference itself does not pass {result.spec.id!r}: {why}")
                    missed = True
    return ExitCode.BROKEN if missed else ExitCode.PASSED


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
