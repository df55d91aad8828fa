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


LAYERS = {
    "Dense": ("K.layers.Dense(10**9)", "for an array with shape (256, 1000000000)"),
    "Conv2D": ("K.layers.Conv2D(10**6, 64)", "for an array with shape (64, 64, 256, 1000000)"),
    "Embedding": ("K.layers.Embedding(10**12, 9)", "for an array with shape (1000000000000, 9)"),
}


@pytest.mark.parametrize("name", LAYERS)
def test_a_giant_layer_is_told_by_its_tensor(attack, name):
    """The check is out of memory, and says for which weights; a right block is answered afterwards."""
    layer, words = LAYERS[name]
    file = "2-identity_block.py"
    source = (
        '#!/usr/bin/env python3\n"""A block"""\nimport tensorflow.keras as K\n\n\n'
        f'def identity_block(A_prev, filters):\n    """A giant"""\n    return {layer}(A_prev)\n'
    )
    verdict = attack("", project="0x08", number="2", files={file: source})
    told = attempts.found(verdict, "parameters")[0]
    assert told.startswith("R003 ")
    assert words in told
    right = (attempts.SOLUTIONS / "0x08-deep_cnns" / file).read_text(encoding="utf-8")
    assert outcomes(attack("", project="0x08", number="2", files={file: right}))["inference"] is Outcome.PASSED


def test_a_layer_that_grows_past_the_limit_is_ended(attack):
    """What could be had, but not within the limit: the call is lost and the limit named, whichever call it is."""
    source = (
        '#!/usr/bin/env python3\n"""A block"""\nimport tensorflow.keras as K\n\n\n'
        'def identity_block(A_prev, filters):\n    """Large"""\n    return K.layers.Dense(10**6)(A_prev)\n'
    )
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": source}, memory_mib=700)
    assert attempts.found(verdict, "parameters")[0].startswith("R003 ")
    assert outcomes(verdict)["inference"] is not Outcome.PASSED


TABLES = '''#!/usr/bin/env python3
"""Addresses"""
import mmap
import tensorflow.keras as K
kept = []


def lenet5(X):
    """Reads a byte of every 2 MiB, for which the kernel keeps a page of its own"""
    while True:
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000
        kept.append(mmap.mmap(-1, 40 << 30, flags=flags, prot=mmap.PROT_READ))
        sum(kept[-1][place] for place in range(0, 40 << 30, 2 << 20))
'''


def test_addresses_come_to_an_end(attack):
    """What lies behind them may be nothing, but the tables that say so take the machine's memory."""
    verdict = attack("", project="0x07", number="5", files={"5-lenet5.py": TABLES})
    (told, *_) = attempts.found(verdict, "parameters")
    assert told.startswith("R001 raised OSError: [Errno 12] Cannot allocate memory")
