"""Cleaning and laying out text for eyes: what a student wrote is data, and the only place where long values are cut."""

import re
import unicodedata
from itertools import pairwise

# Letters and signs that show nothing: they hide a difference as well as a control character does.
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# More combining marks than this on one letter serve no language: they climb over the neighbouring lines.
MARKS = 3
# Runners of continuous integration obey "::error::" at the start of a line, however far indented ...
# Line ends are no indentation here: over many empty lines the search would take time with the square of their number.
COMMAND = re.compile(r"^((?:\x1b\[[0-9;]*m|[^\S\n])*?)[^\S\n]?::", re.MULTILINE)
# ... and "##[error]", "##vso[...]" and "##teamcity[...]" anywhere in it.
INLINE_COMMAND = re.compile(r"##(?=\w*\[)")


def visible(text: str, *, keep: str = "") -> str:
    r"""`text` with every character that doesn't show itself written as Python would: ``\x1b``, ``\u202e``, ``\ud800``.

    Such are control characters and so escape sequences, marks of direction, spaces other than the plain one, lone
    surrogates and unassigned characters. Those in `keep` stay as they are. What a continuous-integration runner would
    take for a command in the middle of a line is broken by a space.
    """
    text = INLINE_COMMAND.sub("## ", text)
    if text.isascii() and text.isprintable():
        return text
    shown, marks = [], 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        hidden = not char.isprintable() or char in BLANK or marks > MARKS
        shown.append(escaped(char) if hidden and char not in keep else char)
    return "".join(shown)


def escaped(char: str) -> str:
    r"""The character as Python writes it in a string, always as an escape: ``\n``, ``\x00``, ``\u0301``."""
    return char.encode("unicode_escape").decode("ascii")


def cut(text: str, limit: int, beyond: int = 0) -> str:
    """`text` whole, or its beginning and its end with a note between them; at most `limit` characters and the note.

    Args:
        beyond: how many characters had been left out in the middle before.
    """
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    tail = limit - head
    return f"{text[:head]} [... {len(text) - limit + beyond:,} characters left out ...] {text[len(text) - tail :]}"


def short(text: str, limit: int, *, keep: str = "") -> str:
    """`text` made visible but for what is in `keep`, cut at `limit` characters; what is not shown takes no time."""
    beyond = max(0, len(text) - 2 * limit)
    looked_at = text[:limit] + text[-limit:] if beyond else text
    return cut(visible(looked_at, keep=keep), limit, beyond)


def one_line(text: str, limit: int) -> str:
    """`text` made visible on a single line of at most `limit` cells, ending in ``...`` where it was cut."""
    # A letter is followed by MARKS marks at most that take no cell.
    line = visible(text[: (limit + 1) * (MARKS + 1)].replace("\n", " "))
    if cells(line) <= limit:
        return line
    return f"{_pieces(line, limit - 3)[0].rstrip()}..."


def block(text: str, limit: int) -> str:
    """`text` made visible, its line ends kept and its tabs as spaces, cut at `limit` characters."""
    return short(text.replace("\r\n", "\n").expandtabs(4), limit, keep="\n")


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if _is_mark(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def pad(text: str, width: int) -> str:
    """`text` with as many spaces after it as make it `width` cells."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells (or one letter), broken at spaces where that is possible."""
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, max(1, width))]


def count(number: int, noun: str) -> str:
    """The number with its noun: ``1 point``, ``2 points``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def score(points: int, max_points: int) -> str:
    """Points as they are told everywhere: ``9 of 14 points``."""
    return f"{points} of {count(max_points, 'point')}"


def harmless(output: str) -> str:
    """`output` without lines that a continuous-integration runner would take for commands; no indented line grows."""
    return COMMAND.sub(r"\1\\::", output)


def _is_mark(char: str) -> bool:
    """Whether the character sits on the one before it."""
    return unicodedata.category(char) in ("Mn", "Me")


def _wrapped(paragraph: str, width: int) -> list[str]:
    """One paragraph in lines of `width` cells; never empty."""
    lines, line = [], ""
    for word in re.findall(r"\s*\S+", paragraph.rstrip()):
        if line and cells(line + word) > width:
            lines.append(line)
            line = word.lstrip()
        else:
            line += word
        *full, line = _pieces(line, width)
        lines += full
    return [*lines, line] if line or not lines else lines


def _pieces(line: str, width: int) -> list[str]:
    """`line` in pieces that `width` cells hold, but of one letter at least."""
    ends, used = [0], 0
    for place, char in enumerate(line):
        used += cells(char)
        if used > width and place > ends[-1]:
            ends.append(place)
            used = cells(char)
    return [line[start:end] for start, end in pairwise([*ends, len(line)])]
