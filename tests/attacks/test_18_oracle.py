"""Attack 18: guessing by handing in again and again, or by the time it takes.

Here nothing is remembered from one run to the next, there is no count to exhaust and no server to ask: who has the
program has its specs. What is left to hold is that a run tells the same each time, whatever ran before, and that what
it tells of hidden calls is coarse; test_17 has that no number is among it.
"""

from evidence import codes, outcomes, require_failed, told

GUESS = """
answer = conv_forward


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    right = answer(A_prev, W, b, activation, padding, stride)
    return right + {off}
"""


def hidden(verdict):
    """What is told of the hidden calls."""
    return [one.message for result in verdict.results if result.spec.id == "values" for one in result.findings]


def test_the_same_answer_is_told_the_same_again(attack):
    """Neither outcomes nor words depend on what ran before, of this student or of others."""
    first = attack(GUESS.format(off=0.5), right=True)
    attack("raise ValueError('another')")
    second = attack(GUESS.format(off=0.5), right=True)
    assert (outcomes(first), told(first), first.points) == (outcomes(second), told(second), second.points)


def test_guesses_that_differ_little_are_told_alike(attack):
    """Whether a wrong answer is nearer to the right one by a half is not told of hidden calls."""
    verdicts = [attack(GUESS.format(off=off), right=True) for off in (5.0, 10.0)]
    assert [codes(verdict)["values"] for verdict in verdicts] == [{"C004"}] * 2
    assert all("10 % or more of the largest value expected" in text for verdict in verdicts for text in hidden(verdict))
    assert verdicts[0].points == verdicts[1].points


def test_points_are_for_all_hidden_calls_or_none(attack):
    """One hidden call wrong or all of them: the same points, so the score is no oracle for a single one."""
    one = attack(GUESS.format(off="(A_prev.shape[0] == 1)"), right=True)
    many = attack(GUESS.format(off="1.0 * (A_prev.shape[1] != 28) * (A_prev.dtype == float)"), right=True)
    require_failed(one, "C004", checks=["values"])
    require_failed(many, "C004", checks=["values"])
    assert outcomes(one)["published"] is outcomes(many)["published"]
    assert one.points == many.points


def test_a_run_can_leave_no_note_for_the_next(attack):
    """What one run wrote wherever it may is not there in another run."""
    note = """
    import os
    folders = (".", os.path.dirname(os.getcwd()), "/tmp", "/var/tmp", "/dev/shm")
    for folder in folders:
        try:
            print("FOUND", folder, os.path.exists(os.path.join(folder, "note-of-attack-18")))
            open(os.path.join(folder, "note-of-attack-18"), "w").close()
        except OSError:
            pass
    """
    attack(note)
    assert "True" not in attack(note).printed
