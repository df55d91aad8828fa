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
        for found in gc.get_objects():
            if isinstance(found, dict) and "probes" in found:
                for probe in found["probes"]:
                    for array in probe["parameters"].get("arguments", ()):
                        if isinstance(array, np.ndarray):
                            array[...] = 0
        """,
        right=True,
    )
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.FAILED
    assert codes(verdict)["values"] == {"C004"}, told(verdict)
