"""The checks of a file's form and documentation."""

import dataclasses
import subprocess
from pathlib import Path

import pytest

from checker.static_checks import Source, form, read_source
from checker.static_checks.documentation import docstrings
from checker.static_checks.form import executable, final_newline, first_line, length, line_ends

SHEBANG = "#!/usr/bin/env python3"


def write(folder: Path, content: str | bytes) -> Source:
    """A source with this content."""
    (folder / "a.py").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(folder, "a.py")


def test_the_exact_first_line_passes(tmp_path: Path) -> None:
    """The first line decides alone; Windows line ends behind it are the matter of `line_ends`."""
    assert first_line(write(tmp_path, f"{SHEBANG}\na = 1\r\n")) == []
    assert first_line(write(tmp_path, SHEBANG)) == []
    assert first_line(write(tmp_path, "x\n"), line="x") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{SHEBANG}\r\na\r\n", "a program named 'python3\\r'"),
        (b"\xef\xbb\xbf" + SHEBANG.encode(), "byte order mark"),
        (f" {SHEBANG}\n", "spaces around it"),
        (f"{SHEBANG} \n", "spaces around it"),
        ("#!/usr/bin/python3\n", "it is '#!/usr/bin/python3'"),
        (f"\n{SHEBANG}\n", "it is ''"),
        ("", "the file is empty"),
    ],
)
def test_another_first_line_fails(tmp_path: Path, content: str | bytes, words: str) -> None:
    """S005 says what the first line is, or what is wrong about it."""
    (finding,) = first_line(write(tmp_path, content))
    assert (finding.code, finding.line, finding.column) == ("S005", 1, 1)
    assert words in finding.message


@pytest.mark.parametrize(
    ("content", "place"), [("a\n", None), ("a\r\n", None), ("a\nbc", (2, 3)), ("", (0, 0)), (b"\xef\xbb\xbf", (0, 0))]
)
def test_final_newline(tmp_path: Path, content: str | bytes, place: tuple[int, int] | None) -> None:
    """S006 where the last line has no newline, at its end."""
    found = final_newline(write(tmp_path, content))
    assert [(finding.code, finding.line, finding.column) for finding in found] == ([("S006", *place)] if place else [])


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a\nb\n", 0, ""),
        ("a\r\nb\r\n", 1, "2 lines with Windows line ends"),
        ("a\nb\r\n", 2, "1 line with"),
        ("a\nb\n\rc\n", 3, "1 line with carriage returns"),
    ],
)
def test_line_ends(tmp_path: Path, content: str, line: int, words: str) -> None:
    """S007 counts the lines with a carriage return and names the first."""
    found = line_ends(write(tmp_path, content))
    assert [(finding.code, finding.line) for finding in found] == [("S007", line)] * bool(line)
    assert all(words in finding.message for finding in found)


@pytest.mark.parametrize(("mode", "passes"), [(0o755, True), (0o700, True), (0o644, False), (0o655, False)])
def test_executable_on_disk(tmp_path: Path, mode: int, passes: bool) -> None:
    """The owner's bit decides; others' don't help."""
    write(tmp_path, "")
    (tmp_path / "a.py").chmod(mode)
    found = executable(read_source(tmp_path, "a.py"))
    assert [finding.code for finding in found] == ["S008"] * (not passes)
    assert all(f"mode is {mode:04o}" in finding.message and "chmod u+x a.py" in finding.message for finding in found)


def test_executable_is_a_remark_where_the_mode_is_not_known(tmp_path: Path) -> None:
    """What an archive made on Windows never said is no failure, whatever the copy on the disk may do."""
    (finding,) = executable(dataclasses.replace(write(tmp_path, ""), mode=0))
    assert (finding.code, finding.remark) == ("S008", True)
    assert "where its archive was made without modes, as on Windows" in finding.message


@pytest.mark.parametrize("mode", ["+x", "-x"])
def test_executable_in_git_where_disks_have_no_such_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """On Windows, git's index decides; its settings can't make git run a program."""
    monkeypatch.setattr(form, "HAS_EXECUTE_BIT", False)
    source = write(tmp_path, "")
    (tmp_path / "hook").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (tmp_path / "hook").chmod(0o755)
    for command in (["init", "-q"], ["add", "a.py"], ["update-index", f"--chmod={mode}", "a.py"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, capture_output=True)
    subprocess.run(["git", "-C", str(tmp_path), "config", "core.fsmonitor", str(tmp_path / "hook")], check=True)
    found = executable(source)
    assert [finding.code for finding in found] == ["S008"] * (mode == "-x")
    assert all("git update-index --chmod=+x a.py" in finding.message for finding in found)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("command", ["git", "no such program"])
def test_executable_is_a_remark_where_nobody_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Without bit, repository or git itself, the check says so and doesn't fail."""
    monkeypatch.setattr(form, "HAS_EXECUTE_BIT", False)
    monkeypatch.setattr(form, "GIT", command)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (finding,) = executable(write(tmp_path, ""))
    assert (finding.code, finding.remark) == ("S008", True)


@pytest.mark.parametrize(
    ("content", "counts"),
    [
        ("", "0 lines, 0 words, 0 bytes"),
        ("a b\n\tc", "1 lines, 3 words, 6 bytes"),
        ("é\r\n\x0b\x0cz\n", "2 lines, 2 words, 8 bytes"),
    ],
)
def test_length_counts_like_wc(tmp_path: Path, content: str, counts: str) -> None:
    """S026 is a remark with newlines, words between ASCII white space, and bytes."""
    (finding,) = length(write(tmp_path, content))
    assert (finding.code, finding.message, finding.remark) == ("S026", counts, True)


DOCUMENTED = '''"""CNN"""


class A:
    """A of B"""

    def method(self):
        """Returns nothing"""
        return lambda: 0


async def function():
    """模型"""

    def inner():
        """ReLU."""
'''


def test_documented_files_pass(tmp_path: Path) -> None:
    """Docstrings everywhere pass; a lambda needs none; ``__doc__ = …`` documents a module too."""
    assert docstrings(write(tmp_path, DOCUMENTED)) == []
    assert docstrings(write(tmp_path, "__doc__ = 'Module.'\n")) == []


@pytest.mark.parametrize(
    ("content", "code", "line", "words"),
    [
        ("import a\n", "S010", 1, "no docstring"),
        ("", "S010", 1, "no docstring"),
        ("''' '''\n", "S010", 1, "no docstring"),
        ("import a\n'''Module.'''\n", "S010", 2, "before the imports"),
        ("'''M.'''\nclass A:\n    pass\n", "S011", 2, "class A has no documentation"),
        ("'''M.'''\ndef f():\n    pass\n", "S012", 2, "function f has no documentation: write"),
        ("'''M.'''\ndef f():\n    '''  \n'''\n", "S012", 2, "its docstring is blank"),
        ("'''M.'''\ndef f():\n    f'''F.'''\n", "S012", 2, "write"),
        ("'''M.'''\ndef f():\n    a = 1\n    '''F.'''\n", "S012", 2, "must be its first statement"),
        ("'''M.'''\ndef f():\n    '''F.'''\n    def g():\n        pass\n", "S012", 4, "function g"),
        ("'''M.'''\nclass A:\n    '''A.'''\n    async def g(self):\n        pass\n", "S012", 4, "function g"),
    ],
)
def test_missing_documentation(tmp_path: Path, content: str, code: str, line: int, words: str) -> None:
    """S010, S011 and S012 name what lacks a docstring, and why when there is a string somewhere."""
    (finding,) = [one for one in docstrings(write(tmp_path, content)) if not one.remark]
    assert (finding.code, finding.line) == (code, line)
    assert words in finding.message


@pytest.mark.parametrize("text", ["\u200b", "\u2800 \u2800", "\u3164", "\ufeff\u00ad\u3000"])
def test_what_shows_nothing_is_blank(tmp_path: Path, text: str) -> None:
    """Signs that no reader can see document nothing."""
    (finding,) = docstrings(write(tmp_path, f"'''{text}'''\n"))
    assert (finding.code, finding.remark) == ("S010", False)


@pytest.mark.parametrize("text", ["a", ".", "--", "Xy", "doc ", "A function.", "Documentation:", "This is the module!"])
def test_what_says_nothing_is_remarked(tmp_path: Path, text: str) -> None:
    """S028 costs nothing, for a person is to judge; it is told once, however many have the text."""
    source = write(tmp_path, f"'''CNN'''\ndef f():\n    '''{text}'''\n    def g():\n        ''' {text.upper()}'''\n")
    (finding,) = docstrings(source)
    assert (finding.code, finding.remark, finding.line) == ("S028", True, 4)
    assert finding.message.startswith("the documentation of f and g says nothing")


@pytest.mark.parametrize(
    "text", ["CNN", "Conv", "doc of a layer", "ResNet-50", "층", "É", "the function of Mish", "x + y = z"]
)
def test_terse_documentation_is_enough(tmp_path: Path, text: str) -> None:
    """Students are terse, and nobody can say that they say nothing."""
    assert docstrings(write(tmp_path, f"'''{text}'''\n")) == []


def test_the_same_documentation_everywhere_is_remarked(tmp_path: Path) -> None:
    """S028 names who has it, however it is spaced, and costs nothing."""
    definitions = "".join(f"def f{number}():\n    ''' A  Layer'''\n" for number in range(5))
    (finding,) = docstrings(write(tmp_path, f"'''a layer'''\n{definitions}"))
    assert (finding.code, finding.remark, finding.line) == ("S028", True, 10)
    assert finding.message.startswith("the module, f0, f1 and 3 more have the same documentation")
