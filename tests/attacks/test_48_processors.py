"""Attack 48: taking all processors, or a higher priority, from others; threads share one limit, and all count."""

import time

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

THREADS = """
import threading
class Busy(threading.Thread):
    def run(self):
        import zlib
        while True:
            zlib.crc32(bytes(2**22))
for _ in range(8):
    Busy(daemon=True).start()
threading.Event().wait()
"""
REFUSED = {
    "priority": "os.setpriority(os.PRIO_PROCESS, 0, -5)",
    "real time": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "limits": "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))",
}


def test_the_time_of_all_threads_counts(attack, monkeypatch):
    """Eight busy threads meet the limit of processor time together, long before the clock's."""
    attempts.limited(monkeypatch, seconds=30.0, cpu_seconds=0.6)
    verdict = attack(attempts.once(THREADS))
    assert attempts.found(verdict, "published")[0].startswith("R002 used over 0.6 s of processor time")
    assert outcomes(verdict)["values"] is Outcome.PASSED


@pytest.mark.parametrize("name", REFUSED)
def test_nobody_takes_precedence(attack, name):
    """A process may not rank itself above others."""
    verdict = attack(attempts.once(f"import os\n{REFUSED[name]}"))
    assert attempts.found(verdict, "published")[0].startswith(("R001 raised PermissionError", "R001 raised ValueError"))
    assert outcomes(verdict)["values"] is Outcome.PASSED


def test_libraries_start_one_thread(attack):
    """The libraries' own pools of threads are told to be small."""
    verdict = attack("import os\nprint(os.environ['OMP_NUM_THREADS'], os.environ['OPENBLAS_NUM_THREADS'])")
    assert verdict.printed == "1 1\n"


def test_a_timeout_without_work_is_tried_again(attack, monkeypatch):
    """A call that was kept waiting once, as by a neighbour, is right when it is tried once more."""
    attempts.limited(monkeypatch, seconds=0.8)
    waiting = f"import time\ntime.sleep(max(0, {time.time() + 1.2} - time.time()))"
    assert attempts.missed(attack(attempts.once(waiting))) == {}
