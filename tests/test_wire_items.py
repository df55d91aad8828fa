"""How many items a message may have: each is an object, which takes more memory than bytes."""

import pytest
from test_wire import frame, received

from checker import wire


@pytest.mark.parametrize("item", [{}, [], 1])
def test_items_are_taken_to_their_limit(item):
    """Many small things take far more memory than bytes: they are refused on both sides, before they are read."""
    assert len(received(wire.encode([item] * 90000))) == 90000
    with pytest.raises(wire.WireFault, match="brackets and commas"):
        wire.encode([item] * 200001)
    with pytest.raises(wire.WireFault, match="brackets and commas"):
        received(frame([item] * 200001))
