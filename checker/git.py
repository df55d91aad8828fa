"""git within limits: what it may take of time and memory, what it may print, and what it is told to leave alone.

No sentence of git's shows whose fault it is that it fails: whoever made a bundle, or answers at a URL, can have it
print any.
"""

import contextlib
import io
import os
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from checker.errors import CheckoutError, GitFailed, GitOverLimit, UsageError

# A repository's own configuration and hooks run nothing, an odd URL neither, and nobody is asked for a password;
# what is larger than an answer is not in memory as a whole. What is packed stays packed, for a few bytes can stand for
# files that fill a disk, and nothing is tidied up behind our back.
SAFE = (
    "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never",
    "-c", "core.fsmonitor=false", "-c", "core.bigFileThreshold=8m", "-c", "fetch.unpackLimit=1", "-c", "gc.auto=0",
    "-c", "maintenance.auto=false", "-c", "pack.threads=1", "-c", "core.packedGitWindowSize=32m",
    "-c", "core.packedGitLimit=256m",
)  # fmt: skip
MOST_SAID_BYTES = 1 << 20
# What systems take in one path. A longer one fits into no command either.
MOST_PATH_BYTES = 4096
_MOST_COMPLAINT_BYTES = 64 << 10
_CHUNK_BYTES = 64 << 10
# The hard limit is later, else the kernel ends a process in a manner that does not tell which limit it was.
_LIMITED = '{{ ulimit -c 0; ulimit -St {soft}; ulimit -Ht {hard}; ulimit -v {memory}; }} 2>/dev/null; exec "$@"'
_NOT_RUN = (126, 127)
_LARGE = "leave out large files"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What git may take.

    Args:
        seconds: wall time, of all its commands together.
        processor_seconds: of each process.
        piece_mib: memory at once; a few bytes can claim to be the difference between two files of gigabytes.
        memory_mib: memory of each process as a whole; 0 for any.
    """

    seconds: float
    processor_seconds: int
    piece_mib: int
    memory_mib: int = 0


# The network may be slow. Where what is fetched lies on this machine, git reads files of up to 512 MiB as a whole.
REMOTE = Limits(seconds=900, processor_seconds=300, piece_mib=600)
# A bundle is here already: one of 100 MiB takes some seconds.
BUNDLE = Limits(seconds=60, processor_seconds=30, piece_mib=200, memory_mib=1024)


class _TooMuchError(Exception):
    """It prints more than it may."""


class Git:
    """git in a folder; the limits count from now on."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.end = time.monotonic() + limits.seconds

    def run(
        self,
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
            GitFailed: when it fails, with what it says.
            GitOverLimit: when it takes too much.
            CheckoutError: when there is no git, or it can't be run, or somebody else ends it.
        """
        said = io.BytesIO()
        with _started(self.folder, self.limits, words) as process, _ended(process):
            try:
                complaint = _read(process, into or said, most, self.end)
                process.wait(max(0.0, self.end - time.monotonic()))
            except (TimeoutError, subprocess.TimeoutExpired) as error:
                raise GitOverLimit(f"git took over {self.limits.seconds:g} s for it: {_LARGE}, or try again") from error
            except _TooMuchError as error:
                raise UsageError(f"{what} take over {_size(most)}: leave out all but the answers") from error
        if process.returncode:
            raise _failure(process.returncode, complaint.decode("utf-8", "replace"), self.limits)
        return said.getvalue().decode("utf-8", "surrogateescape")


def _size(number: int) -> str:
    return f"{number >> 20:,} MiB" if number >> 20 else f"{number:,} bytes"


def _started(folder: Path, limits: Limits, words: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_LITERAL_PATHSPECS": "1"}
    environment |= {"GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"), "LC_ALL": "C"}
    environment |= {"GIT_ALLOC_LIMIT": f"{limits.piece_mib}m"}
    program = shutil.which("git")
    if not program:
        raise CheckoutError("there is no git to fetch repositories with: install it, or give folders")
    try:
        return subprocess.Popen(
            [*_limiting(limits), program, *SAFE, *words], cwd=folder, env=environment, bufsize=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise CheckoutError(f"git can't be started: {error.strerror}") from error


def _limiting(limits: Limits) -> list[str]:
    """A command that runs the words after it within the limits of each process."""
    soft, memory = limits.processor_seconds, limits.memory_mib << 10 or "unlimited"
    return ["/bin/sh", "-c", _LIMITED.format(soft=soft, hard=soft + 5, memory=memory), "sh"]


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


def _failure(code: int, complaint: str, limits: Limits) -> CheckoutError:
    """What is to be raised; where the code does not tell that git could not be run, or was killed, it is GitFailed."""
    lines = complaint.strip().splitlines() or ["it says nothing"]
    told = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
    if code in _NOT_RUN:
        return CheckoutError(f"git can't be run: {told}")
    if code == -signal.SIGKILL:
        return CheckoutError("git was killed by somebody else; try again")
    over = _over(code, complaint, limits)
    return GitOverLimit(over) if over else GitFailed(f"git could not fetch it: {told.rstrip(':')}")


def _over(code: int, complaint: str, limits: Limits) -> str:
    """Which limit it was, as far as git's own words tell; they decide nothing else."""
    if code == -signal.SIGXCPU or f"died of signal {int(signal.SIGXCPU)}" in complaint:
        return f"git took over {limits.processor_seconds} s of the processor's time for it: {_LARGE}"
    if "attempting to allocate" in complaint:
        return f"git would have to have over {limits.piece_mib} MiB of it in memory at once: {_LARGE}"
    if "Out of memory" in complaint and limits.memory_mib:
        return f"git needs over {limits.memory_mib:,} MiB of memory for it: {_LARGE}"
    return ""


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Ends git with all that it has started when the block is left before it has ended."""
    try:
        yield
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
