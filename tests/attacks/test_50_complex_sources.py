"""Attack 50: sources that no parser likes; each is told as such, and nothing of the checker ends with it."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

SOURCES = {
    "signs": "x = " + "-" * 15_000 + "1\n",
    "brackets": "x = " + "(" * 5_000 + ")" * 5_000 + "\n",
    "operators": "x = 1" + " + 1" * 100_000 + "\n",
    "attributes": "x = a" + ".a" * 100_000 + "\n",
    "elif": "if a:\n    pass\n" + "elif a:\n    pass\n" * 5_000,
    "blocks": "".join(" " * n + "if a:\n" for n in range(99)) + " " * 99 + "pass\n",
    "one long line": "x = '" + "a" * (10 * 2**20) + "'\n",
    "a long number": "x = " + "9" * 19_000 + "\n",
    "a long list": "x = [" + "1,\n" * 100_000 + "]\n",
    "lambdas": "x = " + "lambda: " * 2_000 + "1\n",
    "nested f-strings": "x = f'{a" + "[0]" * 3_000 + "}'\n",
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_too_complex_is_told(attack, name):
    """The file is no answer: too complex, or no Python; it is not run, and no check is the checker's own fault."""
    verdict = attack("", files={attempts.FILE: attempts.HEAD + SOURCES[name]})
    assert outcomes(verdict)["parses"] is Outcome.FAILED
    assert attempts.found(verdict, "parses")[0].startswith(("S004 ", "S003 "))
    assert outcomes(verdict)["values"] is Outcome.SKIPPED
    assert Outcome.BROKEN not in outcomes(verdict).values()


def test_a_file_that_grows_when_it_is_compiled_is_limited(attack):
    """A constant expression that would fill memory is not folded, or costs the import alone."""
    verdict = attack("x = lambda: ((1 << 60) ** 9 << 9, 'a' * 10**11, (0,) * 10**11)\n" + attempts.right())
    assert attempts.missed(verdict) == {}
