"""The style check: pycodestyle as it was in version 2.4."""

from pathlib import Path

import pytest

from checker.static_checks import Source, read_source
from checker.static_checks.style import MAX_FINDINGS, style


def write(folder: Path, content: str) -> Source:
    """A source with this content."""
    (folder / "a.py").write_bytes(content.encode())
    return read_source(folder, "a.py")


def codes(source: Source) -> list[tuple[str, int, int]]:
    """The codes of pycodestyle with their places, without the code of ours."""
    found = style(source)
    assert {finding.code for finding in found} <= {"S009"}
    return [(finding.message[:4], finding.line, finding.column) for finding in found]


# What pycodestyle 2.4.0 says of each, in Python 3.6; the newer release says something else about those marked *.
SAMPLES = [
    ("a = 1\n", []),
    ("", []),
    ("a=1\n", [("E225", 1, 2)]),
    ("a = 1 \n", [("W291", 1, 6)]),
    ("a = 1\n\n", [("W391", 2, 1)]),
    ("a = 1", [("W292", 1, 6)]),
    ("if a:\n  b\n", [("E111", 2, 3)]),
    ("if a:\n\tb\n", [("W191", 2, 1)]),
    ("def f():\n    pass\nf()\n", [("E305", 3, 1)]),
    ("a = '" + "x" * 80 + "'\n", [("E501", 1, 80)]),
    ("try:\n    a\nexcept:\n    b\n", [("E722", 3, 1)]),
    ("a = '\\d'\n", [("W605", 1, 6)]),
    ("a = '\\d'  # noqa\n", [("W605", 1, 6)]),  # *
    ("a = b*c\n", []),  # E226 is not reported by default
    ("a = (b +\n     c)\n", []),  # nor W504
    ("a = (b\n     + c)\n", []),  # nor W503
    ("a = f(\n      1)\n", []),  # nor E126
    ("if a:\n        b\n", []),  # * E117 came later
    ("@ a\ndef f():\n    pass\n", []),  # * E204 came later
    ("def f():\n    return(1)\n", []),  # * E275 meant imports alone
    ("from a import(b)\n", [("E275", 1, 14)]),
    ("a = 1and 2\n", []),  # * E225 didn't know words
    ("a = 1 if b else-1\n", []),
    ("def f()->int:\n    pass\n", []),  # *
    ("for l in b:\n    pass\n", []),  # * E741 meant assignments
    ("l = 1\n", [("E741", 1, 1)]),
    ("f(l=1)\n", [("E741", 1, 3)]),  # *
    ("with a as l:\n    pass\n", [("E741", 1, 11)]),
    ("class I:\n    pass\n", [("E742", 1, 7)]),
    ("def O():\n    pass\n", [("E743", 1, 5)]),
    ("if type(a) == tuple:\n    b\n", []),  # *
    ("if a == type([]):\n    b\n", [("E721", 1, 6)]),
    ("if a is type([]):\n    b\n", [("E721", 1, 6)]),  # *
    ("if a == type(b):\n    c\n", []),
    ("if a == type(None):\n    c\n", [("E721", 1, 6)]),
    ("if a == type([]):  # noqa\n    b\n", []),
    ("a[1,]\n", [("E231", 1, 4)]),  # *
    ("a = (1,)\n", []),
    ("a = [1,2]\n", [("E231", 1, 7)]),
    ("a[1:2, b:c]\n", []),
    ("a = {b[1]:2}\n", [("E231", 1, 10)]),
    ("a = [lambda:0]\n", []),  # *
    ("a = [1,\\\n     2]\n", [("E502", 1, 8)]),  # *
    ("if a:\n    b\nimport c\n", [("E402", 3, 1)]),  # *
    ("if a:  # noqa\n    b\nimport c\n", []),
    ("b\nimport c\n", [("E402", 2, 1)]),
    ("try:\n    import a\nexcept ImportError:\n    a = 1\nimport c\n", []),
]


@pytest.mark.parametrize(("content", "expected"), SAMPLES)
def test_violations_are_those_of_version_24(tmp_path: Path, content: str, expected: list[tuple[str, int, int]]) -> None:
    """S009 for what pycodestyle 2.4 reports by default, at its line and column, and for nothing else."""
    assert codes(write(tmp_path, content)) == expected


def test_windows_line_ends_are_no_violation(tmp_path: Path) -> None:
    """2.4 reads text with universal newlines; line ends have a check of their own."""
    assert codes(write(tmp_path, "a = 1\r\nb = 2\r\n")) == []


def test_configuration_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the submission's settings nor the user's change the rules."""
    settings = "[pycodestyle]\nignore = E\nmax-line-length = 200\n"
    for name in ("setup.cfg", "tox.ini", "pycodestyle"):
        (tmp_path / name).write_text(settings)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert codes(write(tmp_path, "a=1\n")) == [("E225", 1, 2)]


def test_many_violations_are_cut(tmp_path: Path) -> None:
    """After MAX_FINDINGS findings, one more counts the others."""
    found = style(write(tmp_path, "a=1\n" * (MAX_FINDINGS + 7)))
    assert len(found) == MAX_FINDINGS + 1
    assert found[-1].message == "and 7 more: run pycodestyle for the whole list"


def test_f_strings_are_one_string(tmp_path: Path) -> None:
    """What is inside an f-string is no style, whatever the Python that runs the checker."""
    assert codes(write(tmp_path, "a = f'{b:c},{d}'\n")) == []
