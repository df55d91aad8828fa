"""Attack 13: fixtures, specs and solutions opened by path; outside the scratch folder nothing of ours can be read."""

from pathlib import Path

import pytest
from evidence import require_failed

ROOT = Path(__file__).parents[2]
TASK = "supervised_learning/0x07-cnn"
FIXTURE = next((ROOT / "task_specs" / TASK / "fixtures" / "0-conv_forward").iterdir())
ATTEMPTS = {
    "the fixture": f"open({str(FIXTURE)!r}, 'rb').read()",
    "the fixtures' folder": f"os.listdir({str(FIXTURE.parent)!r})",
    "the spec": f"open({str(ROOT / 'task_specs' / TASK / '0-conv_forward.toml')!r}).read()",
    "the reference": f"open({str(ROOT / 'solutions' / TASK / '0-conv_forward.py')!r}).read()",
    "the judge": f"open({str(ROOT / 'checker' / 'verdict.py')!r}).read()",
    "all of it": f"os.listdir({str(ROOT)!r})",
    "by a pattern": f"open(glob.glob({str(ROOT / 'task_specs')!r} + '/**/*.json', recursive=True)[0]).read()",
    "from the worker's file": "open(sys.modules['__main__'].HERE + '/../verdict.py').read()",
    "by steps upwards": f"open('../' * 12 + {str(FIXTURE)!r}.lstrip('/'), 'rb').read()",
    "by a link": f"(os.symlink({str(FIXTURE)!r}, 'link'), open('link', 'rb').read())",
    "by a hard link": f"(os.link({str(FIXTURE)!r}, 'link'), open('link', 'rb').read())",
    "through its root in /proc": f"open('/proc/self/root' + {str(FIXTURE)!r}, 'rb').read()",
    "through another's root in /proc": f"open('/proc/1/root' + {str(FIXTURE)!r}, 'rb').read()",
    "by a handle without rights": f"os.read(os.open({str(FIXTURE)!r}, os.O_PATH), 9)",
    "by mapping it": f"np.memmap({str(FIXTURE)!r})",
    "with ctypes": (
        "(lambda libc: (libc.open(FIXTURE, 0) >= 0 and print('OPENED')) or sys.exit(ctypes.get_errno()))"
        "(ctypes.CDLL(None, use_errno=True))".replace("FIXTURE", repr(str(FIXTURE).encode()))
    ),
    "users and their passwords": "open('/etc/shadow').read()",
    "the kernel's log": "open('/dev/kmsg').read(9)",
    "a home folder": "os.listdir('/root')",
}
# Landlock's answer, and that of a root where none of it is there.
DENIED = ("Permission denied", "No such file or directory")
WORDS = {
    "by a pattern": ("R001", "IndexError"),
    "by a handle without rights": ("R001", ("Bad file descriptor", DENIED[1])),
    "with ctypes": ("R005", ("SystemExit: 13", "SystemExit: 2")),
    "by a hard link": ("R001", ""),
    "through another's root in /proc": ("R001", "FileNotFoundError"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_would_tell_the_answers_is_denied(attack, attempt):
    """The attempt is the call's error, and nothing of the file is seen."""
    before = FIXTURE.stat().st_mtime_ns
    verdict = attack(
        f"""
        import ctypes
        import glob
        import os
        import sys


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            if os.path.lexists("link"):
                os.remove("link")
            print("READ", {ATTEMPTS[attempt]})
        """
    )
    code, words = WORDS.get(attempt, ("R001", DENIED))
    require_failed(verdict, code, words)
    assert "READ" not in verdict.printed
    assert "OPENED" not in verdict.printed
    assert FIXTURE.stat().st_mtime_ns == before
