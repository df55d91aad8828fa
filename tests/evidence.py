"""What tests ask of a verdict."""

from checker.model import Outcome, TaskVerdict


def outcomes(verdict: TaskVerdict) -> dict[str, Outcome]:
    """How each check came out."""
    return {result.spec.id: result.outcome for result in verdict.results}


def told(verdict: TaskVerdict) -> str:
    """All that the findings say."""
    return "\n".join(f"{one.code} {one.message}" for result in verdict.results for one in result.findings)
