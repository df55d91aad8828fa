"""How a submission's files are imported: its own folder, and a few libraries seen as they were in the course's time."""

import ast
import builtins
import contextlib
import importlib.util
import os
import sys
import types
from typing import Any, List, Mapping, Optional, Sequence

from checker.worker import imports

# What ast.parse knows since Python 3.8; older ones need no telling.
OLDER = {"feature_version": (3, 6)}  # type: Any


class Importer:
    """Imports a submission's files from `folder`, and gives them `facades` in the place of some libraries.

    Only the submission's own modules see the facades: each gets builtins of its own, whose ``__import__`` is this
    importer's. Libraries go on importing each other as they are.

    Args:
        folder: the scratch copy of the submission's folder, an absolute path.
        facades: top-level module name → module that stands in for it.
        allowed: the modules that may be imported by detours too, see `imports`; None for any.
    """

    def __init__(
        self, folder: str, facades: Mapping[str, types.ModuleType], allowed: Optional[Sequence[str]] = None
    ) -> None:
        self.folder = folder
        self.check = imports.refuse_detours(folder, allowed) if allowed is not None else None
        self.facades = facades
        self.builtins = dict(vars(builtins), __import__=self.import_module)
        sys.path.append(folder)

    def load(self, name: str) -> types.ModuleType:
        """The submission's module `name` (``4-resnet50``), imported once."""
        if name in sys.modules:
            return sys.modules[name]
        path = self.path_of(name)
        code = _compiled(path)
        module = types.ModuleType(name)
        module.__file__ = path
        vars(module)["__builtins__"] = self.builtins
        sys.modules[name] = module
        try:
            exec(code, vars(module))
        except BaseException:
            del sys.modules[name]
            raise
        return module

    def path_of(self, name: str) -> str:
        """Where the submission's module `name` lies; its ``__file__`` can be anything by the time it is imported."""
        return os.path.join(self.folder, name + ".py")

    def import_module(
        self, name: str, globals: Optional[Mapping[str, Any]] = None, locals: Optional[Mapping[str, Any]] = None,
        fromlist: Sequence[str] = (), level: int = 0
    ) -> Any:
        """Stands in for ``builtins.__import__`` in the submission's modules, with its arguments and results."""
        top = name.partition(".")[0]
        frame = imports.asking() if self.check is not None else None
        if self.check is not None and frame is not None:
            self.check(name, frame, imports.asks_from_c(frame, globals, locals, fromlist, level))
        if level == 0 and top in self.facades:
            return _import_facade(self.facades[top], name, fromlist)
        own = level == 0 and top not in sys.modules and os.path.isfile(os.path.join(self.folder, top + ".py"))
        if own and not _is_library(top, self.folder):
            return self.load(top)
        return builtins.__import__(name, globals, locals, fromlist, level)


def _is_library(name: str, folder: str) -> bool:
    """Whether `name` is found elsewhere: the submission's folder comes last."""
    spec = importlib.util.find_spec(name)
    return spec is not None and os.path.dirname(spec.origin or "") != folder


def lines_run(path: str) -> List[int]:
    """The lines of a file's top-level statements that do something when it is imported, besides making names."""
    with open(path, "rb") as stream:
        data = stream.read()
    try:
        tree = ast.parse(data)
    except SyntaxError:
        tree = _older(data, path)
    return [statement.lineno for statement in tree.body if _does_something(statement)]


def _compiled(path: str) -> Any:
    """A file's code; what today's Python can't read may be Python 3.5's."""
    with open(path, "rb") as stream:
        data = stream.read()
    try:
        return compile(data, path, "exec", dont_inherit=True)
    except SyntaxError:
        if sys.version_info < (3, 8):
            raise
        with contextlib.suppress(SyntaxError, ValueError):
            return compile(_older(data, path), path, "exec", dont_inherit=True)
        raise


def _older(data: bytes, path: str) -> Any:
    """The syntax tree of a file in which `async` and `await` are names, which they were up to Python 3.6."""
    return ast.parse(data, path, **OLDER)


def _does_something(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.If):
        return "__name__" not in ast.dump(statement.test) and any(map(_does_something, statement.body))
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    return isinstance(statement, (ast.For, ast.While, ast.With))


def _import_facade(facade: types.ModuleType, name: str, fromlist: Optional[Sequence[str]]) -> Any:
    leaf = facade  # type: Any
    parts = name.split(".")
    for place, part in enumerate(parts[1:], 2):
        error = _no_module(".".join(parts[:place]))
        leaf = getattr(leaf, "importable", {}).get(part) or _member(leaf, part, error)
        if callable(leaf):
            raise error
    for wanted in fromlist or ():
        # Python itself would look among all modules that there are, those of today's libraries too.
        if wanted != "*":
            _member(leaf, wanted, ImportError("cannot import name %r" % wanted))
    return leaf if fromlist else facade


def _member(module: Any, name: str, error: ImportError) -> Any:
    """A module's attribute; the error where it has none, unless it was there and we don't have it."""
    try:
        return getattr(module, name)
    except NotImplementedError as limit:
        raise ImportError(str(limit)) from None
    except AttributeError:
        raise error from None


def _no_module(name: str) -> ImportError:
    kind = getattr(builtins, "ModuleNotFoundError", ImportError)
    return kind("No module named %r" % name)
