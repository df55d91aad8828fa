"""Is the task's file there, is it a file that can be read, and is there a README?"""

import difflib
import re

from checker.model import Finding
from checker.static_checks.reading import list_names, read_source
from checker.static_checks.source import Source, Trouble, report, shown

# Comparing names takes 0.1 ms each.
_MOST_NAMES = 2_000
_EXPORT = "in Jupyter, File > Save and Export Notebook As > Executable Script makes a Python file of it"


def exists(source: Source) -> list[Finding]:
    """The task's file is there under its exact name, and is a regular text file.

    S001: there is no such file; the message names files of the folder with a similar name, or its compiled form.
    S002: something has that name, but it is no regular text file inside the folder: a directory, a pipe, a symbolic
        link that leads out, bytes that aren't text, or an encoding that could hide code.
    """
    if source.found or source.obstacle is None:
        return []
    if source.obstacle.trouble is Trouble.UNREADABLE:
        return [report(source, "S002", source.obstacle.message, line=source.obstacle.line)]
    wanted = " or ".join((source.name, *source.also))
    instead = _compiled(source) or _candidates(source.name, source.listing)
    return [report(source, "S001", f"no {wanted} in {_folder_name(source)}{instead}")]


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


def _compiled(source: Source) -> str:
    """What is there of the file when only Python's own form of it is."""
    cache = source.folder / "__pycache__"
    cached = [] if cache.is_symlink() else [f"__pycache__/{name}" for name in list_names(cache)]
    stem = re.escape(source.name.removesuffix(".py"))
    form = re.compile(rf"(__pycache__/)?{stem}(\.[\w-]+)?\.pyc")
    found = next((name for name in (*source.listing, *cached) if form.fullmatch(name)), "")
    return f"; {found} is compiled, nobody can read it: hand in the {source.name} that it was made of" if found else ""


def _candidates(name: str, listing: tuple[str, ...]) -> str:
    """What the file is probably called instead; the file of a task with another number is none."""
    number = _number(name)
    others = {
        other.casefold(): other for other in listing if _number(other) in ("", number) and not other.endswith(".pyc")
    }
    near = difflib.get_close_matches(name.casefold(), list(others)[:_MOST_NAMES], n=2, cutoff=0.65)
    if not near:
        return ""
    names = [others[match] for match in near]
    notebook = next((f"; {shown(other)} is a notebook: {_EXPORT}" for other in names if other.endswith(".ipynb")), "")
    return f"; is {' or '.join(map(shown, names))} meant? The name must be exactly {name}{notebook}"


def _number(name: str) -> str:
    match = re.match(r"\d+", name)
    return match.group() if match else ""
