"""Attack 8: a call that changes its arguments, to change what later calls or the reference get; each gets its own."""

from evidence import codes, outcomes, require_right, told

from checker.model import Outcome


def test_changed_arguments_change_no_other_call(attack):
    """The answers stay right, the second calls too, and the change itself is told."""
    verdict = attack(
        """
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            returned = answer(A_prev, W, b, activation, padding, stride)
            for array in (A_prev, W, b):
                array[...] = 0
            return returned
        """,
        right=True,
    )
    require_right(verdict, "inputs_kept")
    assert outcomes(verdict)["inputs_kept"] is Outcome.FAILED
    assert codes(verdict)["inputs_kept"] == {"C006"}


def test_arguments_of_calls_to_come_are_no_reference(attack):
    """Zeroing all arrays that can be found, those of calls to come too, makes zeros no right answer.

    What a call gets is then zeros; what is expected of it is not.
    """
    verdict = attack(
        """
        import gc
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            for found in gc.get_objects():
                if isinstance(found, dict) and "arguments" in found:
                    for array in found["arguments"]:
                        if isinstance(array, np.ndarray):
                            array[...] = 0
            return answer(A_prev, W, b, activation, padding, stride)
        """,
        right=True,
    )
    assert outcomes(verdict)["values"] is Outcome.FAILED
    assert codes(verdict)["values"] == {"C004"}, told(verdict)


def test_hidden_calls_are_not_at_hand_before_their_turn(attack):
    """Whoever looks through all objects when the file is imported finds the published call's arguments alone."""
    verdict = attack(
        """
        import gc
        found = [one for one in gc.get_objects() if isinstance(one, dict) and "parameters" in one]
        print("calls found: %d" % len(found))
        """,
        right=True,
    )
    require_right(verdict)
    assert "calls found: 1" in verdict.printed
