"""What a worker's descendants use of the machine, read cheaply, for it is read many times a second."""

import contextlib
import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

# Linux lists a thread's children and a process's numbers each in one small file; elsewhere psutil asks for all.
LISTED = os.path.exists(f"/proc/self/task/{os.getpid()}/children")
PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
# Places in /proc/PID/stat after the name in brackets, which may hold anything: see proc(5).
USER, SYSTEM, THREADS, ADDRESSES, RESIDENT = 11, 12, 17, 20, 21
# Shared mappings of memory, writable or not just now, and whatever they are called: it stays taken when a process no
# longer has the pages in its own tables.
TABLES = re.compile(rb"^VmPTE:\s+(\d+) kB$", re.MULTILINE)
SHARED = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) \S\S\Ss \S+ \S+ \S+ +(?:/dev/zero|/memfd:|/SYSV|/dev/shm/|\[anon_shmem:)",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """Bytes of memory, number of threads, and seconds of processor time."""

    memory: int = 0
    threads: int = 0
    cpu_seconds: float = 0.0


def usage_below(parent: int, *, waits: bool, allowed: int) -> Usage:
    """What all descendants of a warm parent use; pages that they share count once for each.

    Args:
        waits: whether its child only waits for another one that does the work, beside one that sleeps (see
            worker/isolation.py): the memory of these two is not counted.
        allowed: bytes of memory; mappings of more than that are looked at closely.
    """
    memory, threads, cpu = 0, 0, 0.0
    below_waiting = []
    with contextlib.suppress(OSError, psutil.Error):
        most = _numbers(parent)[3] + allowed
        for depth, process in _below(parent):
            with contextlib.suppress(OSError, psutil.Error):
                resident, more_threads, seconds, addresses = _numbers(process)
                threads += more_threads
                cpu += seconds
                if waits and depth == 1:
                    continue
                memory += _closely(process, resident) if addresses > most else resident
                below_waiting += [resident] if depth == 2 else []
    sleeping = min(below_waiting) if waits and len(below_waiting) > 1 else 0
    return Usage(memory=memory - sleeping, threads=threads, cpu_seconds=cpu)


def descendants(parent: int) -> Iterator[int]:
    """The process ids of a process's children, their children, and so on."""
    for _, process in _below(parent):
        yield process


def _below(parent: int, depth: int = 1) -> Iterator[tuple[int, int]]:
    """All descendants, each with how far below it is."""
    for child in children(parent):
        yield depth, child
        yield from _below(child, depth + 1)


def longest_wish_below(parent: int) -> float:
    """The seconds for which a thread of a warm parent's descendants has wanted a processor: had it, or waited.

    That of the thread which wanted it longest: threads that keep each other waiting would add up to any time.
    Infinite where the system does not tell (elsewhere than on Linux).
    """
    if not LISTED:
        return math.inf
    longest = 0
    for _, process in _below(parent):
        with contextlib.suppress(OSError, ValueError, IndexError):
            for thread in os.listdir(f"/proc/{process}/task"):
                ran, waited, *_ = _read(f"/proc/{process}/task/{thread}/schedstat").split()
                longest = max(longest, int(ran) + int(waited))
    return longest / 1e9


def children(parent: int) -> list[int]:
    """The process ids of a process's own children, none where it is gone."""
    found: list[int] = []
    with contextlib.suppress(OSError, psutil.Error):
        if not LISTED:
            return [child.pid for child in psutil.Process(parent).children()]
        for thread in os.listdir(f"/proc/{parent}/task"):
            found.extend(map(int, _read(f"/proc/{parent}/task/{thread}/children").split()))
    return found


def _numbers(process: int) -> tuple[int, int, float, int]:
    """A process's resident bytes, its threads, its seconds of processor time, and the size of its addresses."""
    if not LISTED:
        one = psutil.Process(process)
        with one.oneshot():
            memory = one.memory_info()
            return memory.rss, one.num_threads(), sum(one.cpu_times()[:2]), memory.vms
    fields = _read(f"/proc/{process}/stat").rpartition(b")")[2].split()
    ticks = int(fields[USER]) + int(fields[SYSTEM])
    return int(fields[RESIDENT]) * PAGE, int(fields[THREADS]), ticks / TICKS, int(fields[ADDRESSES])


def _shared(process: int) -> int:
    """The size of a process's writable shared mappings of memory; none where that can't be known."""
    size = 0
    with contextlib.suppress(OSError):
        for start, end in SHARED.findall(_read(f"/proc/{process}/maps")):
            size += int(end, 16) - int(start, 16)
    return size


def _closely(process: int, resident: int) -> int:
    """The bytes that a process has to itself, those that it shares, in its own tables or not, and its tables'."""
    own = resident - int(_read(f"/proc/{process}/statm").split()[2]) * PAGE if LISTED else resident
    return max(resident, own + _shared(process)) + _tables(process)


def _tables(process: int) -> int:
    """The bytes of the tables that say where a process's pages are: addresses take room, with nothing in them too."""
    found = TABLES.search(_read(f"/proc/{process}/status")) if LISTED else None
    return int(found[1]) * 1024 if found else 0


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as stream:
        return stream.readall()
