"""One run at a time in a folder, with a place for temporary files that the next run clears when this one is killed."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock

from checker.errors import UsageError

LOCK, LEFT = ".lock", ".temporary"
PREFIX = "checker-class-"


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Makes the folder, locks it, and has all temporary files of this process in one place, gone afterwards.

    Raises:
        UsageError: when the folder can't be made or written to, or another run is at work in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK).acquire(timeout=0)
    except filelock.Timeout as error:
        raise UsageError(f"another run is at work in {folder}: wait for it, or name another folder") from error
    except OSError as error:
        raise UsageError(f"the folder {folder} can't be used: {error.strerror}") from error
    with lock:
        _clear(folder)
        with _temporary_files(folder):
            yield


@contextlib.contextmanager
def _temporary_files(folder: Path) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as place:
        os.chmod(place, 0o711)  # noqa: S103 - submissions run as another user, who can't list it
        (folder / LEFT).write_text(place, encoding="utf-8")
        before = tempfile.tempdir
        tempfile.tempdir = place
        try:
            yield
        finally:
            tempfile.tempdir = before
    (folder / LEFT).unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Takes away what a run left behind that was killed."""
    with contextlib.suppress(OSError):
        left = Path((folder / LEFT).read_text(encoding="utf-8"))
        if left.name.startswith(PREFIX) and left.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(left, ignore_errors=True)
