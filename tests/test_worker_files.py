"""A submission's file as the worker reads it: what it calls itself, and names that are keywords today."""

import sys

import pytest
from bench import call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.workers import Workers


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker."""
    with Workers(modern()) as started:
        yield started.start(Framework.NUMPY)


@pytest.mark.parametrize("line", ["__file__ = 3", "del __file__"])
def test_a_file_may_call_itself_anything(worker, tmp_path, line):
    """What the import tells of a file is read where the file lies."""
    ran = run(worker, write(tmp_path, f"{line}\nprint(1)\n\ndef f():\n    return 1\n"), call("p"))
    assert seen(ran, "import", "import").value == {"lines": [2]}
    assert seen(ran).ending is Ending.ANSWERED


def test_a_file_that_removes_itself_is_not_imported(worker, tmp_path):
    """That is told as what its import raised."""
    ran = run(worker, write(tmp_path, "import os\nos.remove(__file__)\n\ndef f():\n    return 1\n"), call("p"))
    assert seen(ran, "import", "import").ending is Ending.RAISED


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="this Python can't read async as a name")
def test_names_that_are_keywords_today_are_run(worker, tmp_path):
    """Up to Python 3.6, async and await were names."""
    ran = run(worker, write(tmp_path, "async = 2\n\ndef f(await=3):\n    return async * await\n"), call("p"))
    assert seen(ran).value["value"] == 6
