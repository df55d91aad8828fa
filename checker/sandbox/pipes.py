"""Pipes between the checker and a child."""

import contextlib
import os


def own_pipe() -> tuple[int, int]:
    """The two ends of a pipe, to read and to write, that no user's process can open once more by ``/proc/self/fd``.

    A child of the same user would else take back what it has written, or fill what the checker writes to it. Root's
    children are no root, and macOS has no such places.
    """
    ends = os.pipe()
    with contextlib.suppress(OSError):
        os.fchmod(ends[0], 0)
    return ends
