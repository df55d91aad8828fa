"""What a submission has written to its folder, counted without recursion and without end."""

import contextlib
import os
from dataclasses import dataclass

MOST_LEVELS = 50
# A file whose path is longer than the system takes can't be looked at; that is 4,096 bytes on Linux.
MOST_PATH_BYTES = 4000


@dataclass(slots=True)
class Written:
    """The number and the bytes of all files and folders; `depth`: where counting ended, in words, "" when nowhere."""

    files: int = 0
    size: int = 0
    depth: str = ""


def written(folder: str, most: int) -> Written:
    """What lies in a folder.

    Counting ends soon after `most` files, and at folders over MOST_LEVELS or paths over MOST_PATH_BYTES.
    """
    found = Written()
    left = [(folder, 1)]
    while left and found.files <= most and not found.depth:
        path, level = left.pop()
        with contextlib.suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                if _count(entry, found):
                    left.append((entry.path, level + 1))
        if level > MOST_LEVELS:
            found.depth = f"made folders over {MOST_LEVELS} levels deep"
    return found


def _count(entry: "os.DirEntry[str]", found: Written) -> bool:
    """Counts one entry; whether it is a folder, to be looked into."""
    found.files += 1
    if len(os.fsencode(entry.path)) > MOST_PATH_BYTES:
        found.depth = f"made a file whose path has over {MOST_PATH_BYTES} bytes"
        return False
    if entry.is_dir(follow_symlinks=False):
        return True
    with contextlib.suppress(OSError):
        found.size += entry.stat(follow_symlinks=False).st_blocks * 512
    return False
