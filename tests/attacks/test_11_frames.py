"""Attack 11: the expected values sought in the frames of the callers; there is nothing of the kind in the process."""

from evidence import require_failed
from searching import ANSWER, WALK


def test_no_frame_holds_what_is_expected(attack):
    """Every array of the right shape in all frames and their globals is a wrong answer."""
    require_failed(attack(WALK + ANSWER), "C004")


def test_no_frame_holds_a_verdict(attack):
    """No frame, module or closure has words of the side that judges: points, findings, fixtures, expected values."""
    verdict = attack(
        WALK
        + """

words = [str(key).lower() for place in candidates() for key in place]
modules = [name for name in sys.modules if name.split(".")[0] == "checker"]
print("NAMES", [word for word in words if any(part in word for part in ("expected", "golden", "fixture", "verdict"))])
print("MODULES", sorted(modules))
"""
    )
    assert "NAMES []" in verdict.printed
    assert "MODULES []" in verdict.printed
    require_failed(verdict, "R001", "has no function conv_forward")
