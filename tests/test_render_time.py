"""Rendering takes little time, whatever a submission wrote: that time is the checker's, and no limit ends it."""

import time

import pytest

from checker.comparators.summaries import lay_beside
from checker.model import Finding, Row, Verdict
from checker.render import RENDERERS
from checker.render.summary import render_summary
from tests.test_render_builders import failing
from tests.test_render_samples import TEMPLATES

# Measuring coverage makes everything several times slower.
SECONDS = 12.0  # of the processor, on a busy machine; what is held here took from half a minute to ten
LARGEST = 8 * 2**20
HTML_BYTES = 4 * 2**20
# Letters that are shown as six, that take two cells or none, and those that layout looks for.
LETTERS = ("a", "\u202e", "\u4e2d", "a\u0301", "\n", " \n", "\t", "::", "##", "##a", " ", "&", "a \u202e ")


def verdicts(letters: str) -> dict[str, Verdict]:
    """A submission that writes these letters as often as it can, in each place where it can."""

    def much(size: int) -> str:
        return (letters * size)[:size]

    rows = tuple(Row(expected="a b c", actual=much(400)) for _ in range(300))
    return {
        "printed": failing(Finding(code="C004", message="a"), printed=much(65_536)),
        "messages": failing(*[Finding(code="R001", message=much(2000), line=line) for line in range(1, 40)]),
        "a message": failing(Finding(code="R001", message=much(LARGEST))),
        "a table": failing(Finding(code="C007", message="a", rows=rows)),
        "a cell": failing(Finding(code="C007", message="a", rows=(Row(expected="a", actual=much(LARGEST)),))),
        "source": failing(
            *[Finding(code="S009", message="a", line=1, column=column) for column in range(1, 20_000, 1000)],
            source=much(2**20),
        ),
    }


@pytest.mark.parametrize("place", verdicts("a"))
@pytest.mark.parametrize("letters", LETTERS)
def test_the_largest_texts_are_rendered_in_time(letters: str, place: str) -> None:
    """In each format what a worker lets through takes a few seconds at most, and the page stays small."""
    verdict = verdicts(letters)[place]
    start = time.process_time()
    RENDERERS["terminal"](verdict, verbose=True)
    RENDERERS["json"](verdict)
    RENDERERS["junit"](verdict)
    written = RENDERERS["html"](verdict, templates=TEMPLATES)
    assert time.process_time() - start < SECONDS
    assert len(written.encode()) < HTML_BYTES


@pytest.mark.parametrize("letters", LETTERS)
def test_the_longest_summary_is_rendered_in_time(letters: str) -> None:
    """One line of a summary may be as long as a message can be."""
    start = time.process_time()
    lines = [(letters * LARGEST)[:LARGEST]]
    render_summary(lines, lay_beside(["a"], lines), 100)
    assert time.process_time() - start < SECONDS
