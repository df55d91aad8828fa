"""What a verdict depends on, as hashes; and so, why an answer must be checked again."""

import fnmatch
import functools
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker import fixtures
from checker.model import Framework, Outcome, ProjectSpec, TaskSpec
from checker.sandbox.scratch import MAX_FILES
from checker.static_checks.reading import list_names, read_bytes
from checker.students import Grade
from checker.workspace import PACKAGE, Workspace

SUBMISSION, SIBLINGS, RUNTIME = "submission", "siblings", "runtime"
SPEC, FIXTURE, CHECKER = "spec", "fixture", "checker"
# What of this program a verdict depends on; the rest is commands and reports.
JUDGING = (
    "calls.py", "comparators", "evidence.py", "fixtures.py", "inputs.py", "model.py", "parsing.py", "pipeline.py",
    "rows.py", "sandbox", "siblings.py", "specs", "static_checks", "verdict.py", "wire.py", "worker",
)  # fmt: skip
README = "README.md"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Looked:
    """A hash of a file, of its name and of its mode; and the other tasks' files that its text names."""

    digest: bytes
    named: frozenset[str]


def key_of(workspace: Workspace, project: ProjectSpec, task: TaskSpec, folder: Path, runtime: str) -> dict[str, str]:
    """What the verdict on the answer in `folder` depends on: its part → a hash, or a version.

    Siblings are the Python files that the answer may import: those that the spec names, those that are no task's
    answer, and of the other tasks' answers those that one of all these files names.
    """
    names = list_names(folder)
    others = {one.file for one in project.tasks} - {task.file, *task.siblings}
    own = [name for name in names if is_judged(task, name)]
    beside = [name for name in names if name.endswith(".py") and name not in others and name not in own]
    beside.sort(key=lambda name: name not in task.siblings)
    look = functools.cache(lambda name: _look(folder, name, others))
    code = [name for name in own if name.endswith(".py")]  # a README that lists the tasks imports none of them
    named = _named(look, [*code, *beside[:MAX_FILES]], others.intersection(names))
    return {
        SUBMISSION: _digest(look(name).digest for name in own),
        SIBLINGS: _digest(look(name).digest for name in [*beside[:MAX_FILES], *named]),
        **judged_by(workspace, task),
        RUNTIME: runtime,
    }


def is_judged(task: TaskSpec, name: str) -> bool:
    """Whether a check of the task reads the file: its answer, whatever may stand in for that, or the README."""
    readmes = {check.parameters.get("name", README) for check in task.checks if check.static == "readme"}
    stands_in = name.casefold() != README.casefold() and any(fnmatch.fnmatchcase(name, one) for one in task.also)
    return name == task.file or stands_in or name in readmes


def _named(look: Callable[[str], _Looked], files: Iterable[str], others: set[str]) -> list[str]:
    """Those of the `others` that the text of one of the files names, and those that they name in turn."""
    found: list[str] = []
    looked_at = list(files)
    for name in looked_at:
        new = sorted((look(name).named & others).difference(found))
        found += new
        looked_at += new
    return found


def judged_by(workspace: Workspace, task: TaskSpec) -> dict[str, str]:
    """The part of a key that is the same for all students."""
    specs = [workspace.spec(task), workspace.specs / task.project / "project.toml"]
    fixture = fixtures.digest(workspace.fixture(task)) if _has_fixture(workspace, task) else ""
    return {SPEC: _digest(file.read_bytes() for file in specs), FIXTURE: fixture, CHECKER: own_digest()}


def why_again(old: Grade | None, key: Mapping[str, str]) -> str:
    """Why an answer is to be checked though it has this grade, in words; "" when it need not be."""
    if old is None:
        return "first"
    if old.outcome is Outcome.BROKEN:
        return "it could not be judged before"
    changed = [part for part, value in key.items() if old.key.get(part) != value]
    return f"changed: {', '.join(changed)}" if changed else ""


def changed_at(folder: Path) -> float:
    """When the youngest of what lies in the folder was changed, in seconds since 1970; 0 when there is nothing."""
    times = []
    for name in list_names(folder):
        try:
            times.append((folder / name).lstat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)


@functools.cache
def own_digest() -> str:
    """A hash of the part of this program that judges."""
    files = [file for name in JUDGING for file in _sources(PACKAGE / name)]
    return _digest(part for file in files for part in (str(file.relative_to(PACKAGE)).encode(), file.read_bytes()))


def _sources(place: Path) -> list[Path]:
    endings = (".py", ".json")
    return [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.suffix in endings)


def _has_fixture(workspace: Workspace, task: TaskSpec) -> bool:
    return task.framework is not Framework.NONE and (workspace.fixture(task) / fixtures.PROVENANCE).is_file()


def _look(folder: Path, name: str, others: set[str]) -> _Looked:
    """Reads a file once for both questions, and keeps none of it: there may be many, and large ones."""
    mode, data, obstacle = read_bytes(folder, name)
    told = obstacle.message if obstacle else ""
    parts = os.fsencode(name), b"x" if mode & 0o100 else b"-", told.encode("utf-8", "surrogateescape"), data
    named = frozenset(other for other in others if Path(other).stem.encode() in data)
    return _Looked(digest=_digest(parts).encode(), named=named)


def _digest(parts: Iterable[bytes]) -> str:
    """A hash of the parts, in which their ends count."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
