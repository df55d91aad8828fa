"""Git repositories and bundles → the files of one revision, by way of a cache and the rules for archives."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock
import platformdirs

from checker.archives import unpacked
from checker.errors import CheckoutError, UsageError

SECONDS = 900
# A repository's own configuration and hooks run nothing, an odd URL neither, and nobody is asked for a password.
SAFE = (
    "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never",
    "-c", "core.fsmonitor=false",
)  # fmt: skip
PATIENCE = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
# Nothing is left out of a checkout, put into it, or handed to a program, whatever the repository says of its files.
ATTRIBUTES = "* -export-ignore -export-subst -filter\n"
HEAD = "HEAD"
REF = "refs/checker/"
# More folders of one project than this are too many anyhow, and a command has no room for all.
MOST_FOLDERS = 50


@contextlib.contextmanager
def checked_out(place: str, revision: str, project: str) -> Iterator[Path]:
    """The files of a repository in a private temporary folder, gone afterwards: those of the project where it has any.

    They have the time of the commit.

    Args:
        place: a URL or a path as git takes it, or a bundle.
        revision: a branch, a tag or a whole commit's hash; "" is the head.
        project: the name of the project's folder, such as ``0x08-deep_cnns``.

    Raises:
        CheckoutError: when it can't be fetched, by nobody's fault that we know.
        UsageError: when what is fetched is refused as an archive would be.
    """
    if place.startswith("-") or revision.startswith("-"):
        raise UsageError(f"{place!r} at {revision or HEAD!r} is no repository: neither may begin with a dash")
    with tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "repository.tar")
        with _cache(place) as cache:
            ref = _fetched(cache, place, revision)
            _git(cache, "archive", "--format=tar", f"--output={file}", ref, "--", *_folders(cache, ref, project))
            committed = int(_git(cache, "log", "-1", "--format=%ct", ref))
        with unpacked(str(file)) as archive:
            for path in archive.folder.rglob("*"):
                os.utime(path, (committed, committed))
            yield archive.folder


@contextlib.contextmanager
def _cache(place: str) -> Iterator[Path]:
    """The bare repository in which what comes from `place` is kept, for this process alone."""
    name = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    cache = Path(platformdirs.user_cache_dir("checker"), "repositories", f"{name}.git")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{cache}.lock").acquire(timeout=SECONDS):
            yield cache
    except OSError as error:
        raise CheckoutError(f"the cache {cache} can't be used: {error.strerror or error}") from error


def _fetched(cache: Path, place: str, revision: str) -> str:
    """The reference under which what was fetched is in the cache.

    A run that was killed may have left its cache locked or in pieces, and then a new one is tried.
    """
    used = cache.is_dir()
    try:
        return _fetch(cache, place, revision)
    except CheckoutError:
        if not used:
            raise
        shutil.rmtree(cache, ignore_errors=True)
        return _fetch(cache, place, revision)


def _fetch(cache: Path, place: str, revision: str) -> str:
    if not (cache / "HEAD").is_file():
        _git(cache.parent, "init", "--quiet", "--bare", "--", str(cache))
    (cache / "info").mkdir(exist_ok=True)
    (cache / "info" / "attributes").write_text(ATTRIBUTES, encoding="utf-8")
    wanted = revision or _head(cache, place)
    ref = REF + hashlib.sha256(wanted.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    _git(cache, *PATIENCE, "fetch", "--quiet", "--depth", "1", "--no-tags", "--", place, f"+{wanted}:{ref}")
    return ref


def _head(cache: Path, place: str) -> str:
    """What to take where nothing is named; a bundle may have branches alone, and then the first of the usual ones."""
    if not os.path.isfile(place):
        return HEAD
    listed = _git(cache, "bundle", "list-heads", place).split("\n")
    names = [line.partition(" ")[2] for line in listed if line]
    usual = [HEAD, "refs/heads/main", "refs/heads/master", *names]
    return next((name for name in usual if name in names), HEAD)


def _folders(cache: Path, ref: str, project: str) -> list[str]:
    """The project's folders in a revision, the uppermost first; all of it where there are none."""
    listed = _git(cache, "ls-tree", "-r", "-d", "-z", "--name-only", ref).split("\0")
    found = [path for path in listed if path.rpartition("/")[2] == project]
    return sorted(found, key=lambda path: path.count("/"))[:MOST_FOLDERS] or ["."]


def _git(folder: Path, *words: str) -> str:
    """What git prints.

    Raises:
        CheckoutError: when there is none, when it fails, with what it says, or takes too long.
    """
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_LITERAL_PATHSPECS": "1"}
    environment |= {"GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"), "LC_ALL": "C"}
    try:
        process = subprocess.Popen(
            [shutil.which("git") or "git", *SAFE, *words], cwd=folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="surrogateescape", start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise CheckoutError("there is no git to fetch repositories with: install it, or give folders") from error
    except OSError as error:
        raise CheckoutError(f"git can't be started: {error.strerror}") from error
    with process, _ended(process):
        try:
            said, complaint = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise CheckoutError(f"git took over {SECONDS} s to fetch it: try again") from error
    if process.returncode:
        lines = complaint.strip().splitlines() or ["it says nothing"]
        told = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
        raise CheckoutError(f"git could not fetch it: {told}")
    return said


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Ends git with all that it has started when the block is left before it has ended."""
    try:
        yield
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
