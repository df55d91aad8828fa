"""A spec's file → TaskSpec, and a project's folder → ProjectSpec."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import pydantic

from checker.errors import SpecError
from checker.model import CheckSpec, Framework, Limits, ProjectSpec, TaskSpec
from checker.requests import IMPORT
from checker.specs.checks import FULL_POINTS, read_check
from checker.specs.complaints import Strict, demand_known, validate
from checker.specs.probes import read_probe


class _Limits(Strict):
    """Bounds that no task comes near; a worker that has met nothing yet needs some 60 MiB."""

    seconds: float = pydantic.Field(default=Limits().seconds, gt=0, le=3600, strict=True)
    memory_mib: int = pydantic.Field(default=Limits().memory_mib, ge=64, le=2**20, strict=True)
    output_bytes: int = pydantic.Field(default=Limits().output_bytes, gt=0, le=2**26, strict=True)
    cpu_seconds: float = pydantic.Field(default=Limits().cpu_seconds, gt=0, le=3600, strict=True)
    processes: int = pydantic.Field(default=Limits().processes, gt=0, le=2**15, strict=True)
    file_mib: int = pydantic.Field(default=Limits().file_mib, gt=0, le=2**20, strict=True)
    files: int = pydantic.Field(default=Limits().files, gt=0, le=10**6, strict=True)


class _Task(Strict):
    title: str
    file: str
    asks: str
    also: tuple[str, ...] = ()
    framework: Framework = Framework.NUMPY
    siblings: tuple[str, ...] = ()
    manual_review: str = ""
    limits: _Limits = _Limits()
    probes: tuple[dict[str, Any], ...] = ()
    checks: tuple[dict[str, Any], ...] = ()


class _Project(Strict):
    title: str
    runtime: Literal["modern", "tf1.12"] = "modern"
    checks: tuple[dict[str, Any], ...] = ()


def load_project(root: Path, path: str) -> ProjectSpec:
    """The project at `path` (``supervised_learning/0x08-deep_cnns``) under the specs' root folder, with all its tasks.

    Raises:
        SpecError: for the first spec of it that is wrong, with all of that spec's mistakes.
    """
    folder = root / path
    file = folder / "project.toml"
    raw = validate(_Project, _read(file), _short(file))
    shared = [read_check(entry, _short(file)) for entry in raw.checks]
    tasks = [load_task(task, path, shared) for task in sorted(folder.glob("*.toml")) if task != file]
    if not tasks:
        raise SpecError(f"{path}: the project has no task: there is no spec beside {file.name}")
    names: dict[int, str] = {}
    for task in tasks:
        other = names.setdefault(task.number, task.name)
        if other != task.name:
            raise SpecError(f"{path}: two specs have the number {task.number}: {other}.toml and {task.name}.toml")
    ordered = tuple(sorted(tasks, key=lambda task: task.number))
    return ProjectSpec(path=path, title=raw.title, runtime=raw.runtime, tasks=ordered)


def load_task(file: Path, project: str, shared: Iterable[CheckSpec] = ()) -> TaskSpec:
    """The task of one spec file, named ``<number>-<name>.toml``.

    Args:
        shared: the project's own checks, which every task of it has that is a program; a task's check of the same id
            takes the place of the project's, and one that these need comes before them.

    Raises:
        SpecError: with every mistake found in the file.
    """
    where = _short(file)
    raw = validate(_Task, _read(file), where)
    number = file.stem.partition("-")[0]
    if not number.isdigit():
        raise SpecError(f"{where}: a spec's name begins with its task's number, as in 4-resnet50.toml")
    if Path(raw.file).name != raw.file:
        raise SpecError(f"{where}: key 'file': a file's name without folders, got {raw.file!r}")
    probes = tuple(read_probe(entry, where) for entry in raw.probes)
    own = [read_check(entry, where) for entry in raw.checks]
    taken = {check.id for check in own}
    common = [check for check in shared if check.id not in taken] if raw.framework is not Framework.NONE else []
    values = {name: getattr(raw, name) for name in ("title", "file", "asks", "also", "framework", "siblings")}
    task = TaskSpec(
        path=f"{project}/{file.stem}",
        number=int(number),
        manual_review=raw.manual_review,
        limits=Limits(**dict(raw.limits)),
        probes=probes,
        checks=_in_order(common, own),
        **values,
    )
    _check_whole(task, where)
    return task


def _in_order(shared: Iterable[CheckSpec], own: Iterable[CheckSpec]) -> tuple[CheckSpec, ...]:
    """The project's checks, each after those of the task that it needs, then the task's others."""
    left, ordered = list(own), list[CheckSpec]()
    for check in shared:
        ordered += [one for one in left if one.id in check.needs]
        left = [one for one in left if one.id not in check.needs]
        ordered.append(check)
    return (*ordered, *left)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(f"{_short(file)} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and what numbers and nesting without end raise
        raise SpecError(f"{_short(file)} is no TOML: {error}") from error


def _check_whole(task: TaskSpec, where: str) -> None:
    for kind, ids in (("probe", [p.id for p in task.probes]), ("check", [c.id for c in task.checks])):
        twice = {one for one in ids if ids.count(one) > 1}
        if twice:
            raise SpecError(f"{where}: {kind} {min(twice)!r} is there twice")
    probes = [probe.id for probe in task.probes]
    seen = [IMPORT, *(probe.id for probe in task.probes if not probe.reference_only)]
    used: set[str] = set()
    earlier: list[str] = []
    for check in task.checks:
        for key, names, known in (
            ("probes", check.probes, seen),
            ("readings", check.parameters.get("readings", ()), probes),
            ("needs", check.needs, earlier),
            ("explains", check.explains, earlier),
            ("advice_needs", check.advice_needs, earlier),
        ):
            for name in names:
                demand_known(name, known, f"{where}: check {check.id!r}", key)
        _demand_feeds(task, check, where)
        used.update(check.probes, check.parameters.get("readings", ()))
        earlier.append(check.id)
    unused = [probe for probe in probes if probe not in used]
    if unused:
        raise SpecError(f"{where}: probe {unused[0]!r}: no check has it among its 'probes' or 'readings'")
    total = sum(check.points for check in task.checks)
    if total != FULL_POINTS:
        raise SpecError(f"{where}: the checks' points (with the project's) add up to {total}, not to {FULL_POINTS}")


def _demand_feeds(task: TaskSpec, check: CheckSpec, where: str) -> None:
    """The labels that a check is given are fed to each of its probes."""
    for probe in task.probes if "labels" in check.parameters else ():
        if probe.id in check.probes:
            feeds = probe.parameters.get("feeds", {})
            demand_known(check.parameters["labels"], feeds, f"{where}: check {check.id!r}", "labels")


def _short(file: Path) -> str:
    """A spec's file as people name it: from the specs' root folder on."""
    return "/".join(file.parts[-3:])
