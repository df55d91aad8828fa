"""A model's summary as text for ``checker summary``: alone, or beside the reference's."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from checker.comparators.summaries import SummaryRow
from checker.model import Finding
from checker.render import text

LONGEST_LINE = 1000
MOST_LINES = 10000
BETWEEN = "  "
DECIDES = "(models that compute the same may have other summaries: checker run decides)"


def render_summary(lines: Sequence[str], laid: Sequence[SummaryRow] | None, width: int) -> str:
    """The summary, or both where it is `laid` beside the reference's.

    These stand in columns where `width` cells hold them, else one beneath the other like a patch.

    A row that differs has a mark before it: `>`, or in a patch `-` for the reference's and `+` for the other. What is
    the same but for the numbers in automatic names has none, and in a patch it is the other's line. Beside each other
    the two go without the rules between layers.
    """
    if laid is None:
        return _text([_harmless(line) for line in lines[:MOST_LINES]])
    rows = [replace(row, expected=_harmless(row.expected), actual=_harmless(row.actual)) for row in laid[:MOST_LINES]]
    left = max((text.cells(row.expected) for row in rows), default=0)
    right = max((text.cells(row.actual) for row in rows), default=0)
    wide_enough = len(BETWEEN) * 2 + left + right <= width
    return _text([*(_columns(rows, left) if wide_enough else _patch(rows)), *_last(laid)])


def render_problem(problem: Finding) -> str:
    """Why there is no summary, in one paragraph."""
    place = ":".join([problem.file, str(problem.line)] if problem.line else [problem.file])
    message = text.block(f"{problem.code} {problem.message}", LONGEST_LINE)
    return _text([f"checker: no summary: {message}" + (f" ({text.short(place, LONGEST_LINE)})" if place else "")])


def _columns(rows: Sequence[SummaryRow], left: int) -> Iterator[str]:
    """The reference's rows at the left, the other's at the right."""
    yield f"{BETWEEN}{text.pad('the reference', left)}{BETWEEN}yours"
    for row in rows:
        mark = BETWEEN if row.same else "> "
        yield f"{mark}{text.pad(row.expected, left)}{BETWEEN}{row.actual}".rstrip()


def _patch(rows: Sequence[SummaryRow]) -> Iterator[str]:
    """All rows as ``diff -u`` shows them."""
    yield "--- the reference"
    yield "+++ yours"
    for same, block in groupby(rows, lambda row: row.same):
        together = list(block)
        if same:
            yield from (f" {row.actual}" for row in together)
            continue
        yield from (f"-{row.expected}" for row in together if row.expected)
        yield from (f"+{row.actual}" for row in together if row.actual)


def _last(rows: Sequence[SummaryRow]) -> list[str]:
    """How many rows differ, in a sentence, and what that means."""
    differing = sum(not row.same for row in rows)
    if differing:
        return [f"{text.count(differing, 'row')} of {len(rows):,} {'differs' if differing == 1 else 'differ'}", DECIDES]
    numbers = any(row.expected != row.actual for row in rows)
    return ["no row differs but in the numbers of automatic names" if numbers else "no row differs"]


def _harmless(line: str) -> str:
    """A line made visible, no command for a runner at its start, and cut far beyond what any layout needs."""
    shown = text.short(line, LONGEST_LINE)
    return f"\\{shown}" if shown.startswith("::") else shown


def _text(lines: Sequence[str]) -> str:
    return text.harmless("\n".join(lines) + "\n")
