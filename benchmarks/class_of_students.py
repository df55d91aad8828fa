"""``python -m benchmarks class``: one submission and a whole class, by this program and by other ways.

In each round every contender is run once, one after the other; the ratios are taken within a round, and medians of them
are told. A class are copies of the references, or of samples in plain loops. What each of a class costs `checker grade`
is the difference between the whole class and as many students as there are jobs, which is nearly all start-up.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Iterable

from benchmarks import contenders
from benchmarks.contenders import COLD, FLOOR, OPTIONAL, PYTEST, TWO, WARM, Cost
from benchmarks.students import class_of

SMALL, LARGE = [f"0x07/{number}" for number in range(6)], ["0x08/1", "0x08/4", "0x08/7"]
JOBS = {
    "0x07/0": ["0x07/0"],
    "0x07/4": ["0x07/4"],
    "0x08/4": ["0x08/4"],
    "0x08/7": ["0x08/7"],
    "0x07/0-5": SMALL,
    "0x07/5": ["0x07/5"],
    "0x08": [f"0x08/{number}" for number in range(8)],
}
ORDER = (COLD, WARM, TWO, PYTEST, *OPTIONAL, FLOOR)
FEWEST = 4
Round = dict[str, Cost]


def main(words: list[str]) -> None:
    """Prints a table for each job."""
    options = _parser().parse_args(words)
    jobs = {job: JOBS[job] for job in options.only or JOBS}
    sizes = {task: _size(task, options.students) for tasks in jobs.values() for task in tasks}
    without = {*options.without, *contenders.missing()}
    if without:
        print(f"left out, for they are not installed or not wanted: {', '.join(sorted(without))}")
    print(f"{options.runs} rounds after one that is not counted, on {os.cpu_count()} processors")
    print(f"numpy answers: {'in plain loops' if options.loops else 'the references'}")
    print("where each answer is a new process, one is measured, and a class reckoned as so many times that")
    measured: dict[str, list[Round]] = {}
    loads = []
    for task, size in sizes.items():
        with class_of(task, size, loops=options.loops) as class_:
            measured[task] = [contenders.measure(class_, without) for _ in range(options.runs + 1)][1:]
        loads.append(os.getloadavg()[0])
        print(f"{task} is measured, {size} students", file=sys.stderr)
    print(f"load average of the last minute, after each task: {', '.join(f'{load:.1f}' for load in loads)}")
    for job, tasks in jobs.items():
        students = ", ".join(sorted({str(sizes[task]) for task in tasks}, key=int))
        _print_job(f"{job}, {students} students", _sums([measured[task] for task in tasks]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks class", description=__doc__.splitlines()[0])
    parser.add_argument("-n", "--runs", type=int, default=5, help="counted rounds, after one that is not")
    parser.add_argument("--only", action="append", choices=JOBS, help="a job; can be given more than once")
    parser.add_argument("--students", type=int, default=100, help="in a class; a tenth for the three large networks")
    parser.add_argument("--loops", action="store_true", help="numpy answers in plain loops, as most write them")
    parser.add_argument("--without", action="append", default=[], choices=[COLD, PYTEST, *OPTIONAL], help="leave out")
    return parser


def _size(task: str, students: int) -> int:
    return max(FEWEST, students // 10 if task in LARGE else students)


def _sums(of_tasks: Iterable[list[Round]]) -> list[Round]:
    """Rounds in which a contender's cost is the sum of what it took for each of several tasks."""
    first, *others = of_tasks
    for rounds in others:
        first = [{name: one[name] + other[name] for name in one} for one, other in zip(first, rounds, strict=True)]
    return first


def _print_job(title: str, rounds: list[Round]) -> None:
    print(f"\n{title:34}{'one submission':>16}{'whole class':>14}{'ratio':>8}{'each of a class':>18}{'ratio':>8}")
    for name in ORDER:
        if name in rounds[0]:
            print(f"{name:34}{_told(rounds, name)}")
    share = statistics.median(one[WARM].each / one[FLOOR].each for one in rounds)
    print(f"{WARM} takes {share:.2f} times the floor")


def _told(rounds: list[Round], name: str) -> str:
    whole = _median(rounds, name, lambda cost: cost.whole)
    each = _median(rounds, name, lambda cost: cost.each)
    return "".join(
        [
            _seconds(_median(rounds, name, lambda cost: cost.one), 16),
            _seconds(whole, 14),
            _ratio(rounds, name, lambda cost: cost.whole),
            _seconds(each, 18),
            _ratio(rounds, name, lambda cost: cost.each),
        ]
    )


def _median(rounds: list[Round], name: str, part: Callable[[Cost], float | None]) -> float | None:
    found = [value for one in rounds if (value := part(one[name])) is not None]
    return statistics.median(found) if found else None


def _seconds(value: float | None, width: int) -> str:
    return f"{'-':>{width}}" if value is None else f"{value:{width - 2}.3f} s"


def _ratio(rounds: list[Round], name: str, part: Callable[[Cost], float | None]) -> str:
    """How often this program's own time with one job goes into it, within each round."""
    pairs = [(part(one[name]), part(one[WARM])) for one in rounds]
    ratios = [other / own for other, own in pairs if other is not None and own]
    return f"{statistics.median(ratios):8.2f}" if ratios else f"{'-':>8}"
