"""Attack 36: something that runs code when it is unpickled; nothing unpickles it, and it is no answer."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

BOMB = """
class Bomb:
    def __reduce__(self):
        return (open, ({marker!r}, 'w'))


"""
RETURNED = {
    "the object": ("return Bomb()", "C001", "Bomb"),
    "an array of objects": ("return np.array([Bomb()], dtype=object)", "C001", ""),
    "an array of its shape": ("return np.full((3, 26, 26, 2), Bomb(), dtype=object)", "C001", ""),
    "its pickle": ("import pickle\nreturn pickle.dumps(Bomb())", "C001", "bytes"),
    "a code object": ("import marshal\nreturn marshal.dumps(conv_forward.__code__)", "C001", "bytes"),
    "a structured array": ("return np.zeros(3, dtype=[('a', 'O')])", "C001", ""),
}


@pytest.mark.parametrize("name", RETURNED)
def test_what_runs_code_when_unpickled_is_no_answer(attack, tmp_path, name):
    """It is refused by its kind, and its code ran nowhere."""
    body, code, word = RETURNED[name]
    verdict = attack(BOMB.format(marker=str(tmp_path / "marker")) + attempts.wrong(body))
    assert outcomes(verdict)["published"] is Outcome.FAILED
    (told,) = attempts.found(verdict, "published")
    assert told.startswith(f"{code} ")
    assert word in told
    assert not (tmp_path / "marker").exists()


def test_a_raised_pickle_is_told_by_name(attack, tmp_path):
    """An exception that would run code when it is unpickled comes as its text."""
    source = BOMB.format(marker=str(tmp_path / "marker")).replace("Bomb:", "Bomb(Exception):")
    verdict = attack(source + attempts.wrong("raise Bomb('boom')"))
    assert attempts.found(verdict, "published")[0].startswith("R001 raised 0-conv_forward.Bomb: boom")
    assert not (tmp_path / "marker").exists()


def test_pickles_beside_the_answer_are_left_where_they_are(attack, tmp_path):
    """Files that look like stored results or caches change nothing for a right answer, and are not there for it."""
    text = f"cposix\nsystem\n(S'touch {tmp_path / 'marker'}'\ntR."
    files = dict.fromkeys(("0-conv_forward.pkl", "published.npy", "results.pkl", ".cache"), text)
    verdict = attack("import os\nprint(os.listdir('.'))\n" + attempts.right(), files=files)
    assert attempts.missed(verdict) == {}
    assert verdict.printed.splitlines()[0] == "['0-conv_forward.py']"
    assert not (tmp_path / "marker").exists()
