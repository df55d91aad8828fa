"""Attack 9: a view of the input or of global state that changes after it was returned; a snapshot is taken at once."""

from evidence import codes, outcomes, require_failed, require_right, told

from checker.model import Outcome


def test_a_buffer_of_all_calls_counts_as_it_was_when_returned(attack):
    """Later calls write into what earlier ones returned, which was right and stays so."""
    verdict = attack(
        """
        answer = conv_forward
        buffer = np.zeros(10**6)


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            buffer[...] = np.nan
            right = answer(A_prev, W, b, activation, padding, stride)
            view = buffer.view(right.dtype)[:right.size].reshape(right.shape)
            view[...] = right
            return view
        """,
        right=True,
    )
    require_right(verdict)


def test_what_is_right_only_later_is_wrong(attack):
    """A buffer that a thread fills after the call is compared as it was returned: with zeros in it."""
    verdict = attack(
        """
        import threading
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            right = answer(A_prev, W, b, activation, padding, stride)
            returned = np.zeros_like(right)
            threading.Timer(0.2, lambda: returned.__setitem__(..., right)).start()
            return returned
        """,
        right=True,
    )
    require_failed(verdict, "C004")


def test_a_view_of_the_input_is_no_answer(attack):
    """It is compared as any other array is."""
    verdict = attack(
        """
        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return A_prev
        """
    )
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.FAILED
    assert codes(verdict)["published"] == {"C002"}, told(verdict)
