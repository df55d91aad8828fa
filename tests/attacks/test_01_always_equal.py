"""Attack 1: an object that says it equals anything; it is no array, and that is told."""

from evidence import outcomes, told

from checker.model import Outcome


def test_an_object_that_equals_anything_is_no_answer(attack):
    """Every comparison fails for what was returned."""
    verdict = attack(
        """
        class AlwaysEqual:
            def __eq__(self, other):
                return True

            def __ne__(self, other):
                return False


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return AlwaysEqual()
        """
    )
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.FAILED
    assert "AlwaysEqual" in told(verdict)
