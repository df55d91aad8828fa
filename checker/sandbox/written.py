"""What a submission has written, in its folder or without a name, counted without recursion and without end."""

import contextlib
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LEVELS = 50
# A file whose path is longer than the system takes can't be looked at; that is 4,096 bytes on Linux.
MOST_PATH_BYTES = 4000
# Mappings of files that have been deleted, in /proc/PID/maps: inode and path.
MAPPED = re.compile(rb"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ (\d+) +(/.*) \(deleted\)$", re.MULTILINE)


@dataclass(slots=True)
class Written:
    """The number and the bytes of all files and folders; `depth`: why counting ended, in words, "" where it did not."""

    files: int = 0
    size: int = 0
    depth: str = ""


def written(folder: str, most: int) -> Written:
    """What lies in a folder.

    Counting ends soon after `most` files, at folders over MOST_LEVELS or paths over MOST_PATH_BYTES, and at a folder
    that can't be listed: the submission, which can't change modes, has made it so.
    """
    found = Written()
    left = [(folder, 1)]
    while left and found.files <= most and not found.depth:
        path, level = left.pop()
        try:
            with os.scandir(path) as entries:
                left.extend((entry.path, level + 1) for entry in entries if _count(entry, found))
        except PermissionError:
            found.depth = "made a folder in which nobody may look for files"
        except OSError:  # it is gone by now
            continue
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


class Disk:
    """What a job takes of the disk: what lies in its folder, and what its processes hold that has no name any more.

    Args:
        folder: the job's own. files: how many files it may have there. file_bytes: how large one may be.
    """

    def __init__(self, folder: str, files: int, file_bytes: int) -> None:
        self.folder = folder
        self.files = files
        self.file_bytes = file_bytes
        self.free = _free(folder)

    def taken(self, processes: Iterable[int]) -> Written:
        """All that is taken now, by these processes too."""
        found = written(self.folder, self.files)
        # Reading what a process with TensorFlow has mapped takes 2 ms: only when room goes that is seen nowhere else.
        nameless = Nameless(self.folder, self.file_bytes, mapped=self.free - _free(self.folder) > 2 * self.file_bytes)
        for process in processes:
            nameless.look_into(process)
        found.size += nameless.size()
        return found


class Nameless:
    """Files without a name: they take room for as long as a process has them open or mapped.

    Each that is open counts as it is; one that lay in `folder` and is mapped alone, whose size can't be seen, as `most`
    bytes. Mappings are looked at where `mapped`.
    """

    def __init__(self, folder: str, most: int, *, mapped: bool) -> None:
        self.start = os.fsencode(folder) + b"/"
        self.most = most
        self.mapped = mapped
        self.found: dict[int, int] = {}

    def size(self) -> int:
        """The bytes of all that were found, each once."""
        return sum(self.found.values())

    def look_into(self, process: int) -> None:
        """Adds a process's; nothing where it is gone or may not be looked into."""
        with contextlib.suppress(OSError):
            for descriptor in os.listdir(f"/proc/{process}/fd"):
                self._add_open(f"/proc/{process}/fd/{descriptor}")
            if self.mapped:
                with open(f"/proc/{process}/maps", "rb", buffering=0) as stream:
                    mappings = MAPPED.findall(stream.readall())
                for inode, path in mappings:
                    if path.startswith(self.start):
                        self.found.setdefault(int(inode), self.most)

    def _add_open(self, descriptor: str) -> None:
        with contextlib.suppress(OSError):
            status = os.stat(descriptor)
            if stat.S_ISREG(status.st_mode) and not status.st_nlink:
                self.found[status.st_ino] = status.st_blocks * 512


def _free(folder: str) -> int:
    with contextlib.suppress(OSError):
        system = os.statvfs(folder)
        return system.f_bfree * system.f_frsize
    return 0
