"""TOML text → TaskSpec and ProjectSpec; every mistake names its file, check and key, and the nearest legal key."""

import difflib
import inspect
import re
import tomllib
import typing
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pydantic

from checker.comparators import COMPARATORS
from checker.errors import SpecError
from checker.inputs import KINDS, OPTIONS, array_mistake
from checker.model import (
    Against,
    CheckSpec,
    Framework,
    Group,
    Limits,
    ProbeSpec,
    ProjectSpec,
    TaskSpec,
)
from checker.requests import argument_kinds, functions, probe_signatures
from checker.static_checks import STATIC_CHECKS

Model = typing.TypeVar("Model", bound=pydantic.BaseModel)

FULL_POINTS = 100
IMPORT = "import"
# A probe's id names a file of its fixture, beside provenance.json.
PROBE_ID = re.compile(r"(?!(import|provenance)$)[a-z0-9][a-z0-9_-]*")
# Keys of probes whose values are entries: one, a list of them, or a table of them.
ENTRIES = ("arguments", "images", "labels")
TABLES = ("keywords", "feeds")


class _Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid")


class _Open(pydantic.BaseModel):
    """An entry whose further keys are the parameters of the function that it names."""

    model_config = pydantic.ConfigDict(extra="allow")


class _Limits(_Strict):
    seconds: float = pydantic.Field(default=Limits().seconds, gt=0, strict=True)
    memory_mib: int = pydantic.Field(default=Limits().memory_mib, gt=0, strict=True)
    output_bytes: int = pydantic.Field(default=Limits().output_bytes, gt=0, strict=True)


class _Probe(_Open):
    id: str
    probe: str
    hidden: pydantic.StrictBool = True
    reference_only: pydantic.StrictBool = False


class _Check(_Open):
    id: str
    title: str
    group: Group
    points: pydantic.StrictInt = pydantic.Field(default=0, ge=0, le=FULL_POINTS)
    static: str = ""
    compare: str = ""
    probes: tuple[str, ...] = ()
    part: str = ""
    against: Against = Against.FIXTURE
    expected_part: str = ""
    needs: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()


class _Task(_Strict):
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


class _Project(_Strict):
    title: str
    checks: tuple[dict[str, Any], ...] = ()


def load_project(root: Path, path: str) -> ProjectSpec:
    """The project at `path` (``supervised_learning/0x08-deep_cnns``) under the specs' root folder, with all its tasks.

    Raises:
        SpecError: for the first spec of it that is wrong, with all of that spec's mistakes.
    """
    folder = root / path
    file = folder / "project.toml"
    raw = _validate(_Project, _read(file), f"{_short(file)}", _fields(_Project))
    shared = [_check(entry, _short(file)) for entry in raw.checks]
    tasks = [load_task(task, path, shared) for task in sorted(folder.glob("*.toml")) if task != file]
    if not tasks:
        raise SpecError(f"{path}: the project has no task: there is no spec beside {file.name}")
    return ProjectSpec(path=path, title=raw.title, tasks=tuple(sorted(tasks, key=lambda task: task.number)))


def load_task(file: Path, project: str, shared: Iterable[CheckSpec] = ()) -> TaskSpec:
    """The task of one spec file, named ``<number>-<name>.toml``.

    Args:
        shared: the project's own checks, which every task of it has that is a program; a task's check of the same id
            takes the place of the project's.

    Raises:
        SpecError: with every mistake found in the file.
    """
    where = _short(file)
    raw = _validate(_Task, _read(file), where, _fields(_Task))
    number = file.stem.partition("-")[0]
    if not number.isdigit():
        raise SpecError(f"{where}: a spec's name begins with its task's number, as in 4-resnet50.toml")
    probes = tuple(_probe(entry, where) for entry in raw.probes)
    own = [_check(entry, where) for entry in raw.checks]
    taken = {check.id for check in own}
    common = [check for check in shared if check.id not in taken] if raw.framework is not Framework.NONE else []
    values = {name: getattr(raw, name) for name in ("title", "file", "asks", "also", "framework", "siblings")}
    task = TaskSpec(
        path=f"{project}/{file.stem}",
        number=int(number),
        manual_review=raw.manual_review,
        limits=Limits(**dict(raw.limits)),
        probes=probes,
        checks=(*common, *own),
        **values,
    )
    _check_whole(task, where)
    return task


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(f"{_short(file)} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpecError(f"{_short(file)} is no TOML: {error}") from error


def _probe(entry: dict[str, Any], where: str) -> ProbeSpec:
    where = f"{where}: probe {entry.get('id', '(no id)')!r}"
    if "probe" not in entry:
        raise SpecError(f"{where}: the key 'probe' is missing")
    _known(entry["probe"], probe_signatures(), where, "probe")
    legal = probe_signatures()[entry["probe"]]
    _unknown_keys(entry, [*_fields(_Probe), *legal], where)
    raw = _validate(_Probe, entry, where, _fields(_Probe))
    if not PROBE_ID.fullmatch(raw.id):
        raise SpecError(f"{where}: key 'id': a probe's id is made of a-z, 0-9, - and _, and is no {raw.id!r}")
    parameters = dict(raw.model_extra or {})
    _missing_keys(parameters, [key for key, needed in legal.items() if needed], where)
    entries = [parameters.get(key) for key in ENTRIES]
    entries += [entry for key in TABLES for entry in parameters.get(key, {}).values()]
    for one in entries:
        _check_entry(one, where)
    values = {name: getattr(raw, name) for name in ("id", "probe", "hidden", "reference_only")}
    return ProbeSpec(parameters=parameters, **values)


def _check_entry(entry: Any, where: str) -> None:
    """An argument's entry is plain data, an array's description, or a table of one key that the worker knows."""
    if isinstance(entry, list):
        for item in entry:
            _check_entry(item, where)
    elif isinstance(entry, dict) and any(key in KINDS for key in entry):
        _unknown_keys(entry, [*KINDS, *OPTIONS], where)
        mistake = array_mistake(entry)
        if mistake:
            raise SpecError(f"{where}: {mistake}, got {entry!r}")
    elif isinstance(entry, dict):
        if len(entry) != 1:
            raise SpecError(f"{where}: an argument's table has one key, or describes an array, got {entry!r}")
        ((kind, value),) = entry.items()
        _unknown_keys([kind], [*argument_kinds(), *KINDS], where)
        if kind == "function":
            _known(value, functions(), where, kind)
        if kind == "tuple":
            _check_entry(value, where)


def _check(entry: dict[str, Any], where: str) -> CheckSpec:
    where = f"{where}: check {entry.get('id', '(no id)')!r}"
    if ("static" in entry) == ("compare" in entry):
        raise SpecError(f"{where}: give exactly one of the keys 'static' and 'compare'")
    key = "static" if "static" in entry else "compare"
    table: Mapping[str, Callable[..., Any]] = STATIC_CHECKS if key == "static" else COMPARATORS
    _known(entry[key], table, where, key)
    legal = [one.name for one in _keyword_parameters(table[entry[key]])]
    _unknown_keys(entry, [*_fields(_Check), *legal], where)
    raw = _validate(_Check, entry, where, _fields(_Check))
    parameters = dict(raw.model_extra or {})
    _check_parameters(table[entry[key]], parameters, where)
    if key == "compare":
        _missing_keys([name for name in ("probes", "part") if getattr(raw, name)], ("probes", "part"), where)
        if IMPORT in raw.probes and raw.against is not Against.NOTHING:
            raise SpecError(f"{where}: key 'against': the import is compared with 'nothing', got {raw.against.value!r}")
    values = {name: getattr(raw, name) for name in _fields(_Check)}
    return CheckSpec(parameters=parameters, **values)


def _check_parameters(function: Callable[..., Any], parameters: dict[str, Any], where: str) -> None:
    hints = typing.get_type_hints(function)
    needed = [one.name for one in _keyword_parameters(function) if one.default is one.empty]
    _missing_keys(parameters, needed, where)
    for name, value in parameters.items():
        try:
            pydantic.TypeAdapter(hints[name]).validate_python(value, strict=True)
        except pydantic.ValidationError as error:
            raise SpecError(f"{where}: key {name!r}: {error.errors()[0]['msg']}, got {value!r}") from error


def _check_whole(task: TaskSpec, where: str) -> None:
    for kind, ids in (("probe", [p.id for p in task.probes]), ("check", [c.id for c in task.checks])):
        twice = {one for one in ids if ids.count(one) > 1}
        if twice:
            raise SpecError(f"{where}: {kind} {min(twice)!r} is there twice")
    probes = [probe.id for probe in task.probes]
    seen = [IMPORT, *(probe.id for probe in task.probes if not probe.reference_only)]
    earlier: list[str] = []
    for check in task.checks:
        for key, names, known in (
            ("probes", check.probes, seen),
            ("readings", check.parameters.get("readings", ()), probes),
            ("needs", check.needs, earlier),
            ("explains", check.explains, earlier),
        ):
            for name in names:
                _known(name, known, f"{where}: check {check.id!r}", key)
        earlier.append(check.id)
    total = sum(check.points for check in task.checks)
    if total != FULL_POINTS:
        raise SpecError(f"{where}: the checks' points (with the project's) add up to {total}, not to {FULL_POINTS}")


def _known(name: Any, known: Iterable[str], where: str, key: str) -> None:
    if name not in list(known):
        raise SpecError(f"{where}: key {key!r}: there is no {name!r}{_nearest(name, known)}")


def _unknown_keys(given: Iterable[str], legal: list[str], where: str) -> None:
    for key in given:
        if key not in legal:
            raise SpecError(f"{where}: unknown key {key!r}{_nearest(key, legal)}")


def _missing_keys(given: Iterable[str], needed: Iterable[str], where: str) -> None:
    for key in needed:
        if key not in list(given):
            raise SpecError(f"{where}: the key {key!r} is missing")


def _validate(kind: type[Model], data: dict[str, Any], where: str, legal: list[str]) -> Model:
    try:
        return kind.model_validate(data)
    except pydantic.ValidationError as error:
        raise SpecError("\n".join(_mistake(one, where, legal) for one in error.errors())) from error


def _mistake(error: Any, where: str, legal: list[str]) -> str:
    key = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"{where}: unknown key {key!r}{_nearest(str(error['loc'][-1]), legal)}"
    if error["type"] == "missing":
        return f"{where}: the key {key!r} is missing"
    return f"{where}: key {key!r}: {error['msg']}, got {error['input']!r}"


def _nearest(name: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(known), 1, 0.5)
    return f"; the nearest is {near[0]!r}" if near else f"; there are {', '.join(sorted(known))}"


def _keyword_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    parameters = inspect.signature(function).parameters.values()
    return [parameter for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY]


def _fields(kind: type[pydantic.BaseModel]) -> list[str]:
    return list(kind.model_fields)


def _short(file: Path) -> str:
    """A spec's file as people name it: from the specs' root folder on."""
    return "/".join(file.parts[-3:])
