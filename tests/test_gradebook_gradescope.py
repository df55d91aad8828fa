"""A results.json for each student: its exact text, what its points add up to, and what it does not tell."""

import dataclasses
import json

import gradebooks
import pytest

from checker.gradebook import EXPORTERS
from checker.gradebook.gradescope import render
from checker.model import Outcome
from checker.render import RENDERERS
from checker.students import Gradebook, Line, Student
from tests.test_render_samples import SAMPLES

FINDING = {
    "code": "C004",
    "message": "expected 1.5\nat [0, 1]",
    "file": None,
    "line": None,
    "column": None,
    "remark": False,
}
STYLE = {
    "code": "S006",
    "message": "E501 line too long",
    "file": "4-resnet50.py",
    "line": 3,
    "column": 80,
    "remark": False,
}


def check(title: str, outcome: str, points: int, max_points: int, *findings: dict) -> dict:
    """A check as the JSON report has it, as far as it is read here."""
    return {"title": title, "outcome": outcome, "points": points, "max_points": max_points, "findings": list(findings)}


VERDICT = {
    "number": 4,
    "printed": "a secret of a hidden case",
    "checks": [
        check("the file is Python", "passed", 5, 5),
        check("the style", "failed", 0, 10, STYLE),
        check("the numbers", "failed", 0, 20, FINDING, FINDING),
        check("what is told alone", "passed", 0, 0),
        check("the layers", "failed", 0, 0, FINDING),
        check("the training", "skipped", 0, 10, {**FINDING, "code": "N001", "message": "skipped: it needs numbers"}),
        check("the memory", "broken", 0, 0, {**FINDING, "code": "N002", "message": "no fixture"}),
        check("the time", "broken", 0, 0),
    ],
}
EXPECTED = r"""{
  "output": "105 of 145 points in Deep Convolutional Architectures\nBROKEN: 4-resnet50. The checker itself failed here: that is not your fault and costs you nothing. Staff will look at it.",
  "output_format": "text",
  "test_output_format": "text",
  "test_name_format": "text",
  "tests": [
    {
      "number": "0.1",
      "name": "0-inception_block",
      "score": 100,
      "max_score": 100,
      "status": "passed",
      "output": ""
    },
    {
      "number": "4.1",
      "name": "4-resnet50: the file is Python",
      "score": 5,
      "max_score": 5,
      "status": "passed",
      "output": ""
    },
    {
      "number": "4.2",
      "name": "4-resnet50: the style",
      "score": 0,
      "max_score": 10,
      "status": "failed",
      "output": "S006 E501 line too long (4-resnet50.py:3:80)"
    },
    {
      "number": "4.3",
      "name": "4-resnet50: the numbers",
      "score": 0,
      "max_score": 20,
      "status": "failed",
      "output": "C004 expected 1.5\nat [0, 1]\nC004 expected 1.5\nat [0, 1]"
    },
    {
      "number": "4.4",
      "name": "4-resnet50: the layers",
      "score": 0,
      "max_score": 0,
      "status": "failed",
      "output": "C004 expected 1.5\nat [0, 1]"
    },
    {
      "number": "4.5",
      "name": "4-resnet50: the training",
      "score": 0,
      "max_score": 10,
      "status": "failed",
      "output": "N001 skipped: it needs numbers"
    },
    {
      "number": "4.6",
      "name": "4-resnet50: BROKEN (the memory, the time)",
      "score": 15,
      "max_score": 15,
      "status": "failed",
      "output": "The checker itself failed here: that is not your fault and costs you nothing. Staff will look at it."
    }
  ],
  "execution_time": 0.5
}
"""  # noqa: E501
MIXED = gradebooks.line(
    "1001", gradebooks.grade(100, 100, Outcome.PASSED), gradebooks.grade(5, 45, Outcome.BROKEN, VERDICT)
)


def parsed(text: str) -> dict:
    """A file, read as strictly as JSON is defined."""
    return json.loads(text, parse_constant=pytest.fail)


def sample(name: str) -> tuple[Gradebook, int]:
    """A class of one with a sample verdict of the reports' tests, and all its points."""
    tasks, grades = {}, {}
    for place, task in enumerate(json.loads(RENDERERS["json"](SAMPLES[name]))["tasks"]):
        outcome = Outcome(task["outcome"])
        lost = sum(one.spec.points for one in SAMPLES[name].tasks[place].results if one.outcome is Outcome.BROKEN)
        tasks[f"{place}-{task['name']}"] = task["max_points"] + lost
        grades[f"{place}-{task['name']}"] = gradebooks.grade(task["points"], task["max_points"], outcome, task)
    line = Line(student=Student(id="1001"), grades=grades)
    return Gradebook(project="0x08", title="Deep", tasks=tasks, lines=(line,)), sum(tasks.values())


def test_a_students_file_is_written_exactly():
    """A test for each check that has points or a finding; broken ones are one, granted and marked."""
    files, told = render(gradebooks.book(MIXED))
    assert files == {"1001": EXPECTED}
    assert told == [
        "1001: the broken checks' points are granted for now: "
        "broken (nobody's fault, see checker history): 4-resnet50",
    ]


def test_what_was_printed_is_not_told():
    """Nor is anything else of the verdict but its checks' findings."""
    assert "secret" not in render(gradebooks.book(MIXED))[0]["1001"]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "empty"])
def test_all_points_are_there(name):
    """The maxima add up to all points, and the scores to those earned and those of broken checks, which are granted."""
    book, everything = sample(name)
    tests = parsed(render(book)[0]["1001"])["tests"]
    granted = sum(test["max_score"] for test in tests if "BROKEN" in test["name"])
    earned = sum(task.points for task in SAMPLES[name].tasks)
    assert sum(test["max_score"] for test in tests) == everything
    assert sum(test["score"] for test in tests) == earned + granted
    assert bool(granted) == any(task.outcome is Outcome.BROKEN for task in SAMPLES[name].tasks)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "empty"])
def test_the_fields_are_gradescopes(name):
    """Only fields that its documents have, each of its type; nothing that a student wrote is obeyed anywhere."""
    text = render(sample(name)[0])[0]["1001"]
    results = parsed(text)
    assert set(results) == {
        "output", "output_format", "test_output_format", "test_name_format", "tests", "execution_time",
    }  # fmt: skip
    for test in results["tests"]:
        assert list(test) == ["number", "name", "score", "max_score", "status", "output"]
        assert [type(value) for value in test.values()] == [str, str, int, int, str, str]
        assert test["status"] in ("passed", "failed")
        assert test["name"].isprintable()
        assert test["output"].replace("\n", "").isprintable()
    assert text.isascii()
    assert "<" not in text


def test_a_student_without_all_grades_gets_no_file():
    """A sum that lacks a task would be a wrong score; a grade of other points would be one too."""
    old = gradebooks.line("a", gradebooks.grade(50, 90), gradebooks.grade(60, 60))
    files, told = render(gradebooks.book(gradebooks.INCOMPLETE, old, gradebooks.ADA))
    assert list(files) == ["1001"]
    assert told == [
        "1002 (Alan Turing): no results.json is written: not graded: 4-resnet50",
        "a: no results.json is written: graded when it was worth other points (grade it again): 0-inception_block",
    ]


def test_a_broken_task_that_has_fewer_points_by_now_gets_no_file():
    """Points that are granted can't be negative."""
    line = gradebooks.line("a", gradebooks.grade(100, 100), gradebooks.grade(70, 70, Outcome.BROKEN))
    assert render(gradebooks.book(line))[0] == {}


def test_a_clock_gone_wrong_spoils_no_file():
    """The time is left out where it is no number."""
    grades = {task: dataclasses.replace(one, seconds=float("nan")) for task, one in gradebooks.ADA.grades.items()}
    files, _ = render(gradebooks.book(dataclasses.replace(gradebooks.ADA, grades=grades)))
    assert "execution_time" not in parsed(files["1001"])


def test_files_are_in_folders_of_their_own():
    """The table of exporters gives paths."""
    files = EXPORTERS["gradescope"](gradebooks.book(MIXED)).files
    assert list(files) == ["gradescope-0x08-deep_cnns/1001/results.json"]
