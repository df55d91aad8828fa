"""Attack 46: texts that make a grader's own comparing slow; no comparison takes more than a moment."""

import time

import attempts
from evidence import outcomes

from checker.model import Outcome

LINES = "''.join(f'epoch {n} loss {n / 7:.6f}\\n' for n in range(4000))"
NAMES = "".join(f"def conv_forwar{n:04}():\n    return {n}\n\n\n" for n in range(1000))


def test_similar_lines_cost_nothing(attack):
    """Thousands of lines, printed, raised and returned, are told as they are, without comparing them."""
    started = time.process_time()
    verdict = attack(attempts.wrong(f"text = {LINES}\nprint(text)\nreturn text"))
    assert outcomes(verdict)["published"] is Outcome.FAILED
    assert attempts.found(verdict, "published")[0].startswith("C001 ")
    assert time.process_time() - started < 8


def test_an_error_of_similar_lines_costs_nothing(attack):
    """What is told of it is short."""
    started = time.process_time()
    verdict = attack(attempts.wrong(f"raise ValueError({LINES})"))
    (told,) = attempts.found(verdict, "published")
    assert told.startswith("R001 raised ValueError: epoch 0")
    assert (len(told) < 3000, time.process_time() - started < 8) == (True, True)


def test_names_that_are_nearly_right_cost_little(attack):
    """A thousand functions of nearly the right name are looked through in a moment, and one is offered."""
    started = time.process_time()
    verdict = attack(NAMES)
    assert outcomes(verdict)["signature"] is Outcome.FAILED
    assert attempts.found(verdict, "signature")[0].startswith("S014 ")
    assert time.process_time() - started < 4


def test_a_pattern_that_backtracks_is_the_submissions_own_time(attack, monkeypatch):
    """A regular expression that never ends, run by the submission, is timed out as a loop is."""
    attempts.limited(monkeypatch, seconds=0.7, cpu_seconds=0.5)
    verdict = attack(attempts.once("import re\nre.match('(a+)+$', 'a' * 60 + 'b')"))
    assert attempts.found(verdict, "published")[0].startswith("R002 ")
