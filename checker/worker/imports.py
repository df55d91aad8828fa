"""Imports by a detour: what a submission's code asks the import system for behind the back of the static checks.

They see ``import`` statements, and ``__import__``, ``exec``, ``eval`` and ``compile`` called by their names. An
``__import__`` got hold of in another way, out of a library's globals say, brings nothing but what the task allows.
"""

import builtins
import dis
import functools
import importlib
import importlib.machinery
import os
import sys
from typing import Any, Callable, FrozenSet, Optional, Sequence

from checker.worker import signatures

Check = Callable[[str, Any, bool], None]

STATEMENT, PREFIX = dis.opmap["IMPORT_NAME"], dis.opmap["EXTENDED_ARG"]
SEEN = ("__import__", "exec", "eval", "compile")
REFUSED = "the task doesn't allow the import of %r, and this is a detour around its rule: it allows %s"


def refuse_detours(folder: str, allowed: Sequence[str]) -> Check:
    """Has detours refused from now on, in this process.

    Args:
        folder: the submission's.
        allowed: the top-level modules that the task allows, its siblings' among them.

    Returns:
        A function of a module's name, the frame that asks for it and whether it asks as C code does, which raises
        ImportError for a detour; for who else stands in for ``__import__``.
    """
    known = loaded()

    def check(name: str, frame: Any, from_c: bool) -> None:
        top = name.partition(".")[0]
        if top in allowed or not _is_detour(frame, folder + os.sep):
            return
        if not from_c or not (top in known or _is_standard(top)):
            raise ImportError(REFUSED % (name, " and ".join(allowed) or "none"))

    def check_new(name: str, frame: Any) -> None:
        check(name, frame, False)
        top = name.partition(".")[0]
        if "tensorflow" in known or top in allowed or top in known or _is_standard(top):
            return
        if importlib.machinery.PathFinder.find_spec(top) is None:
            return  # libraries ask for what other systems have, and mind that it is not there
        if _is_asked_by_detour(frame, folder + os.sep):
            raise ImportError(REFUSED % (name, " and ".join(allowed) or "none"))

    builtins.__import__ = _checked(builtins.__import__, check, ("<", folder + os.sep))
    sys.meta_path.insert(0, _Finder(check_new))
    return check


@functools.lru_cache()
def loaded() -> FrozenSet[str]:
    """The top-level modules that were there when this was first asked: before any submission was."""
    return frozenset(name.partition(".")[0] for name in sys.modules)


def asking() -> Any:
    """The frame that calls the caller; None where there is none, as in a thread that C code has started."""
    try:
        return sys._getframe(2)
    except ValueError:
        return None


def asks_from_c(frame: Any, names: Any, others: Any, fromlist: Any, level: int) -> bool:
    """Whether ``__import__`` is called as C code calls it for itself, while that frame runs (PyImport_Import)."""
    return level == 0 and names is others is frame.f_globals and type(fromlist) is list and not fromlist


class _Finder:
    """Asked for every module that is not yet imported, whichever way was taken; finds none."""

    def __init__(self, check: Callable[[str, Any], None]) -> None:
        self.check = check

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        self.check(name, sys._getframe(1))


def _checked(original: Callable[..., Any], check: Check, suspicious: Sequence[str]) -> Callable[..., Any]:
    libraries, starts = vars(builtins), tuple(suspicious)

    def checked(
        name: str, globals: Any = None, locals: Any = None, fromlist: Optional[Sequence[str]] = (), level: int = 0
    ) -> Any:
        frame = asking()
        # Libraries import within their functions, often: nothing else is looked at for them.
        own = frame is not None and frame.f_builtins is not libraries
        if own or (frame is not None and frame.f_code.co_filename.startswith(starts)):
            check(name, frame, asks_from_c(frame, globals, locals, fromlist, level))
        return original(name, globals, locals, fromlist, level)

    checked.__name__ = checked.__qualname__ = original.__name__
    return checked


def _is_detour(frame: Any, folder: str) -> bool:
    """Whether the submission asks for an import, and its text does not say so.

    Code that it made of text has no file, and is read as if it stood where it runs.
    """
    statement = _is_statement(frame)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(folder):
            return not statement and not _names_what_is_seen(frame.f_code)
        if not (file.startswith("<") or file == importlib.__file__ or signatures.is_submissions(frame)):
            return False
        frame, statement = frame.f_back, False
    return False


def _is_asked_by_detour(frame: Any, folder: str) -> bool:
    """Whether the submission has a library import something, by a pickle say, and no statement of its own asks so."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(folder):
            return not (_is_statement(frame) or _names_what_is_seen(frame.f_code))
        frame = frame.f_back
    return False


def _is_statement(frame: Any) -> bool:
    code, place = frame.f_code.co_code, frame.f_lasti
    while code[place] == PREFIX:
        place += 2
    return bool(code[place] == STATEMENT)


def _names_what_is_seen(code: Any) -> bool:
    loads = (one for one in dis.get_instructions(code) if one.opname in ("LOAD_NAME", "LOAD_GLOBAL"))
    return any(one.argval in SEEN for one in loads)


def _is_standard(top: str) -> bool:
    folder = os.path.dirname(os.__file__)
    names = [*os.listdir(folder), *os.listdir(os.path.join(folder, "lib-dynload"))]
    return top in sys.builtin_module_names or top in {name.partition(".")[0] for name in names}
