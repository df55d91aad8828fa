"""Whose turn it is: the jobs of a class run side by side, but one that is tried once more has the machine to itself."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

GATE, RUNNING = "gate", "running"

_shared: list[Path] = []


def share(folder: Path) -> None:
    """Has this process take turns with all others that name the same folder, for as long as it is there; it is made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _shared.append(folder)


@contextlib.contextmanager
def turn(*, alone: bool) -> Iterator[None]:
    """A turn to run a job, beside others; or `alone`, when all that run are done, while those to come wait.

    The system lets go of a turn when its process is killed. Where nobody shares, it is anybody's turn at any time.
    """
    with contextlib.ExitStack() as held:
        if files := _open_files(held):
            gate, running = files
            fcntl.flock(gate, fcntl.LOCK_EX)
            fcntl.flock(running, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            # Who waits for its turn alone keeps the gate shut meanwhile, or it might wait for ever.
            fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def _open_files(held: contextlib.ExitStack) -> list[int]:
    """The gate and what is running, in the folder shared last; none where nobody shares, or has taken it away."""
    for folder in reversed(tuple(_shared)):
        with contextlib.suppress(OSError):
            return [_open(folder / name, held) for name in (GATE, RUNNING)]
        with contextlib.suppress(ValueError):  # another thread may have found it gone too
            _shared.remove(folder)
    return []


def _open(path: Path, held: contextlib.ExitStack) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    held.callback(os.close, descriptor)
    return descriptor
