"""Attack 64: documentation that says nothing, to satisfy a rule; the rule wants content."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

BLANK = {"none": "", "spaces": "   ", "ideographic space": "\u3000", "lines": "\n\n    "}
STUFFED = {
    "one letter": "a",
    "a full stop": ".",
    "zero width": "\u200b",
    "braille blank": "\u2800",
    "Hangul filler": "\u3164",
    "the same everywhere": "A file that means harm",
}


def documented(text):
    """A right answer with this for its documentation."""
    source = attempts.right()
    before, _, rest = source.partition('"""')
    return f'{before}"""{text}"""{rest.partition(chr(34) * 3)[2]}'


@pytest.mark.parametrize("name", BLANK)
def test_blank_documentation_is_none(attack, name):
    """White space of any kind documents nothing."""
    verdict = attack(documented(BLANK[name]))
    assert outcomes(verdict)["docstrings"] is Outcome.FAILED
    assert attempts.found(verdict, "docstrings")[0].startswith("S012 ")


@pytest.mark.parametrize("name", STUFFED)
def test_stuffed_documentation_is_flagged(attack, name):
    """What says nothing is told, as a remark that costs nothing; what can't even be seen is none."""
    verdict = attack(documented(STUFFED[name]))
    seen = name in ("one letter", "a full stop", "the same everywhere")
    assert [line[:5] for line in attempts.found(verdict, "docstrings")] == ["S028 " if seen else "S012 "]
    assert outcomes(verdict)["docstrings"] is (Outcome.PASSED if seen else Outcome.FAILED)
