"""A file system of a child's own, where all that is not to be used is not there at all (Linux).

It has what may be read, each at its own path and never to be written to, and the scratch folder. Landlock keeps files
from being opened; this keeps them from being seen, locked and asked for their sizes too. Constants are named as in the
kernel's headers: linux/mount.h, linux/fcntl.h.
"""

import ctypes
import os
import struct
from typing import List, NamedTuple, Optional, Sequence, Tuple

MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MNT_DETACH = 2, 4, 0x1000, 0x4000, 2
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID = 442, -100, 0x8000, 1, 2
# By which an open descriptor has a path, as everywhere.
DEVICES = (
    ("/dev/fd", "/proc/self/fd"), ("/dev/stdin", "/proc/self/fd/0"), ("/dev/stdout", "/proc/self/fd/1"),
    ("/dev/stderr", "/proc/self/fd/2"))
MOST_LINKS = 40
SMALL = b"mode=755,size=1m"

_LIBC = ctypes.CDLL(None, use_errno=True)

Plan = NamedTuple("Plan", [("shown", List[str]), ("hidden", List[str]), ("links", List[Tuple[str, str]])])


def plan(paths: Sequence[str], hidden: str) -> Plan:
    """What a root is made of: folders and files, of those in `paths` that are there, and the links that lead to them.

    Args:
        hidden: a folder that is to be empty, where it lies in one that is shown.
    """
    shown = []  # type: List[str]
    there = [path for path in paths if os.path.exists(path)]
    for path in sorted({os.path.realpath(path) for path in there}):
        if not any(_is_in(path, folder) for folder in shown):
            shown.append(path)
    links = [link for path in there for link in _links(path)]
    covered = any(_is_in(hidden, folder) for folder in shown)
    return Plan(shown, [hidden] if covered else [], list(DEVICES) + links)


def enter(made_of: Plan, scratch: str) -> bool:
    """Makes the plan's root the caller's, with `scratch` as its folder; False where that can't be: all is as it was."""
    if not hasattr(_LIBC, "pivot_root"):
        return False
    place = os.open(scratch, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    mask = os.umask(0o022)
    try:
        _mount(None, scratch, MS_NOSUID | MS_NODEV)
        _build(scratch, made_of, place)
    except OSError:
        os.fchdir(place)
        return False
    finally:
        os.umask(mask)
        os.close(place)
    _succeed(_LIBC.umount2(b".", MNT_DETACH))
    os.chdir(scratch)
    return True


def _build(root: str, made_of: Plan, scratch: int) -> None:
    """Makes the root upon the scratch folder's own path, which is open as `scratch`, and changes to it."""
    try:
        _fill(root, made_of)
        os.makedirs(root + root, exist_ok=True)
        _protect(root)
        _mount("/proc/self/fd/%d" % scratch, root + root, MS_BIND)
        os.chdir(root)
        _succeed(_LIBC.pivot_root(b".", b"."))
    except OSError:
        _LIBC.umount2(os.fsencode(root), MNT_DETACH)
        raise


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _links(path: str) -> List[Tuple[str, str]]:
    """The links on the way of a path to its real place, each with what it says."""
    found = []  # type: List[Tuple[str, str]]
    while len(found) < MOST_LINKS:
        parts = os.path.abspath(path).split(os.sep)
        steps = [os.sep.join(parts[:count]) for count in range(2, len(parts) + 1)]
        link = next((step for step in steps if os.path.islink(step)), None)
        if link is None:
            break
        found.append((link, os.readlink(link)))
        path = os.path.join(os.path.dirname(link), found[-1][1]) + path[len(link):]
    return found


def _fill(root: str, made_of: Plan) -> None:
    for path in made_of.shown:
        if os.path.isdir(path):
            os.makedirs(root + path)
        else:
            os.makedirs(os.path.dirname(root + path), exist_ok=True)
            os.close(os.open(root + path, os.O_CREAT | os.O_WRONLY, 0o644))
        _mount(path, root + path, MS_BIND | MS_REC)
    for path in made_of.hidden:
        _mount(None, root + path, MS_NOSUID | MS_NODEV)
    for path, target in made_of.links:
        if not os.path.lexists(root + path):
            os.makedirs(os.path.dirname(root + path), exist_ok=True)
            os.symlink(target, root + path)


def _protect(root: str) -> None:
    """Lets nothing be written to any of the mounts."""
    change = struct.pack("=4Q", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
    _succeed(_LIBC.syscall(MOUNT_SETATTR, AT_FDCWD, os.fsencode(root), AT_RECURSIVE, change, len(change)))


def _mount(source: Optional[str], target: str, flags: int) -> None:
    """Mounts what is at `source`, or a small empty file system where that is None."""
    if source is None:
        _succeed(_LIBC.mount(b"none", os.fsencode(target), b"tmpfs", flags, SMALL))
    else:
        _succeed(_LIBC.mount(os.fsencode(source), os.fsencode(target), None, flags, None))


def _succeed(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
