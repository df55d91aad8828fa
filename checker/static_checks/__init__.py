"""Questions about a submission's source text; none of them runs the file.

Each is a pure function from a `Source` and the spec's keys to findings. To add one, write it in the file of its family
and give it a row in STATIC_CHECKS; if it can answer without the file's syntax tree, in one of the tables below too.
"""

from collections.abc import Callable, Iterable

from checker.model import Finding
from checker.static_checks.documentation import docstrings
from checker.static_checks.form import executable, final_newline, first_line, length, line_ends
from checker.static_checks.imports import imports
from checker.static_checks.links import urls
from checker.static_checks.names import names
from checker.static_checks.presence import exists, readme
from checker.static_checks.prose import english, example, image, sections
from checker.static_checks.python35 import python35
from checker.static_checks.reading import read_source
from checker.static_checks.signature import defines, signature
from checker.static_checks.source import Source
from checker.static_checks.style import style
from checker.static_checks.syntax import parses

__all__ = ["NEEDS_FILE", "NEEDS_NOTHING", "NEEDS_TEXT", "STATIC_CHECKS", "Source", "can_answer", "read_source"]

STATIC_CHECKS: dict[str, Callable[..., Iterable[Finding]]] = {
    "defines": defines,
    "docstrings": docstrings,
    "english": english,
    "example": example,
    "executable": executable,
    "exists": exists,
    "final_newline": final_newline,
    "first_line": first_line,
    "image": image,
    "imports": imports,
    "length": length,
    "line_ends": line_ends,
    "names": names,
    "parses": parses,
    "python35": python35,
    "readme": readme,
    "sections": sections,
    "signature": signature,
    "style": style,
    "urls": urls,
}

# What a check can't answer without: it then finds nothing, which must not count as a pass. Any other needs the tree.
NEEDS_NOTHING = frozenset({"exists", "readme"})
NEEDS_FILE = frozenset({"executable", "parses"})
NEEDS_TEXT = frozenset(
    {"english", "example", "final_newline", "first_line", "image", "length", "line_ends", "sections", "urls"}
)


def can_answer(check: str, source: Source) -> bool:
    """Whether a check of STATIC_CHECKS can say anything about this source; if not, it is to be skipped."""
    if check in NEEDS_NOTHING:
        return True
    if check in NEEDS_FILE:
        return source.found
    return source.readable if check in NEEDS_TEXT else source.parsed
