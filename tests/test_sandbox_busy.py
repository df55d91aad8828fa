"""Time-outs on a busy machine: what had no processor is tried once more, what had it is not."""

from pathlib import Path

import pytest
from bench import function, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker without walls, for what is tried writes down that it was."""
    with Worker(modern(), Framework.NUMPY, isolation="none") as started:
        yield started


def tries(folder: Path) -> int:
    """How often a call that notes its beginning was made."""
    return len((folder / "tries").read_text())


@pytest.mark.parametrize(("rest", "times"), [("time.sleep(60)", 2), ("while True:\n    pass", 1)])
def test_only_what_had_no_processor_is_tried_again(worker, tmp_path, monkeypatch, rest, times):
    """Sleeping looks like waiting for the processor; an endless loop does not, on a busy machine neither."""
    monkeypatch.setattr("checker.sandbox.job.BUSY", 0.05)
    body = f"open({str(tmp_path / 'tries')!r}, 'a').write('x')\n{rest}"
    one = seen(run(worker, write(tmp_path / "one", function(body)), seconds=1.0))
    assert (one.ending, tries(tmp_path)) == (Ending.TIMED_OUT, times)


def test_the_second_try_counts(worker, tmp_path):
    """A right answer that was kept waiting once is right."""
    mark = str(tmp_path / "tries")
    body = f"open({mark!r}, 'a').write('x')\nif len(open({mark!r}).read()) == 1:\n    time.sleep(60)"
    one = seen(run(worker, write(tmp_path / "one", function(body)), seconds=1.0))
    assert (one.ending, one.value) == (Ending.ANSWERED, {"type": "int", "value": 1})


def test_processor_time_is_limited_too(worker, tmp_path):
    """However long a step may take, it may not compute for longer than that."""
    one = seen(run(worker, write(tmp_path / "one", function("while True:\n    pass")), seconds=30.0, cpu_seconds=0.5))
    assert one.message == "used over 0.5 s of processor time; one step may use that"
