"""``python -m benchmarks check``: what one check costs, as medians and as ratios taken pair by pair in one run.

Machines are noisy and differ: only the ratios are worth quoting. Each pair of commands is run in turn, A B A B ...
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from checker import runtimes
from checker.inputs import make_array

ROOT = Path(__file__).resolve().parents[1]
RESNET50 = ROOT / "task_specs" / "supervised_learning" / "0x08-deep_cnns" / "4-resnet50.toml"
RUN = [sys.executable, "-m", "checker", "run", "--dir", "solutions", "--quiet", "--runtime"]
CHECK = [*RUN, "modern"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one run took: wall seconds, and the memory in MiB of the largest process of its tree."""

    seconds: float
    memory_mib: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A command, and one to compare it with."""

    name: str
    command: list[str]
    other: list[str]


def pairs(images: Path) -> list[Pair]:
    """What is compared with what; `images` is the file of those that the bare script runs its model on."""
    bare = ["benchmarks/bare_resnet50.py", str(images)]
    under_the_exact_runtime = Pair(
        name="0x08 task 4 / bare script, 1.12",
        command=[*RUN, runtimes.NAME, "0x08", "task", "4"],
        other=[runtimes.exact().python, *bare],
    )
    return [
        *([] if runtimes.problem() else [under_the_exact_runtime]),
        Pair(
            name="0x08 task 4 / bare script",
            command=[*CHECK, "0x08", "task", "4"],
            other=[sys.executable, *bare],
        ),
        Pair(
            name="0x07 task 0 / import numpy",
            command=[*CHECK, "0x07", "task", "0"],
            other=[sys.executable, "-c", "import numpy"],
        ),
        Pair(
            name="0x08 task 7 / import tensorflow",
            command=[*CHECK, "0x08", "task", "7"],
            other=[sys.executable, "-c", "import tensorflow"],
        ),
        Pair(
            name="--help / bare python",
            command=[sys.executable, "-m", "checker", "--help"],
            other=[sys.executable, "-c", "pass"],
        ),
    ]


def measure(command: list[str]) -> Cost:
    """Runs a command once, its output thrown away."""
    largest = [0.0]
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watcher = threading.Thread(target=_watch, args=(process, largest))
    watcher.start()
    process.wait()
    seconds = time.monotonic() - started
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return Cost(seconds=seconds, memory_mib=largest[0])


def _watch(process: "subprocess.Popen[bytes]", largest: list[float]) -> None:
    while process.poll() is None:
        try:
            tree = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            largest[0] = max(largest[0], *(one.memory_info().rss / 2**20 for one in tree))
        except psutil.Error:
            pass
        time.sleep(0.01)


def write_images(file: Path) -> None:
    """Writes the images of the ResNet-50's spec, before anything is timed: only the checker makes them while it is."""
    probe = tomllib.loads(RESNET50.read_text(encoding="utf-8"))["probes"][0]
    np.save(file, make_array(probe["images"]))


def main(words: list[str]) -> None:
    """Prints a line for each pair: median seconds of both, median of the ratios, and the check's largest process."""
    about = f"{__doc__.splitlines()[0]} There are `class` and `flat` too, each with a --help of its own."
    parser = argparse.ArgumentParser(prog="python -m benchmarks check", description=about)
    parser.add_argument("-n", "--runs", type=int, default=5, help="counted runs of each command, after one that is not")
    runs = parser.parse_args(words).runs
    print(f"{'':34}{'check':>9}{'other':>9}{'ratio':>8}{'largest process':>18}")
    with tempfile.TemporaryDirectory() as folder:
        images = Path(folder) / "images.npy"
        write_images(images)
        for pair in pairs(images):
            print_costs(pair, runs)


def print_costs(pair: Pair, runs: int) -> None:
    """Prints a pair's line."""
    costs = [(measure(pair.command), measure(pair.other)) for _ in range(runs + 1)][1:]
    check = statistics.median(mine.seconds for mine, _ in costs)
    other = statistics.median(theirs.seconds for _, theirs in costs)
    ratio = statistics.median(mine.seconds / theirs.seconds for mine, theirs in costs)
    memory = max(mine.memory_mib for mine, _ in costs)
    print(f"{pair.name:34}{check:8.2f}s{other:8.2f}s{ratio:8.2f}{memory:14.0f} MiB")
