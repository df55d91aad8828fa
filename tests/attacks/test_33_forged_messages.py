"""Attack 33: the runner in the child patched, and messages forged; a verdict is no message, and values are compared.

Whoever has read the source finds the pipe of the observations, for it is open in the child, and the functions that
write to it. What can be said there is what was seen; what that is worth is judged elsewhere.
"""

import time

import attempts
import pytest
from bench import call, run, seen, write
from evidence import codes, outcomes, told

from checker import wire
from checker.model import Ending, Framework, Outcome
from checker.sandbox.worker import LAYERS

REPORTER = (
    attempts.WORKER
    + """
import os
import time

wire = child["wire"]
PROBES = ("published", "valid-strided", "same", "defaults", "defaults-again", "single-precision", "one-example")


def send(**message):
    reporter.write(wire.encode(dict({"seconds": 0.0, "ending": "answered"}, **message)))


"""
)
FORGED = {
    "a verdict": "send(probe='verdict', part='outcome', value='passed', outcome='passed', points=100)",
    "verdicts of all calls": (
        "for name in PROBES:\n    send(probe=name, part='returned', value='passed', outcome='passed')"
    ),
    "zeros of all calls": (
        "for name in PROBES:\n    send(probe=name, part='returned', value=np.zeros((3, 26, 26, 2)))\n"
        "    send(probe=name, part='end', value=None)"
    ),
    "ends of all calls": "for name in PROBES:\n    send(probe=name, part='end', value=None)",
    "isolation": f"send(probe='isolation', part='isolation', value={list(LAYERS)})",
    "isolation of none": "send(probe='isolation', part='isolation', value=[])",
    "an import that passed": "send(probe='import', part='import', value={'lines': []})",
    "odd shapes": "for name in PROBES:\n    send(probe=name, part='returned', value={'type': 'ndarray', 'array': 3})",
    "no type": "for name in PROBES:\n    send(probe=name, part='returned', value={'array': np.zeros(3)})",
    "lists": "for name in PROBES:\n    send(probe=name, part='returned', value=[[[]]])",
    "an array for an ending, twice": "for _ in range(2):\n    send(probe='import', part='import', ending=np.zeros(3))",
    "arrays for words": "send(probe=np.zeros(3), part=np.zeros((2, 2)), ending=np.zeros(2), value=None)",
    "other times": "for name in PROBES:\n    send(probe=name, part='returned', value=None, seconds=float('nan'))",
    "times long ago": "send(probe='import', part='import', value={'lines': []}, seconds=-1e308)",
}
QUIT = "\n\nsend(probe='import', part='import', value={'lines': []})\nos._exit(0)\n"
ZEROS = """

def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return np.zeros((3, 26, 26, 2))
"""


@pytest.mark.parametrize("then", ["goes on", "ends"])
@pytest.mark.parametrize("forged", FORGED)
def test_forged_messages_are_no_answers(attack, forged, then):
    """Whatever was said, no call was answered rightly, and the verdict is a failure of the submission's."""
    verdict = attack(REPORTER + FORGED[forged] + (ZEROS if then == "goes on" else QUIT))
    assert outcomes(verdict)["published"] is Outcome.FAILED or codes(verdict)["published"] == {"N001"}, told(verdict)
    assert outcomes(verdict)["values"] is Outcome.FAILED or codes(verdict)["values"] == {"N001"}, told(verdict)
    assert verdict.outcome is Outcome.FAILED, told(verdict)


PATCHED = {
    "plain": "child['probes'].plain = lambda value, depth=0: {'type': 'passed', 'value': True}",
    "reporter": "type(reporter).answered = lambda self, probe, part, value: self._send({'passed': True})",
    "wire": "wire.encode = lambda message: b'passed'",
    "writer": "reporter.write = lambda data: None",
    "probes": "child['probes'].PROBES.update(call=lambda *a, **k: iter([('returned', 'passed')]))",
    "attempts": "child['_attempt'] = lambda *a: 'passed'",
    "arguments": "child['probes'].arguments_.build = lambda *a: None",
}


@pytest.mark.parametrize("patched", PATCHED)
def test_a_patched_worker_has_no_say(attack, patched):
    """What its functions were made to say is no answer."""
    verdict = attack(REPORTER + PATCHED[patched] + ZEROS, seconds=1, cpu_seconds=0.5)
    assert outcomes(verdict)["published"] is Outcome.FAILED or codes(verdict)["published"] == {"N001"}, told(verdict)
    assert verdict.outcome is Outcome.FAILED, told(verdict)


UNSUPPORTED = {
    "the worker's own error": "raise child['signatures'].gone('everything')",
    "a message": (
        "for name in PROBES:\n        send(probe=name, part='', ending='not supported', message='our limit')\n"
        "    os._exit(0)"
    ),
    "what the original never had": "raise child['signatures'].gone('numpy.everything')",
    "what is there": "raise child['signatures'].gone('numpy.zeros')",
    "another library": "raise child['signatures'].gone('os.path')",
    "an argument that is taken": ("raise child['signatures'].gone(\"the argument 'axis' of numpy.concatenate()\")"),
    "what the source does not name": "raise child['signatures'].gone('numpy.' + 'Mach' + 'Ar')",
}


@pytest.mark.parametrize("way", UNSUPPORTED)
def test_a_limit_of_the_checker_cant_be_pretended(attack, way):
    """A wrong answer stays the submission's failure and costs its points; no person of the staff is called."""
    verdict = attack(
        f"""{REPORTER}
def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    {UNSUPPORTED[way]}
"""
    )
    assert Outcome.BROKEN not in outcomes(verdict).values(), told(verdict)
    assert verdict.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("body", "lacking"),
    [("return np.MachAr()", "numpy.MachAr"), ("return np.histogram(b, normed=True)", "argument 'normed' of numpy.")],
)
def test_a_limit_of_the_checker_is_none_of_the_submissions(attack, body, lacking):
    """What the original has and the stand-in lacks, named in the source: that costs nothing still."""
    verdict = attack(attempts.wrong(body))
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.BROKEN, told(verdict)
    assert lacking in told(verdict)
    assert "was there in the course's versions" in told(verdict)


@pytest.mark.parametrize("value", ["None", "3", "'x'", "[]", "{}", "[None] * 9", "{'trainable': 'x'}", "[{'a': 1}]"])
def test_forged_parts_of_a_model_are_the_submissions_failure(attack, value):
    """A comparator that can't read what came, for it was forged, makes a failure: BROKEN would cost no points."""
    verdict = attack(
        f"""{REPORTER}
def identity_block(A_prev, filters):
    for name in ("published", "tuple", "narrow"):
        for part in ("parameters", "output_shape", "inference", "training", "initializers", "layers", "arguments"):
            send(probe=name, part=part, value={value})
        send(probe=name, part="end", value=None)
    os._exit(0)
""",
        "0x08",
        "2",
    )
    assert Outcome.BROKEN not in outcomes(verdict).values(), told(verdict)
    assert verdict.outcome is Outcome.FAILED


def test_a_long_name_makes_no_long_finding(attack):
    """A type's name of a million letters, which no honest worker sends, is cut before it is told."""
    verdict = attack(
        REPORTER
        + "for name in PROBES:\n    send(probe=name, part='returned', value={'type': 'x' * 10**6})\n"
        + "    send(probe=name, part='end', value=None)\n"
        + QUIT
    )
    assert verdict.outcome is Outcome.FAILED
    assert all(len(one.message) < 5000 for result in verdict.results for one in result.findings)


def test_messages_sent_slowly_gain_no_time(workers, tmp_path):
    """Messages that nobody asked for, one before each deadline, do not start the clock anew."""
    worker = workers.start(Framework.NUMPY)
    started = time.monotonic()
    source = f"""{REPORTER}
for number in range(12):
    send(probe="p", part=str(number), value=None)
    time.sleep(0.3)


def f():
    return 1
"""
    ran = run(worker, write(tmp_path, source), call("p"), seconds=0.6, cpu_seconds=0.01)
    assert time.monotonic() - started < 3
    assert [one.ending for one in ran.observations if one.probe == "import"] == [Ending.TIMED_OUT]


def test_a_message_that_never_ends_is_a_time_out(workers, tmp_path):
    """A frame begun and fed byte by byte does not keep the checker past the deadline."""
    worker = workers.start(Framework.NUMPY)
    source = f"""{REPORTER}
reporter.write(wire.PREFIX.pack(wire.MAGIC, 1000, 0))
while True:
    reporter.write(b" ")
    time.sleep(0.05)
"""
    (only,) = run(worker, write(tmp_path, source), seconds=0.5, cpu_seconds=0.01).observations
    assert only.ending is Ending.TIMED_OUT
    assert "took over 0.5 s" in only.message or "no message" in only.message


def test_a_huge_message_is_none(workers, tmp_path):
    """A frame that announces more than may be sent ends the run with the reason."""
    worker = workers.start(Framework.NUMPY)
    prefix = wire.PREFIX.pack(wire.MAGIC, 100, 2**40)
    source = f"{REPORTER}\nreporter.write({prefix!r})\ntime.sleep(60)\n"
    one = seen(run(worker, write(tmp_path, source)), "import", "import")
    assert one.ending is Ending.DIED
    assert "no message" in one.message


def test_a_message_of_many_brackets_is_none(workers, tmp_path):
    """Small objects by the hundred thousand, which would take far more memory than they have bytes, are not read."""
    worker = workers.start(Framework.NUMPY)
    begun = b'{"arrays": [], "tree": {"probe": "p", "part": "x", "value": ['
    source = f"""{REPORTER}
raw = {begun!r} + b"{{}}, " * 300000 + b"{{}}]}}}}"
reporter.write(wire.PREFIX.pack(wire.MAGIC, len(raw), 0) + raw)
time.sleep(60)
"""
    one = seen(run(worker, write(tmp_path, source)), "import", "import")
    assert one.ending is Ending.DIED
    assert "no message" in one.message


def test_what_nobody_asked_for_is_not_kept(workers, tmp_path):
    """A probe that is not there, and one sent before the import, leave no trace; the calls are answered."""
    source = f"""{REPORTER}
send(probe="p", part="returned", value="forged")
send(probe="nobody's", part="", ending="raised", message="forged")


def f():
    return 1
"""
    ran = run(workers.start(Framework.NUMPY), write(tmp_path, source), call("p"))
    assert {one.probe for one in ran.observations} == {"import", "p"}
    assert seen(ran, "p").value == {"type": "int", "value": 1}
