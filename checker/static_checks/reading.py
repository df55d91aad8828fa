"""Reading a submission's file: total, bounded, and without running anything."""

import ast
import codecs
import fnmatch
import io
import os
import re
import stat
import tokenize
import warnings
from pathlib import Path

from checker.parsing import parse
from checker.static_checks.source import Obstacle, Source, Trouble, split_lines

MAX_BYTES = 1 << 20
MAX_LINE_LENGTH = 20_000
# Words, signs and lines; public answers have up to 1,200.
MAX_TOKENS = 20_000
# Public answers reach 20; at 100, libraries that walk a tree by recursion are still far from Python's limit.
MAX_DEPTH = 100

# Codecs that only map bytes to characters; others (utf-7, rot13, unicode_escape, a codec of one's own) can hide code.
_PLAIN_CODEC = re.compile(r"utf-8(-sig)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")
# Whoever may write to a folder can link to other people's files there, and a checker that runs as root would read them.
_FOREIGN = "{file} is a hard link to a file of another user: put a copy of your own there"
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")


def read_source(folder: Path, name: str, *, also: tuple[str, ...] = ()) -> Source:
    """The task's file `name` in the project's folder, or else the first file that matches a pattern in `also`.

    Never raises: whatever can't be read, decoded or parsed becomes the source's `obstacle`. A symbolic link may lead
    to another file in the folder, not out of it. Opening never blocks, and at most MAX_BYTES are read.
    """
    listing = list_names(folder)
    file = _choose(name, listing, also)
    if not file:
        obstacle = Obstacle(trouble=Trouble.MISSING, message=f"there is no {name}")
        return Source(folder=folder, name=name, also=also, listing=listing, obstacle=obstacle)
    mode, data, trouble = read_bytes(folder, file)
    text, tree = "", None
    if trouble is None:
        text, trouble = _decode(data, python=file.endswith(".py"))
    lines = split_lines(text)
    if trouble is None:
        tree, trouble = _parse(text, lines, python=file.endswith(".py"))
    return Source(
        folder=folder, name=name, also=also, listing=listing, file=file,
        mode=mode, data=data, text=text, lines=lines, tree=tree, obstacle=trouble,
    )  # fmt: skip


def list_names(folder: Path) -> tuple[str, ...]:
    """The names of all that lies in the folder, sorted; none when it can't be listed."""
    try:
        return tuple(sorted(os.listdir(folder)))
    except (OSError, ValueError):
        return ()


def _choose(name: str, listing: tuple[str, ...], also: tuple[str, ...]) -> str:
    # The listing knows the name's exact case; opening the file would not, on Windows and macOS.
    if name in listing:
        return name
    answers = [other for other in listing if other.casefold() != "readme.md"]
    return next((other for pattern in also for other in answers if fnmatch.fnmatchcase(other, pattern)), "")


def read_bytes(folder: Path, file: str) -> tuple[int, bytes, Obstacle | None]:
    """The mode and content of a file in the folder, or of one there that it is a link to, or else why there is none."""
    try:
        inside = folder.resolve(strict=True)
        path = (inside / file).resolve(strict=True)
        if not path.is_relative_to(inside):
            return 0, b"", _unreadable(f"{file} is a link out of the project's folder: put the file itself there")
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
            return mode, b"", _unreadable(f"{file} is {kind}: put a text file there")
        return _read_regular(path, file, inside.stat().st_uid)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return 0, b"", _unreadable(f"{file} can't be opened ({reason})")


def _read_regular(path: Path, file: str, owner: int) -> tuple[int, bytes, Obstacle | None]:
    # Without O_NONBLOCK, opening a pipe that took the file's place would wait for ever.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(number, "rb") as stream:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            return status.st_mode, b"", _unreadable(f"{file} is not a regular file: put a text file there")
        if status.st_nlink > 1 and status.st_uid != owner:
            return status.st_mode, b"", _unreadable(_FOREIGN.format(file=file))
        data = stream.read(MAX_BYTES + 1)
    if len(data) <= MAX_BYTES:
        return status.st_mode, data, None
    message = f"{file} has {status.st_size:,} bytes; files of up to {MAX_BYTES:,} bytes are checked"
    return status.st_mode, b"", Obstacle(trouble=Trouble.TOO_LARGE, message=message)


def _unreadable(message: str, line: int = 0) -> Obstacle:
    return Obstacle(trouble=Trouble.UNREADABLE, message=message, line=line)


def _decode(data: bytes, *, python: bool) -> tuple[str, Obstacle | None]:
    """The text; Python's by the rules of PEP 263, which know a declaration in the first two lines, else UTF-8."""
    declared, complaint = "utf-8-sig", ""
    try:
        if python:
            declared, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        complaint = error.msg
    if not _PLAIN_CODEC.fullmatch(codecs.lookup(declared).name):
        complaint = f"unusual encoding: {declared}"
    try:
        text = data.decode("utf-8-sig" if complaint else declared)
    except UnicodeDecodeError as error:
        return "", _unreadable(_undecodable(data, declared, error), line=data.count(b"\n", 0, error.start) + 1)
    return text, _unreadable(
        f"{complaint}; save the file as UTF-8 and declare no encoding", line=1
    ) if complaint else None


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "the file is written in UTF-16; save it as UTF-8"
    byte = data[error.start : error.start + 1].hex()
    encoding = encoding.removesuffix("-sig")
    return f"the file is not text in {encoding}: byte {byte} at position {error.start}; save it as UTF-8"


def _parse(text: str, lines: tuple[str, ...], *, python: bool) -> tuple[ast.Module | None, Obstacle | None]:
    if not python:
        return None, None
    longest = max(map(len, lines), default=0)
    if longest > MAX_LINE_LENGTH:
        line = next(number for number, content in enumerate(lines, 1) if len(content) == longest)
        message = f"line {line} has {longest:,} characters; lines of up to {MAX_LINE_LENGTH:,} are checked"
        return None, Obstacle(trouble=Trouble.TOO_LARGE, message=message, line=line)
    tokens = len(_TOKEN.findall(text))
    if tokens > MAX_TOKENS:
        message = f"the file has {tokens:,} words, signs and lines; files with up to {MAX_TOKENS:,} are checked"
        return None, Obstacle(trouble=Trouble.TOO_COMPLEX, message=message)
    return _parse_python(text, lines)


def _parse_python(text: str, lines: tuple[str, ...]) -> tuple[ast.Module | None, Obstacle | None]:
    if "\0" in text:
        line = next(number for number, content in enumerate(lines, 1) if "\0" in content)
        message = "the file contains a NUL character, which Python refuses: write the line again"
        return None, Obstacle(
            trouble=Trouble.SYNTAX, message=message, line=line, column=lines[line - 1].index("\0") + 1
        )
    try:
        with warnings.catch_warnings():
            # An invalid escape sequence warns, and becomes an error where warnings are errors; W605 reports it.
            warnings.simplefilter("ignore")
            tree = parse(text)
    except SyntaxError as error:
        return None, Obstacle(
            trouble=Trouble.SYNTAX, message=error.msg, line=error.lineno or 0, column=max(error.offset or 0, 0)
        )
    except (RecursionError, MemoryError, ValueError) as error:
        return None, _too_complex(str(error) or type(error).__name__)
    depth = depth_of(tree)
    if depth > MAX_DEPTH:
        return None, _too_complex(f"expressions or blocks are {depth} levels deep, up to {MAX_DEPTH} are checked")
    return tree, None


def _too_complex(reason: str) -> Obstacle:
    return Obstacle(trouble=Trouble.TOO_COMPLEX, message=f"the file is too deeply nested to be checked: {reason}")


def depth_of(tree: ast.AST) -> int:
    """How many levels the syntax tree has."""
    depth = 0
    level = [tree]
    while level:
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return depth
