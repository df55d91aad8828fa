"""Attack 22: the process ended at once, with 0, by a signal or by a crash; it is told, and other calls still run."""

import pytest
from evidence import codes, outcomes, require_failed, told

from checker.model import Outcome

DEATHS = {
    "os._exit(0)": "exit code 0",
    "os._exit(42)": "exit code 42",
    "ctypes.CDLL(None)._exit(0)": "exit code 0",
    "ctypes.CDLL(None).exit(0)": "exit code 0",
    "ctypes.CDLL(None).syscall(231, 0)": "exit code 0",
    "os.abort()": "died (signal 6,",
    "ctypes.string_at(0)": "died (signal 11,",
    "os.kill(os.getpid(), signal.SIGKILL)": "died (signal 9,",
    "os.kill(os.getpid(), signal.SIGTERM)": "died (signal 15,",
    "os.kill(os.getpid(), signal.SIGHUP)": "died (signal 1,",
    "os.kill(os.getpid(), signal.SIGUSR1)": "died (signal 10,",
    "os.kill(os.getpid(), signal.SIGALRM)": "died (signal 14,",
    "os.kill(os.getpid(), signal.SIGRTMAX)": "died (signal 64,",
    "signal.alarm(1) or signal.pause()": "died (signal 14,",
    "threading.Thread(target=os._exit, args=[0]).start() or time.sleep(5)": "exit code 0",
}


@pytest.mark.parametrize("way", DEATHS)
def test_death_in_one_call_costs_that_one(attack, way):
    """How it ended is told with its number, and the calls before and after it are answered."""
    verdict = attack(
        f"""
        import ctypes, os, signal, threading, time
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            if A_prev.dtype == np.float32:
                {way}
            return answer(A_prev, W, b, activation, padding, stride)
        """,
        right=True,
    )
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.PASSED, told(verdict)
    require_failed(verdict, "R004", DEATHS[way], ["single_precision"])
    assert outcomes(verdict)["one_by_one"] is Outcome.PASSED


@pytest.mark.parametrize("way", ["os._exit(0)", "os.abort()", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_death_at_import_is_the_imports(attack, way):
    """Nothing else can be asked then."""
    verdict = attack(f"import os, signal\n{way}\n")
    require_failed(verdict, "R004", DEATHS[way], ["import"])
    assert codes(verdict)["values"] == {"N001"}


def test_a_process_that_stops_is_ended(attack):
    """Stopped is not ended: the time limit holds."""
    verdict = attack("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n", seconds=0.5)
    require_failed(verdict, "R002", "took over 0.5 s", ["import"])
