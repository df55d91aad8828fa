"""The gradebook for programs: strict JSON, exactly."""

import json

import gradebooks
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.gradebook.json import render

EXPECTED = r"""{
  "format": 1,
  "project": "0x08-deep_cnns",
  "title": "Deep Convolutional Architectures",
  "max_points": 160,
  "tasks": [
    {
      "name": "0-inception_block",
      "max_points": 100
    },
    {
      "name": "4-resnet50",
      "max_points": 60
    }
  ],
  "students": [
    {
      "id": "1003",
      "name": "Grace Hopper",
      "email": "grace@example.org",
      "points": 130,
      "max_points": 145,
      "broken": [
        "4-resnet50"
      ],
      "remarks": [
        "broken (nobody's fault, see checker history): 4-resnet50"
      ],
      "grades": {
        "0-inception_block": {
          "outcome": "passed",
          "points": 100,
          "max_points": 100,
          "graded_at": "2026-03-01T07:30:00+00:00"
        },
        "4-resnet50": {
          "outcome": "broken",
          "points": 30,
          "max_points": 45,
          "graded_at": "2026-03-01T07:30:00+00:00"
        }
      }
    }
  ]
}
"""
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def parsed(written):
    """The document, read as strictly as JSON is defined."""
    return json.loads(written, parse_constant=pytest.fail)


def test_a_class_is_written_exactly():
    """Version first; times in UTC; what is broken is named."""
    assert render(gradebooks.book(gradebooks.BROKEN)) == EXPECTED


def test_what_is_not_graded_is_null():
    """Neither the task nor the line has points, not even 0."""
    (student,) = parsed(render(gradebooks.book(gradebooks.INCOMPLETE)))["students"]
    assert (student["points"], student["max_points"]) == (None, None)
    assert student["grades"]["0-inception_block"]["points"] == 0
    assert student["grades"]["4-resnet50"] is None
    assert student["remarks"] == ["not graded: 4-resnet50"]


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_comes_back(student, name, email):
    """All but lone surrogates, which become text, is data and stays as it was; the file is ASCII."""
    written = render(gradebooks.book(gradebooks.complete(student, 70, name, email)))
    (read,) = parsed(written)["students"]
    expected = [text.encode("utf-8", "backslashreplace").decode() for text in (student, name, email)]
    assert [read["id"], read["name"], read["email"]] == expected
    assert written.isascii()


@pytest.mark.parametrize("trap", ["</script>", "##[error]x", "\x1b[2J", "\u202e", "\0", "\ud800"])
def test_showing_the_file_is_harmless(trap):
    """On a page, a terminal or a runner's log a name does nothing."""
    assert trap not in render(gradebooks.book(gradebooks.complete("a", 70, trap)))
