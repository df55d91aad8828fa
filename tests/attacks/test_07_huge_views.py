"""Attack 7: an array of terabytes that takes no memory; its size is looked at before anything is copied."""

import pytest
from evidence import require_failed

HUGE = {
    "as_strided": ("np.lib.stride_tricks.as_strided(np.zeros(1), (10**6, 10**6), (0, 0))", "over 64 MiB"),
    "broadcast": ("np.broadcast_to(0.0, (3, 26, 26, 2, 10**7))", "over 64 MiB"),
    "just over the limit": ("np.broadcast_to(0.0, (8 * 2**20 + 1,))", "over 64 MiB"),
    "many axes": ("np.zeros((1,) * 17)", "17 axes"),
}


@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_view_is_refused_before_it_is_copied(attack, kind):
    """The finding says what it was, in a moment."""
    made, words = HUGE[kind]
    verdict = attack(
        f"""
        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return {made}
        """
    )
    require_failed(verdict, "C001", words)
    assert verdict.seconds < 5


def test_a_huge_view_that_says_it_is_small_costs_itself(attack):
    """Copied it may be, in the child and under its limits."""
    verdict = attack(
        """
        class Small(np.ndarray):
            size = 1


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return np.lib.stride_tricks.as_strided(np.zeros(1), (10**6, 10**6), (0, 0)).view(Small)
        """
    )
    require_failed(verdict, "R003", "Unable to allocate")


def test_a_list_within_itself_is_no_answer(attack):
    """What has no end is cut."""
    verdict = attack(
        """
        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            endless = []
            endless.extend([endless] * 2)
            return endless
        """
    )
    require_failed(verdict, "C001", "list of 2 values")


def test_a_sparse_object_is_no_array(attack):
    """What only looks like an array of that shape is told by its class."""
    verdict = attack(
        """
        class csr_matrix:
            shape = (3, 26, 26, 2)
            nbytes = 0

            def toarray(self):
                return np.zeros((10**6, 10**6))


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return csr_matrix()
        """
    )
    require_failed(verdict, "C001", "csr_matrix")
