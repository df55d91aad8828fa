"""Attack 60: the reference or another student's answer, a shell or the network do the work; none is to be had."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

CALLS = {
    "the reference's text": f"open({str(attempts.REFERENCE)!r}).read()",
    "the reference's folder": f"import os\nos.listdir({str(attempts.REFERENCE.parent)!r})",
    "the golden values": f"open({str(attempts.FIXTURES / 'published.json')!r}).read()",
    "the reference as a module": (
        "import importlib.util\n"
        f"spec = importlib.util.spec_from_file_location('r', {str(attempts.REFERENCE)!r})\n"
        "module = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)\n"
        "return module.conv_forward(A_prev, W, b, activation, padding, stride)"
    ),
    "a shell": "import subprocess\nsubprocess.check_output(['sh', '-c', 'echo'])",
    "another Python": "import subprocess, sys\nsubprocess.check_output([sys.executable, '-c', ''])",
    "a program in memory": (
        "import os\nprogram = os.memfd_create('x')\nos.write(program, b'#!/bin/sh\\n')\nos.execve(program, ['x'], {})"
    ),
    "a program in memory, by its number": (
        "import ctypes, os\n"
        "program = ctypes.CDLL(None, use_errno=True).syscall(319, b'x', 0)\n"
        "if program < 0:\n    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))\n"
        "os.write(program, b'#!/bin/sh\\n')\nos.execve(program, ['x'], {})"
    ),
    "a program without a name": (
        "import os\nprogram = os.open('.', os.O_TMPFILE | os.O_RDWR, 0o700)\n"
        "os.write(program, b'#!/bin/sh\\n')\nos.execve(program, ['x'], {})"
    ),
    "a socket": "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)",
    "the network": "import urllib.request\nurllib.request.urlopen('http://192.0.2.1/', timeout=1)",
}


@pytest.mark.parametrize("name", CALLS)
def test_nobody_else_does_the_work(attack, name):
    """The call raises, which is told, and nothing is passed by it; the import that it takes is flagged."""
    verdict = attack(attempts.wrong(CALLS[name]))
    (told,) = attempts.found(verdict, "published")
    words = ("PermissionError", "FileNotFoundError", "urllib.error.URLError", "OSError")
    assert told.startswith(tuple(f"R001 raised {word}" for word in words))
    assert outcomes(verdict)["values"] is Outcome.FAILED
    assert ("import" in CALLS[name]) is (outcomes(verdict)["imports"] is Outcome.FAILED)


def test_another_students_answer_is_out_of_reach(attack, tmp_path):
    """A right answer in a folder beside cannot be read."""
    other = attempts.hand_in(tmp_path / "other", attempts.right()) / attempts.FILE
    verdict = attack(attempts.wrong(f"return open({str(other)!r}).read()"))
    assert attempts.found(verdict, "published")[0].startswith(("R001 raised PermissionError", "R001 raised FileNot"))
