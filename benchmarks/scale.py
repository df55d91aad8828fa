"""``python -m benchmarks.scale [STUDENTS]``: what grading a class costs, and whether that grows with the class.

A thousand copies of a right answer to task 0 of 0x07 are graded, without walls where there are none; then the parts of
the cost that fall to the leading process alone are measured, for they are what does not scale with more machines.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil

from checker import classroom
from checker.classroom import Plan, describe_runtime
from checker.engines.local import LocalEngine
from checker.engines.work import Bench
from checker.exclusive import alone_in
from checker.specs import load_project
from checker.store import Store
from checker.students import Student
from checker.workspace import find_workspace

PROJECT = "supervised_learning/0x07-cnn"
REPEATS = 200


def plan_of(students: int, place: Path, runtime: str = "modern") -> Plan:
    """A class of the reference's author."""
    workspace = find_workspace()
    project = load_project(workspace.specs, PROJECT)
    folder = place / project.name
    folder.mkdir()
    task = project.tasks[0]
    (folder / task.file).write_bytes((workspace.reference(task) / task.file).read_bytes())
    return Plan(
        workspace=workspace,
        project=project,
        tasks=(task,),
        students=[Student(id=f"s{number:06}", place=str(folder)) for number in range(students)],
        bench=Bench(workspace="", project=PROJECT, runtime=runtime, isolation="auto"),
        runtime=describe_runtime(runtime, project),
    )


def graded(plan: Plan, engine: LocalEngine, store: Store) -> list[tuple[float, float, float, int, int]]:
    """After each answer: seconds since the start, MiB of this process and of the pool's, open files, processes."""
    own, started, seen = psutil.Process(), time.monotonic(), []
    for _ in classroom.grade(plan, engine, store, threading.Event()):
        pool = [psutil.Process(pid).memory_info().rss for pid in engine.pool._processes]
        tree = own.children(recursive=True)
        seen.append(
            (time.monotonic() - started, own.memory_info().rss / 2**20, max(pool) / 2**20, own.num_fds(), len(tree))
        )
    return seen


def table(seen: list[tuple[float, float, float, int, int]]) -> None:
    """Prints what 10, 100, ... answers had cost when they were there."""
    print(f"{'answers':>8} {'s each':>8} {'MiB, leading':>13} {'MiB, pool':>10} {'files':>6} {'processes':>10}")
    for number in (10, 100, 1000, 10_000, 100_000):
        if number <= len(seen):
            seconds, leading, pool, files, processes = seen[number - 1]
            begun = seen[0][0]
            each = (seconds - begun) / (number - 1)
            print(f"{number:>8} {each:>8.4f} {leading:>13.1f} {pool:>10.1f} {files:>6} {processes:>10}")


def cost(what: str, call: Callable[[], object]) -> None:
    """Prints the median of many calls."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    print(f"{what:<58} {1000 * statistics.median(times):>8.2f} ms")


def main() -> None:
    """Grades the class, then measures the parts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("students", type=int, nargs="?", default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        plan = plan_of(chosen.students, place)
        with alone_in(place / "out"), Store(str(place / "out")) as store, LocalEngine(jobs=chosen.jobs) as engine:
            table(graded(plan, engine, store))
            newest = store.newest(PROJECT, verdicts=True)
            grade = newest[plan.students[0].id, plan.tasks[0].name]
            one = replace(plan, students=plan.students[:1])
            print()
            cost("an answer that nothing has changed for", lambda: list(classroom._steps(one, store, packs=False)))
            cost("the newest grades of a student", lambda: store.newest(PROJECT, student=grade.student))
            cost("a verdict put on disk", lambda: store.add(grade))
            size = (place / "out" / "grades.sqlite").stat().st_size / len(newest) / 2**10
            print(f"a verdict in the store: some {size:.0f} KiB")


if __name__ == "__main__":
    main()
