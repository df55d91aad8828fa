"""Two tables side by side."""

from collections import Counter
from collections.abc import Sequence

from checker.model import Row


def first_apart(rows: Sequence[Row]) -> int:
    """The index of the first row that differs and has not merely moved; -1 where none differs.

    What stands on both sides equally often has moved, as inputs of an addition do that come in another order.
    """
    expected, actual = Counter(row.expected for row in rows), Counter(row.actual for row in rows)
    parted = [place for place, row in enumerate(rows) if not row.same]
    for place in parted:
        if any(expected[line] != actual[line] for line in (rows[place].expected, rows[place].actual) if line):
            return place
    return next(iter(parted), -1)
