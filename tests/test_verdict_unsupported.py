"""What a submission uses rightly and the checker's stand-in for TensorFlow 1.12 lacks."""

from test_verdict import IMPORTED, check, ended, judged

from checker.model import Ending, Outcome


def test_what_the_checker_does_not_support_costs_nothing():
    """A limit of the checker is no mistake of the student's."""
    (result,) = judged([check()], IMPORTED, ended(Ending.UNSUPPORTED))
    assert (result.outcome, result.max_points, result.findings[0].code) == (Outcome.BROKEN, 0, "N002")
