"""Does a file in the submission's folder take the place of a library, or of what starts Python?"""

import fnmatch
import os
import sys
from collections.abc import Iterable, Iterator

from checker.model import Finding
from checker.static_checks.reading import list_names
from checker.static_checks.source import Source, shown

# Besides the standard library: what answers import, what students try them with, and the checker itself.
_LIBRARIES = frozenset({"checker", "h5py", "keras", "matplotlib", "numpy", "scipy", "tensorflow", "tf_keras"})
_STARTED = {
    "sitecustomize.py": "Python runs it at the start of every program",
    "usercustomize.py": "Python runs it at the start of every program",
    "pyvenv.cfg": "Python takes its folder for an environment",
    "*.pth": "Python reads such files where libraries are installed, and runs lines of them",
    "conftest.py": "pytest runs it",
    "pytest.ini": "pytest takes its settings from it",
}
_HIDES = (
    "{file} hides the library {name} from your own runs of this file, though not from the checker's: give it another "
    "name"
)
_STARTS = "{files}: {what}, though the checker does not: leave it out, no answer needs it"
_COMPILED = "{files}: compiled from a file that is not there; nobody can read it, and the checker does not run it"
_MOST_NAMED = 3
_CACHE = "__pycache__"


def shadows(source: Source, used: Iterable[str]) -> list[Finding]:
    """Remarks on what lies in the folder and changes what Python does there, though never what it does here.

    S027: a remark: a file has the name of a library (of the standard library, or `used` in the task), or of what Python
        and pytest read when they start, or is compiled code without its source.
    """
    messages = [*_libraries(source, used), *_starters(source), *_compiled(source)]
    return [Finding(code="S027", message=message, file=source.file, remark=True) for message in messages]


def _libraries(source: Source, used: Iterable[str]) -> Iterator[str]:
    names = {*used, *_LIBRARIES, *sys.stdlib_module_names}
    for file in source.listing:
        name = file.removesuffix(".py")
        if name in names and (file != name or _is_package(source, file)):
            yield _HIDES.format(file=file, name=name)


def _is_package(source: Source, file: str) -> bool:
    # A folder without this file gives way to any library of its name.
    return os.path.isfile(source.folder / file / "__init__.py")


def _starters(source: Source) -> Iterator[str]:
    for pattern, what in _STARTED.items():
        files = fnmatch.filter(source.listing, pattern)
        if files:
            yield _STARTS.format(files=_listed(files), what=what)


def _compiled(source: Source) -> Iterator[str]:
    """Python itself leaves a cache of siblings that were imported; what has no source beside it came otherwise."""
    cache = source.folder / _CACHE
    # The names in a folder elsewhere are nobody's business.
    cached = [] if os.path.islink(cache) else [f"{_CACHE}/{name}" for name in list_names(cache)]
    files = [name for name in (*source.listing, *cached) if name.endswith(".pyc")]
    orphans = [name for name in files if f"{name.rpartition('/')[2].partition('.')[0]}.py" not in source.listing]
    if orphans:
        yield _COMPILED.format(files=_listed(orphans))


def _listed(files: list[str]) -> str:
    more = f" and {len(files) - _MOST_NAMED:,} more" if len(files) > _MOST_NAMED else ""
    return ", ".join(map(shown, files[:_MOST_NAMED])) + more
