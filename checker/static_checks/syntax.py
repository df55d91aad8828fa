"""Can Python read the file at all?"""

import json
import re

from checker.model import Finding
from checker.static_checks.source import Source, Trouble, report

# What the line or the message shows → what it most likely means.
_LIKELY_CAUSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\s*print\s+[^\s(=]"), "print is a function in Python 3: write print(…)"),
    (re.compile(r"^\s*exec\s+[^\s(=]"), "exec is a function in Python 3, and no task needs it"),
    (re.compile(r"^\s*raise\s+\w+\s*,"), "this is Python 2: write raise Error(message)"),
    (re.compile(r"^\s*except\s+[\w.]+\s*,\s*\w+\s*:"), "this is Python 2: write except Error as name:"),
    (re.compile(r"<>"), "<> is Python 2: write !="),
    (
        re.compile(r"^(<{7}|={7}|>{7})( |$)"),
        "a merge conflict was left in the file: keep one side and remove the marks",
    ),
    (re.compile(r"^\s*>>>"), ">>> is the interpreter's prompt and doesn't belong in a file"),
    (re.compile(r"^\s*```"), "``` is Markdown and doesn't belong in a Python file"),
    (re.compile("[\u2018\u2019\u201c\u201d]"), "typographic quotes were pasted in: write ' or \""),
    (re.compile("\u00a0"), "a no-break space was pasted in: replace it by a space"),
    (re.compile(r"inconsistent use of tabs"), "indent with four spaces throughout"),
    (re.compile(r"was never closed|unexpected EOF"), "a closing bracket or quote is missing"),
)


_NOTEBOOK = (
    "this is a Jupyter notebook, not a Python file: in Jupyter, File > Save and Export Notebook As > Executable Script "
    "makes one; leave in it what the task asks for, and hand that in as {name}"
)


def parses(source: Source) -> list[Finding]:
    """Python can read the file, and it is small enough to be looked at.

    S003: a syntax error, with the likely cause where it is known (Python 2, a merge conflict, pasted characters).
    S004: the file is too large or too deeply nested; no answer to a task comes near.
    S029: the file is a notebook, which may well be an expression of Python, though no program.
    """
    if _is_notebook(source.text):
        return [report(source, "S029", _NOTEBOOK.format(name=source.name), line=1)]
    obstacle = source.obstacle
    if obstacle is None or not source.found:
        return []
    code = "S003" if obstacle.trouble is Trouble.SYNTAX else "S004"
    message = obstacle.message
    if code == "S003":
        message = f"Python can't read the file: {message}{_likely_cause(source, obstacle.line, message)}"
    return [report(source, code, message, line=obstacle.line, column=obstacle.column)]


def _is_notebook(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return "nbformat" in document and ("cells" in document or "worksheets" in document)


def _likely_cause(source: Source, line: int, message: str) -> str:
    text = source.lines[line - 1] if 0 < line <= len(source.lines) else ""
    for pattern, cause in _LIKELY_CAUSES:
        if pattern.search(text) or pattern.search(message):
            return f" ({cause})"
    return ""
