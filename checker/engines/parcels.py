"""A student's folder on its way to another machine, so that checks find there what they would find here."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.sandbox.scratch import MAX_FILES
from checker.static_checks.reading import list_names, read_bytes

# More than a person can have meant.
MOST_NAMES = 2000
OUT = "/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What lies in a folder under one name: its kind and rights, how large it is, and the bytes that checks read."""

    mode: int
    size: int = 0
    data: bytes = b""


Parcel = Mapping[str, Entry]


def packed(folder: Path, needed: Iterable[str]) -> dict[str, Entry]:
    """What is in a project's folder; of files that no check reads, names and sizes alone.

    Args:
        needed: the files that go along whatever lies beside them.
    """
    listing = list_names(folder)
    first = [name for name in dict.fromkeys(needed) if name in listing]
    read = {*first, *[name for name in listing if name.endswith(".py")][:MAX_FILES]}
    return {name: _entry(folder, name, read=name in read) for name in dict.fromkeys([*first, *listing[:MOST_NAMES]])}


def _entry(folder: Path, name: str, *, read: bool) -> Entry:
    """A link in the folder to a file in it is that file; any other leads out here and there."""
    mode, data, obstacle = read_bytes(folder, name) if read else (0, b"", None)
    if read and obstacle is None:
        return Entry(mode=mode, size=len(data), data=data)
    try:
        status = os.lstat(folder / name)
    except OSError:
        return Entry(mode=stat.S_IFREG)
    return Entry(mode=status.st_mode, size=status.st_size)


@contextlib.contextmanager
def unpacked(folder: str, parcel: Parcel | None) -> Iterator[Path]:
    """The folder itself where nothing was sent, else a temporary one of the same name with what was."""
    if parcel is None:
        yield Path(folder)
        return
    with tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as place:
        copy = Path(place, Path(folder).name)
        copy.mkdir()
        for name, entry in parcel.items():
            _write(copy / name, entry)
        yield copy


def _write(path: Path, entry: Entry) -> None:
    if stat.S_ISDIR(entry.mode):
        path.mkdir()
    elif stat.S_ISLNK(entry.mode):
        path.symlink_to(OUT)
    elif not stat.S_ISREG(entry.mode):
        os.mkfifo(path)
    else:
        path.write_bytes(entry.data)
        os.truncate(path, entry.size)  # what is too large is a hole of the same size
        path.chmod(0o755 if entry.mode & 0o100 else 0o644)
