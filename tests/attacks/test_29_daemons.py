"""Attack 29: a daemon, forked twice into a session of its own, that edits the results later; no process can be made."""

import json
import time

import pytest
from commands import checked
from evidence import require_failed

FORKS = {
    "fork": "os.fork()",
    "forkpty": "os.forkpty()",
    "session": "os.setsid()",
    "group": "os.setpgid(0, 0)",
    "vfork": "LIBC.syscall(58) < 0 and FAIL()",
    "clone": "LIBC.syscall(56, 17, 0, 0, 0, 0) < 0 and FAIL()",
    "clone3": "LIBC.syscall(435, 0, 0) < 0 and FAIL(38)",
    "program": "subprocess.Popen(['sleep', '60'])",
    "session's program": "subprocess.Popen(['sleep', '60'], start_new_session=True)",
    "spawn": "os.posix_spawn('/bin/sleep', ['sleep', '60'], {})",
    "exec": "os.execv('/bin/sleep', ['sleep', '60'])",
    "exec of a descriptor": "os.execve(os.open(sys.executable, os.O_RDONLY), ['python'], {})",
    "multiprocessing": "multiprocessing.get_context('fork').Process(target=print).start()",
    "namespaces": "LIBC.unshare(0x10000000) < 0 and FAIL()",
}


@pytest.mark.parametrize("way", FORKS)
def test_no_process_can_be_made(attack, way):
    """Every way to another process, session or group is refused."""
    verdict = attack(
        f"""
        import ctypes, multiprocessing, os, subprocess, sys
        LIBC = ctypes.CDLL(None, use_errno=True)


        def FAIL(number=1):
            if ctypes.get_errno() == number:
                raise PermissionError(1, "refused")


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            print("MADE", {FORKS[way]})
        """
    )
    require_failed(verdict, "R001", ("PermissionError", "FileNotFoundError"))  # there may be no terminal to open
    assert "MADE" not in verdict.printed


def test_a_report_stays_as_it_was_written(tmp_path):
    """Whatever was left to run, the report says the same a second after the program has ended."""
    code, _, report = checked(
        tmp_path,
        f"""
        import os, threading, time
        REPORT = {str(tmp_path / "report.json")!r}


        def later():
            while True:
                try:
                    open(REPORT, "w").write("100")
                except OSError:
                    time.sleep(0.05)


        try:
            if os.fork() == 0:
                os.setsid()
                os.fork() or later()
        except OSError:
            threading.Thread(target=later).start()
        """,
    )
    time.sleep(1)
    assert (code, report["tasks"][0]["outcome"]) == (1, "failed")
    assert json.loads((tmp_path / "report.json").read_text()) == report
