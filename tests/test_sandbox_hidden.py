"""Hidden calls: a submission meets them when the others are done, and nothing that it prints from then on is kept."""

import pytest
from bench import call, function, write

from checker import wire
from checker.model import Ending, Framework, Limits
from checker.runtimes import modern
from checker.sandbox.observe import Request, observe
from checker.sandbox.scratch import scratch_copy
from checker.sandbox.steps import MORE
from checker.sandbox.worker import Worker


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


def run(worker, folder, hidden=("secret",), **limits):
    """What is observed of f("shown") and of calls with the hidden words."""
    with scratch_copy(folder, {}, worker.scratch, worker.user) as scratch:
        later = [call(str(word), word) for word in hidden]
        request = Request(folder=str(scratch), module="0-task", probes=[call("shown", "shown")], hidden=later)
        return observe(worker, request, Limits(**{"seconds": 20.0, "memory_mib": 512} | limits))


def endings(ran):
    """Each probe's last observation, by how it ended."""
    return {one.probe: one.ending for one in ran.observations}


def test_what_is_printed_before_is_kept_to_the_last_line(worker, tmp_path):
    """Also what stands without the end of a line in a buffer of Python's."""
    body = "print('of', bad)\nsys.stdout.write(bad + ' to the end')"
    ran = run(worker, write(tmp_path, function(body)))
    assert ran.printed == 2 * "of shown\nshown to the end"
    assert endings(ran) == dict.fromkeys(("import", "shown", "secret"), Ending.ANSWERED)


def test_how_much_is_printed_after_is_not_told(worker, tmp_path):
    """A number of bytes could be a message too."""
    body = "print('x' * (10 if bad == 'shown' else 5000000))"
    ran = run(worker, write(tmp_path, function(body)), output_bytes=100)
    assert (len(ran.printed), ran.cut) == (22, 0)


def test_a_closed_output_hinders_nothing(worker, tmp_path):
    """There is nothing to read from it when hidden calls are to come."""
    ran = run(worker, write(tmp_path, "import os\nos.close(1)\nos.close(2)\n" + function("pass")))
    assert endings(ran)["secret"] is Ending.ANSWERED


@pytest.mark.parametrize("shown", ["os._exit(1)", "raise ValueError", "os.kill(os.getpid(), 9)"])
def test_hidden_calls_are_made_though_a_shown_one_failed(worker, tmp_path, shown):
    """What a crash costs is itself."""
    body = f"if bad == 'shown':\n    {shown}"
    ran = run(worker, write(tmp_path, function(body)), ("one", "two"))
    assert endings(ran)["shown"] is not Ending.ANSWERED
    assert endings(ran)["one"] is endings(ran)["two"] is Ending.ANSWERED


def test_nothing_of_hidden_calls_is_at_hand_while_others_run(worker, tmp_path):
    """Who reads what is to come by itself waits for it, and gets it from nowhere."""
    body = """
import select
pipes = [n for n in range(3, 60) if os.path.exists('/proc/self/fd/%d' % n)]
ready = select.select(pipes, [], [], 0.2)[0] if bad == 'shown' else []
if ready:
    raise ValueError(ready)
"""
    ran = run(worker, write(tmp_path, function(body)))
    assert endings(ran) == dict.fromkeys(("import", "shown", "secret"), Ending.ANSWERED), ran


def test_a_word_that_hidden_calls_may_come_ends_the_run_when_it_is_too_early(worker, tmp_path):
    """It is forged, and no hidden call is sent to whoever could still tell it in the name of a shown one."""
    frame = wire.encode({"probe": MORE, "part": MORE, "ending": "answered", "value": None, "seconds": 0.0})
    forged = f"""
for n in range(3, 60):
    try:
        os.set_blocking(n, False)
        os.write(n, {frame!r})
    except OSError:
        pass
time.sleep(0.3)
"""
    source = function("pass") + forged
    ran = run(worker, write(tmp_path, source))
    first = ran.observations[0]
    assert (first.probe, first.ending) == ("import", Ending.DIED), ran
    assert "done before it had answered" in first.message


def test_what_a_later_child_prints_is_not_kept(worker, tmp_path):
    """A child that met hidden calls may have left word for it somewhere that nobody thought of."""
    source = "import sys\nprint('imported')\nsys.stdout.flush()\n" + function("if bad != 'shown':\n    os._exit(1)")
    ran = run(worker, write(tmp_path, source), ("one", "two"))
    assert endings(ran)["two"] is Ending.DIED
    assert ran.printed == "imported\n"


def test_shown_calls_are_not_made_again_after_hidden_ones(worker, tmp_path):
    """Who says that a shown call has ended, in words that mean nothing, and then dies, gets no second one of them."""
    odd = wire.encode({"probe": "shown", "part": "x", "ending": "odd", "value": None})
    more = wire.encode({"probe": MORE, "part": MORE, "ending": "answered", "value": None, "seconds": 0.0})
    forged = f"""
if bad == 'shown':
    for n in range(3, 60):
        try:
            os.set_blocking(n, False)
            os.write(n, {odd!r} + {more!r})
        except OSError:
            pass
    time.sleep(0.5)
    os._exit(0)
"""
    ran = run(worker, write(tmp_path, function(forged)))
    assert [one.ending for one in ran.observations if one.probe == "shown"] == [Ending.DIED]
    assert [one.probe for one in ran.observations].count("secret") >= 1


def test_all_children_of_a_run_share_one_allowance_of_bytes(worker, tmp_path, monkeypatch):
    """However often a submission dies, it does not fill the checker's memory; here is room for 50 MB."""
    monkeypatch.setattr("checker.sandbox.observe.MOST_BYTES", 50_000_000)
    source = """
        import os
        import numpy as np
        made = []

        def f(number):
            made.append(number)
            if made[-2:] == [number, number] and number != "shown":
                os._exit(1)
            return np.zeros(2_000_000)
    """
    ran = run(worker, write(tmp_path, source), (1, 2, 3, 4, 5))
    refused = [one.probe for one in ran.observations if "more than can be looked at" in one.message]
    assert refused == ["2", "3", "4", "5"]
