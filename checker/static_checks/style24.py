"""What pycodestyle 2.4 said where today's pycodestyle says something else.

Each function stands in for the library's check of the same name, or adds to it; its parameters are named as
pycodestyle demands. The differences that remain are listed in `style.style`.
"""

import re
import tokenize
from collections.abc import Callable, Iterator
from itertools import pairwise
from tokenize import TokenInfo
from typing import Any

Complaint = tuple[int | tuple[int, int], str]
StyleCheck = Callable[..., Iterator[Complaint]]

_COMPARED_TYPE = re.compile(r"(?:[=!]=|is(?:\s+not)?)\s*type(?:s.\w+Type|\s*\(\s*([^)]*[^ )])\s*\))")
_AMBIGUOUS = frozenset({"l", "O", "I"})
_NEWER_OPERATORS = frozenset({"and", "or", "in", "is", "->", ":="})
_FSTRING_START = getattr(tokenize, "FSTRING_START", -1)


def comparison_type(logical_line: str, noqa: bool) -> Iterator[Complaint]:
    """E721 only where a type stands on the right: ``x == type([])``, but not ``type(x) == tuple``."""
    match = _COMPARED_TYPE.search(logical_line)
    if not match or noqa:
        return
    inner = match.group(1)
    if inner and inner.isidentifier() and inner not in ("None", "True", "False"):
        return
    yield match.start(), "E721 do not compare types, use 'isinstance()'"


def ambiguous_identifier(logical_line: str, tokens: list[TokenInfo]) -> Iterator[Complaint]:
    """E741 for ``=`` in any form, ``as``, ``global`` and ``nonlocal``; loop variables and parameters came later."""
    for before, token in pairwise(tokens):
        if token.type == tokenize.OP and "=" in token.string and before.string in _AMBIGUOUS:
            yield before.start, f"E741 ambiguous variable name '{before.string}'"
        if token.string not in _AMBIGUOUS:
            continue
        if before.string in ("as", "global", "nonlocal"):
            yield token.start, f"E741 ambiguous variable name '{token.string}'"
        if before.string == "class":
            yield token.start, f"E742 ambiguous class definition '{token.string}'"
        if before.string == "def":
            yield token.start, f"E743 ambiguous function definition '{token.string}'"


def missing_whitespace_after_keyword(logical_line: str) -> Iterator[Complaint]:
    """E275 for ``from x import(y)`` alone; ``return(x)`` and the like came later."""
    found = logical_line.find(" import(")
    if logical_line.startswith("from ") and found > -1:
        yield found + len(" import"), "E275 missing whitespace after keyword"


def module_imports_on_top_of_file(
    logical_line: str, indent_level: int, checker_state: dict[str, Any], noqa: bool
) -> Iterator[Complaint]:
    """E402 also for an import after a top-level ``if`` or ``with``, which today's version lets pass."""
    import pycodestyle

    # The library stumbles over a line that is one letter alone, such as b, taking it for a string's prefix.
    other = logical_line.startswith(("if", "elif", "with")) or len(logical_line) == 1
    if other and not indent_level and not noqa:
        checker_state["seen_non_imports"] = True
    yield from pycodestyle.module_imports_on_top_of_file(logical_line, indent_level, checker_state, noqa)


def python_3000_invalid_escape_sequence(logical_line: str, tokens: list[TokenInfo]) -> Iterator[Complaint]:
    """W605 even on a line with ``# noqa``."""
    import pycodestyle

    yield from pycodestyle.python_3000_invalid_escape_sequence(logical_line, tokens, noqa=False)


def missing_whitespace(logical_line: str, tokens: list[TokenInfo]) -> Iterator[Complaint]:
    """E225 without ``and``, ``or``, ``in``, ``is`` and ``->``; E231 for each separator in the text of the line."""
    import pycodestyle

    newer = {place for token in tokens if token.string in _NEWER_OPERATORS for place in (token.start, token.end)}
    for place, text in pycodestyle.missing_whitespace(logical_line, tokens):
        if not text.startswith("E231") and place not in newer:
            yield place, text
    # 2.4 took an f-string for one plain string; from Python 3.12 on, its inside shows in the line.
    has_inside = any(token.type == _FSTRING_START for token in tokens)
    yield from _tight_separators("" if has_inside else logical_line)


def _tight_separators(line: str) -> Iterator[Complaint]:
    depth = 0
    bracket = brace = -1
    for index, (char, after) in enumerate(pairwise(line)):
        if char in ",;:" and after not in " \t":
            sliced = char == ":" and depth > 0 and brace < bracket
            if not sliced and not (char == "," and after == ")"):
                yield index, f"E231 missing whitespace after '{char}'"
        elif char == "[":
            depth, bracket = depth + 1, index
        elif char == "]":
            depth -= 1
        elif char == "{":
            brace = index


OLDER_CHECKS: dict[str, StyleCheck] = {
    "ambiguous_identifier": ambiguous_identifier,
    "comparison_type": comparison_type,
    "missing_whitespace": missing_whitespace,
    "missing_whitespace_after_keyword": missing_whitespace_after_keyword,
    "module_imports_on_top_of_file": module_imports_on_top_of_file,
    "python_3000_invalid_escape_sequence": python_3000_invalid_escape_sequence,
}
