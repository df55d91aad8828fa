"""The program by which the kernel refuses a child's system calls (Linux, libseccomp)."""

import functools
import os
import struct
import sys
import tempfile
from types import ModuleType
from typing import Any

# Stands for the child's own process number, which the worker puts there: see worker/isolation.py.
SELF = 0x5E1F5E1F

REFUSED = (  # noqa: SIM905 - as a list these would be a hundred lines
    # sockets of every family
    "socket socketpair connect bind listen accept accept4 "
    # other programs and processes
    "execve execveat fork vfork setsid setpgid ptrace process_vm_readv process_vm_writev process_madvise kcmp "
    "pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tkill process_mrelease "
    # namespaces and mounts
    "unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr "
    # the kernel itself
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key "
    "init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl quotactl_fd "
    "syslog settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm memfd_secret "
    "memfd_create name_to_handle_at open_by_handle_at lookup_dcookie vhangup personality io_setup sync syncfs "
    # a view of what happens to files elsewhere, which Landlock does not close
    "inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark "
    # further walls: each takes memory of the kernel's, which is counted nowhere
    "landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp "
    # pages that are in a pipe and in no process
    "vmsplice splice tee "
    # locks on files, libraries too, that other students' children could see
    "flock "
    # what the system keeps of files in memory: whether others have read them, and letting go of it
    "fadvise64 mincore cachestat "
    # what changes files without opening them, or makes other kinds of them
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr "
    "fsetxattr removexattr lremovexattr fremovexattr truncate mknod mknodat "
    # memory and messages shared with others
    "shmget shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open mq_unlink "
    # users, limits and priorities
    "setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset setrlimit setpriority "
    "ioprio_set sched_setscheduler sched_setattr sched_setparam"
).split()
# The C library has other means where these do not exist. No filter can see what clone3 is given.
MISSING = ("clone3", "preadv2", "pwritev2")
# From here on no call is needed, and most are newer than this list.
FIRST_UNKNOWN = 457
# Of the names above, those that a libseccomp may be too old for. Since 424 all systems but these have the same numbers.
NUMBERS = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
    "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_open": 434, "clone3": 435,
    "close_range": 436, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "quotactl_fd": 443,
    "landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446,
    "memfd_secret": 447, "process_mrelease": 448, "cachestat": 451, "fchmodat2": 452,
}  # fmt: skip
OTHER_NUMBERS = ("mips", "alpha")
EPERM, ENOTTY, ENOSYS, EOPNOTSUPP = 1, 25, 38, 95
WHOLE = 0xFFFFFFFF
# A thread that shares its process's open files, so that these can be counted: all of pthread_create's do.
CLONE_FILES, CLONE_THREAD, CLOSE_RANGE_UNSHARE = 0x00000400, 0x00010000, 2
# Who can't be dumped can't be looked into from outside either, other than by root.
PR_SET_DUMPABLE, PR_SET_SECCOMP = 4, 22
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
# The second byte of a request to a terminal or a pipe. Others change flags of files, and whole file systems.
TERMINALS = 0x54
# MADV_COLD and MADV_PAGEOUT; F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY and F_SETDELEG; F_GETLK, F_SETLK and
# F_SETLKW, and the same with OFD.
ADVICE, WATCHING, LOCKING = (20, 21), (8, 10, 15, 1024, 1026, 1040), (5, 6, 7, 36, 37, 38)
# linux/bpf_common.h and linux/seccomp.h: load the call's number, compare it, return.
LOAD, JUMP_IF_AT_LEAST, RETURN, RETURN_ERRNO = 0x20, 0x35, 0x06, 0x00050000


@functools.cache
def refusing_program() -> bytes:
    """The program, an array of the kernel's ``struct sock_filter``; empty where there is no libseccomp.

    It is empty too where something that must be refused is known neither to the library nor here.

    Threads are allowed and processes are not; signals to itself are, those to others are not. What is newer than this
    list does not exist, and neither does ``clone3``: the C library then takes ``clone``.
    """
    if not sys.platform.startswith("linux") or os.uname().machine.startswith(OTHER_NUMBERS):
        return b""
    try:
        import pyseccomp as seccomp

        made = _Filter(seccomp)
        made.refuse_calls()
        made.refuse_arguments()
    except (ImportError, OSError, RuntimeError, LookupError):
        return b""
    return _without_newer() + made.exported()


class _Filter:
    """A filter in the making, by libseccomp."""

    def __init__(self, seccomp: ModuleType) -> None:
        self.seccomp = seccomp
        self.rules = seccomp.SyscallFilter(seccomp.ALLOW)

    def refuse_calls(self) -> None:
        """Refuses what is refused whatever its arguments are."""
        for name in REFUSED:
            self._refuse(name)
        for name in MISSING:
            self._refuse(name, error=ENOSYS)
        self._refuse("fallocate", error=EOPNOTSUPP)  # to fill a disk takes the time of writing

    def refuse_arguments(self) -> None:
        """Refuses what is refused with some arguments alone."""
        for flag in (CLONE_THREAD, CLONE_FILES):
            self._refuse("clone", (0, flag, 0))
        self._refuse("close_range", (2, CLOSE_RANGE_UNSHARE, CLOSE_RANGE_UNSHARE))
        for name in ("kill", "tgkill"):
            self._add(EPERM, name, self.seccomp.Arg(0, self.seccomp.NE, SELF))
        self._add(EPERM, "prlimit64", self.seccomp.Arg(2, self.seccomp.NE, 0))
        for option in (PR_SET_DUMPABLE, PR_SET_SECCOMP):
            self._refuse("prctl", (0, WHOLE, option))
        for advice in ADVICE:
            self._refuse("madvise", (2, WHOLE, advice))
        for command in (*WATCHING, *LOCKING):
            self._refuse("fcntl", (1, WHOLE, command))
        for request in (TIOCSTI, TIOCLINUX):
            self._refuse("ioctl", (1, WHOLE, request))
        for bit in (1 << place for place in range(8)):  # a second byte that is another has another bit
            self._refuse("ioctl", (1, bit << 8, (~TERMINALS & bit) << 8), error=ENOTTY)

    def exported(self) -> bytes:
        """The program."""
        with tempfile.TemporaryFile() as file:
            self.rules.export_bpf(file)
            file.seek(0)
            return file.read()

    def _refuse(self, name: str, *masked: tuple[int, int, int], error: int = EPERM) -> None:
        """Refuses a call whose arguments, `masked` as place, mask and value, are these."""
        self._add(error, name, *(self.seccomp.Arg(place, self.seccomp.MASKED_EQ, *two) for place, *two in masked))

    def _add(self, error: int, name: str, *arguments: Any) -> None:
        number = self.seccomp.resolve_syscall(self.seccomp.Arch.NATIVE, name)
        if number == -1:
            number = NUMBERS[name]
        if number >= 0:  # negative, the library knows it on other machines alone
            self.rules.add_rule(self.seccomp.ERRNO(error), number, *arguments)


def _without_newer() -> bytes:
    """The program's beginning: from FIRST_UNKNOWN on there are no calls; others are left to what follows."""
    return struct.pack(
        "=HBBIHBBIHBBI",
        *(LOAD, 0, 0, 0),
        *(JUMP_IF_AT_LEAST, 0, 1, FIRST_UNKNOWN),
        *(RETURN, 0, 0, RETURN_ERRNO | ENOSYS),
    )  # fmt: skip
