"""Attack 26: signals ignored, blocked or caught, and errors swallowed, to outlive the time limit; SIGKILL ends it."""

import pytest
from evidence import codes, outcomes, require_failed, told

from checker.model import Outcome

HANGS = {
    "a loop": "while True: pass",
    "sleep": "time.sleep(60)",
    "signals ignored": (
        "for n in range(1, 32):\n        n in (9, 19) or signal.signal(n, signal.SIG_IGN)\n    time.sleep(60)"
    ),
    "signals blocked": "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n    while True: pass",
    "errors swallowed": (
        "while True:\n        try:\n            time.sleep(60)\n        except BaseException:\n            pass"
    ),
    "a timer of its own": (
        "signal.signal(14, lambda *a: 0); signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01); time.sleep(60)"
    ),
    "within C": "ctypes.CDLL(None).sleep(60)",
    "a lock": "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "a pattern": "__import__('re').match('(a+)+$', 'a' * 60 + 'b')",
    "a large number": "10 ** 10 ** 8",
    "in a finally": "try:\n        time.sleep(60)\n    finally:\n        time.sleep(60)",
    "not to be killed": "ctypes.CDLL(None).prctl(1, 0); ctypes.CDLL(None).prctl(4, 0); time.sleep(60)",
    "stopped": "os.kill(os.getpid(), signal.SIGSTOP)",
    "in the handler of the end": "sys.excepthook = lambda *a: time.sleep(60); os.close(1); time.sleep(60)",
}


@pytest.mark.parametrize("how", HANGS)
def test_a_hang_is_a_time_out(attack, how):
    """Two calls are waited for, the others are not tried, and the checks say so."""
    verdict = attack(
        f"""
import ctypes, os, signal, sys, threading, time


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    {HANGS[how]}
""",
        seconds=0.4,
        cpu_seconds=0.3,
    )
    require_failed(verdict, "R002", "one step", ["published"])
    assert outcomes(verdict)["values"] is Outcome.FAILED
    assert codes(verdict)["values"] == {"R002", "R007"}, told(verdict)
    assert codes(verdict)["single_precision"] == {"R007"}


def test_a_slow_import_is_a_time_out(attack):
    """The import has the time of one step too."""
    verdict = attack("import time\ntime.sleep(60)\n", seconds=0.4)
    require_failed(verdict, "R002", "took over 0.4 s, the time allowed for one step", ["import"])


def test_processor_time_is_limited_by_itself(attack):
    """Many threads that compute use up their processor time before the clock says so."""
    verdict = attack("while True:\n    pass\n", cpu_seconds=0.3)
    require_failed(verdict, "R002", "used over 0.3 s of processor time", ["import"])
