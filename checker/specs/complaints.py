"""What is demanded of a spec's keys and values; each message says where, which key, and the nearest legal one."""

import difflib
import functools
import typing
from collections.abc import Iterable
from typing import Any

import pydantic

from checker.errors import SpecError

Model = typing.TypeVar("Model", bound=pydantic.BaseModel)


class Strict(pydantic.BaseModel):
    """A table that has no other keys than these."""

    model_config = pydantic.ConfigDict(extra="forbid")


class Open(pydantic.BaseModel):
    """An entry whose further keys are the parameters of the function that it names."""

    model_config = pydantic.ConfigDict(extra="allow")


def demand_known(name: Any, known: Iterable[str], where: str, key: str) -> None:
    """The value of a key is one of those that are there."""
    if name not in list(known):
        raise SpecError(f"{where}: key {key!r}: there is no {name!r}{_nearest(name, known)}")


def demand_legal(given: Iterable[str], legal: list[str], where: str) -> None:
    """All keys that are given are legal."""
    for key in given:
        if key not in legal:
            raise SpecError(f"{where}: unknown key {key!r}{_nearest(key, legal)}")


def demand_all(given: Iterable[str], needed: Iterable[str], where: str) -> None:
    """All keys that are needed are given."""
    for key in needed:
        if key not in list(given):
            raise SpecError(f"{where}: the key {key!r} is missing")


def demand_type(kind: Any, value: Any, where: str, key: str) -> None:
    """The value of a key is of the kind that an annotation says."""
    try:
        _adapter(kind).validate_python(value, strict=True)
    except pydantic.ValidationError as error:
        raise SpecError(f"{where}: key {key!r}: {error.errors()[0]['msg']}, got {value!r}") from error


@functools.cache
def _adapter(kind: Any) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(kind)


def validate(kind: type[Model], data: dict[str, Any], where: str) -> Model:
    """The table as a model of that kind; all that is wrong with it is told at once, a line each."""
    try:
        return kind.model_validate(data)
    except pydantic.ValidationError as error:
        raise SpecError("\n".join(_mistake(one, where, fields(kind)) for one in error.errors())) from error


def fields(kind: type[pydantic.BaseModel]) -> list[str]:
    """The keys of a table."""
    return list(kind.model_fields)


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
