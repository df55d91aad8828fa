"""What the command line says itself, beside its reports: sentences that are harmless on any terminal."""

import io
import shutil

import click

LONGEST = 20_000


def say(message: str) -> None:
    """Prints a sentence to standard output, as `tell` does."""
    _echo(message, keep="", err=False)


def tell(message: str) -> None:
    """Prints a sentence to standard error, in one line.

    What can't be seen in it is written out, for the name of a folder may hold anything.
    """
    _echo(f"checker: {message}", keep="")


def tell_lines(message: str) -> None:
    """The same for one that is made of several lines."""
    _echo(f"checker: {message}", keep="\n")


def tell_misuse(error: click.ClickException) -> None:
    """Says how a command is used, and what was wrong with this one."""
    shown = io.StringIO()
    error.show(shown)
    _echo(shown.getvalue().rstrip("\n"), keep="\n")


def tell_fault(trace: str) -> None:
    """Says that the program itself is at fault, and where."""
    _echo("checker: this is a fault of the checker, not of your work; please report what follows", keep="")
    _echo(trace.rstrip("\n"), keep="\n")


def width() -> int:
    """The columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def _echo(message: str, *, keep: str, err: bool = True) -> None:
    from checker.render import text

    lines = text.visible(text.cut(message, LONGEST), keep=keep).split("\n")
    # A runner of continuous integration would take a line that begins so for a command.
    safe = [text.harmless(f" {line}") if line.lstrip().startswith("::") else line for line in lines]
    click.echo("\n".join(safe), err=err)
