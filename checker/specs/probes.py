"""A [[probes]] entry → ProbeSpec, by what the worker says that it can be asked."""

import re
from typing import Any

import pydantic

from checker.errors import SpecError
from checker.inputs import KINDS, OPTIONS, array_mistake, is_array
from checker.model import ProbeSpec
from checker.requests import argument_kinds, functions, probe_signatures
from checker.specs.complaints import Open, Strict, demand_all, demand_known, demand_legal, demand_type, fields, validate

# A probe's id names a file of its fixture, beside provenance.json.
PROBE_ID = re.compile(r"(?!(import|provenance)$)[a-z0-9][a-z0-9_-]*")


class _Probe(Open):
    id: str
    probe: str
    hidden: pydantic.StrictBool = True
    reference_only: pydantic.StrictBool = False


class Placeholder(Strict):
    """What the worker reads in a placeholder's table."""

    shape: tuple[pydantic.StrictInt | pydantic.StrictStr, ...]
    dtype: str = "float32"
    name: str = ""
    one_hot: pydantic.StrictInt = 1


def read_probe(entry: dict[str, Any], where: str) -> ProbeSpec:
    """The probe of an entry; `where` names the spec's file."""
    where = f"{where}: probe {entry.get('id', '(no id)')!r}"
    demand_all(entry, ["probe"], where)
    demand_known(entry["probe"], probe_signatures(), where, "probe")
    legal = probe_signatures()[entry["probe"]]
    demand_legal(entry, [*fields(_Probe), *legal], where)
    raw = validate(_Probe, entry, where)
    if not PROBE_ID.fullmatch(raw.id):
        raise SpecError(f"{where}: key 'id': a probe's id is made of a-z, 0-9, - and _, and is no {raw.id!r}")
    parameters = dict(raw.model_extra or {})
    demand_all(parameters, [key for key, parameter in legal.items() if parameter.needed], where)
    for key, value in parameters.items():
        demand_type(legal[key].kind, value, where, key)
        table = isinstance(value, dict) and not legal[key].is_array
        if table and any(name.startswith("$") for name in value):
            raise SpecError(f"{where}: key {key!r}: no name begins with a dollar, got {', '.join(value)}")
        for one in value.values() if table else [value]:
            _check_entry(one, where)
        if legal[key].is_array and not is_array(value):
            raise SpecError(f"{where}: key {key!r}: this describes no array, got {value!r}")
    values = {name: getattr(raw, name) for name in fields(_Probe)}
    return ProbeSpec(parameters=parameters, **values)


def _check_entry(entry: Any, where: str) -> None:
    """An argument's entry is plain data, an array's description, or a table of one key that the worker knows."""
    if isinstance(entry, list):
        for item in entry:
            _check_entry(item, where)
    elif isinstance(entry, dict) and any(key in KINDS for key in entry):
        demand_legal(entry, [*KINDS, *OPTIONS], where)
        mistake = array_mistake(entry)
        if mistake:
            raise SpecError(f"{where}: {mistake}, got {entry!r}")
    elif isinstance(entry, dict):
        if len(entry) != 1:
            raise SpecError(f"{where}: an argument's table has one key, or describes an array, got {entry!r}")
        ((kind, value),) = entry.items()
        demand_legal([kind], [*argument_kinds(), *KINDS], where)
        demand_type(argument_kinds()[kind], value, where, kind)
        _check_argument(kind, value, where)
    elif not isinstance(entry, bool | int | float | str):
        raise SpecError(f"{where}: an argument is a number, a text, a truth value, a list or a table, got {entry}")


def _check_argument(kind: str, value: Any, where: str) -> None:
    """What the type of an argument's value does not say."""
    if kind == "function":
        demand_known(value, functions(), where, kind)
    if kind == "tuple":
        _check_entry(value, where)
    if kind == "placeholder":
        validate(Placeholder, value, f"{where}: key {kind!r}")
