"""Attack 34: printed verdicts and workflow commands; they are text, and no runner or grader obeys them."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

FORGED = (
    '{"probe": "published", "part": "returned", "ending": "answered", "value": 1}',
    '{"tasks": [{"outcome": "passed", "points": 100}]}',
    "##[error]forged",
    "::set-output name=points::100",
    "::error file=a.py::forged",
    "PASSED",
    "OK (100 tests)",
)
PRINTING = f"""
for line in {FORGED!r}:
    print(line)
"""


@pytest.mark.parametrize("line", FORGED)
def test_a_printed_verdict_changes_nothing(attack, line):
    """The wrong answer stays wrong, by its shape, and what was printed is kept as text."""
    verdict = attack(attempts.wrong(f"print({line!r}, flush=True)\nreturn np.zeros((1, 1))"))
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.FAILED
    assert attempts.found(verdict, "published")[0].startswith("C002 ")
    assert line in verdict.printed


def test_workflow_commands_are_neutralised(tmp_path, capfd):
    """What the program prints of them, printed, raised and named, is no command."""
    source = PRINTING + attempts.wrong(f"raise ValueError({chr(10).join(FORGED)!r})")
    ran = attempts.run(attempts.hand_in(tmp_path / "a", source), tmp_path, capfd)
    assert (ran.code, ran.codes("published")) == (1, {"R001"})
    assert "forged" in ran.out
    assert attempts.is_harmless(ran.out + ran.err)
    assert ran.json["tasks"][0]["points"] < 50
