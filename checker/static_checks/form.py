"""The form of the file: first line, line ends, execute bit, length."""

import os
import stat
import subprocess

from checker.model import Finding
from checker.static_checks.source import Source, report

HAS_EXECUTE_BIT = os.name != "nt"
# Replaced in tests.
GIT = "git"
GIT_SECONDS = 5


def first_line(source: Source, *, line: str = "#!/usr/bin/env python3") -> list[Finding]:
    r"""The file begins with exactly this line, byte for byte, as the kernel reads it.

    A carriage return at its end counts: Linux then looks for a program called ``python3\r``. So does a byte order
    mark before it. The line ends of all the other lines are the matter of `line_ends`.

    S005: the first line is another one.
    """
    first, newline, _ = source.data.partition(b"\n")
    if first == line.encode():
        return []
    if first == line.encode() + b"\r" and newline:
        came = "ends in a carriage return (a Windows line end), so that Linux looks for a program named 'python3\\r'"
        came = came.replace("python3", line.rpartition(" ")[2].rpartition("/")[2])
    elif source.data.startswith(b"\xef\xbb\xbf"):
        came = "begins with a byte order mark: save the file as UTF-8 without BOM"
    elif first.strip() == line.encode():
        came = "has spaces around it"
    else:
        came = (
            f"is {first[:200].decode('utf-8', 'replace').rstrip()!r}"
            if source.data
            else "is missing: the file is empty"
        )
    return [report(source, "S005", f"the first line must be exactly {line!r}, it {came}", line=1, column=1)]


def final_newline(source: Source) -> list[Finding]:
    """The last line ends with a newline.

    S006: it doesn't, or the file is empty.
    """
    if source.data.endswith(b"\n"):
        return []
    if not source.data:
        return [report(source, "S006", "the file is empty, so it doesn't end with a new line")]
    last = len(source.lines)
    message = "the file must end with a new line, its last line has none: press Enter at its end"
    return [report(source, "S006", message, line=last, column=len(source.lines[-1]) + 1 if last else 0)]


def line_ends(source: Source) -> list[Finding]:
    """Every line ends as on Linux, with a line feed alone.

    S007: some lines end in CR LF (Windows) or in CR alone; how many, and the first of them.
    """
    returns = source.data.count(b"\r")
    if not returns:
        return []
    windows = source.data.count(b"\r\n")
    first = source.data[: source.data.index(b"\r")].count(b"\n") + 1
    kind = "Windows line ends (CR LF)" if windows == returns else "carriage returns"
    lines = f"{returns} line{'s' if returns > 1 else ''}"
    message = f"{lines} with {kind}, the first is line {first}; convert the file, for example with dos2unix"
    return [report(source, "S007", message, line=first)]


def executable(source: Source) -> list[Finding]:
    """The file may be executed by its owner; where the platform has no such bit, git's record of the file decides.

    S008: it may not. Where there is neither bit nor git, or the file came in an archive that tells no modes, this is a
        remark, because nobody can tell.
    """
    mode = source.mode if HAS_EXECUTE_BIT else _mode_in_git(source)
    if mode & stat.S_IXUSR:
        return []
    if not mode:
        where = "where its archive was made without modes, as on Windows" if HAS_EXECUTE_BIT else "on this system"
        message = f"whether the file is executable can't be seen {where}; git add --chmod=+x makes sure"
        return [Finding(code="S008", message=message, file=source.file, remark=True)]
    remedy = f"chmod u+x {source.file}" if HAS_EXECUTE_BIT else f"git update-index --chmod=+x {source.file}"
    return [report(source, "S008", f"the file must be executable, its mode is {stat.S_IMODE(mode):04o}: {remedy}")]


def length(source: Source) -> list[Finding]:
    """How long the file is, as ``wc`` counts; nothing is asked of it.

    S026: a remark with its lines (newlines), words (parts between white space) and bytes.
    """
    data = source.data
    lines = data.count(b"\n")
    message = f"{lines} lines, {len(data.split())} words, {len(data)} bytes"
    return [Finding(code="S026", message=message, file=source.file, remark=True)]


def _mode_in_git(source: Source) -> int:
    """The mode that git's index has for the file, 0 where there is none."""
    # A repository's own settings can name programs that git runs; no fsmonitor, no hooks.
    quiet = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
    command = [GIT, "--literal-pathspecs", "-C", str(source.folder), *quiet, "ls-files", "--stage", "--", source.file]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False)
        return int(answer.stdout.split(b" ", 1)[0] or b"0", 8)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
