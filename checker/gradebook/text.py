"""Texts that a student wrote as data: cells that no spreadsheet computes, strict JSON, sentences for a terminal."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

# What spreadsheets take for the beginning of a formula; the wide signs count in some languages.
SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
FORMULA = re.compile(rf'[\t\r\n]|[ "]*[{SIGNS}]')
# A program that is told, or guesses, that semicolons part the cells finds cells of its own behind them.
WITHIN = re.compile(rf'(;[ "]*)(?=[{SIGNS}])')
SURROGATE = re.compile("[\ud800-\udfff]")

Cell = str | int | Decimal


def visible(text: str, keep: str = "") -> str:
    r"""`text` with all that doesn't show itself as Python writes it (``\n``, ``\x00``, ``\u202e``, ``\udc80``).

    Characters in `keep` stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _escaped(char) for char in text)


def cell(text: str) -> str:
    """`text` on one line, with an apostrophe before whatever a spreadsheet would compute."""
    apostrophe = "'" if FORMULA.match(text) else ""
    return apostrophe + WITHIN.sub(r"\1'", visible(text))


def table(rows: Iterable[Sequence[Cell]], delimiter: str = ",") -> str:
    r"""The rows as CSV; lines end in ``\n``, texts stand in quotes and numbers do not.

    Quotes around all texts keep a semicolon in a name from parting it where a program guesses at what parts the cells.
    """
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return written.getvalue()


def document(value: Any) -> str:
    r"""`value` as strict JSON in ASCII, ending in a newline; a lone surrogate becomes the text ``\udc80``.

    Raises:
        ValueError: a number is not finite.
    """
    written = json.dumps(_without_surrogates(value), ensure_ascii=True, allow_nan=False, indent=2)
    # Lossless, as these only stand within strings: no page ends a script at "</", no CI runner obeys "##[".
    return written.replace("<", "\\u003c").replace("##[", "##\\u005b") + "\n"


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return SURROGATE.sub(lambda match: _escaped(match[0]), value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(item) for item in value]
    return value


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
