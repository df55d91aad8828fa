"""Checks that explain others: they speak of what went wrong, and once."""

import numpy as np
import pytest
from test_verdict import IMPORTED, answered, check, judged, summed

from checker.model import Outcome


@pytest.mark.parametrize(("value", "codes"), [(np.ones(2), []), (np.zeros(2), ["C004"])])
def test_what_explains_speaks_when_there_is_something_to_explain(value, codes):
    """A check that explains another finds nothing unless that one failed."""
    checks = [check("a"), check("why", points=0, explains=("a",))]
    results = judged(checks, IMPORTED, answered(value={"type": "ndarray", "array": value}))
    assert [finding.code for finding in results[1].findings] == codes


def test_what_explains_says_it_once():
    """Of several calls that went wrong alike one is told, with how many others there are, and explained."""
    wrong = {"type": "ndarray", "array": np.zeros(2)}
    checks = [check("a", probes=("one", "two")), check("why", points=0, probes=("one", "two"), explains=("a",))]
    results = judged(checks, IMPORTED, answered("one", wrong), answered("two", wrong))
    assert summed(results) == {"a": (Outcome.FAILED, ["C004"]), "why": (Outcome.FAILED, ["C004"])}


def test_a_difference_in_a_call_that_went_well_explains_nothing():
    """It did no harm there, so it is not why another call went wrong."""
    right, wrong = ({"type": "ndarray", "array": make(2)} for make in (np.ones, np.zeros))
    checks = [
        check("a", probes=("one", "two")),
        check("why", points=0, probes=("one", "two"), part="again", explains=("a",)),
    ]
    seen = [answered("one", right), answered("two", wrong)]
    seen += [answered("one", wrong, part="again"), answered("two", right, part="again")]
    assert summed(judged(checks, IMPORTED, *seen)) == {"a": (Outcome.FAILED, ["C004"]), "why": (Outcome.PASSED, [])}


@pytest.mark.parametrize(("needed", "told"), [(np.ones(2), True), (np.zeros(2), False)])
def test_advice_is_given_where_what_it_takes_for_granted_is_so(needed, told):
    """A sentence that holds only when another check passed is left out when that one did not."""
    advised = check("b", part="again", parameters={"advice": "the first is right"}, advice_needs=("a",))
    first, again = ({"type": "ndarray", "array": array} for array in (needed, np.zeros(2)))
    results = judged([check("a"), advised], IMPORTED, answered(value=first), answered(value=again, part="again"))
    assert ("the first is right" in [finding.message for finding in results[1].findings]) == told
