"""What the command line says itself, beside its reports: sentences that are harmless on any terminal."""

import errno
import io
import shutil
import sys
import traceback

import click

LONGEST = 20_000
FULL = (errno.ENOSPC, errno.EDQUOT)


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


def tell_fault(error: Exception) -> None:
    """Says that the program itself is at fault, and where; or that there is no space left, which is nobody's."""
    if isinstance(error, OSError) and error.errno in FULL:
        sys.stdout = None  # what is left in its buffer would be complained about once more at the end
        tell(f"there is no space left for what was to be written: {error}")
        return
    _echo("checker: this is a fault of the checker, not of your work; please report what follows", keep="")
    _echo("".join(traceback.format_exception(error)).rstrip("\n"), keep="\n")


def width() -> int:
    """The columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def _echo(message: str, *, keep: str, err: bool = True) -> None:
    from checker.render import text

    lines = text.visible(text.cut(message, LONGEST), keep=keep).split("\n")
    # A runner of continuous integration would take a line that begins so for a command.
    safe = [text.harmless(f" {line}") if line.lstrip().startswith("::") else line for line in lines]
    click.echo("\n".join(safe), err=err)
