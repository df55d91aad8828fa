"""The worker's own modules while a submission runs: not found by their names, and looked at for what was replaced.

Who walks through frames reaches them all the same: what is computed here is compared elsewhere, and the rules that
nothing computed can show are told by this process alone.
"""

import functools
import sys
from typing import Any, Callable, List, Mapping, Tuple

REPLACED = "the file has replaced a part of the checker that runs it"
Part = Tuple[Mapping[str, Any], str, Any, Any]


def put_away() -> Callable[[], bool]:
    """Takes the worker's modules out of ``sys.modules``; returns a function that says whether they are as they were."""
    names, kept = parts()
    for name in names:
        sys.modules.pop(name, None)
    return lambda: all(place.get(name) is value and _code(value) is code for place, name, value, code in kept)


@functools.lru_cache()
def parts() -> Tuple[List[str], List[Part]]:
    """The names of the worker's modules, and what is looked at in them when this is first asked: before any submission.

    These are functions, by themselves and by their code, classes, and tables of these.
    """
    own = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "checker"}
    places = [vars(module) for module in own.values()]  # type: List[Mapping[str, Any]]
    values = [value for place in places for name, value in place.items() if not name.startswith("__")]
    classes = {id(value): value for value in values if isinstance(value, type) and value.__module__ in own}
    places.extend(vars(value) for value in classes.values())
    places.extend(value for value in values if type(value) is dict)
    return list(own), [
        (place, name, value, _code(value))
        for place in places
        for name, value in place.items()
        if getattr(value, "__module__", None) in own
    ]


def _code(value: Any) -> Any:
    return getattr(value, "__code__", None)
