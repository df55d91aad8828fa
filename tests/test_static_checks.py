"""Reading a submission's file, and the checks of its presence and syntax."""

import codecs
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.model import Finding
from checker.static_checks import NEEDS_FILE, NEEDS_NOTHING, NEEDS_TEXT, STATIC_CHECKS, Source, can_answer, read_source
from checker.static_checks.presence import exists, readme
from checker.static_checks.reading import MAX_BYTES
from checker.static_checks.source import Trouble, split_lines
from checker.static_checks.syntax import parses

NAME = "4-resnet50.py"


def write(folder: Path, content: str | bytes, name: str = NAME) -> Source:
    """A source with this content."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(folder, name)


def test_every_check_takes_a_source_and_annotated_keywords() -> None:
    """Spec keys are validated by signature, so every parameter but the source is keyword-only and annotated."""
    for name, check in STATIC_CHECKS.items():
        source, *keywords = inspect.signature(check).parameters.values()
        assert source.annotation is Source, name
        assert all(key.kind is key.KEYWORD_ONLY and key.annotation is not key.empty for key in keywords), name


def test_needs_name_checks_of_the_table() -> None:
    """The three tables of needs name existing checks, and each check at most once."""
    needs = [*NEEDS_FILE, *NEEDS_TEXT, *NEEDS_NOTHING]
    assert set(needs) <= set(STATIC_CHECKS)
    assert len(needs) == len(set(needs))


def test_a_check_in_no_table_of_needs_needs_the_tree(tmp_path: Path) -> None:
    """A row that was forgotten there is skipped where there is no tree; its silence would count as a pass."""
    assert not can_answer("forgotten", read_source(tmp_path, NAME))
    assert not can_answer("forgotten", write(tmp_path, "(\n"))
    assert can_answer("forgotten", write(tmp_path, ""))


def test_importing_the_package_loads_no_heavy_library() -> None:
    """pycodestyle, vermin and markdown-it are imported by the checks that use them, not with the package."""
    program = (
        "import sys, checker.static_checks; print({'pycodestyle', 'vermin', 'markdown_it', 'numpy'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


def test_a_good_file_is_read_and_parsed(tmp_path: Path) -> None:
    """A good file has data, text, lines and a tree, and nothing stands in the way."""
    source = write(tmp_path, "a = 1\nb = 'é'\n")
    assert (source.file, source.lines, source.obstacle) == (NAME, ("a = 1", "b = 'é'"), None)
    assert source.found
    assert source.readable
    assert source.parsed
    assert exists(source) == parses(source) == []


def test_other_names_are_taken_by_pattern(tmp_path: Path) -> None:
    """Where the asked name is missing, the first match of a pattern is the file; a README never is."""
    (tmp_path / "README.md").write_text("x")
    assert read_source(tmp_path, "6-post.md", also=("*.md",)).file == ""
    (tmp_path / "summary.md").write_text("x")
    assert read_source(tmp_path, "6-post.md", also=("*.html", "*.md")).file == "summary.md"


@pytest.mark.parametrize(
    ("present", "meant"),
    [
        ("4-resnet_50.py", "is 4-resnet_50.py meant?"),
        ("4-ResNet50.py", "is 4-ResNet50.py meant?"),
        ("resnet50.py", "is resnet50.py meant?"),
        ("4-resnet50.txt", "is 4-resnet50.txt meant?"),
        ("5-resnet50.py", ""),
        ("main.py", ""),
    ],
)
def test_a_missing_file_is_told_with_similar_names(tmp_path: Path, present: str, meant: str) -> None:
    """S001 names files that may be meant, but not those of another task's number."""
    (tmp_path / present).write_text("")
    (finding,) = exists(read_source(tmp_path, NAME))
    assert finding.code == "S001"
    assert finding.message.startswith(f"no {NAME} in {tmp_path.name}")
    assert ("meant" in finding.message) == bool(meant)
    assert meant in finding.message


def test_a_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    """A folder that isn't there raises nothing."""
    assert [finding.code for finding in exists(read_source(tmp_path / "none", NAME))] == ["S001"]


def make_directory(path: Path) -> None:
    """A directory of that name."""
    path.mkdir()


def make_pipe(path: Path) -> None:
    """A pipe that nobody writes to."""
    os.mkfifo(path)


def make_link_out(path: Path) -> None:
    """A link to a file outside the folder."""
    path.symlink_to("/etc/passwd")


def make_broken_link(path: Path) -> None:
    """A link to nothing."""
    path.symlink_to("nothing")


def make_link_to_itself(path: Path) -> None:
    """A link that leads to itself."""
    path.symlink_to(path.name)


@pytest.mark.skipif(os.name == "nt", reason="pipes and links")
@pytest.mark.parametrize(
    "make",
    [make_directory, make_pipe, make_link_out, make_broken_link, make_link_to_itself],
    ids=lambda make: make.__name__,
)
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make: object) -> None:
    """S002, without following a link out of the folder and without waiting for a pipe."""
    make(tmp_path / NAME)
    source = read_source(tmp_path, NAME)
    assert [finding.code for finding in exists(source)] == ["S002"]
    assert (source.data, parses(source)) == (b"", [])


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    """A link to another file of the same folder is that file."""
    (tmp_path / "other.py").write_text("a = 1\n")
    (tmp_path / NAME).symlink_to("other.py")
    assert read_source(tmp_path, NAME).text == "a = 1\n"


def test_a_file_that_turns_into_a_pipe_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened is looked at once more, and opening a pipe doesn't wait."""
    os.mkfifo(tmp_path / NAME)
    regular = (tmp_path / "regular").write_text("") or (tmp_path / "regular").stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: regular)
    assert [finding.code for finding in exists(read_source(tmp_path, NAME))] == ["S002"]


ENCODINGS = [
    (b"# coding: utf-7\n+AGE-", "unusual encoding: utf-7"),
    (b"# coding: rot13\nvzcbeg bf\n", "unusual encoding: rot13"),
    (b"# coding: unicode_escape\n\\x61\n", "unusual encoding: unicode_escape"),
    (b"#!/bin/sh\n# coding: nonsense\n", "unknown encoding: nonsense"),
    (codecs.BOM_UTF8 + b"# coding: latin-1\n", "encoding problem"),
    (b"a = 1\nb = '\xe9'\n", "not text in utf-8: byte e9 at position 11"),
    (b"\xff\xfea\x00", "UTF-16"),
    (bytes(range(256)), "not text in utf-8"),
]


@pytest.mark.parametrize(("data", "words"), ENCODINGS)
def test_strange_encodings_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """S002 for bytes that aren't text, and for codecs that could hide code, which are never run."""
    source = write(tmp_path, data)
    (finding,) = exists(source)
    assert finding.code == "S002"
    assert words in finding.message
    assert finding.line >= 1
    assert source.tree is None


@pytest.mark.parametrize("data", [b"# coding: latin-1\na = '\xe9'\n", codecs.BOM_UTF8 + "a = 'é'\n".encode()])
def test_plain_encodings_are_read(tmp_path: Path, data: bytes) -> None:
    """A declared Latin-1 and a byte order mark are Python, and so is the text behind them."""
    source = write(tmp_path, data)
    assert exists(source) == []
    assert source.lines[-1] == "a = 'é'"


def test_a_declaration_means_nothing_outside_python(tmp_path: Path) -> None:
    """Only Python reads ``coding:`` in a comment."""
    assert write(tmp_path, "# encoding: nonsense\n", "a.md").readable


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("a = 1\nprint 'x'\n", 2, "print is a function in Python 3"),
        ("exec 'x'\n", 1, "exec is a function"),
        ("raise Error, 'x'\n", 1, "raise Error(message)"),
        ("try:\n    a\nexcept Error, e:\n    b\n", 3, "except Error as name"),
        ("if a <> b:\n    c\n", 1, "write !="),
        ("<<<<<<< HEAD\na\n", 1, "merge conflict"),
        (">>> a = 1\n", 1, "prompt"),
        ("```python\n", 1, "Markdown"),
        ("a = “b”\n", 1, "typographic quotes"),
        ("a =\u00a01\n", 1, "no-break space"),
        ("if a:\n\tb\n        c\n", 3, "four spaces"),
        ("a = (1,\nb = 2\n", 1, "closing bracket"),
        ("def f(:\n", 1, ""),
        ("a\0b\n", 1, "NUL"),
        ("a = 1\n" + "1" * 5000 + "\n", 2, ""),
        ("a = 1\nb = 0x" + "f" * 5000 + "\n", 2, "more digits than Python can write"),
    ],
)
def test_syntax_errors_come_with_place_and_cause(tmp_path: Path, code: str, line: int, words: str) -> None:
    """S003 says where Python stops, and the likely cause where it is known."""
    source = write(tmp_path, code)
    (finding,) = parses(source)
    assert (finding.code, finding.line) == ("S003", line)
    assert words in finding.message
    assert source.readable
    assert not source.parsed


def test_a_warning_of_the_parser_is_no_error(tmp_path: Path) -> None:
    """An invalid escape sequence warns (an error in this test run), and is the matter of `style`."""
    assert write(tmp_path, "a = '\\d'\n").parsed


def test_nothing_answers_about_a_missing_file(tmp_path: Path) -> None:
    """Only what asks about the folder answers when there is no file; silence of the others must not count."""
    source = read_source(tmp_path, NAME)
    assert {name for name in STATIC_CHECKS if can_answer(name, source)} == {"exists", "readme"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a\n", ("a",)),
        ("a\r\nb\rc\n\n", ("a", "b", "c", "")),
        ("a\x0cb\u2028c\n", ("a\x0cb\u2028c",)),
    ],
)
def test_lines_are_python_lines(text: str, lines: tuple[str, ...]) -> None:
    """LF, CR LF and CR end a line; form feeds and Unicode's separators don't."""
    assert split_lines(text) == lines


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"README.md": "# CNN\n"}, None),
        ({"README.md": "a" * 30_000}, None),
        ({"README.md": b"\xe9t\xe9"}, None),
        ({"README.md": b"a" * (MAX_BYTES + 1)}, None),
        ({"README.md": " \n\t\n"}, "is empty"),
        ({"readme.md": "# CNN\n"}, "The name must be exactly README.md"),
        ({}, "no README.md in"),
    ],
)
def test_readme(tmp_path: Path, files: dict[str, str | bytes], words: str | None) -> None:
    """S019 unless a README.md, exactly so called, has something in it, in whatever encoding and length."""
    source = write(tmp_path, "")
    for name, content in files.items():
        write(tmp_path, content, name)
    found = readme(read_source(source.folder, NAME))
    assert [finding.code for finding in found] == ["S019"] * (words is not None)
    assert all(words and words in finding.message for finding in found)


def test_a_directory_is_no_readme(tmp_path: Path) -> None:
    """S019 for a directory of that name."""
    (tmp_path / "README.md").mkdir()
    (finding,) = readme(read_source(tmp_path, NAME))
    assert "is a directory" in finding.message


def test_trouble_is_ordered_by_how_early_it_stops() -> None:
    """What is missing can't be unreadable: the enum lists troubles in the order in which they are found."""
    assert list(Trouble)[:2] == [Trouble.MISSING, Trouble.UNREADABLE]


def test_findings_carry_file_and_code(tmp_path: Path) -> None:
    """A finding names the file as it lies in the folder."""
    (finding,) = parses(write(tmp_path, "(\n"))
    assert finding == Finding(code="S003", message=finding.message, file=NAME, line=1, column=1)
