"""What hangs is told with the line that it hangs in, where that can be known."""

import pytest
from bench import FILE, call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox import observe
from checker.sandbox.job import Job
from checker.sandbox.telling import source_of
from checker.sandbox.worker import Worker

ENDLESS = "; line {} was running then: does what it is in come to an end?"
TOOK = "took over 1 s, the time allowed for one step"


@pytest.fixture(scope="module")
def worker():
    """A warm worker that has imported numpy alone."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


@pytest.mark.parametrize(
    ("body", "place"),
    [("while True: pass", (FILE, 3)), ("import time; time.sleep(60)", (FILE, 3)), ("sum(iter(int, 1))", ("", 0))],
)
def test_a_hang_is_told_with_its_line(worker, tmp_path, body, place):
    """Whether it computes or waits; not where a library keeps Python's own lock all the time."""
    one = seen(run(worker, write(tmp_path, f"def f():\n    x = 1\n    {body}\n"), call("p"), seconds=1.0))
    assert (one.ending, one.file, one.line) == (Ending.TIMED_OUT, *place)
    assert one.message == TOOK + (ENDLESS.format(3) if one.line else "")


def test_the_line_is_that_of_the_step_that_hangs(worker, tmp_path):
    """A slow step before it, whose place was told too, has come to its end."""
    source = "import time\n\ndef f():\n    time.sleep(1.9)\n\ndef g():\n    while True: pass\n"
    probe = {"id": "g", "probe": "call", "parameters": {"function": "g"}}
    ran = run(worker, write(tmp_path, source), call("f"), probe, seconds=2.0)
    assert seen(ran, "f").ending is Ending.ANSWERED
    assert (seen(ran, "g").file, seen(ran, "g").line) == (FILE, 7)


def test_a_hang_in_a_file_beside_is_told_there(worker, tmp_path):
    """As where another task's answer is used."""
    folder = write(tmp_path, "import helper\n\ndef f():\n    helper.g()\n")
    write(folder, "def g():\n    while True: pass\n", "helper.py")
    one = seen(run(worker, folder, call("p"), seconds=1.0))
    assert (one.file, one.line) == ("helper.py", 2)


def test_the_watch_is_no_thread_of_the_submissions(worker, tmp_path):
    """It is not listed among its threads."""
    source = "import threading\n\ndef f():\n    return len(threading.enumerate())\n"
    assert seen(run(worker, write(tmp_path, source), call("p"))).value == {"type": "int", "value": 1}


@pytest.mark.parametrize(
    "place", [("", 0), ("/etc/passwd", 1), ("a.py", 0), ("a.py", 4), ("b.py", 1), ("a.py", 10**40)]
)
def test_a_place_that_is_not_in_the_files_is_not_told(place):
    """What a child says is believed where it can be true."""
    source = source_of({"a.py": b"x\ny\n"}, "a.py")
    one = observe._breakdown(Job(ending=Ending.TIMED_OUT, sentence=TOOK, still_in=place), "p", source)
    assert (one.message, one.file, one.line) == (TOOK, "", 0)


def test_a_place_is_told_of_what_ran_out_of_time_alone():
    """Whatever ended otherwise has its own reason."""
    source = source_of({"a.py": b"x\ny\n"}, "a.py")
    one = observe._breakdown(Job(ending=Ending.OUT_OF_MEMORY, sentence="used", still_in=("a.py", 1)), "p", source)
    assert (one.message, one.file, one.line) == ("used", "", 0)
