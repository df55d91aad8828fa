"""Attack 57: finding out whether this is for a grade; self-check and grading are the same to a submission.

That the checker is at work at all can't be hidden: its worker's frames are there. That it makes no difference who
started it, and for what, is what holds.
"""

import ast
import os

import attempts

LOOKING = "import os, sys\nprint({'names': sorted(os.environ), 'words': len(sys.argv), 'user': os.getuid(), "
LOOKING += "'folder': os.getcwd(), 'values': list(os.environ.values()), 'path': sys.path, 'argv': sys.argv})\n"
TELLTALES = ("NBGRADER", "AUTOGRAD", "GRADING", "GRADESCOPE", "PYTEST", "CHECKER", "GITHUB", "CI", "SUDO", "LOGNAME")


def seen(verdict):
    """What the submission found of its surroundings."""
    return ast.literal_eval(verdict.printed.splitlines()[0])


def test_no_variable_tells(attack, monkeypatch):
    """The environment has names of its own alone, whatever this program was started with."""
    for name in TELLTALES:
        monkeypatch.setenv(name, "true")
    names = seen(attack(LOOKING))["names"]
    assert [name for name in names for word in TELLTALES if name.startswith(word)] == []
    assert set(names) <= set(seen(attack(LOOKING))["names"])


def test_every_run_looks_the_same(attack, tmp_path):
    """Neither user nor arguments nor search path tell one run, or one student, from another."""
    one, other = (seen(attack(LOOKING)) for _ in range(2))
    for place in (one, other):
        place["values"] = [value for value in place["values"] if value != place["folder"]]
        place["path"] = [path for path in place["path"] if path != place["folder"]]
        del place["folder"]
    assert one == other
    assert not any(str(tmp_path) in str(place) or attempts.PROJECT in str(place) for place in (one, other))
    assert os.getuid() != 0 or one["user"] != 0
