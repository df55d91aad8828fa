"""Is the task's file there, is it a file that can be read, and is there a README?"""

import difflib
import re

from checker.model import Finding
from checker.static_checks.reading import read_source
from checker.static_checks.source import Source, Trouble, report, shown

# Comparing names takes 0.1 ms each.
_MOST_NAMES = 2_000


def exists(source: Source) -> list[Finding]:
    """The task's file is there under its exact name, and is a regular text file.

    S001: there is no such file; the message names files of the folder with a similar name.
    S002: something has that name, but it is no regular text file inside the folder: a directory, a pipe, a symbolic
        link that leads out, bytes that aren't text, or an encoding that could hide code.
    """
    if source.found or source.obstacle is None:
        return []
    if source.obstacle.trouble is Trouble.UNREADABLE:
        return [report(source, "S002", source.obstacle.message, line=source.obstacle.line)]
    wanted = " or ".join((source.name, *source.also))
    return [report(source, "S001", f"no {wanted} in {_folder_name(source)}{_candidates(source.name, source.listing)}")]


def readme(source: Source, *, name: str = "README.md") -> list[Finding]:
    """A file `name` lies in the project's folder and has something in it.

    S019: it is missing (also when only its upper and lower case differ), is no regular file, or is blank.
    """
    page = read_source(source.folder, name)
    if page.data.strip() or (page.obstacle and page.obstacle.trouble is Trouble.TOO_LARGE):
        return []
    if not page.file:
        message = f"no {name} in {_folder_name(source)}{_candidates(name, source.listing)}"
    else:
        message = page.obstacle.message if page.obstacle else f"{name} is empty: say in it what the project is about"
    return [report(page, "S019", message)]


def _folder_name(source: Source) -> str:
    return shown(source.folder.absolute().name or str(source.folder))


def _candidates(name: str, listing: tuple[str, ...]) -> str:
    """What the file is probably called instead; the file of a task with another number is none."""
    number = _number(name)
    others = {other.casefold(): other for other in listing if _number(other) in ("", number)}
    near = difflib.get_close_matches(name.casefold(), list(others)[:_MOST_NAMES], n=2, cutoff=0.65)
    if not near:
        return ""
    return f"; is {' or '.join(shown(others[match]) for match in near)} meant? The name must be exactly {name}"


def _number(name: str) -> str:
    match = re.match(r"\d+", name)
    return match.group() if match else ""
