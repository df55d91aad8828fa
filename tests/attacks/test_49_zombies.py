"""Attack 49: children and orphans left behind by one submission after the other; none is left."""

import attempts
import psutil
import workbench
from somebodys_class import hand_in

from checker import cli
from checker.model import Outcome
from checker.store import Store

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


def test_a_class_of_them_leaves_no_process(instructor, tmp_path):
    """Nor does a whole class of such, with two at a time; each has a verdict, and it is no pass."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    for number in range(10):
        hand_in(tmp_path / "class" / f"s{number}", LEAVING)
    words = ["grade", "0x09", "0", "--submissions", str(tmp_path / "class"), "--out", str(tmp_path / "out")]
    assert cli.main(["--workspace", str(instructor), *words, "--jobs", "2"]) == 0
    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    assert [child for child in left if "resource_tracker" not in " ".join(child.cmdline())] == []
    with Store(str(tmp_path / "out")) as store:
        assert [grade.outcome for grade in store.newest(workbench.PROJECT).values()] == [Outcome.FAILED] * 10
