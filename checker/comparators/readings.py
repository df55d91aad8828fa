"""Which of several accepted readings of the task an answer follows."""

from typing import Any

from checker.comparators.arrays import arrays
from checker.model import Case, Finding


def reading(
    expected: Any, actual: Any, case: Case, *, readings: dict[str, str], item: int = -1, items: int = 0,
    rtol: float = 1e-6,
) -> list[Finding]:
    """Names the reading of an open point that the answer follows; it is never a failure.

    Args:
        expected: probe id → the value that the reference gives there.
        readings: probe id → the reading, in words.

    Findings:
        C010: a remark, which reading it is, or that it is none of those known.
    """
    recognised = [
        words
        for probe, words in readings.items()
        if not arrays(expected[probe], actual, case, item=item, items=items, rtol=rtol, dtypes=["float32", "float64"])
    ]
    words = " or ".join(recognised) or "none of the readings in use: " + "; ".join(readings.values())
    return [Finding(code="C010", message=f"your answer follows {words}", remark=True)]
