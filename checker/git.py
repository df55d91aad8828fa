"""git within limits: what it may take of time and memory, what it may print, and whose fault it is when it fails."""

import contextlib
import errno
import io
import os
import re
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from checker.errors import CheckoutError, GitFailed, UsageError

SECONDS = 900
# A repository's own configuration and hooks run nothing, an odd URL neither, and nobody is asked for a password;
# what is larger than an answer is not in memory as a whole.
SAFE = (
    "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never",
    "-c", "core.fsmonitor=false", "-c", "core.bigFileThreshold=8m",
)  # fmt: skip
# What git takes of memory at once; a few bytes can claim to be the difference between two files of gigabytes. Where
# what is fetched lies on this machine, git reads files of up to 512 MiB as a whole.
MOST_MEMORY = "600m"
MOST_SAID_BYTES = 1 << 20
_MOST_COMPLAINT_BYTES = 64 << 10
_CHUNK_BYTES = 64 << 10
_SYSTEM = "|".join(
    os.strerror(number)
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE)
)
# What git complains of when it is the machine that fails.
_MACHINE = re.compile(rf"(: ({_SYSTEM})|^fatal: Out of memory.*|died of signal \d+)$", re.MULTILINE)


class _TooMuchError(Exception):
    """It prints more than it may."""


def git(
    folder: Path,
    *words: str,
    into: IO[bytes] | None = None,
    most: int = MOST_SAID_BYTES,
    what: str = "what git says of it",
) -> str:
    """What git prints; "" when it goes `into` a file.

    Args:
        most: how many bytes it may print, after which it is ended; `what` they are, for the message.

    Raises:
        UsageError: when it prints more.
        GitFailed: when it fails, with what it says, or takes too long.
        CheckoutError: when there is no git, or the machine fails it.
    """
    said = io.BytesIO()
    with _started(folder, words) as process, _ended(process):
        end = time.monotonic() + SECONDS
        try:
            complaint = _read(process, into or said, most, end)
            process.wait(max(0.0, end - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired) as error:
            raise GitFailed(f"git took over {SECONDS} s to fetch it: try again") from error
        except _TooMuchError as error:
            raise UsageError(f"{what} take over {_size(most)}: leave out all but the answers") from error
    if process.returncode:
        _complain(complaint.decode("utf-8", "replace"))
    return said.getvalue().decode("utf-8", "surrogateescape")


def _size(number: int) -> str:
    return f"{number >> 20:,} MiB" if number >> 20 else f"{number:,} bytes"


def _started(folder: Path, words: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_LITERAL_PATHSPECS": "1"}
    environment |= {"GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"), "LC_ALL": "C"}
    environment |= {"GIT_ALLOC_LIMIT": MOST_MEMORY}
    try:
        return subprocess.Popen(
            [shutil.which("git") or "git", *SAFE, *words], cwd=folder, env=environment, bufsize=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise CheckoutError("there is no git to fetch repositories with: install it, or give folders") from error
    except OSError as error:
        raise CheckoutError(f"git can't be started: {error.strerror}") from error


def _read(process: "subprocess.Popen[bytes]", output: IO[bytes], most: int, end: float) -> bytes:
    """The end of what git complains of, while what it prints goes into `output`.

    Raises:
        TimeoutError: when it takes until `end`.
        _TooMuchError: when it prints more than `most` bytes.
    """
    complaint = b""
    with selectors.DefaultSelector() as waiting:
        for stream in filter(None, (process.stdout, process.stderr)):
            waiting.register(stream, selectors.EVENT_READ)
        while waiting.get_map():
            left = end - time.monotonic()
            ready = waiting.select(left) if left > 0 else []
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                data = os.read(key.fd, _CHUNK_BYTES)
                if not data:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    complaint = (complaint + data)[-_MOST_COMPLAINT_BYTES:]
                else:
                    most -= output.write(data)
                if most < 0:
                    raise _TooMuchError
    return complaint


def _complain(complaint: str) -> None:
    lines = complaint.strip().splitlines() or ["it says nothing"]
    told = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
    kind = CheckoutError if _MACHINE.search(complaint) else GitFailed
    raise kind(f"git could not fetch it: {told.rstrip(':')}")


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Ends git with all that it has started when the block is left before it has ended."""
    try:
        yield
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
