"""What is said of several calls: the same once, and what parts those that went wrong from the others."""

import pytest

from checker.calls import AS_PUBLISHED, WITHHELD, apart, as_published, folded, together
from checker.model import Ending, Finding, Observation, ProbeSpec


def call(argument, **keywords):
    """A probe that calls f with one argument and keywords."""
    return ProbeSpec(id="p", probe="call", parameters={"function": "f", "arguments": [argument], "keywords": keywords})


def wrong(text):
    """One finding of wrong values."""
    return [Finding(code="C004", message=text)]


def test_one_argument_parts_the_wrong_calls_from_the_right():
    """What all that went wrong were given, or not given, and none of the right ones were."""
    right = [call(1, padding="valid"), call(2, padding="valid", stride=1)]
    assert apart([call(3, padding="same", stride=1), call(4)], right) == (
        "the calls with padding='valid' are right; only those with padding='same' or padding left out are wrong"
    )


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ([call(1, a=1), call(2, a=2)], [call(3, a=2), call(4, a=3)]),
        ([call(1, a=1, b=1), call(2, a=1, b=1)], [call(3, a=2, b=2), call(4, a=2, b=2)]),
        ([call(1, a=1), call(1, a=1)], [call(3, a=2), call(4, a=2)]),
        ([call(1, a=1), call(2, a=1)], [call(3, a=2)]),
        ([call(1, a=1), call(2, a=1)], [call(3, a=2), call(4, a=3)]),
        ([], [call(3, a=2), call(4, a=2)]),
    ],
    ids=["shared", "two arguments would do", "one call, made twice", "one right call", "several", "nothing wrong"],
)
def test_nothing_is_said_that_need_not_be_so(bad, good):
    """Where the arguments don't part the calls, or calls are too few to tell, there is no word of them."""
    assert apart(bad, good) == ""


def test_what_parts_the_calls_is_told_first():
    """Before what was found in each."""
    found = [(call(place, mode="max"), []) for place in (1, 2)]
    found += [(call(place, mode="avg"), wrong(f"off (in f({place}))")) for place in (3, 4)]
    assert [one.code for one in together(found)] == ["C015", "C004"]
    assert [one.code for one in together(found[2:])] == ["C004"]


def test_a_call_that_is_made_twice_is_told_once():
    """The same call with other numbers that goes wrong alike says nothing new; one that goes wrong otherwise does."""
    raised = Finding(code="R001", message="raised")
    twice = [(call(1), wrong("x[1] is off (in f(1))")), (call(1), wrong("x[3] is off (in f(1))"))]
    assert together(twice) == twice[0][1]
    assert [one.code for one in together([*twice, (call(1), [raised])])] == ["C004", "R001"]


def test_the_same_said_of_several_calls_is_one_finding():
    """With how many other calls there are."""
    found = [(call(place), wrong(f"the type (in f({place}))")) for place in (1, 2, 3)]
    assert [one.message for one in together(found)] == ["the type (in f(1) and in 2 other calls)"]


def raised(message, line=7):
    """An observation of a call that raised."""
    return Observation(probe="p", part="", ending=Ending.RAISED, message=message, file="0-t.py", line=line)


@pytest.mark.parametrize(
    ("message", "line", "said"),
    [
        (f"KeyError, {WITHHELD}", 7, f"KeyError, {AS_PUBLISHED}"),
        (f"KeyError, {WITHHELD}", 8, f"KeyError, {WITHHELD}"),
        (f"ValueError, {WITHHELD}", 7, f"ValueError, {WITHHELD}"),
        ("KeyError: 'axis'", 7, "KeyError: 'axis'"),
    ],
)
def test_a_hidden_error_that_the_published_call_raises_too_is_said_to_be_so(message, line, said):
    """Its type and place are the same, and no more than those is told."""
    assert as_published(raised(message, line), [raised("KeyError: 'x'")]) == said


def test_a_hidden_error_as_the_published_is_folded_into_it():
    """It is one more call of the published error's finding."""
    findings = [
        Finding(code="R001", message=message, file="0-t.py", line=line)
        for message, line in (
            ("raised KeyError: 'x' (in f(1))", 7),
            (f"raised KeyError, {AS_PUBLISHED} (in f(2))", 7),
            (f"raised KeyError, {AS_PUBLISHED} (in f(3))", 7),
            (f"raised KeyError, {WITHHELD} (in f(4))", 8),
        )
    ]
    assert [one.message for one in folded(findings)] == [
        "raised KeyError: 'x' (in f(1) and in 2 other calls)", f"raised KeyError, {WITHHELD} (in f(4))",
    ]
