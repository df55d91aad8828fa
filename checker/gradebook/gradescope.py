"""The gradebook for Gradescope: what an autograder writes to ``results.json``, for each student."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from checker.gradebook import lines
from checker.gradebook.text import document, visible
from checker.model import Outcome
from checker.students import Grade, Gradebook, Line

FILE = "results.json"
BROKEN = "BROKEN"
NOT_YOURS = "The checker itself failed here: that is not your fault and costs you nothing. Staff will look at it."


def render(book: Gradebook) -> tuple[dict[str, str], list[str]]:
    """A student's id → the text of their results.json, and sentences on what staff has to look at.

    There is a test for each check that is worth points or found something. The scores' maxima add up to all the
    project's points: those of broken checks stand together in a test of their task that is named BROKEN, marked as
    failed, and are granted until somebody has looked. A student who lacks the grade of a task, or whose grade is of
    another version of it, gets no file: a sum without it would be a wrong score.

    What is told is what the student's own report tells, so nothing of hidden cases' values; what the submission printed
    is left out.
    """
    files: dict[str, str] = {}
    told: list[lines.Told] = []
    for line in book.lines:
        lacking = bool(lines.ungraded(book, line) or lines.outdated(book, line))
        if not lacking:
            files[line.student.id] = document(_results(book, line))
        consequence = f"no {FILE} is written" if lacking else "the broken checks' points are granted for now"
        told += [(lines.who(line.student), f"{consequence}: {remark}") for remark in lines.remarks(book, line)]
    return files, lines.together(told)


def _results(book: Gradebook, line: Line) -> dict[str, Any]:
    """One student's file."""
    grades = lines.grades(book, line)
    seconds = sum(grade.seconds for grade in grades.values())
    results: dict[str, Any] = {
        "output": _summary(book, line),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": [
            test
            for place, (task, grade) in enumerate(grades.items())
            for test in _numbered(grade.verdict.get("number", place), _tests(task, grade, book.tasks[task]))
        ],
    }
    return results | ({"execution_time": round(seconds, 2)} if math.isfinite(seconds) else {})


def _summary(book: Gradebook, line: Line) -> str:
    """The whole in a sentence, and what is broken."""
    told = [f"{lines.points(book, line)} of {lines.max_points(book, line)} points in {book.title}"]
    tasks = lines.broken(book, line)
    return visible("\n".join([*told, *([f"{BROKEN}: {', '.join(tasks)}. {NOT_YOURS}"] if tasks else [])]), keep="\n")


def _numbered(task: Any, tests: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The tests of a task, with its number and their own: "4.1"."""
    for number, test in enumerate(tests, 1):
        yield {"number": f"{task}.{number}"} | test


def _tests(task: str, grade: Grade, possible: int) -> Iterator[dict[str, Any]]:
    """A task's tests; one for the whole where the grade comes without the verdict's checks."""
    checks = [check for check in grade.verdict.get("checks", ()) if check["outcome"] != Outcome.BROKEN.value]
    if sum(check["max_points"] for check in checks) != grade.max_points:
        checks = []
    for check in checks:
        if check["max_points"] or check["outcome"] == Outcome.FAILED.value:
            yield _test(
                f"{task}: {check['title']}", check["points"], check["max_points"], check["outcome"], _output(check)
            )
    if not checks and grade.max_points:
        outcome = Outcome.PASSED if grade.points == grade.max_points else Outcome.FAILED
        yield _test(task, grade.points, grade.max_points, outcome.value, "")
    if grade.outcome is Outcome.BROKEN:
        granted = possible - grade.max_points
        yield _test(f"{task}: {BROKEN}{_titles(grade)}", granted, granted, Outcome.BROKEN.value, NOT_YOURS)


def _test(name: str, score: int, max_score: int, outcome: str, output: str) -> dict[str, Any]:
    return {
        "name": visible(name),
        "score": score,
        "max_score": max_score,
        "status": "passed" if outcome == Outcome.PASSED.value else "failed",
        "output": output,
    }


def _titles(grade: Grade) -> str:
    """What the broken checks ask."""
    checks = grade.verdict.get("checks", ())
    titles = [check["title"] for check in checks if check["outcome"] == Outcome.BROKEN.value]
    return f" ({', '.join(titles)})" if titles else ""


def _output(check: Mapping[str, Any]) -> str:
    """A check's findings, one paragraph each, with the place where it is known."""
    return "\n".join(_told(finding) for finding in check["findings"])


def _told(finding: Mapping[str, Any]) -> str:
    place = ":".join(str(part) for part in (finding["file"], finding["line"], finding["column"]) if part)
    text = f"{finding['code']} {finding['message']}" + (f" ({place})" if place else "")
    return visible(text.replace("\r\n", "\n"), keep="\n")
