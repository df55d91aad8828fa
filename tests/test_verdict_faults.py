"""Whose fault it is that a comparison raises: what came back is the submission's, what it is compared with is ours."""

import numpy as np
import pytest
from test_verdict import IMPORTED, NAMED, answered, check, probe

from checker.model import Against, Outcome, TaskSpec
from checker.verdict import Evidence, judge

RULE = {"layer": "Dropout", "setting": "rate", "allowed": [0.4]}


def compared(value, expected, **fields):
    """The one result of a check of the part `returned`, where `expected` is what the fixture holds."""
    task = TaskSpec(**NAMED, probes=(probe(),), checks=(check(**fields),))
    recorded = {} if expected is None else {("one", "returned"): expected}
    return judge(task, Evidence(observations=(IMPORTED, answered(value=value)), expected=recorded))[0]


@pytest.mark.parametrize(
    ("compare", "right", "forged"),
    [
        ("parameters", {"trainable": 3}, {"trainable": "x"}),
        ("parameters", {"trainable": 3}, None),
        ("output_shape", [[None, 3]], 7),
        ("layers", [], [{"a": 1}]),
    ],
)
def test_an_answer_that_cant_be_compared_is_the_submissions_failure(compare, right, forged):
    """Where a right answer can be compared, one that can't be is wrong: it says so, and it costs its points."""
    result = compared(forged, right, compare=compare)
    assert (result.outcome, result.max_points, [one.code for one in result.findings]) == (Outcome.FAILED, 10, ["C001"])
    assert "what came back as `returned` is none that can be compared" in result.findings[0].message
    assert compared(right, right, compare=compare).outcome is Outcome.PASSED


@pytest.mark.parametrize(("compare", "recorded"), [("parameters", 7), ("layers", [{"a": 1}])])
def test_what_cant_be_compared_with_itself_is_our_fault(compare, recorded):
    """A fixture that no answer can be compared with breaks the check, whatever came."""
    for value in ({"trainable": 3}, None, [[None, 3]]):
        result = compared(value, recorded, compare=compare)
        assert (result.outcome, result.max_points) == (Outcome.BROKEN, 0)


def test_a_part_that_was_never_recorded_is_our_fault():
    """A fixture that lacks what is compared."""
    assert compared({"trainable": 3}, None, compare="parameters").outcome is Outcome.BROKEN


def test_a_rule_that_cant_be_read_from_what_came_is_broken_by_the_submission():
    """A rule has nothing on our side that could be at fault."""
    for forged in (None, 3, [{"a": 1}]):
        result = compared(forged, None, compare="layer_setting", against=Against.NOTHING, parameters=RULE)
        assert (result.outcome, result.findings[0].code) == (Outcome.FAILED, "C001")


def test_a_long_text_is_cut_before_it_is_told():
    """A type's name of a million letters makes no finding that nobody can read; the call stays at its end."""
    result = compared({"type": "x" * 10**6}, {"type": "ndarray", "array": np.ones(2)})
    assert result.outcome is Outcome.FAILED
    assert 1000 < len(result.findings[0].message) < 5000
    assert result.findings[0].message.endswith("(in f(1))")
