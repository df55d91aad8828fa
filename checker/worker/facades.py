"""Modules that have the names of an original, and behind them today's library."""

import json
import os
import sys
import types
from typing import Any, Dict, List, Mapping

from checker.worker import signatures

ORIGINALS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "originals")


def refuse_for_layer(keyword: str) -> Exception:
    """What the base class of Keras' layers raised."""
    return TypeError("Keyword argument not understood:", keyword)


def refuse_for_optimizer(keyword: str) -> Exception:
    """What the base class of Keras' optimizers raised."""
    return TypeError("Unexpected keyword argument passed to optimizer: " + keyword)


def read_record(file: str) -> Dict[str, Any]:
    """What `record_names` wrote of an original."""
    with open(os.path.join(ORIGINALS, file), encoding="utf-8") as stream:
        return dict(json.load(stream))


class Library:
    """An original as its record describes it, made of today's library.

    Args:
        record: see `record_names`.
        own: full name of a module → its values that stand for what today's library no longer has, or has otherwise.
        behind: full name of a module → the module of today behind it, where that is not found under the same name.
        called: full name of a module → what it calls itself in errors.
    """

    def __init__(self, record: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]], behind: Mapping[str, Any],
                 called: Mapping[str, str]) -> None:
        self.tables = record["modules"]  # type: Mapping[str, Mapping[str, str]]
        self.keywords = record.get("keywords", {})  # type: Mapping[str, Any]
        self.methods = record.get("methods", {})  # type: Mapping[str, Mapping[str, str]]
        self.own, self.behind, self.called = own, behind, called
        self.made = {}  # type: Dict[str, Facade]
        self.top = ""  # where names are looked for that today's library has moved up

    def module(self, path: str, behind: Any) -> "Facade":
        """The module of that full name; made once."""
        if path not in self.made:
            self.made[path] = Facade(self, path, self.behind.get(path, behind))
        return self.made[path]

    def names(self, path: str) -> List[str]:
        """All names in a module."""
        return sorted(({*self.tables[path], *self.own.get(path, ())}) - {"__all__"})

    def value(self, path: str, behind: Any, name: str) -> Any:
        """What the original has under that name in a module, AttributeError when it has nothing."""
        own = self.own.get(path, {})
        if name.startswith("_") and name not in own:
            return getattr(behind, name)
        if name not in self.tables[path] and name not in own:
            raise AttributeError("module %r has no attribute %r" % (self.called.get(path, path), name))
        what = self.tables[path].get(name, "")
        full = path + "." + name
        if name in own:
            value = own[name]
            if isinstance(value, types.FunctionType) and "<locals>" in value.__qualname__:
                value.__name__ = value.__qualname__ = name
                value.__annotations__ = {}
        elif what.startswith("module "):
            return self._another_module(what[len("module "):], getattr(behind, name, None))
        else:
            value = getattr(behind, name, signatures.UNSET)
            if value is signatures.UNSET and path != self.top and name in self.tables.get(self.top, ()):
                return getattr(self.made[self.top], name)
            if value is signatures.UNSET:
                raise signatures.gone(full)
        return self._checked(full, what, value)

    def _another_module(self, path: str, behind: Any) -> Any:
        if path in self.tables:
            return self.module(path, behind)
        if behind is None:
            __import__(path)
        return behind if behind is not None else sys.modules[path]

    def _checked(self, full: str, what: str, value: Any) -> Any:
        """The value, held to the signature that the original had."""
        methods = self.methods.get(full.replace(".models.", "."), {})
        for method in sorted(methods):
            if hasattr(value, method):
                signatures.check_method(value, method, methods[method], full=full + "." + method)
        kind = what.partition(" ")[0]
        of_class = kind in ("class", "layer", "optimizer")
        if "(" not in what or not callable(value) or methods or isinstance(value, type) != of_class:
            return value
        if not of_class:
            return signatures.checked(full, what, value)
        keywords = [*self.keywords.get(kind, ()), *self.keywords.get(full, ())]
        refuse = {"layer": refuse_for_layer, "optimizer": refuse_for_optimizer}.get(kind)
        signatures.check_method(value, "__init__", what, keywords, refuse, full)
        return value


class Facade(types.ModuleType):
    """One of an original's modules: its names are looked up, and made, when they are first asked for."""

    def __init__(self, library: Library, path: str, behind: Any) -> None:
        types.ModuleType.__init__(self, path, getattr(behind, "__doc__", None))
        self.__path__ = []
        self._library, self._path, self._behind = library, path, behind
        self.importable = {}  # type: Dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        value = self._offered() if name == "__all__" else self._library.value(self._path, self._behind, name)
        vars(self)[name] = value
        return value

    def _offered(self) -> List[str]:
        """What ``from module import *`` brings, as far as there is something for it."""
        left_out = self._library.tables[self._path].get("__all__", "").split()[1:]
        return [name for name in self._library.names(self._path) if name not in left_out and hasattr(self, name)]

    def __dir__(self) -> List[str]:
        return self._library.names(self._path)
