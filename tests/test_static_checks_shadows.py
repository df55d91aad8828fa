"""Remarks on files that take a library's place, or that Python and pytest read when they start."""

from pathlib import Path

import pytest

from checker.static_checks import STATIC_CHECKS, read_source

NAME = "0-conv_forward.py"


def remarks(folder: Path, *files: str) -> list[str]:
    """What the check of imports says of an answer with these files beside it; all of it are remarks S027."""
    for file in (NAME, *files):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).touch()
    found = list(STATIC_CHECKS["imports"](read_source(folder, NAME), allowed=["import torch"], siblings=[]))
    assert {(one.code, one.remark) for one in found} <= {("S027", True)}
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("file", "library"),
    [
        ("numpy.py", "numpy"),
        ("json.py", "json"),
        ("random.py", "random"),
        ("checker.py", "checker"),
        ("tensorflow.py", "tensorflow"),
        ("torch.py", "torch"),
        ("numpy/__init__.py", "numpy"),
    ],
)
def test_a_file_with_a_librarys_name_is_remarked(tmp_path: Path, file: str, library: str) -> None:
    """The standard library's too, those of the task, and the checker's own."""
    (message,) = remarks(tmp_path, file)
    assert message.startswith(f"{file.partition('/')[0]} hides the library {library} from your own runs")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("sitecustomize.py", "Python runs it at the start of every program"),
        ("usercustomize.py", "Python runs it at the start of every program"),
        ("pyvenv.cfg", "Python takes its folder for an environment"),
        ("evil.pth", "runs lines of them"),
        ("conftest.py", "pytest runs it"),
        ("pytest.ini", "pytest takes its settings from it"),
    ],
)
def test_what_is_read_at_the_start_is_remarked(tmp_path: Path, file: str, words: str) -> None:
    """It changes the student's own runs, so the student is told what it does there."""
    (message,) = remarks(tmp_path, file)
    assert message.startswith(f"{file}: ")
    assert words in message


@pytest.mark.parametrize("file", ["numpy.pyc", "__pycache__/numpy.cpython-311.pyc", "__pycache__/0-conv_forwar.pyc"])
def test_compiled_code_without_source_is_remarked(tmp_path: Path, file: str) -> None:
    """Nobody can read it."""
    (message,) = remarks(tmp_path, file)
    assert message.startswith(f"{file}: compiled from a file that is not there")


def test_many_are_told_in_one_remark(tmp_path: Path) -> None:
    """A few names stand for all, and what can't be seen in them is written out."""
    (message,) = remarks(tmp_path, "a\n.pth", *(f"{number}.pth" for number in range(9)))
    assert message.startswith("0.pth, 1.pth, 2.pth and 7 more: ")
    assert remarks(tmp_path, "\x1b.pyc")[1].startswith(r"'\x1b.pyc': compiled")


def test_a_cache_elsewhere_is_not_listed(tmp_path: Path) -> None:
    """The names in somebody else's folder stay there."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.pyc").touch()
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "__pycache__").symlink_to(tmp_path / "other")
    assert remarks(tmp_path / "here") == []


@pytest.mark.parametrize(
    "file",
    [
        "README.md", "0-main.py", "Numpy.py", "numpy.txt", "json", "numpy/data.csv", "setup.cfg", "test.py",
        "__pycache__/0-conv_forward.cpython-36.pyc", "2-identity_block.py",
    ],
)  # fmt: skip
def test_other_files_are_not_remarked(tmp_path: Path, file: str) -> None:
    """What hides nothing, and the cache that Python itself leaves of files that are there."""
    assert remarks(tmp_path, file) == []
