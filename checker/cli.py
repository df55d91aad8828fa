"""The command line: names and options → pipeline → renderers, and exit codes."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import __version__, console
from checker.cli_arguments import ISOLATION, PROJECT, RUNTIME, TASK, ExitCode, find, require_platform, start_workers
from checker.cli_class import grade, history, similar
from checker.cli_export import export
from checker.cli_fixtures import fixtures
from checker.cli_runtime import compare_runtimes, runtime
from checker.errors import CheckerError, UsageError
from checker.spinner import busy
from checker.writing import write_whole

if TYPE_CHECKING:
    from checker.model import ProjectSpec, TaskSpec, Verdict
    from checker.sandbox.workers import Workers
    from checker.submissions import Submission
    from checker.workspace import Workspace


REPORTS = {".html": "html", ".json": "json", ".xml": "junit"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; whatever happens, a wrong one is never 0 or 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return int(commands.main(arguments, prog_name="checker", standalone_mode=False) or ExitCode.PASSED)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, click.Abort):
        console.tell("interrupted")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        console.tell_misuse(error)
        return ExitCode.USAGE
    except UsageError as error:
        console.tell(str(error))
        return ExitCode.USAGE
    except CheckerError as error:
        console.tell_lines(str(error))
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has gone, for which click exits with 1; Python would complain once more at its end.
        sys.stdout = None
    except Exception as error:
        console.tell_fault(error)
    return ExitCode.BROKEN


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="checker")
@click.option(
    "--workspace", metavar="DIR", default="", help="A collection of specs, fixtures and solutions of your own."
)
@click.pass_context
def commands(context: click.Context, workspace: str) -> None:
    """Checks deep-learning coursework: what a model computes, not what its summary looks like.

    \b
    checker run 0x08 task 4     check your answer to task 4 of 0x08
    checker show 0x08 task 4    what that task asks, and what is checked
    """  # noqa: D301, click's mark is the character that \b stands for
    context.obj = workspace


commands.add_command(runtime)
commands.add_command(compare_runtimes)
commands.add_command(export)
commands.add_command(fixtures)
commands.add_command(grade)
commands.add_command(history)
commands.add_command(similar)


@commands.command()
@PROJECT
@TASK
@click.option("--dir", "directory", metavar="DIR", default="", help="Folder or archive of your answers, if not here.")
@click.option(
    "--report", metavar="FILE", multiple=True, help="Write a report too: FILE.html, FILE.json or FILE.xml (JUnit)."
)
@RUNTIME
@ISOLATION
@click.option("--quiet", is_flag=True, help="One line for each task, and the runtime.")
@click.option("--verbose", is_flag=True, help="All checks, all findings, and what the files printed.")
@click.pass_obj
def run(
    chosen: str,
    project: str,
    task: tuple[str, ...],
    directory: str,
    report: tuple[str, ...],
    interpreter: str,
    isolation: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check a task's answer, or a whole project's: checker run 0x08 task 4."""
    from checker.submissions import opened

    formats = [(Path(name), _report_format(name)) for name in report]
    workspace, found, tasks = find(chosen, project, task)
    with opened(found, directory) as submission, start_workers(interpreter, found, isolation) as workers:
        _tell_left_out(submission)
        verdict = _check(workspace, found, tasks, submission, workers)
    options = {"verbose": verbose, "quiet": quiet, "colour": sys.stdout.isatty(), "width": console.width()}
    click.echo(_render("terminal", verdict, workspace, **options), nl=False, color=True)
    for file, kind in formats:
        _write(file, _render(kind, verdict, workspace))
    return _exit_code(verdict)


@commands.command()
@PROJECT
@TASK
@click.option("--dir", "directory", metavar="DIR", default="", help="Folder or archive of your answers, if not here.")
@RUNTIME
@ISOLATION
@click.option("--diff", is_flag=True, help="Beside the reference's; exit code 1 where they differ.")
@click.pass_obj
def summary(
    chosen: str, project: str, task: tuple[str, ...], directory: str, interpreter: str, isolation: str, diff: bool
) -> int:
    """Print the summary of an answer's model as TensorFlow 1.12 does: checker summary 0x08 task 4."""
    require_platform()
    from checker.model_summary import summarize
    from checker.render.summary import render_problem, render_summary
    from checker.submissions import opened

    workspace, found, tasks = find(chosen, project, task or ("task",))
    with opened(found, directory) as submission, start_workers(interpreter, found, isolation) as workers:
        _tell_left_out(submission)
        with busy(f"building the model of {tasks[0].name}"):
            made = summarize(workspace, tasks[0], submission.folder, workers, golden=diff)
    if made.problem:
        click.echo(render_problem(made.problem), err=True, nl=False)
        return ExitCode.FAILED
    click.echo(render_summary(made.lines, made.rows, console.width()), nl=False)
    return ExitCode.FAILED if diff and not made.same else ExitCode.PASSED


@commands.command("list")
@click.pass_obj
def list_(chosen: str) -> None:
    """The projects, their tasks and points."""
    from checker.specs import load_project
    from checker.workspace import find_workspace, project_paths

    workspace = find_workspace(chosen)
    for path in project_paths(workspace):
        project = load_project(workspace.specs, path)
        click.echo(f"{project.name}  {project.title}")
        for task in project.tasks:
            points = sum(check.points for check in task.checks)
            click.echo(f"  {task.number:>2}  {task.title:<36} {task.file:<26} {points:>4} points")


@commands.command()
@PROJECT
@TASK
@click.pass_obj
def show(chosen: str, project: str, task: tuple[str, ...]) -> None:
    """What a task asks, what is checked, and what it is worth."""
    from checker.render.description import describe_task

    _, _, tasks = find(chosen, project, task)
    click.echo("\n\n".join(describe_task(one, console.width()) for one in tasks))


@commands.command()
@RUNTIME
@ISOLATION
def doctor(interpreter: str, isolation: str) -> int:
    """The protections against submissions on this machine, each tested just now; exit code 3 when one is missing."""
    require_platform()
    from checker.runtimes import choose
    from checker.sandbox.doctor import examine

    with busy("trying what a submission must not be able to do"):
        layers, protections = examine(choose(interpreter, "modern", isolation), isolation=isolation)
    wide = max(len(one.what) for one in protections)
    for one in protections:
        console.say(f"{'held' if one.stands else 'OPEN':<5} {one.what:<{wide}}  {one.evidence}")
    console.say(f"layers: {', '.join(layers) or 'none'}")
    return ExitCode.PASSED if all(one.stands for one in protections) else ExitCode.BROKEN


def _check(
    workspace: "Workspace",
    project: "ProjectSpec",
    tasks: "tuple[TaskSpec, ...]",
    submission: "Submission",
    workers: "Workers",
) -> "Verdict":
    from checker import pipeline
    from checker.model import Verdict
    from checker.runtimes import versions

    verdicts = []
    for place, task in enumerate(tasks, 1):
        with busy(f"checking {task.name} ({place} of {len(tasks)})"):
            made = pipeline.check_task(workspace, project, task, submission.folder, workers, submission.modeless)
        verdicts.append(made)
    ran = {"name": workers.runtime.name, **workers.versions()}
    provenance = {"versions": versions(), "runtime": ran}
    return Verdict(project=project.path, title=project.title, tasks=tuple(verdicts), provenance=provenance)


def _tell_left_out(submission: "Submission") -> None:
    if submission.left_out:
        console.tell(submission.left_out)


def _render(kind: str, verdict: "Verdict", workspace: "Workspace", **options: Any) -> str:
    from checker.render import RENDERERS

    if kind == "html":
        options["templates"] = workspace.templates
    return RENDERERS[kind](verdict, **options)


def _report_format(name: str) -> str:
    from checker.workspace import find_folder

    kind = REPORTS.get(Path(name).suffix.lower())
    if kind is None:
        raise UsageError(f"a report is a FILE.html, a FILE.json or a FILE.xml, got {name!r}")
    try:
        find_folder(str(Path(name).parent))
    except UsageError as error:
        raise UsageError(f"the report {name!r} can't be written: {error}") from error
    return kind


def _write(file: Path, text: str) -> None:
    try:
        write_whole(file, text)
    except OSError as error:
        raise UsageError(f"the report can't be written to {file}: {error.strerror}") from error
    console.say(f"report: {file}")


def _exit_code(verdict: "Verdict") -> ExitCode:
    from checker.model import Outcome

    codes = {Outcome.PASSED: ExitCode.PASSED, Outcome.BROKEN: ExitCode.BROKEN}
    return codes.get(verdict.outcome, ExitCode.FAILED)
