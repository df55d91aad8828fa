"""A verdict made again of its JSON: every page of it is that of the verdict itself."""

import json
from dataclasses import replace

import pytest

from checker.model import TaskVerdict, Verdict
from checker.render import RENDERERS
from checker.render.from_json import task_from_json
from checker.render.json import task_as_json
from tests.test_render_samples import SAMPLES, TEMPLATES, broken_task


def again(verdict: TaskVerdict) -> TaskVerdict:
    """The verdict by way of the text of its JSON, with the source that is not in it."""
    spec = replace(verdict.task, checks=tuple(result.spec for result in verdict.results))
    told = json.loads(json.dumps(task_as_json(verdict)))
    return replace(task_from_json(told, spec), source=verdict.source)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_the_page_is_the_same(name: str) -> None:
    """Byte for byte: outcomes, points, findings with their source, tables, what was printed."""
    verdict = SAMPLES[name]
    other = replace(verdict, tasks=tuple(map(again, verdict.tasks)))
    assert page(other) == page(verdict)
    assert (other.outcome, RENDERERS["json"](other)) == (verdict.outcome, RENDERERS["json"](verdict))


def page(verdict: Verdict) -> str:
    """The HTML page."""
    return RENDERERS["html"](verdict, templates=TEMPLATES)


def test_whatever_was_written_can_be_read_again() -> None:
    """Lone surrogates and numbers that JSON lacks are texts since."""
    hostile = SAMPLES["hostile"]
    other = replace(hostile, tasks=tuple(map(again, hostile.tasks)))
    assert RENDERERS["json"](other) == RENDERERS["json"](hostile)
    assert "<script" not in page(other)


def test_a_broken_check_that_the_spec_has_no_more_is_worth_nothing() -> None:
    """Nobody knows what it was worth."""
    told = task_as_json(broken_task())
    read = task_from_json(told, broken_task().task)
    assert (read.points, read.max_points) == (broken_task().points, broken_task().max_points)


@pytest.mark.parametrize("told", [{}, {"checks": 1}, task_as_json(broken_task()) | {"checks": [{"outcome": "good"}]}])
def test_what_is_no_verdict_is_no_verdict(told: dict[str, object]) -> None:
    """With one of the errors that are promised."""
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        task_from_json(told, broken_task().task)
