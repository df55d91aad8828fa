"""``python -m benchmarks flat``: whether grading a large class holds on to anything, or slows down, as it goes on.

One class is graded once. Early and near its end, memory, descriptors and zombies of all the checker's processes that
last (children that run a submission don't) are looked at; nothing may be left in the folder for temporary files.
"""

import argparse
import contextlib
import datetime
import itertools
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.contenders import ROOT
from benchmarks.students import Class, class_of
from checker.store import FILE

EARLY, FROM_END = 100, 60
LOOKS = 20
SIZES = (10, 100, 1000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What the lasting processes hold after so many grades: MiB, descriptors, zombies, and submissions' folders."""

    grades: int
    memory_mib: float
    descriptors: int
    zombies: int
    folders: int


def main(words: list[str]) -> None:
    """Prints what is held early and late, what is left, and what a submission takes in a short and a long class."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks flat", description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=1000, help="in the class")
    parser.add_argument("--task", default="0x07/0")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(words)
    if options.students <= EARLY + FROM_END:
        parser.error(f"--students: more than {EARLY + FROM_END}, to look at {EARLY} and at {FROM_END} before the end")
    with class_of(options.task, options.students) as class_, class_.results() as out:
        temporary = class_.place / "temporary"
        temporary.mkdir(mode=0o755)
        held = list(_grade(class_, options.jobs, out, temporary))
        print(f"{'grades':>8}{'memory':>14}{'descriptors':>14}{'zombies':>10}{'folders':>10}")
        for one in held:
            print(f"{one.grades:8}{one.memory_mib:10.1f} MiB{one.descriptors:14}{one.zombies:10}{one.folders:10}")
        print(f"memory grew by {100 * (held[-1].memory_mib / held[0].memory_mib - 1):.1f} %")
        print(f"left in the folder for temporary files: {len(list(temporary.iterdir()))}")
        _print_paces(Path(out) / FILE)


def _grade(class_: Class, jobs: int, out: str, temporary: Path) -> Iterator[Held]:
    """Grades the class; gives what is held at the two moments."""
    count = len(class_.folders)
    command = [sys.executable, "-m", "checker", "grade", *class_.words, "--submissions", str(class_.roster(count))]
    command += ["--jobs", str(jobs), "--out", out, "--runtime", "modern"]
    environ = os.environ | {"TMPDIR": str(temporary)}
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for mark in (EARLY, count - FROM_END):
        while (grades := len(_moments(Path(out) / FILE))) < mark and process.poll() is None:
            time.sleep(0.05)
        if process.poll() is None:
            yield _held(process.pid, grades, temporary)
    said, _ = process.communicate()
    if f"{count} passed, 0 failed, 0 could not be judged" not in said.decode():
        raise SystemExit(f"{' '.join(command)} said: {said.decode()}")


def _held(pid: int, grades: int, temporary: Path) -> Held:
    """What is held, from several looks: a child that has just ended is a zombie until its parent wakes up."""
    looks = []
    for _ in range(LOOKS):
        processes = list(_lasting(psutil.Process(pid)))
        memory = sum(one.memory_info().rss for one in processes) / 2**20
        descriptors = sum(one.num_fds() for one in processes)
        folders = len(list(temporary.glob("*/scratch/*")))
        looks.append((memory, descriptors, _zombies(psutil.Process(pid)), folders))
        time.sleep(0.05)
    memories, *counts = zip(*looks, strict=True)
    fewest = dict(zip(("descriptors", "zombies", "folders"), map(min, counts), strict=True))
    return Held(grades=grades, memory_mib=statistics.median(memories), **fewest)


def _lasting(process: psutil.Process) -> Iterator[psutil.Process]:
    """A process and those below it, without the children of warm parents and what has just ended."""
    try:
        words, children = process.cmdline(), process.children()
    except psutil.Error:
        return
    yield process
    if not any(word.endswith(os.path.join("checker", "worker")) for word in words):
        for child in children:
            yield from _lasting(child)


def _zombies(process: psutil.Process) -> int:
    found = 0
    for one in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            found += one.status() == psutil.STATUS_ZOMBIE
    return found


def _moments(store: Path) -> list[datetime.datetime]:
    """When each grade was made, in order; none while there is no store."""
    if not store.is_file():
        return []
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute("SELECT graded_at FROM grades ORDER BY id").fetchall()
        except sqlite3.OperationalError:  # its tables are being made
            return []
    return [datetime.datetime.fromisoformat(moment) for (moment,) in rows]


def _print_paces(store: Path) -> None:
    moments = _moments(store)
    for size in [size for size in SIZES if size <= len(moments)]:
        gaps = [(after - before).total_seconds() for before, after in itertools.pairwise(moments[:size])]
        mean, median = statistics.mean(gaps), statistics.median(gaps)
        print(f"each of the first {size:5}: {1000 * mean:7.1f} ms, median {1000 * median:.1f} ms")
