"""Findings without end, or of endless text, which a file or forged answers can make: enough of them is told."""

import pytest
from test_verdict import NAMED, static

from checker.model import Finding, Outcome, TaskSpec
from checker.verdict import LONGEST_CALL, LONGEST_MESSAGE, MOST_FINDINGS, MOST_TEXT, Evidence, judge


def judged(*findings):
    """The result of a static check that found this."""
    task = TaskSpec(**NAMED, checks=(static(),))
    return judge(task, Evidence(static={"exists": list(findings)}))[0]


def finding(number, text="", *, remark=False):
    """A finding with a text of its own."""
    return Finding(code="S016", message=f"{text}{number}", remark=remark)


def test_a_long_message_of_a_static_check_is_cut():
    """Its beginning says what is meant, its end where."""
    (one,) = judged(finding(" (in the end)", 10**6 * "x")).findings
    assert len(one.message) < LONGEST_MESSAGE + LONGEST_CALL + 10
    assert one.message.endswith("xxx (in the end)")


def test_thousands_of_findings_are_counted():
    """The first are told as they are, then how many more there are."""
    every = [finding(number) for number in range(22_000)]
    result = judged(*every)
    assert list(result.findings[:MOST_FINDINGS]) == every[:MOST_FINDINGS]
    assert [one.message for one in result.findings[MOST_FINDINGS:]] == ["and 21,800 more findings, left out here"]
    assert judged(*every[:MOST_FINDINGS]).findings == tuple(every[:MOST_FINDINGS])


def test_many_long_findings_are_told_up_to_a_length():
    """Each may be short enough, and all of them too much."""
    result = judged(*(finding(number, 4000 * "x") for number in range(100)))
    assert MOST_TEXT - 5000 < sum(len(one.message) for one in result.findings) < MOST_TEXT + 100
    assert result.findings[-1].message == "and 76 more findings, left out here"


@pytest.mark.parametrize("last", [True, False])
def test_what_is_left_out_decides_as_before(last):
    """Two hundred remarks hide no fault behind them, and do not become one."""
    result = judged(*(finding(number, remark=True) for number in range(300)), finding("x", remark=last))
    assert result.outcome is (Outcome.PASSED if last else Outcome.FAILED)
    assert result.findings[-1].remark is last
