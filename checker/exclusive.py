"""One run at a time in a folder, with a place for temporary files that the next run clears when this one is killed."""

import contextlib
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import filelock

from checker import folders
from checker.errors import UsageError

LOCK, LEFT = ".lock", ".temporary"
PREFIX = "checker-class-"
CLEAR_SECONDS = 10.0


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Makes the folder, locks it, and has all temporary files of this process in one place, gone afterwards.

    Raises:
        UsageError: when the folder can't be made or written to, or another run is at work in it.
    """
    with contextlib.ExitStack() as resources:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            resources.enter_context(filelock.FileLock(folder / LOCK).acquire(timeout=0))
            _clear(folder)
            place = _new_place(folder)
        except filelock.Timeout as error:
            raise UsageError(f"another run is at work in {folder}: wait for it, or name another folder") from error
        except OSError as error:
            raise UsageError(f"the folder {folder} can't be used: {error.strerror or error}") from error
        resources.callback(_clear, folder)
        with _temporary_files_in(place):
            yield


def _new_place(folder: Path) -> Path:
    """A folder for temporary files; it is written down before it is there, for whoever is killed in between."""
    place = Path(tempfile.gettempdir(), PREFIX + secrets.token_hex(8))
    (folder / LEFT).write_text(str(place), encoding="utf-8")
    place.mkdir(mode=0o711)  # submissions run as another user, who can't list it
    return place


@contextlib.contextmanager
def _temporary_files_in(place: Path) -> Iterator[None]:
    before = tempfile.tempdir
    tempfile.tempdir = str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _clear(folder: Path) -> None:
    """Takes away the place of a run that has ended, or was killed; its last processes may still be at their end."""
    try:
        left = Path((folder / LEFT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    ends = time.monotonic() + CLEAR_SECONDS
    while left.name.startswith(PREFIX) and left.is_dir() and not left.is_symlink() and time.monotonic() < ends:
        folders.remove(str(left))
        if left.is_dir():
            time.sleep(0.1)
    (folder / LEFT).unlink(missing_ok=True)
