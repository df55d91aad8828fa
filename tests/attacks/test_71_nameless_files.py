"""Attack 71: files that fill the disk and have no name: deleted while they are open, never named, mapped alone."""

import sys

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process has open is told by Linux")

OPEN = """
import ctypes, mmap, os, threading, time

KEPT = []


def make(n):
    {make}
    os.write(descriptor, b"x" * 2**20)
    {keep}


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    if A_prev.shape == (3, 28, 28, 1):
        for n in range(12):
            make(n)
        time.sleep(2)
    return right(A_prev, W, b, activation, padding, stride)
"""
DELETED = 'descriptor = os.open("f", os.O_CREAT | os.O_RDWR); os.unlink("f")'
# How a file is made, and how it is kept: all 12 MiB of them, where 8 are allowed.
HOLDS = {
    "deleted": (DELETED, "KEPT.append(descriptor)"),
    "never named": ('descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)', "KEPT.append(descriptor)"),
    "mapped": (DELETED, "KEPT.append(mmap.mmap(descriptor, 4096)); os.close(descriptor)"),
}


@pytest.mark.parametrize("name", HOLDS)
def test_files_without_names_count(attack, monkeypatch, name):
    """They count as what lies in the folder does, and the call that holds them ends."""
    attempts.limited(monkeypatch, files=100, file_mib=2)
    make, keep = HOLDS[name]
    right = attempts.right().replace("def conv_forward", "def right")
    verdict = attack(right + OPEN.format(make=make, keep=keep))
    assert attempts.found(verdict, "published")[0].startswith("R004 wrote over 8 MiB to its folder")
    assert outcomes(verdict)["values"] is Outcome.PASSED


def test_a_file_without_a_name_is_no_offence(attack):
    """A temporary file of a few bytes is what honest programs have."""
    first = "import tempfile\nwith tempfile.TemporaryFile() as file:\n    file.write(b'x')"
    verdict = attack(attempts.right(first))
    assert outcomes(verdict)["values"] is Outcome.PASSED
