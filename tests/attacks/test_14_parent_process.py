"""Attack 14: memory, environment, descriptors and maps of the processes above; they are not there, or not reachable."""

import os

import pytest
from evidence import require_failed

ABOVE = "ctypes.CDLL(None, use_errno=True).ptrace(16, pid, None, None) and sys.exit(ctypes.get_errno())"
ATTEMPTS = {
    "memory": ("open(f'/proc/{pid}/mem', 'rb').read(9)", "R001", ""),
    "environment": ("open(f'/proc/{pid}/environ', 'rb').read()", "R001", ""),
    "descriptors": ("os.listdir(f'/proc/{pid}/fd')", "R001", ""),
    "a descriptor": ("open(f'/proc/{pid}/fd/0', 'rb').read()", "R001", ""),
    "maps": ("open(f'/proc/{pid}/maps').read(1) + '' or 1 / 0", "R001", ""),
    "current folder": ("os.listdir(f'/proc/{pid}/cwd')", "R001", ""),
    "program": ("os.readlink(f'/proc/{pid}/exe')", "R001", ""),
    "ptrace": (ABOVE, "R005", "SystemExit: 1 "),
    "signals": ("os.kill(pid, 0)", "R001", "PermissionError"),
    "a handle": ("os.pidfd_open(pid)", "R001", "PermissionError"),
    "priority": ("os.setpriority(os.PRIO_PROCESS, pid, 5)", "R001", "PermissionError"),
    "limits": ("resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1))", "R001", "PermissionError"),
    "scheduling": ("os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))", "R001", "PermissionError"),
}


@pytest.mark.parametrize("whose", ["first", "parent", "checker"])
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_other_process_can_be_looked_into(attack, attempt, whose):
    """The first process of the namespace, the parent and the checker itself are out of reach."""
    made, code, words = ATTEMPTS[attempt]
    pid = {"first": "1", "parent": "(os.getppid() or 30)", "checker": str(os.getpid())}[whose]
    verdict = attack(
        f"""
        import ctypes
        import os
        import resource
        import sys


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            pid = {pid}
            print("SEEN", {made})
        """
    )
    require_failed(verdict, code, words)
    assert "SEEN" not in verdict.printed


def test_only_own_processes_are_listed(attack):
    """What /proc lists is the submission itself: the namespace's sleeper is not to be traced, and so not seen."""
    verdict = attack(
        """
        import os
        print("PROCESSES", sorted(name for name in os.listdir("/proc") if name.isdigit()), os.getpid())
        """
    )
    assert "PROCESSES ['2'] 2" in verdict.printed


@pytest.mark.parametrize("call", ["process_vm_readv", "process_vm_writev"])
def test_memory_of_others_cannot_be_copied(attack, call):
    """The system calls that copy between processes are refused, whatever the process."""
    verdict = attack(
        f"""
        import ctypes
        import sys


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.{call}(1, None, 0, None, 0, 0) < 0:
                sys.exit(ctypes.get_errno())
        """
    )
    require_failed(verdict, "R005", "SystemExit: 1 ")
