"""Is the task's file there, is it a file that can be read, and is there a README?"""

import difflib

from checker.model import Finding
from checker.static_checks.source import Source, Trouble, read_source, report


def exists(source: Source) -> list[Finding]:
    """The task's file is there under its exact name, and is a regular text file.

    S001: there is no such file; the message names the nearest files of the folder, those that differ by upper and
        lower case first.
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

    S019: it is missing (also when only its upper and lower case differ), can't be read, or is blank.
    """
    page = read_source(source.folder, name)
    if page.file and page.obstacle is not None:
        return [report(page, "S019", page.obstacle.message)]
    if page.file and page.text.strip():
        return []
    if page.file:
        return [report(page, "S019", f"{name} is empty: say in it what the project is about")]
    message = f"no {name} in {_folder_name(source)}{_candidates(name, source.listing)}"
    return [report(page, "S019", message)]


def _folder_name(source: Source) -> str:
    return source.folder.absolute().name or str(source.folder)


def _candidates(name: str, listing: tuple[str, ...]) -> str:
    same = [other for other in listing if other.casefold() == name.casefold()]
    near = same or difflib.get_close_matches(name, listing, n=3, cutoff=0.7)
    if not near:
        return ""
    return f"; there is {' and '.join(near)}: the name must be exactly {name}"
