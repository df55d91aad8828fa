"""Does the file keep to the style rules of pycodestyle 2.4?"""

import functools
import inspect
import re
from types import SimpleNamespace
from typing import Any

from checker.model import Finding
from checker.static_checks.source import Source, report
from checker.static_checks.style24 import OLDER_CHECKS

MAX_FINDINGS = 50
MAX_LINE_LENGTH = 79
# pycodestyle takes time with the square of the blanks within a line, and with the cube of tabs.
_BLANKS = re.compile(r"(?<=\S)[ \t\f]{9,}")

# pycodestyle 2.4's own list of what it doesn't report by default, and E117 and E204, which it didn't know. E9 is what
# `parses` says better.
_IGNORED = ("E117", "E121", "E123", "E126", "E204", "E226", "E24", "E704", "E9", "W503", "W504")

_PHYSICAL_CHECKS = (
    "maximum_line_length",
    "tabs_obsolete",
    "tabs_or_spaces",
    "trailing_blank_lines",
    "trailing_whitespace",
)
_LOGICAL_CHECKS = (
    "ambiguous_identifier",
    "bare_except",
    "blank_lines",
    "comparison_negative",
    "comparison_to_singleton",
    "comparison_type",
    "compound_statements",
    "continued_indentation",
    "explicit_line_join",
    "extraneous_whitespace",
    "imports_on_separate_lines",
    "indentation",
    "missing_whitespace",
    "missing_whitespace_after_keyword",
    "module_imports_on_top_of_file",
    "python_3000_invalid_escape_sequence",
    "whitespace_around_comma",
    "whitespace_around_keywords",
    "whitespace_around_named_parameter_equals",
    "whitespace_around_operator",
    "whitespace_before_comment",
    "whitespace_before_parameters",
)


def style(source: Source) -> list[Finding]:
    """The file has no violation that pycodestyle 2.4 reports by default, with lines of up to 79 characters.

    Today's pycodestyle looks at the text, with 2.4's list of checks and, where the two differ, 2.4's behaviour
    (`style24`). No configuration file is read, neither the student's nor the user's; ``# noqa`` counts where it did.

    Known differences that remain, none of which changes the verdict on any of 2,036 public files: 2.4 also reports
    one-line definitions that stand in a group (E301, E302), a definition that is the file's first statement after two
    lines of comments (E302), a visual indent after ``assert`` and ``raise`` (E12x), blank last lines with spaces in
    them (W391), ``.has_key(`` (W601) and names such as ``async`` (W606). It gives W605 the line where the string
    begins. A file that ends in spaces without a newline gets W292 here as well as W291.

    S009: a violation, with pycodestyle's own code; after MAX_FINDINGS of them, one that counts the others.
    """
    if not source.parsed or not source.lines:
        return []
    findings = [
        report(source, "S009", text, line=line, column=column)
        for line, column, text in sorted(set(_violations(source)))
    ]
    more = len(findings) - MAX_FINDINGS
    if more > 0:
        findings[MAX_FINDINGS:] = [report(source, "S009", f"and {more} more: run pycodestyle for the whole list")]
    return findings


def _violations(source: Source) -> list[tuple[int, int, str]]:
    import pycodestyle

    violations = []

    class Collector(pycodestyle.BaseReport):  # type: ignore[misc]
        def error(self, line_number: int, offset: int, text: str, check: object) -> None:
            if not text.startswith(_IGNORED):
                violations.append((line_number, offset + 1, text))

    lines = [_BLANKS.sub(_fewer, line) + "\n" for line in source.lines]
    if not source.text.endswith(("\n", "\r")):
        lines[-1] = lines[-1][:-1]
    pycodestyle.Checker("", lines=lines, options=_options(pycodestyle, Collector)).check_all()
    return violations


def _fewer(blanks: re.Match[str]) -> str:
    """As many spaces, but no more than make a line too long, which it then was before."""
    return " " * min(len(blanks[0]), MAX_LINE_LENGTH + 1)


def _options(pycodestyle: Any, collector: type) -> SimpleNamespace:
    """What pycodestyle's checker reads from its options; its own way to make them reads the user's configuration."""
    options = SimpleNamespace(
        physical_checks=[_row(name, getattr(pycodestyle, name)) for name in _PHYSICAL_CHECKS],
        logical_checks=[_row(name, OLDER_CHECKS.get(name, getattr(pycodestyle, name))) for name in _LOGICAL_CHECKS],
        ast_checks=[],
        max_line_length=MAX_LINE_LENGTH,
        max_doc_length=None,
        indent_size=4,
        hang_closing=False,
        verbose=0,
        benchmark_keys=list(pycodestyle.BENCHMARK_KEYS),
        ignore_code=lambda code: False,
    )
    options.report = collector(options)
    return options


@functools.cache
def _row(name: str, check: Any) -> tuple[str, Any, list[str]]:
    return name, check, list(inspect.signature(check).parameters)
