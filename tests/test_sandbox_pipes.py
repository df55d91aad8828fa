"""Pipes to and from a child: its own ends, and no others."""

import os
import stat
import sys

import pytest
from bench import call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.pipes import own_pipe
from checker.sandbox.worker import Worker

OPENS = """\
import os

def f():
    opened = []
    for name in range(3, 100):
        for flags in (os.O_RDONLY | os.O_NONBLOCK, os.O_WRONLY | os.O_NONBLOCK):
            try:
                opened.append(os.open('/proc/self/fd/%d' % name, flags))
            except OSError:
                pass
    return len(opened)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pipe has no mode and no place")
def test_nobody_may_open_a_pipe_once_more():
    """Its mode lets no user, also the one who made it; what is open works."""
    read, written = own_pipe()
    assert stat.S_IMODE(os.fstat(read).st_mode) == stat.S_IMODE(os.fstat(written).st_mode) == 0
    os.write(written, b"x")
    assert os.read(read, 9) == b"x"
    os.close(read)
    os.close(written)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pipe has no place")
def test_a_child_opens_no_end_of_a_pipe(tmp_path):
    """It could take back what it has written just when it is to be read."""
    with Worker(modern(), Framework.NUMPY) as worker:
        one = seen(run(worker, write(tmp_path, OPENS), call("p")))
    assert (one.ending, one.value) == (Ending.ANSWERED, {"type": "int", "value": 0})
