"""Attack 44: endless or huge output; it is read to its end, capped, and blocks nobody."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Limits, Outcome

PRINTS = {
    "one line": "print('x' * (20 * 2**20))",
    "to standard error": "import sys\nsys.stderr.write('x' * (20 * 2**20))",
    "many lines": "print('x\\n' * (10 * 2**20))",
    "past Python": "import os\nblock = b'x' * 2**20\nfor _ in range(20):\n    os.write(1, block)",
}


@pytest.mark.parametrize("name", PRINTS)
def test_huge_output_is_capped(attack, name):
    """The answer is right nevertheless, and as much as is allowed is kept."""
    verdict = attack(attempts.once(PRINTS[name]))
    assert attempts.missed(verdict) == {}
    assert len(verdict.printed) == Limits().output_bytes


def test_endless_output_is_a_timeout(attack, monkeypatch):
    """Who never stops printing runs out of time like anybody else."""
    attempts.limited(monkeypatch, seconds=0.7, cpu_seconds=0.5)
    verdict = attack(attempts.once("while True:\n    print('x' * 8000)"))
    assert outcomes(verdict)["published"] is Outcome.FAILED
    assert attempts.found(verdict, "published")[0].startswith("R002 ")
    assert len(verdict.printed) == Limits().output_bytes


def test_the_report_says_that_output_was_cut(tmp_path, capfd):
    """A reader of the report sees that there was more than is shown."""
    source = "print('x' * 2**20)\n" + attempts.right()
    ran = attempts.run(attempts.hand_in(tmp_path / "a", source), tmp_path, capfd)
    assert ran.check("values")["outcome"] == "passed"
    assert "left out" in ran.out
    assert len(ran.out) < 20_000


def test_the_report_says_how_much_was_printed(tmp_path, capfd):
    """Of a mebibyte not 64 KiB alone are said to have been left out."""
    source = "print('x' * 2**20)\n" + attempts.right()
    ran = attempts.run(attempts.hand_in(tmp_path / "a", source), tmp_path, capfd)
    printed = ran.json["tasks"][0]["printed"]
    left_out = f"[... {2**20 + 1 - Limits().output_bytes:,} more bytes left out"
    assert left_out in printed
    assert left_out in ran.html
    assert left_out in ran.out
