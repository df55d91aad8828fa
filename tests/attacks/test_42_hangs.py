"""Attack 42: what never ends, or waits for a person; it is timed out, and input() finds no keyboard."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

HANGS = {
    "loop": "while True:\n    pass",
    "sleep": "import time\ntime.sleep(600)",
    "deadlock": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "a pipe that nobody writes to": "import os\nos.read(os.pipe()[0], 1)",
    "join of itself": "import threading\nthreading.Event().wait()",
    "signals that are waited for": "import signal\nsignal.pause()",
    "a fifo": "import os\nos.mkfifo('fifo')\nopen('fifo').read()",
}


@pytest.mark.parametrize("name", HANGS)
def test_a_hang_is_a_timeout(attack, monkeypatch, name):
    """The call that hangs is named with the time allowed; a fifo can't even be made."""
    attempts.limited(monkeypatch, seconds=0.7, cpu_seconds=0.5)
    verdict = attack(attempts.once(HANGS[name]))
    assert outcomes(verdict)["published"] is Outcome.FAILED
    (told,) = attempts.found(verdict, "published")
    if name == "a fifo":
        assert told.startswith("R001 raised PermissionError")
    else:
        assert told.startswith(("R002 took over 0.7 s", "R002 used over 0.5 s of processor time"))
    assert outcomes(verdict)["values"] is Outcome.PASSED


def test_a_busy_loop_is_told_by_its_processor_time(attack, monkeypatch):
    """What runs all the time is ended by the time that it used, whatever else the machine does."""
    attempts.limited(monkeypatch, seconds=8.0, cpu_seconds=0.4)
    verdict = attack(attempts.once("while True:\n    pass"))
    assert attempts.found(verdict, "published")[0].startswith("R002 used over 0.4 s of processor time")


@pytest.mark.parametrize("reading", ["input()", "input('Your name? ')", "[*map(input, 'ab')]"])
def test_a_question_meets_the_end_of_input(attack, reading):
    """Nobody is asked: the call ends at once with EOFError."""
    verdict = attack(attempts.wrong(f"return {reading}"))
    assert attempts.found(verdict, "published")[0].startswith("R001 raised EOFError: EOF when reading a line")
    assert outcomes(verdict)["values"] is Outcome.FAILED


def test_a_question_earns_a_hint(attack):
    """Who asks for input is told what to do about it: no task asks for any."""
    (told, *_) = attempts.found(attack(attempts.wrong("return input()")), "published")
    assert "input()" in told.partition(" (in ")[0]


# Says every 0.3 seconds that a step of its own making is done, as long as anybody listens.
DRIP = (
    attempts.WORKER
    + """
import time

wire = child["wire"]
STEPS = [(n, p) for n in ("import", "published", "valid-strided", "same", "defaults", "single-precision")
         for p in ("import", "returned", "arguments", "again", "end") if (n == "import") == (p == "import")]
for name, part in STEPS:
    reporter.write(wire.encode({"probe": name, "part": part, "ending": "answered", "value": None, "seconds": 0.0}))
    time.sleep(0.3)
time.sleep(60)
"""
)


def test_a_run_has_a_time_of_its_own(attack, monkeypatch):
    """Who sends something before each step's time is over gets no more than all steps may take together."""
    attempts.limited(monkeypatch, seconds=0.4, cpu_seconds=30.0)
    monkeypatch.setattr("checker.sandbox.observe.CALLS", 0)
    verdict = attack(attempts.wrong("return 0") + DRIP)
    assert verdict.outcome is Outcome.FAILED
    told = [finding.message for result in verdict.results for finding in result.findings]
    assert any("was not tried, for the calls before it took all the time" in one for one in told), told
