"""Observations that a submission writes itself: they are taken apart with care, and never without end."""

import numpy as np
import pytest
from bench import call, function, run, seen, write

from checker import wire
from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


FORGE = """
for n in range(3, 60):
    try:
        if os.readlink('/proc/self/fd/%d' % n).startswith('pipe:'):
            os.set_blocking(n, False)
            os.write(n, FRAME)
    except OSError:
        pass
"""


@pytest.mark.parametrize(
    "message",
    [
        {"probe": "p", "part": "returned", "ending": "answered", "seconds": 0.0, "line": float("inf")},
        {"probe": "p", "part": "returned", "ending": "answered", "seconds": 10**400},
        {"probe": ["p"], "part": {}, "ending": [], "seconds": "nan"},
        {"probe": "p", "part": "returned", "ending": np.zeros(3), "seconds": 0.0},
        {"probe": "p", "part": "returned", "ending": "timed out", "seconds": 0.0},
        {"probe": "p", "part": "returned", "ending": "answered", "seconds": 0.0, "line": -1},
        {"ending": "answered"}, {}, [], 3, None, "passed", {"outcome": "passed", "points": 100},
    ],
    ids=repr,
)
def test_forged_messages_break_nothing(worker, tmp_path, message):
    """A frame that the submission writes itself is taken apart with care, whatever it says."""
    body = f"FRAME = {wire.encode(message)!r}\n{FORGE}{FORGE}"
    ran = run(worker, write(tmp_path, function(body)), call("bad"), call("after", False))
    assert seen(ran, "after").value == {"type": "int", "value": 1}


def test_bytes_that_are_no_message_end_the_run(worker, tmp_path):
    """Garbage among the observations is told as such, and the call that wrote it is not answered."""
    ran = run(worker, write(tmp_path, function("FRAME = b'garbage' * 9\n" + FORGE)), call("bad"), call("after", False))
    assert seen(ran, "bad").ending is Ending.DIED
    assert "no message" in seen(ran, "bad").message
    assert seen(ran, "after").ending is Ending.ANSWERED


def test_endless_messages_end_the_run(worker, tmp_path):
    """More observations than were asked for end the run, though each would start the clock anew."""
    frame = wire.encode({"probe": "p", "part": "x", "ending": "answered", "seconds": 0.0})
    body = f"FRAME = {frame!r}\nwhile True:\n" + "\n".join(f"    {line}" for line in FORGE.splitlines())
    one = [one for one in run(worker, write(tmp_path, function(body))).observations if one.message]
    assert (one[0].ending, "more observations than were asked for" in one[0].message) == (Ending.DIED, True)


def test_a_message_of_forged_length_takes_no_memory(worker, tmp_path):
    """A frame that announces more than may be sent ends the run at once."""
    body = f"FRAME = {b'CKR1' + b'x' * 12!r}\n{FORGE}"
    assert seen(run(worker, write(tmp_path, function(body)))).ending is Ending.DIED


LISTS = """
import json, struct
said = dict(probe='bad', part='x', ending='answered', seconds=0.0, value=[{'a': 0}] * 60000)
header = json.dumps({'tree': said, 'arrays': []}).encode()
frame = struct.pack('!4sIQ', b'CKR1', len(header), 0) + header
for n in range(3, 60):
    try:
        if os.readlink('/proc/self/fd/%d' % n).startswith('pipe:'):
            for _ in range(9):
                os.write(n, frame)
    except OSError:
        pass
"""


def test_lists_without_end_are_too_many(worker, tmp_path):
    """Each item makes an object here: so many of them take the room that all observations have together."""
    ran = run(worker, write(tmp_path, function(LISTS)), call("bad"), call("after", False))
    assert "more observations than were asked for" in seen(ran, "bad").message
