"""Whose turn it is: the jobs of a class run side by side, but one that is tried once more has the machine to itself."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing runs
    fcntl = None  # type: ignore[assignment]

GATE, RUNNING = "gate", "running"

_shared: list[Path] = []


def share(folder: Path) -> None:
    """Has this process take turns with all others that name the same folder; it is made where it is not there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _shared[:] = [folder]


@contextlib.contextmanager
def turn(*, alone: bool) -> Iterator[None]:
    """A turn to run a job, beside others; or `alone`, when all that run are done, while those to come wait.

    The system lets go of a turn when its process is killed. Where nobody shares, it is anybody's turn at any time.
    """
    if not _shared:
        yield
        return
    with _locked(GATE, fcntl.LOCK_EX) as gate, _locked(RUNNING, fcntl.LOCK_EX if alone else fcntl.LOCK_SH):
        # Who waits for its turn alone keeps the gate shut meanwhile, or it might wait for ever.
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


@contextlib.contextmanager
def _locked(name: str, kind: int) -> Iterator[int]:
    descriptor = os.open(_shared[0] / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)
