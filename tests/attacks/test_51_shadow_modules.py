"""Attack 51: files that take a library's place; none is imported, and those that would be elsewhere are told."""

import attempts
import pytest

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


@pytest.mark.xfail(strict=True, reason="only names of libraries that the task allows are told (S027)")
@pytest.mark.parametrize("name", ["json.py", "sitecustomize.py", "checker.py"])
def test_every_shadow_is_flagged(attack, name):
    """Whatever library has the file's name, somebody is told of it."""
    verdict = attack(attempts.right(), files={name: SHADOW})
    assert any(name in told for result in verdict.results for told in attempts.found(verdict, result.spec.id))


def test_configuration_is_not_read(attack):
    """Files that tools read where they are started change nothing."""
    assert attempts.missed(attack(attempts.right(), files=CONFIGURATION)) == {}


def test_stray_bytecode_is_not_run(attack, tmp_path):
    """A folder of compiled files beside the answer is not the answer."""
    cache = tmp_path / attempts.PROJECT / "__pycache__"
    cache.mkdir(parents=True)
    for name in ("0-conv_forward", "numpy"):
        (cache / f"{name}.cpython-311.pyc").write_bytes(bytes(100))
    assert attempts.missed(attack(attempts.right())) == {}
