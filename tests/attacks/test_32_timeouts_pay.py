"""Attack 32: a time-out taken for full marks; it earns nothing, for itself nor for what was not tried after it."""

from evidence import outcomes, require_failed, told

from checker.model import Outcome


def test_a_time_out_earns_nothing(attack):
    """No graded check of what the calls answer has a point, and its points still count as missed."""
    verdict = attack(
        """
        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            while True:
                pass
        """,
        seconds=0.4,
        cpu_seconds=0.2,
    )
    earned = [one for one in verdict.results if one.spec.compare and one.points]
    assert [one.spec.id for one in earned] == ["import"], told(verdict)
    assert verdict.max_points == sum(one.spec.points for one in verdict.results)
    require_failed(verdict, "R002", "", ["published"])


def test_right_calls_before_a_time_out_keep_their_points(attack):
    """A time-out in one call costs the checks that need it."""
    verdict = attack(
        """
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            while A_prev.dtype == np.float32:
                pass
            return answer(A_prev, W, b, activation, padding, stride)
        """,
        right=True,
        seconds=2.0,
        cpu_seconds=0.3,
    )
    require_failed(verdict, "R002", "", ["single_precision"])
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.PASSED, told(verdict)
