"""``checker compare-runtimes``: what is told while it runs, and what is left of it when it is stopped."""

import dataclasses

import pytest
from somebodys_class import WRONG, students_in

from checker import comparison, progress
from checker.model import Outcome

WORDS = ("compare-runtimes", "class", "0x09", "--with", "modern", "modern")


@pytest.fixture
def otherwise(monkeypatch):
    """Makes the second runtime find every check failed; after so many answers somebody presses Ctrl-C."""

    def otherwise(stopped_after: int = 100) -> None:
        done = []
        compare = comparison.compare

        def compared(*given):
            if len(done) == stopped_after:
                raise KeyboardInterrupt
            pair = compare(*given)
            failed = tuple(dataclasses.replace(result, outcome=Outcome.FAILED) for result in pair.one.results)
            done.append(pair)
            return dataclasses.replace(pair, other=dataclasses.replace(pair.one, results=failed))

        monkeypatch.setattr(comparison, "compare", compared)

    return otherwise


def test_two_equal_runtimes_differ_in_nothing(program, tmp_path):
    """With how many answers and checks were compared."""
    students_in(tmp_path / "class", "ada")
    students_in(tmp_path / "class", "bob", source=WRONG)
    code, out, err = program(*WORDS)
    assert (code, err) == (0, "")
    assert out.startswith("2 answers, ")
    assert out.endswith(" checks: 0 differ (0.00%)\n")


def test_what_was_compared_before_an_interrupt_is_told(program, tmp_path, otherwise):
    """Each check that differs, how many those are so far, and the exit code of what was interrupted."""
    students_in(tmp_path / "class", "ada", "bob", "cy")
    otherwise(stopped_after=2)
    code, out, err = program(*WORDS)
    *told, last = out.splitlines()
    checks = len(told) // 2
    assert (code, err) == (130, "checker: stopped: what follows is all that was compared until then\n")
    assert [line.partition(" ")[0] for line in told] == ["ada"] * checks + ["bob"] * checks
    assert last == f"2 of 3 answers, {2 * checks} checks: {2 * checks} differ (100.00%)"


def test_an_interrupt_before_anything_was_compared_is_told(program, tmp_path, otherwise):
    """There is no share of nothing."""
    students_in(tmp_path / "class", "ada")
    otherwise(stopped_after=0)
    code, out, _ = program(*WORDS)
    assert (code, out) == (130, "0 of 1 answers, 0 checks: 0 differ\n")


def test_lines_are_told_now_and_then(program, tmp_path, monkeypatch, otherwise):
    """Where there is no terminal: how far it is, what differs so far, and what is run now."""
    monkeypatch.setattr(progress, "LINE_SECONDS", -1.0)
    students_in(tmp_path / "class", "ada", "bob")
    otherwise()
    code, _, err = program(*WORDS)
    first, second = err.splitlines()
    assert code == 1
    assert first == "checker: 0 of 2 answers, 0 checks differ; now ada 0-running_mean"
    assert second.startswith("checker: 1 of 2 answers, ")
    assert " checks differ; now bob 0-running_mean, some " in second
