"""Who is in the class: a folder with something for each student, or a list of them → Students."""

import csv
import hashlib
import io
import json
import os
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.archives import KINDS
from checker.errors import UsageError
from checker.model import ProjectSpec
from checker.render import text
from checker.students import Student
from checker.workspace import find_folder

BUNDLE = ".bundle"
LISTS = (".csv", ".json")
PLACES = ("path", "git")
COLUMNS = ("id", "name", "email", *PLACES, "revision")
MOST_BYTES = 50 << 20
LONGEST_ID = 200
MOST_TOLD = 10
TURNS = 4
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_roster(name: str, *, besides: Iterable[str] = ()) -> list[Student]:
    """The students, in the order of the list, or of the names in the folder.

    In a folder each folder, archive and git bundle is a student's, whose id is its name without the ending; hidden ones
    and other files are none. An id that would be too long, or another's too because its name can't be seen as it is,
    has a hash of the name at its end. A list is CSV with a head, or JSON (a list of objects), of COLUMNS: `id`, and
    `path`, which starts from the list's own folder, or `git`, a URL. A place is a link only where it leads out of the
    folder.

    Args:
        besides: folders that are no student's though they may lie among theirs: those of the grades and the reports.

    Raises:
        UsageError: when there is no such folder or list, when it can't be understood, or when two have the same id.
    """
    if name.lower().endswith(LISTS) and Path(name).is_file():
        students = _from_list(Path(name))
    else:
        folder = find_folder(name)
        own = {os.path.realpath(one) for one in besides if one}
        found = [path for path in sorted(folder.iterdir()) if str(path) not in own and _is_submission(path)]
        students = _with_own_ids([_from_entry(folder, path) for path in found])
    if not students:
        raise UsageError(f"{name} holds no submission: it needs a folder, an archive or a git bundle for each student")
    _require_different_ids(students)
    return students


def require_class(project: ProjectSpec, name: str) -> None:
    """Makes sure that a folder of submissions is not a single one, whose own folders would be taken for students.

    A class's folder may have the project's name, and so may a student's in it. Lists are taken at their word.

    Raises:
        UsageError: when the folder holds the project's, as none beside that does, or an answer to one of its tasks.
    """
    held = _held_by(project, name)
    if not held:
        return
    own = held.partition("/")[0]
    beside = [entry.path for entry in os.scandir(find_folder(name)) if entry.is_dir() and entry.name != own]
    if os.path.isdir(os.path.join(name, held)) and any(_held_by(project, folder) for folder in beside):
        return
    instead = f"or check it alone: checker run {project.name} --dir {shlex.quote(name)}"
    raise UsageError(
        f"{name} looks like one student's own, not like a class: it holds {held}; "
        f"name the folder in which every student has one, such as that above it, {instead}"
    )


def require_places(students: Iterable[Student]) -> None:
    """Makes sure that there is something for each: a mistake in a list is not the student's.

    Raises:
        UsageError: when a folder, archive or bundle is not there, or is something else; it names all of them.
    """
    wrong = [f"{one.id}: {problem}" for one in students if (problem := _problem(one))]
    if wrong:
        more = [f"and {len(wrong) - MOST_TOLD} more"] if len(wrong) > MOST_TOLD else []
        raise UsageError("; ".join([*wrong[:MOST_TOLD], *more, "mend the list, or take the lines out of it"]))


def _problem(student: Student) -> str:
    """What is wrong with a student's place in a list; "" when nothing is."""
    place = Path(student.place)
    if student.git and student.place.startswith("-"):
        return f"{student.place!r} is no repository"
    if not _is_there(student):
        return f"there is no {student.place}"
    if not student.git and place.is_file() and not place.name.lower().endswith(KINDS):
        return f"{student.place} is no folder and no archive ({', '.join(KINDS)})"
    return ""


def _is_there(student: Student) -> bool:
    """Whether there is something at a student's place; only git itself can say that of a repository."""
    is_repository = student.git and not (os.path.isabs(student.place) and student.place.lower().endswith(BUNDLE))
    return is_repository or os.path.lexists(student.place)


def _held_by(project: ProjectSpec, folder: str) -> str:
    """An answer to the project that lies in a folder, or the project's own folder below it; "" where there is none."""
    answers = [task.file for task in project.tasks if os.path.isfile(os.path.join(folder, task.file))]
    below = [path for path in (project.path, project.name) if os.path.isdir(os.path.join(folder, path))]
    return next(iter([*answers, *below]), "")


def _is_submission(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    return path.is_dir() or (path.is_file() and path.name.lower().endswith((*KINDS, BUNDLE)))


def _from_entry(folder: Path, path: Path) -> Student:
    ending = "" if path.is_dir() else next(end for end in (*KINDS, BUNDLE) if path.name.lower().endswith(end))
    place = path.resolve() if path.resolve().is_relative_to(folder) else path
    name = path.name[: len(path.name) - len(ending)]
    return Student(id=name, place=str(place), git=ending == BUNDLE)


def _with_own_ids(students: list[Student]) -> list[Student]:
    """The students of a folder, whose ids are names so far, with ids that can be seen and are not too long.

    A name that somebody gave their folder stops no class; two of the very same are left for a person to tell apart.
    """
    ids = [text.visible(one.id) for one in students]
    for turn in range(TURNS):  # somebody may have called their folder what another's id becomes
        times = Counter(ids)
        ids = [
            _hashed(one.id, id_, turn) if len(id_) > LONGEST_ID or (times[id_] > 1 and id_ != one.id) else id_
            for one, id_ in zip(students, ids, strict=True)
        ]
    return [replace(one, id=id_) for one, id_ in zip(students, ids, strict=True)]


def _hashed(name: str, shown: str, turn: int) -> str:
    digest = hashlib.sha256(os.fsencode(name) + bytes(turn)).hexdigest()[:16]
    return f"{shown[: LONGEST_ID - len(digest) - 1]}-{digest}"


def _from_list(file: Path) -> list[Student]:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        content = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the list {file} can't be read: {error}; save it as UTF-8") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"the list {file} has over {MOST_BYTES >> 20} MiB, too many for one")
    rows = _rows_of_json(file, content) if file.suffix.lower() == ".json" else _rows_of_csv(file, content)
    return [_from_row(file, place, row) for place, row in rows]


def _rows_of_csv(file: Path, content: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    head = content.partition("\n")[0]
    delimiter = ";" if ";" in head and "," not in head else ","  # the former where a comma is the decimal point
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True, delimiter=delimiter)
    try:
        _require_columns(file, [name.strip().lower() for name in reader.fieldnames or ()])
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        return [(f"line {reader.line_num}", row) for row in reader]
    except csv.Error as error:
        raise UsageError(f"the list {file} is no CSV after line {reader.line_num}: {error}") from error


def _rows_of_json(file: Path, content: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the list {file} is no JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"the list {file} is no list of objects, such as {EXAMPLE}")
    for number, row in enumerate(rows, 1):
        _require_columns(file, row, f"entry {number}")
    return [(f"entry {number}", row) for number, row in enumerate(rows, 1)]


EXAMPLE = '[{"id": "ada", "name": "Ada Lovelace", "email": "ada@example.org", "path": "ada"}]'


def _require_columns(file: Path, names: Iterable[str], where: str = "the head") -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if "id" not in names or not any(place in names for place in PLACES):
        raise UsageError(f"the list {file}: {where} needs id, and path or git; it has {', '.join(names) or 'nothing'}")
    if unknown:
        raise UsageError(f"the list {file}: {where} has {unknown[0]!r}; known are {', '.join(COLUMNS)}")


def _from_row(file: Path, where: str, row: Mapping[str, Any]) -> Student:
    values = {name: "" if row.get(name) is None else str(row[name]).strip() for name in COLUMNS}
    if None in row or not values["id"]:
        wrong = "more cells than the head" if None in row else "no id"
        raise UsageError(f"the list {file}: {where} has {wrong}")
    # Neither a file's name nor every database takes them.
    odd = next((name for name, value in values.items() if "\0" in value or _SURROGATE.search(value)), "")
    if odd or text.visible(values["id"]) != values["id"]:
        shown = text.visible(values[odd or "id"])
        raise UsageError(f"the list {file}: {where}: the {odd or 'id'} '{shown}' has characters that can't be seen")
    path, url = values["path"], values["git"]
    if bool(path) == bool(url):
        wrong = "both path and git" if path else "neither path nor git"
        raise UsageError(f"the list {file}: {where} ({values['id']}) has {wrong}; give one")
    return Student(
        id=values["id"],
        name=values["name"],
        email=values["email"],
        place=url or os.path.realpath(file.parent / path),
        git=bool(url or values["revision"]) or path.lower().endswith(BUNDLE),
        revision=values["revision"],
    )


def _require_different_ids(students: Iterable[Student]) -> None:
    places: dict[str, str] = {}
    for one in students:
        if len(one.id) > LONGEST_ID:
            raise UsageError(f"the id {one.id[:40]}... has {len(one.id)} characters; up to {LONGEST_ID} are taken")
        if one.id in places:
            raise UsageError(f"two students have the id {one.id!r}: {places[one.id]} and {one.place}; rename one")
        places[one.id] = one.place
