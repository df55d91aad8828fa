"""What tests ask of a verdict."""

from collections.abc import Sequence

from checker.model import Group, Outcome, TaskVerdict

# The checks of 0x07 task 0 that compare what a call returned, whatever another check says.
ANSWERS = ("published", "values", "single_precision")


def outcomes(verdict: TaskVerdict) -> dict[str, Outcome]:
    """How each check came out."""
    return {result.spec.id: result.outcome for result in verdict.results}


def told(verdict: TaskVerdict) -> str:
    """All that the findings say."""
    return "\n".join(f"{one.code} {one.message}" for result in verdict.results for one in result.findings)


def codes(verdict: TaskVerdict) -> dict[str, set[str]]:
    """The codes of each check's findings."""
    return {result.spec.id: {one.code for one in result.findings} for result in verdict.results}


def require_failed(
    verdict: TaskVerdict, code: str, words: str | Sequence[str] = "", checks: Sequence[str] = ANSWERS
) -> None:
    """Asserts that these checks failed, each with findings of this code alone, and that one says these words.

    Of several `words` one is enough.
    """
    assert {check: (outcomes(verdict)[check], codes(verdict)[check]) for check in checks} == {
        check: (Outcome.FAILED, {code}) for check in checks
    }, told(verdict)
    assert any(one in told(verdict) for one in ([words] if isinstance(words, str) else words)), told(verdict)
    assert verdict.outcome is Outcome.FAILED


def require_right(verdict: TaskVerdict, *but: str) -> None:
    """Asserts that what the code does passed in all checks, or in all but those named."""
    behaviour = [one for one in verdict.results if one.spec.group is Group.BEHAVIOUR]
    missed = [one.spec.id for one in behaviour if one.outcome is not Outcome.PASSED]
    assert missed == list(but), told(verdict)
