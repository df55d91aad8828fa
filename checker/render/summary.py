"""A model's summary as text for ``checker summary``: alone, or beside the reference's."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.comparators.layers import side_by_side
from checker.model import Finding, Row
from checker.render import text

LONGEST_LINE = 1000
MOST_LINES = 10000
BETWEEN = "  "


def render_summary(lines: Sequence[str], golden: Sequence[str] | None, width: int) -> str:
    """The summary, or both in columns where `width` cells hold them, else one beneath the other like a patch.

    A row that differs has a mark before it: `>`, or in a patch `-` for the reference's and `+` for the other. Beside
    each other the two go without the rules between layers.
    """
    own = _harmless(lines)
    if golden is None:
        return _text(own)
    rows = side_by_side(_without_rules(_harmless(golden)), _without_rules(own))
    left, right = (max(map(text.cells, column), default=0) for column in (_harmless(golden), own))
    wide_enough = len(BETWEEN) * 2 + left + right <= width
    differing = sum(not row.same for row in rows)
    last = f"{text.count(differing, 'row')} of {len(rows):,} differ" if differing else "no row differs"
    return _text([*(_columns(rows, left) if wide_enough else _patch(rows)), last])


def render_problem(problem: Finding) -> str:
    """Why there is no summary, in one paragraph."""
    place = ":".join([problem.file, str(problem.line)] if problem.line else [problem.file])
    message = text.block(f"{problem.code} {problem.message}", LONGEST_LINE)
    return _text([f"checker: no summary: {message}" + (f" ({text.short(place, LONGEST_LINE)})" if place else "")])


def _columns(rows: Sequence[Row], left: int) -> Iterator[str]:
    """The reference's rows at the left, the other's at the right."""
    yield f"{BETWEEN}{text.pad('the reference', left)}{BETWEEN}yours"
    for row in rows:
        mark = BETWEEN if row.same else "> "
        yield f"{mark}{text.pad(row.expected, left)}{BETWEEN}{row.actual}".rstrip()


def _patch(rows: Sequence[Row]) -> Iterator[str]:
    """All rows as ``diff -u`` shows them."""
    yield "--- the reference"
    yield "+++ yours"
    for same, block in groupby(rows, lambda row: row.same):
        together = list(block)
        if same:
            yield from (f" {row.expected}" for row in together)
            continue
        yield from (f"-{row.expected}" for row in together if row.expected)
        yield from (f"+{row.actual}" for row in together if row.actual)


def _without_rules(lines: Sequence[str]) -> list[str]:
    """The lines but the rules that divide layers: they are everywhere the same, and double the length."""
    return [line for line in lines if line.strip("_")]


def _harmless(lines: Sequence[str]) -> list[str]:
    """The lines made visible, no command for a runner at their start, and cut far beyond what any layout needs."""
    shown = (text.short(line, LONGEST_LINE) for line in lines[:MOST_LINES])
    return [f"\\{line}" if line.startswith("::") else line for line in shown]


def _text(lines: Sequence[str]) -> str:
    return text.harmless("\n".join(lines) + "\n")
