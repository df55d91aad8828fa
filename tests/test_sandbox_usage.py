"""What a worker's descendants use: it agrees with psutil, counts shared memory too, and is looked at seldom."""

import mmap
import subprocess
import sys
import time

import psutil
import pytest
from bench import call, function, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox import job, usage
from checker.sandbox.usage import usage_below
from checker.sandbox.worker import Worker

MIB = 2**20
# Each of these starts the next, tells that it is there, and waits for the end of its input.
TREE = """
import subprocess, sys, threading, time
kept = bytearray(int(sys.argv[1]) * 2**20)
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
for sizes in sys.argv[2:]:
    below = subprocess.Popen([sys.executable, "-c", sys.orig_argv[2], *sizes.split(",")], stdout=subprocess.PIPE)
    below.stdout.readline()
print("here", flush=True)
time.sleep(60)
"""
LET_GO = f"kept.madvise({getattr(mmap, 'MADV_DONTNEED', 4)})"
CLOSED = "import ctypes, numpy; start = numpy.frombuffer(kept).ctypes.data; " \
    "ctypes.CDLL(None).mprotect(ctypes.c_void_p(start), ctypes.c_size_t(place + 2**20), 0)"
SHARED = """\
kept = mmap.mmap(-1, 300 * 2**20)
for place in range(0, len(kept), 2**20):
    kept[place:place + 2**20] = b'x' * 2**20
    {then}
time.sleep(9)"""


@pytest.fixture
def tree():
    """A process of 1 MiB with a child of 20, which has children of 30 and of 60."""
    top = subprocess.Popen([sys.executable, "-c", TREE, "1", "20,30,60"], stdout=subprocess.PIPE)
    assert top.stdout
    assert top.stdout.readline() == b"here\n"
    below = psutil.Process(top.pid).children(recursive=True)
    yield top.pid, below
    for process in [*below, top]:
        process.kill()
    top.communicate()


@pytest.mark.parametrize("listed", [True, False], ids=["by the kernel's files", "by psutil"])
def test_all_descendants_are_counted(tree, monkeypatch, listed):
    """Memory and threads are those that psutil finds, without the process itself."""
    pid, below = tree
    monkeypatch.setattr(usage, "LISTED", listed and usage.LISTED)
    used = usage_below(pid, waits=False, allowed=0)
    resident = [one.memory_info().rss for one in below]
    assert (len(below), used.threads) == (3, 6)
    assert used.memory == pytest.approx(sum(resident), abs=4 * MIB)
    assert used.memory > 110 * MIB
    assert used.cpu_seconds == pytest.approx(sum(sum(one.cpu_times()[:2]) for one in below), abs=0.05)


def test_who_waits_and_who_sleeps_is_left_out(tree):
    """In namespaces the child waits for the process that works, beside the least, which sleeps."""
    pid, below = tree
    largest = max(one.memory_info().rss for one in below)
    used = usage_below(pid, waits=True, allowed=0)
    assert (used.threads, used.memory) == (6, pytest.approx(largest, abs=2 * MIB))


def test_a_process_that_is_gone_uses_nothing():
    """Between a look and the next anything may end."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert usage_below(ended.pid, waits=False, allowed=0) == usage.Usage()


@pytest.mark.skipif(not usage.LISTED, reason="the kernel's list of mappings is Linux's")
@pytest.mark.parametrize("isolation", ["auto", "none"])
@pytest.mark.parametrize(
    "then", ["pass", LET_GO, f"{LET_GO}; {CLOSED}"], ids=["written", "let go of", "not to be written to"]
)
def test_shared_memory_counts(tmp_path, isolation, then):
    """Memory that a process shares is taken while it is mapped, though the process's own tables forget its pages."""
    folder = write(tmp_path, "import mmap\n" + function(SHARED.format(then=then)))
    with Worker(modern(), Framework.NUMPY, isolation=isolation) as worker:
        ran = run(worker, folder, call("bad", True), call("after", False), memory_mib=200)
    assert seen(ran, "bad").message == "used over 200 MiB of memory, all that is allowed"
    assert (seen(ran, "bad").ending, seen(ran, "after").ending) == (Ending.OUT_OF_MEMORY, Ending.ANSWERED)


def test_what_goes_on_for_long_is_looked_at_seldom(tmp_path, monkeypatch):
    """The first looks come soon; later ones five times a second."""
    looks = []

    def look(*pid, **more):
        looks.append(time.monotonic())
        return usage_below(*pid, **more)

    monkeypatch.setattr(job, "usage_below", look)
    with Worker(modern(), Framework.NUMPY, isolation="none") as worker:
        started = time.monotonic()
        run(worker, write(tmp_path, function("time.sleep(2)")), call("p", True), memory_mib=2048)
        took = time.monotonic() - started
    assert 5 <= len(looks) <= 5 * took + 15


RUN = "subprocess.run([sys.executable, '-c', sys.argv[1]])"
TABLES = """
import mmap, time
kept = mmap.mmap(-1, 20 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, prot=mmap.PROT_READ)
sum(kept[place] for place in range(0, 20 << 30, 2 << 20))
print("here", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how large its tables are")
def test_tables_of_addresses_count():
    """Ten thousand addresses, each in a table of its own of 4 KiB, with nothing behind them."""
    top = subprocess.Popen([sys.executable, "-c", f"import subprocess, sys\n{RUN}", TABLES], stdout=subprocess.PIPE)
    try:
        assert top.stdout
        assert top.stdout.readline() == b"here\n"
        close, far = (usage_below(top.pid, waits=False, allowed=allowed).memory for allowed in (MIB, 2**40))
        assert close - far > 10240 * 4096
    finally:
        for process in psutil.Process(top.pid).children():
            process.kill()
        top.communicate()
