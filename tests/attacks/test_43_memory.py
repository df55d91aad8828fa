"""Attack 43: more memory than is allowed; the check says out of memory, and the next one is answered."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

BOMBS = {
    "an array": ("np.zeros(10**12)", "Unable to allocate 7.28 TiB for an array with shape (1000000000000,)"),
    "a picture": ("np.ones((200000, 200000))", "with shape (200000, 200000)"),
    "a list": ("kept = [0] * 10**12", "MemoryError"),
    "a text": ("kept = 'x' * 10**13", "MemoryError"),
    "bytes": ("kept = bytearray(10**12)", "MemoryError"),
}
GROWING = """
import time
kept = []
while True:
    kept.append(np.ones(2**20))
    time.sleep(0.004)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_what_can_never_fit_is_told_by_its_size(attack, name):
    """The call that asks for it is out of memory, with the array's shape where there is one; others are answered."""
    body, words = BOMBS[name]
    verdict = attack(attempts.once(body))
    (told,) = attempts.found(verdict, "published")
    assert told.startswith("R003 ")
    assert words in told
    assert outcomes(verdict)["values"] is Outcome.PASSED


def test_what_grows_is_ended_at_its_limit(attack, monkeypatch):
    """The limit is named, and only the growing call is lost."""
    attempts.limited(monkeypatch, memory_mib=256)
    verdict = attack(attempts.once(GROWING))
    assert attempts.found(verdict, "published")[0].startswith("R003 used over 256 MiB of memory, all that is allowed")
    assert outcomes(verdict)["values"] is Outcome.PASSED
