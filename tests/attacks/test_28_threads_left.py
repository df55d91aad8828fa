"""Attack 28: threads that keep the process alive after its last answer; they end with it, and nobody waits for them."""

import pytest
from evidence import require_failed, require_right

LEFT = """
import threading
import time


def stays():
    while True:
        {what}


for _ in range(8):
    threading.Thread(target=stays, daemon={daemon}).start()
"""


@pytest.mark.parametrize("daemon", [True, False])
def test_threads_that_stay_hold_nobody_up(attack, daemon):
    """The answers are right and taken, and the run ends at once."""
    verdict = attack(LEFT.format(what="time.sleep(0.1)", daemon=daemon), right=True)
    require_right(verdict)
    assert verdict.seconds < 5


def test_threads_that_print_without_end_hold_nobody_up(attack):
    """What they print is cut, and the answers count."""
    verdict = attack(LEFT.format(what="print('x' * 100); time.sleep(0.001)", daemon=False), right=True)
    require_right(verdict)
    assert len(verdict.printed) <= 65536


def test_a_thread_that_works_while_the_call_waits_is_a_time_out(attack):
    """A call that joins a thread without an end has no answer."""
    verdict = attack(
        """
        import threading
        import time


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            thread = threading.Thread(target=time.sleep, args=[60])
            thread.start()
            thread.join()
        """,
        seconds=0.4,
        cpu_seconds=0.01,
    )
    require_failed(verdict, "R002", "", ["published"])
