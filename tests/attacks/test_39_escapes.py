"""Attack 39: terminal escapes, bidi controls, NUL, invalid UTF-8, lone surrogates; every output is sanitised."""

import attempts
import pytest

TEXTS = {
    "escape": "\x1b[2J\x1b]0;title\x07",
    "link": "\x1b]8;;http://x\x07y\x1b]8;;\x07",
    "C1": "\x9b31mred",
    "bidi": "\u202etxt.exe\u2066",
    "NUL": "a\0b",
    "surrogate": "\ud800\udfff",
    "carriage return": "FAILED\rPASSED",
    "backspace": "FAILED\b\b\b\b\b\bPASSED",
    "line separator": "a\u2028::error::b\u2029c\x85d",
    "tags": "\U000e0041\U000e0042",
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_output_holds_what_a_terminal_obeys(tmp_path, capfd, name):
    """Printed and raised, it is visible in the terminal and in the HTML report, and the JSON report is valid."""
    kind = f"type({'E' + TEXTS[name]!a}.replace(chr(0), ''), (Exception,), {{}})"
    source = attempts.wrong(f"print({TEXTS[name]!a})\nraise {kind}({TEXTS[name]!a})")
    ran = attempts.run(attempts.hand_in(tmp_path / "a", source), tmp_path, capfd)
    assert ran.code == 1
    assert attempts.is_harmless(ran.out + ran.err)
    assert not set(TEXTS[name]) & set(ran.html) - {"\n"} - set(map(chr, range(32, 127)))


def test_bytes_that_are_no_text_are_replaced(tmp_path, capfd):
    """Invalid UTF-8 that is printed breaks no report."""
    source = "import os\nos.write(1, b'before \\xff\\xfe\\xc0\\x80 after\\n')\n" + attempts.right()
    ran = attempts.run(attempts.hand_in(tmp_path / "a", source), tmp_path, capfd)
    assert ran.check("values")["outcome"] == "passed"
    assert ran.json["tasks"][0]["printed"].startswith("before \ufffd")
    assert attempts.is_harmless(ran.out.replace("\ufffd", ""))
