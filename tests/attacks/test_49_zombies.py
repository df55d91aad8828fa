"""Attack 49: children and orphans left behind by one submission after the other; none is left."""

import attempts
import psutil

LEAVING = """
import os
try:
    for _ in range(3):
        if not os.fork():
            os.setsid()
            os.fork() and os._exit(0)
            import time
            time.sleep(600)
except OSError as error:
    print(error)
"""


def test_twenty_submissions_leave_no_process(attack):
    """Neither a running process nor one that nobody has waited for."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    for _ in range(20):
        verdict = attack(LEAVING)
        assert attempts.missed(verdict).keys() >= {"published", "values"}
    after = psutil.Process().children(recursive=True)
    assert [child for child in after if child.pid not in before and child.ppid() not in (psutil.Process().pid,)] == []
    assert [child for child in after if child.status() == psutil.STATUS_ZOMBIE] == []
