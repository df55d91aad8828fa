"""Attack 51: files that take a library's place; none is imported, and those that would be elsewhere are told."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

SHADOW = "raise SystemExit(f'{__name__} was imported')\n"
NAMES = (
    "numpy", "json", "random", "checker", "sitecustomize", "usercustomize", "conftest", "os", "sys", "types", "wire",
    "isolation", "ctypes", "encodings", "tensorflow", "site",
)  # fmt: skip
CONFIGURATION = {
    "pytest.ini": "[pytest]\naddopts = --boom\n",
    "evil.pth": "import os; os._exit(9)\n",
    "pyvenv.cfg": "home = /nowhere\n",
    "setup.cfg": "[pycodestyle]\nmax-line-length = 1\n",
    "tox.ini": "[pycodestyle]\nmax-line-length = 1\n",
    ".env": "PYTHONSTARTUP=evil.py\n",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_library_is_not_taken_for_a_file(attack, name):
    """The answer, which imports it, is right."""
    source = f"import {name}\n" if name in ("json", "random", "os", "sys", "types", "ctypes", "site") else ""
    verdict = attack(source + attempts.right(), files={f"{name}.py": SHADOW})
    assert attempts.missed(verdict) == {}


def test_a_shadow_of_an_allowed_library_is_flagged(attack):
    """A remark says what the file would do to the student's own runs."""
    verdict = attack(attempts.right(), files={"numpy.py": SHADOW})
    assert [told for told in attempts.found(verdict, "imports") if told.startswith("S027 numpy.py hides")]


@pytest.mark.parametrize(
    "name",
    ["numpy.py", "json.py", "random.py", "checker.py", "sitecustomize.py", "conftest.py", "pytest.ini", "evil.pth"],
)
def test_every_shadow_is_flagged(attack, name):
    """Whatever library has the file's name, somebody is told of it, and no points are lost."""
    verdict = attack(attempts.right(), files={name: SHADOW})
    assert any(told.startswith(f"S027 {name}") for told in attempts.found(verdict, "imports"))
    assert outcomes(verdict)["imports"] is Outcome.PASSED


def test_configuration_is_not_read(attack):
    """Files that tools read where they are started change nothing."""
    assert attempts.missed(attack(attempts.right(), files=CONFIGURATION)) == {}


def test_stray_bytecode_is_not_run(attack, tmp_path):
    """A folder of compiled files beside the answer is not the answer, and those without a source are told."""
    cache = tmp_path / attempts.PROJECT / "__pycache__"
    cache.mkdir(parents=True)
    for name in ("0-conv_forward", "numpy"):
        (cache / f"{name}.cpython-311.pyc").write_bytes(bytes(100))
    verdict = attack(attempts.right())
    assert attempts.missed(verdict) == {}
    (told,) = attempts.found(verdict, "imports")
    assert told.startswith("S027 __pycache__/numpy.cpython-311.pyc: compiled from a file that is not there")
