"""A [[checks]] entry → CheckSpec, by the parameters of the function that it names."""

import ast
import inspect
import os
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pydantic

from checker.comparators import COMPARATORS
from checker.comparators.causes import CAUSES
from checker.errors import SpecError
from checker.model import Against, CheckSpec, Group
from checker.requests import IMPORT
from checker.specs.complaints import Open, demand_all, demand_known, demand_legal, demand_type, fields, validate
from checker.static_checks import STATIC_CHECKS, Source

FULL_POINTS = 100
# A file of no lines, in no folder.
EMPTY = Source(folder=Path(os.devnull), name="", tree=ast.Module(body=[], type_ignores=[]))


class _Check(Open):
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
    advice_needs: tuple[str, ...] = ()


def read_check(entry: dict[str, Any], where: str) -> CheckSpec:
    """The check of an entry; `where` names the spec's file."""
    where = f"{where}: check {entry.get('id', '(no id)')!r}"
    if ("static" in entry) == ("compare" in entry):
        raise SpecError(f"{where}: give exactly one of the keys 'static' and 'compare'")
    key = "static" if "static" in entry else "compare"
    table: Mapping[str, Callable[..., Any]] = STATIC_CHECKS if key == "static" else COMPARATORS
    demand_known(entry[key], table, where, key)
    function = table[entry[key]]
    legal = [one.name for one in _keyword_parameters(function)]
    demand_legal(entry, [*fields(_Check), *legal], where)
    raw = validate(_Check, entry, where)
    parameters = dict(raw.model_extra or {})
    _check_parameters(function, parameters, where)
    if key == "static" and parameters:
        _try(function, parameters, where)
    if key == "compare":
        demand_all([name for name in ("probes", "part") if getattr(raw, name)], ("probes", "part"), where)
        if IMPORT in raw.probes and raw.against is not Against.NOTHING:
            raise SpecError(f"{where}: key 'against': the import is compared with 'nothing', got {raw.against.value!r}")
    values = {name: getattr(raw, name) for name in fields(_Check)}
    return CheckSpec(parameters=parameters, **values)


def _check_parameters(function: Callable[..., Any], parameters: dict[str, Any], where: str) -> None:
    hints = typing.get_type_hints(function)
    needed = [one.name for one in _keyword_parameters(function) if one.default is one.empty]
    demand_all(parameters, needed, where)
    for name, value in parameters.items():
        demand_type(hints[name], value, where, name)
    for cause in parameters.get("causes", ()):
        demand_known(cause, CAUSES, where, "causes")


def _try(check: Callable[..., Any], parameters: dict[str, Any], where: str) -> None:
    """A static check knows best what is wrong with its parameters: it is put to an empty file."""
    try:
        list(check(EMPTY, **parameters))
    except SpecError as error:
        raise SpecError(f"{where}: {error}") from error


def _keyword_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    parameters = inspect.signature(function).parameters.values()
    return [parameter for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY]
