"""Walls around a child, put up after it is forked and before it meets the submission (Linux).

Each layer is tried on its own, what the kernel does not grant is left out, and `enter` says which stand. None needs
root or an engine. Constants are named as in the kernel's headers: linux/sched.h, linux/prctl.h, linux/mount.h,
linux/capability.h, linux/seccomp.h, linux/landlock.h; Landlock's system calls have one number on every architecture.
"""

import contextlib
import ctypes
import functools
import os
import resource
import signal
import stat
import struct
import sys
from typing import Any, Iterable, List, Mapping, Sequence, Tuple

import numpy as np

from checker.worker import limits, root

LAYERS = "namespaces", "root", "user", "landlock", "seccomp"

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 1 << 18
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 8, 22, 38
SECCOMP_MODE_FILTER = 2
LINUX_CAPABILITY_VERSION_3, CAP_DAC_READ_SEARCH = 0x20080522, 2
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_CREATE_RULESET_VERSION, LANDLOCK_RULE_PATH_BENEATH = 1, 1
# LANDLOCK_ACCESS_FS_*: the number of those that each version of Landlock knows, and the bits of some.
FS_RIGHTS = (0, 13, 14, 15, 15, 16)
WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
OF_FILES = 1 << 0 | WRITE_FILE | READ_FILE | TRUNCATE | 1 << 15
TCP, SCOPES = 3, 3
READ = READ_FILE | READ_DIR

# Besides the interpreter and what it searches: C libraries, time zones, what TensorFlow asks of the processor.
SYSTEM = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/localtime", "/dev/urandom", "/dev/random", "/dev/zero",
    "/sys/devices/system/cpu", "/sys/devices/system/node", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",
    "/proc/sys/vm", "/proc/filesystems", "/proc/self")
# The filter was made before the child's number was known; this number stands in its place.
SELF = 0x5E1F5E1F
MOST_DESCRIPTORS = 4096

_LIBC = ctypes.CDLL(None, use_errno=True)


def enter(plan: Mapping[str, Any], descriptors: Sequence[int]) -> List[str]:
    """Puts up all layers that can be had; returns those that stand, in the child that is to meet the submission.

    That child is another one than the caller where there are namespaces: the caller then only waits, and ends as the
    other does. A third one sleeps as their first process, to which no signal from within would do anything.

    Args:
        plan: {"scratch": the folder that may be written to, "filter": uint8 array, a program for seccomp or nothing,
            "user": the id of a user to become where this one is root, "processes": int}.
        descriptors: what stays open besides the standard three.
    """
    if not sys.platform.startswith("linux"):
        return []
    scratch = os.path.realpath(str(plan["scratch"]))
    namespaces = _enter_namespaces()
    own_root = namespaces and root.enter(_root(), scratch)
    _close_all_but(descriptors)
    if os.getuid() == 0 or (namespaces and _counts_apart()):
        limits.cap(resource.RLIMIT_NPROC, int(plan["processes"]))
    rights = _landlock_version()
    ruleset = _make_ruleset(rights, scratch, own_proc=os.readlink("/proc/self") == "2") if rights else -1
    user = _give_up_rights(int(plan["user"]), reading=bool(rights))
    _LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    landlock = rights > 0 and _LIBC.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    if ruleset >= 0:
        os.close(ruleset)
    seccomp = bool(len(plan["filter"])) and _filter(plan["filter"])
    stands = (namespaces, own_root, user, landlock, seccomp)
    return [layer for layer, there in zip(LAYERS, stands) if there]


def prepare() -> None:
    """Looks up, in the warm parent, what need not be looked up for each child."""
    if sys.platform.startswith("linux"):
        _interpreters()
        _root()


def _enter_namespaces() -> bool:
    """Whether the caller is now alone: with its own processes, mounts, network and shared memory."""
    user, group = os.getuid(), os.getgid()
    flags = CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET | (CLONE_NEWUSER if user else 0)
    if _LIBC.unshare(flags):
        return False
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", "%d %d 1"), ("gid_map", "%d %d 1")):
            own = user if name == "uid_map" else group
            with open("/proc/self/" + name, "w") as stream:
                stream.write(text % (own, own) if "%" in text else text)
    first = os.fork()
    if not first:
        _sleep()
    pid = os.fork()
    if pid:
        _end_like(pid, first)
    _LIBC.mount(None, b"/", None, MS_REC | MS_PRIVATE, None)
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    # Of processes that it can't trace, as the sleeper, the submission is to see nothing, though it may read all.
    if _LIBC.mount(b"proc", b"/proc", b"proc", flags, b"hidepid=2"):
        _LIBC.mount(b"proc", b"/proc", b"proc", flags, None)
    return True


def _sleep() -> None:
    """Sleeps for as long as the process that forked this one."""
    _close_all_but(())
    _LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    while True:
        signal.pause()


def _end_like(pid: int, first: int) -> None:
    """Waits for a process and ends as it did, with the namespaces' first process and so with all that is in them."""
    _close_all_but(())
    _, status = os.waitpid(pid, 0)
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    if os.WIFSIGNALED(status):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError, ValueError):
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))


def _close_all_but(kept: Iterable[int]) -> None:
    start = 3
    for end in [*sorted(kept), MOST_DESCRIPTORS]:
        os.closerange(start, end)
        start = max(start, end + 1)


def _counts_apart() -> bool:
    """Whether a user's processes are counted for each namespace of users, as from Linux 5.14 on."""
    return tuple(int(number) for number in os.uname().release.split("-")[0].split(".")[:2]) >= (5, 14)


def _give_up_rights(user: int, reading: bool) -> bool:
    """Becomes another user where this one is root, and drops all capabilities, those over own namespaces too.

    One is kept where the interpreter lies where only root gets, and Landlock says what may be read: that of reading.
    """
    if os.getuid() == 0:
        _LIBC.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        except OSError:
            return False
    kept = 1 << CAP_DAC_READ_SEARCH if reading and any(_is_denied(path) for path in sys.path if path) else 0
    header = struct.pack("=Ii", LINUX_CAPABILITY_VERSION_3, 0)
    if _LIBC.capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0)):
        _LIBC.capset(header, struct.pack("=6I", 0, 0, 0, 0, 0, 0))
    return True


def _is_denied(path: str) -> bool:
    try:
        os.listdir(path)
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _landlock_version() -> int:
    return max(0, int(_LIBC.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)))


def _make_ruleset(version: int, scratch: str, own_proc: bool) -> int:
    """A set of rules: `scratch` may be written to, interpreter and libraries read, and nothing else."""
    handled = (1 << FS_RIGHTS[min(version, len(FS_RIGHTS) - 1)]) - 1
    words = [handled, TCP if version >= 4 else 0, SCOPES if version >= 6 else 0]
    attributes = struct.pack("=3Q", *words)
    size = 8 * (3 if version >= 6 else 2 if version >= 4 else 1)
    ruleset = int(_LIBC.syscall(LANDLOCK_CREATE_RULESET, attributes, size, 0))
    for path in SYSTEM + (("/proc",) if own_proc else ()):
        _allow(ruleset, path, READ & handled)
    for path, access in _interpreters():
        _allow(ruleset, path, access & handled)
    _allow(ruleset, os.devnull, (READ_FILE | WRITE_FILE | TRUNCATE) & handled)
    _allow(ruleset, scratch, handled & ~(MAKE_CHAR | MAKE_BLOCK))
    return ruleset


@functools.lru_cache()
def _root() -> root.Plan:
    """What a root of its own has: the same as may be read, and where Debian's libraries are by way of links."""
    system = [path for path in SYSTEM if not path.startswith("/proc/")]
    folders = [path for path in _searched() if os.path.realpath(path) in _folders()]
    return root.plan([*system, "/proc", os.devnull, "/etc/alternatives", *folders], _own())


@functools.lru_cache()
def _interpreters() -> List[Tuple[str, int]]:
    """The folders of interpreter and libraries, each with its rights; those around this very program piece by piece."""
    return [allowed for folder in _folders() for allowed in _without(folder, _own())]


def _own() -> str:
    """The folder of this very program."""
    return os.path.realpath(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _searched() -> List[str]:
    return [path for path in [sys.prefix, sys.base_prefix, *sys.path] if path]


@functools.lru_cache()
def _folders() -> List[str]:
    """The folders of interpreter and libraries.

    A checkout of this program may be searched for libraries too, but holds none: specs, fixtures and solutions.
    """
    folders = {os.path.realpath(path) for path in _searched()} - {_own()}
    return [folder for folder in sorted(folders) if not os.path.isdir(os.path.join(folder, "task_specs"))]


def _without(folder: str, left_out: str) -> List[Tuple[str, int]]:
    """What is to be allowed for all of `folder` but `left_out`, which may lie in it."""
    if folder == left_out:
        return []
    if not left_out.startswith(folder.rstrip(os.sep) + os.sep):
        return [(folder, READ)]
    allowed = [(folder, READ_DIR)]
    for name in os.listdir(folder):
        allowed.extend(_without(os.path.join(folder, name), left_out))
    return allowed


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        access &= OF_FILES
    _LIBC.syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, struct.pack("=Qi", access, descriptor), 0)
    os.close(descriptor)


def _filter(program: np.ndarray) -> bool:
    """Installs a seccomp program: uint8 array, of struct sock_filter."""
    instructions = np.frombuffer(program.tobytes(), dtype=[("code", "<u2"), ("jumps", "<u2"), ("k", "<u4")]).copy()
    instructions["k"][instructions["k"] == SELF] = os.getpid()
    raw = instructions.tobytes()
    buffer = ctypes.create_string_buffer(raw, len(raw))
    described = struct.pack("HP", len(instructions), ctypes.addressof(buffer))
    return int(_LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, described, 0, 0)) == 0
