"""The filter of system calls: what is newer than its list, or than its library, is refused too."""

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from bench import function, run, seen, write

from checker.model import Framework
from checker.runtimes import modern
from checker.sandbox.seccomp import refusing_program
from checker.sandbox.worker import Worker

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's"),
    pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are this machine's"),
]
# Each returns -1 and an error of its own where nothing refuses it: it is given nothing that it could be done to.
CALLS = {
    "setxattrat": ((463, -1, 0, 0, 0, 0, 0), errno.ENOSYS),
    "removexattrat": ((466, -1, 0, 0, 0), errno.ENOSYS),
    "open_tree_attr": ((467, -1, 0, 0, 0, 0), errno.ENOSYS),
    "file_getattr": ((468, -1, 0, 0, 0, 0), errno.ENOSYS),
    "file_setattr": ((469, -1, 0, 0, 0, 0), errno.ENOSYS),
    "listmount": ((458, 0, 0, 0, 0), errno.ENOSYS),
    "fchmodat2": ((452, -1, 0, 0, 0), errno.EPERM),
    "clone3": ((435, 0, 0), errno.ENOSYS),
    "truncate": ((76, 0, 0), errno.EPERM),
    "fallocate": ((285, -1, 0, 0, 1), errno.EOPNOTSUPP),
    "fadvise64": ((221, -1, 0, 0, 0), errno.EPERM),
    "mincore": ((27, 1, 0, 0), errno.EPERM),
    "cachestat": ((451, -1, 0, 0, 0), errno.EPERM),
    "preadv2": ((327, -1, 0, 0, 0, 0, 8), errno.ENOSYS),
    "pwritev2": ((328, -1, 0, 0, 0, 0, 0), errno.ENOSYS),
    "madvise MADV_PAGEOUT": ((28, 1, 0, 21), errno.EPERM),
    "ioctl FS_IOC_SETFLAGS": ((16, -1, 0x40086602, 0), errno.ENOTTY),
    "ioctl FS_IOC_FSSETXATTR": ((16, -1, 0x401C5820, 0), errno.ENOTTY),
    "ioctl TIOCSTI": ((16, -1, 0x5412, 0), errno.EPERM),
    "fcntl F_SETLEASE": ((72, -1, 1024, 0), errno.EPERM),
    "fcntl F_NOTIFY": ((72, -1, 1026, 0), errno.EPERM),
    "fcntl F_SETOWN": ((72, -1, 8, 0), errno.EPERM),
    "fcntl F_SETOWN_EX": ((72, -1, 15, 0), errno.EPERM),
    "fcntl F_SETSIG": ((72, -1, 10, 0), errno.EPERM),
    "prctl PR_SET_DUMPABLE": ((157, 4, 7), errno.EPERM),
    "landlock_create_ruleset": ((444, 0, 0, 1), errno.EPERM),
    "landlock_restrict_self": ((446, -1, 0), errno.EPERM),
    "seccomp": ((317, 9, 0, 0), errno.EPERM),
    "prctl PR_SET_SECCOMP": ((157, 22, 9), errno.EPERM),
    "vmsplice": ((278, -1, 0, 0, 0), errno.EPERM),
    "splice": ((275, -1, 0, -1, 0, 1, 0), errno.EPERM),
    "tee": ((276, -1, -1, 1, 0), errno.EPERM),
    "flock": ((73, -1, 2), errno.EPERM),
    "fcntl F_SETLK": ((72, -1, 6, 0), errno.EPERM),
    "fcntl F_OFD_SETLKW": ((72, -1, 38, 0), errno.EPERM),
    "close_range CLOSE_RANGE_UNSHARE": ((436, 9, 1, 2), errno.EPERM),
    "clone without the process's files": ((56, 0x10000), errno.EPERM),
}  # fmt: skip
# Those that libraries and threads need are left: their own errors come.
NEEDED = {
    "ioctl FIONBIO": ((16, -1, 0x5421, 0), errno.EBADF),
    "fcntl F_SETFL": ((72, -1, 4, 0), errno.EBADF),
    "madvise MADV_HUGEPAGE": ((28, 1, 0, 14), errno.EINVAL),
    "close_range": ((436, 9, 1, 0), errno.EINVAL),
    "ftruncate": ((77, -1, 0), errno.EBADF),
}
BODY = """\
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.argtypes = [ctypes.c_long] * 7
said = []
for numbers in {calls!r}:
    done = libc.syscall(*(list(numbers) + [0] * 7)[:7]) != -1
    said.append(0 if done else ctypes.get_errno())
return said"""


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker with all walls there are."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


def answers(worker: Worker, folder: Path, calls: dict[str, tuple[Any, int]]) -> dict[str, int]:
    """How each call ended, made by its number: the error's number, 0 where it was done."""
    body = BODY.format(calls=[numbers for numbers, _ in calls.values()])
    ran = run(worker, write(folder, function(body)))
    if "seccomp" not in ran.layers:
        pytest.skip("this system does not grant seccomp")
    return {name: one["value"] for name, one in zip(calls, seen(ran).value["items"], strict=True)}


def test_what_is_newer_or_changes_files_is_refused(worker, tmp_path):
    """Calls are made by their numbers, for a library may not know their names."""
    assert answers(worker, tmp_path, CALLS) == {name: error for name, (_, error) in CALLS.items()}


def test_what_is_needed_is_not_refused(worker, tmp_path):
    """The kernel itself answers."""
    assert answers(worker, tmp_path, NEEDED) == {name: error for name, (_, error) in NEEDED.items()}


@pytest.fixture
def library(monkeypatch):
    """libseccomp, to be made older: it does not know `names`."""
    import pyseccomp

    known = pyseccomp.resolve_syscall

    def forget(*names: str) -> None:
        monkeypatch.setattr(pyseccomp, "resolve_syscall", lambda arch, name: -1 if name in names else known(arch, name))
        refusing_program.cache_clear()

    refusing_program.cache_clear()
    yield forget
    refusing_program.cache_clear()


def test_an_older_library_makes_the_same_program(library):
    """What it has no name for is refused by its number."""
    whole = refusing_program()
    library("fchmodat2", "cachestat", "clone3")
    assert refusing_program() == whole


def test_what_cannot_be_refused_is_no_filter(library):
    """A name without a number: the layer is missing, and what needs it does not run."""
    library("chmod")
    assert refusing_program() == b""
