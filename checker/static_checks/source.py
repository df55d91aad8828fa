"""A submission's source text as far as it could be read, and findings in it."""

import ast
import enum
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from checker.model import Finding


class Trouble(enum.Enum):
    """Why a file can't be fully looked at, in the order of how early that stops the checks."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    TOO_COMPLEX = "too complex"
    SYNTAX = "syntax"


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """What stands in the way of the checks: a whole sentence for the student, and where it is (0 is "not known")."""

    trouble: Trouble
    message: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A task's file as far as it can be read, and what lies beside it.

    `name` is the file that the task asks for, `file` the one that was found ("" when none was) and `also` the patterns
    of other names that the task accepts. `listing` holds the names in `folder`. `lines` are without their line ends.
    `mode` is 0 where nobody knows it.
    """

    folder: Path
    name: str
    also: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    file: str = ""
    mode: int = 0
    data: bytes = b""
    text: str = ""
    lines: tuple[str, ...] = ()
    tree: ast.Module | None = None
    obstacle: Obstacle | None = None

    @property
    def found(self) -> bool:
        """Whether there is a regular text file, of whatever size."""
        return self.obstacle is None or self.obstacle.trouble not in (Trouble.MISSING, Trouble.UNREADABLE)

    @property
    def readable(self) -> bool:
        """Whether `data`, `text` and `lines` hold the whole file."""
        return self.obstacle is None or self.obstacle.trouble in (Trouble.TOO_COMPLEX, Trouble.SYNTAX)

    @property
    def parsed(self) -> bool:
        """Whether `tree` holds the file's syntax tree."""
        return self.tree is not None


def report(source: Source, code: str, message: str, *, line: int = 0, column: int = 0) -> Finding:
    """A finding in the source's file."""
    return Finding(code=code, message=message, file=source.file or source.name, line=line, column=column)


def report_node(
    source: Source, code: str, message: str, node: ast.expr | ast.stmt | ast.alias | ast.arg | ast.keyword
) -> Finding:
    """A finding where a node of the syntax tree begins."""
    return report(source, code, message, line=node.lineno, column=column_of(source, node.lineno, node.col_offset))


def shown(name: str) -> str:
    r"""A file's name for a message: as it is, or like ``'a\nb'`` when it holds what can't be seen."""
    return name if name.isprintable() else repr(name)


def column_of(source: Source, line: int, offset: int) -> int:
    """The column, in characters from 1, of an offset in UTF-8 bytes (which is what `ast` counts)."""
    text = source.lines[line - 1] if 0 < line <= len(source.lines) else ""
    return len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore")) + 1


def line_of(source: Source, text: str) -> int:
    """The first line that contains a text, %xx in either read; 0 when markup makes it look different there."""
    wanted = unquote(text)
    return next((number for number, line in enumerate(source.lines, 1) if wanted in unquote(line)), 0)


def split_lines(text: str) -> tuple[str, ...]:
    """The lines as Python counts them: ended by LF, CRLF or CR alone, and by nothing else."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(lines if lines[-1] else lines[:-1])
