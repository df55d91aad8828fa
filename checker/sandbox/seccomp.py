"""The program by which the kernel refuses a child's system calls (Linux, libseccomp)."""

import contextlib
import functools
import sys
import tempfile

# Stands for the child's own process number, which the worker puts there: see worker/isolation.py.
SELF = 0x5E1F5E1F

REFUSED = (  # noqa: SIM905 - as a list these would be a hundred lines
    # sockets of every family
    "socket socketpair connect bind listen accept accept4 "
    # other programs and processes
    "execve execveat fork vfork setsid setpgid ptrace process_vm_readv process_vm_writev process_madvise kcmp "
    "pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tkill "
    # namespaces and mounts
    "unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr "
    # the kernel itself
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key "
    "init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl syslog "
    "settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm memfd_secret memfd_create "
    "name_to_handle_at open_by_handle_at lookup_dcookie vhangup personality io_setup sync syncfs "
    # a view of what happens to files elsewhere, which Landlock does not close
    "inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark "
    # what changes files without opening them, or makes other kinds of them
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr "
    "fsetxattr removexattr lremovexattr fremovexattr setxattrat removexattrat mknod mknodat "
    # memory and messages shared with others
    "shmget shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open mq_unlink "
    # users, limits and priorities
    "setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset setrlimit setpriority "
    "ioprio_set sched_setscheduler sched_setattr sched_setparam"
).split()
CLONE_THREAD, TIOCSTI, TIOCLINUX = 0x00010000, 0x5412, 0x541C
EPERM, ENOSYS = 1, 38


@functools.cache
def refusing_program() -> bytes:
    """The program, an array of the kernel's ``struct sock_filter``; empty where there is no libseccomp.

    Threads are allowed and processes are not; signals to itself are, those to others are not. ``clone3``, whose
    arguments no filter can see, does not exist: the C library then takes ``clone``.
    """
    if not sys.platform.startswith("linux"):
        return b""
    try:
        import pyseccomp as seccomp
    except (ImportError, OSError, RuntimeError):
        return b""
    made = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in REFUSED:
        with contextlib.suppress(OSError, ValueError):  # a name that is newer than the library
            made.add_rule(seccomp.ERRNO(EPERM), name)
    made.add_rule(seccomp.ERRNO(ENOSYS), "clone3")
    made.add_rule(seccomp.ERRNO(EPERM), "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
    for name in ("kill", "tgkill"):
        made.add_rule(seccomp.ERRNO(EPERM), name, seccomp.Arg(0, seccomp.NE, SELF))
    made.add_rule(seccomp.ERRNO(EPERM), "prlimit64", seccomp.Arg(2, seccomp.NE, 0))
    for request in (TIOCSTI, TIOCLINUX):
        made.add_rule(seccomp.ERRNO(EPERM), "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, request))
    with tempfile.TemporaryFile() as file:
        made.export_bpf(file)
        file.seek(0)
        return file.read()
