"""``checker export``: the grades of a class, as other programs take them."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import console
from checker.cli_arguments import PROJECT, find
from checker.errors import UsageError
from checker.writing import write_whole

if TYPE_CHECKING:
    from checker.gradebook import Export
    from checker.model import ProjectSpec
    from checker.store import Store

MOST_TOLD, MOST_NAMED = 20, 3
OUT = click.option(
    "--out", metavar="DIR", default="grades", help="Folder of the grades (./grades), or the URL of a database."
)


@click.command()
@click.argument("kind", metavar="FORMAT", type=click.Choice(["csv", "json", "canvas", "moodle", "gradescope"]))
@PROJECT
@OUT
@click.option("--to", metavar="DIR", default="", help="Where to write, if not to the folder of the grades.")
@click.option("--gradebook", metavar="FILE", default="", help="canvas: the gradebook that Canvas exported.")
@click.option("--column", metavar="NAME", default="", help="canvas: which assignment, if not the only one so named.")
@click.option("--possible", metavar="N", default="", help="moodle: what all points are worth there (100).")
@click.pass_obj
def export(
    chosen: str, kind: str, project: str, out: str, to: str, gradebook: str, column: str, possible: str
) -> None:
    """Write the newest grades for a spreadsheet, Canvas, Moodle or Gradescope: checker export canvas 0x08."""
    from checker.gradebook import EXPORTERS
    from checker.store import Store, find_store

    _, found, _ = find(chosen, project, ())
    options = _options(kind, gradebook=gradebook, column=column, possible=possible)
    if "://" in out and not to:
        raise UsageError("where to? Name a folder with --to, for the grades are in a database")
    with Store(find_store(out)) as store:
        book = book_of(store, found, verdicts=kind == "gradescope")
    if not any(line.grades for line in book.lines):
        raise UsageError(f"{out} holds no grade of {found.name}: `checker grade` makes some")
    made = EXPORTERS[kind](book, **options)
    write(made, Path(to or out))


def book_of(store: "Store", project: "ProjectSpec", *, verdicts: bool = False) -> Any:
    """The gradebook of a project: a line for everybody enrolled, with their newest grades."""
    from checker.students import Gradebook, Line

    newest = store.newest(project.path, verdicts=verdicts)
    lines = []
    for student in store.students():
        grades = {task.name: newest.get((student.id, task.name)) for task in project.tasks}
        lines.append(Line(student=student, grades={name: grade for name, grade in grades.items() if grade}))
    points = {task.name: sum(check.points for check in task.checks) for task in project.tasks}
    return Gradebook(project=project.name, title=project.title, tasks=points, lines=tuple(lines))


def write(made: "Export", folder: Path, *, quiet: bool = False) -> None:
    """Writes the files of an export, and says where, and what a person has to look at.

    Raises:
        UsageError: when they can't be written.
    """
    for name, text in made.files.items():
        file = folder / name
        try:
            write_whole(file, text)
        except OSError as error:
            raise UsageError(f"the grades can't be written to {file}: {error.strerror}") from error
    if quiet:
        return
    for sentence in made.told[:MOST_TOLD]:
        console.tell(sentence)
    if len(made.told) > MOST_TOLD:
        console.tell(f"and {len(made.told) - MOST_TOLD} more of this kind")
    some = ", ".join(str(folder / name) for name in list(made.files)[:MOST_NAMED]) or "nothing"
    more = f" and {len(made.files) - MOST_NAMED} more" if len(made.files) > MOST_NAMED else ""
    console.say(f"written: {some}{more}")


def _options(kind: str, *, gradebook: str, column: str, possible: str) -> dict[str, Any]:
    """The options that a format takes.

    Raises:
        UsageError: for one of another format, or one that is missing.
    """
    given = {"--gradebook": ("canvas", gradebook), "--column": ("canvas", column), "--possible": ("moodle", possible)}
    for name, (owner, value) in given.items():
        if value and owner != kind:
            raise UsageError(f"{name} is for {owner}, not for {kind}")
    if kind == "canvas":
        if not gradebook:
            raise UsageError("canvas takes the gradebook that it exported: name the file with --gradebook")
        return {"exported": _read(gradebook), "column": column}
    try:
        worth = {"possible": Decimal(possible)} if possible else {}
    except InvalidOperation as error:
        raise UsageError(f"--possible is a number, got {possible!r}") from error
    if worth and not (worth["possible"].is_finite() and worth["possible"] > 0):
        raise UsageError(f"--possible is a number over 0, got {possible}")
    return worth


def _read(name: str) -> str:
    try:
        return Path(name).read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"the gradebook {name} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the gradebook {name} is not UTF-8: export it from Canvas again") from error
