"""The Pythons on this machine from which the exact runtime can be built."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.errors import RuntimeFault

# In the order in which they are taken; for later ones TensorFlow 1.12 was never packaged.
FITTING = ("3.6", "3.5")
VERSION = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
ASK_SECONDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Python:
    """An interpreter's path and its version, such as ``3.6``."""

    path: str
    version: str


def find_python(named: str = "") -> Python:
    """The interpreter to build the exact runtime from: the one named, or the first fitting one found.

    Raises:
        RuntimeFault: when it does not fit, or none was found.
    """
    if named:
        found = _ask(shutil.which(named) or named)
        if found is None:
            raise RuntimeFault(f"{named} is no Python that can make virtual environments")
        if found.version not in FITTING:
            fitting = " and ".join(FITTING)
            raise RuntimeFault(f"{named} is Python {found.version}; TensorFlow 1.12 was packaged for {fitting}")
        return found
    pythons = list(fitting_pythons())
    if not pythons:
        raise RuntimeFault(
            f"no Python {' or '.join(FITTING)} was found on PATH or among pyenv's versions: install one "
            f"(`pyenv install 3.6`), or name one with --python PATH"
        )
    return pythons[0]


def fitting_pythons() -> Iterator[Python]:
    """The fitting interpreters on PATH and among pyenv's versions, best first."""
    for version in FITTING:
        for path in _candidates(version):
            found = _ask(path)
            if found is not None and found.version == version:
                yield found


def _candidates(version: str) -> Iterator[str]:
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    with contextlib.suppress(OSError):  # another user's, say
        for folder in sorted(root.glob(f"{version}.*"), key=_number, reverse=True):
            yield str(folder / "bin" / "python")


def _number(folder: Path) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", folder.name)]


def _ask(path: str) -> Python | None:
    try:
        ended = subprocess.run(
            [path, "-I", "-c", VERSION], capture_output=True, text=True, timeout=ASK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = ended.stdout.strip()
    return Python(path=path, version=version) if ended.returncode == 0 and version else None
