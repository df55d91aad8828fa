"""Removing a folder, however it was made: deep, with long paths, with folders that may not be entered.

Nothing here recurses, and no path is longer than a name: folders are moved up until all lie at the top. The
worker ships with this file, so it is written in Python 3.5 syntax.
"""

import contextlib
import os
import stat
from typing import Optional, Set  # noqa: F401 - one stands in a comment

_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def empty(folder: str) -> None:
    """Removes all that is in a folder, and follows no link; what the system doesn't let go stays. It never raises."""
    with contextlib.suppress(OSError):
        top = os.open(folder, _FLAGS)
        try:
            _empty(top)
        finally:
            os.close(top)


def remove(path: str) -> None:
    """Removes a file, a link or a folder with all that is in it, where the system lets it go. It never raises."""
    with contextlib.suppress(OSError):
        if _is_folder(os.lstat(path)):
            _let_in(path)
            empty(path)
            os.rmdir(path)
        else:
            os.unlink(path)


def _empty(top: int) -> None:
    kept = set()  # type: Set[str]
    names = set(os.listdir(top))
    while names:
        for name in names:
            try:
                _take(name, top)
            except OSError:
                kept.add(name)
        names = set(os.listdir(top)) - kept


def _take(name: str, top: int) -> None:
    """Removes one entry of `top`; the folders in it come to lie in `top` themselves."""
    if not _is_folder(os.stat(name, dir_fd=top, follow_symlinks=False)):
        os.unlink(name, dir_fd=top)
        return
    _let_in(name, top)
    folder = os.open(name, _FLAGS, dir_fd=top)
    try:
        for inner in os.listdir(folder):
            with contextlib.suppress(OSError):
                _move_up(inner, folder, top)
    finally:
        os.close(folder)
    os.rmdir(name, dir_fd=top)


def _move_up(name: str, folder: int, top: int) -> None:
    if _is_folder(os.stat(name, dir_fd=folder, follow_symlinks=False)):
        _let_in(name, folder)
        os.rename(name, os.urandom(8).hex(), src_dir_fd=folder, dst_dir_fd=top)
    else:
        os.unlink(name, dir_fd=folder)


def _let_in(path: str, place: Optional[int] = None) -> None:
    with contextlib.suppress(OSError):
        os.chmod(path, 0o700, dir_fd=place)


def _is_folder(status: os.stat_result) -> bool:
    return stat.S_ISDIR(status.st_mode)
