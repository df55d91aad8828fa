"""Git repositories and bundles → the files of one revision, by way of a cache and the rules for archives."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from checker.archives import unpacked
from checker.errors import CheckoutError, UsageError

SECONDS = 900
# A repository's own configuration and hooks run nothing, an odd URL neither, and nobody is asked for a password.
SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "core.fsmonitor=false")
PATIENCE = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
HEAD = "HEAD"
REF = "refs/checker/"


@contextlib.contextmanager
def checked_out(place: str, revision: str, project: str) -> Iterator[Path]:
    """The files of a repository in a private temporary folder, gone afterwards: those of the project where it has any.

    Args:
        place: a URL or a path as git takes it, or a bundle.
        revision: a branch, a tag or a whole commit's hash; "" is the head.
        project: the name of the project's folder, such as ``0x08-deep_cnns``.

    Raises:
        CheckoutError: when it can't be fetched, by nobody's fault that we know.
        UsageError: when there is no git, or what is fetched is refused as an archive would be.
    """
    if place.startswith("-") or revision.startswith("-"):
        raise UsageError(f"{place!r} at {revision or HEAD!r} is no repository: neither may begin with a dash")
    cache = _cache(place)
    wanted = revision or _head(place)
    ref = REF + hashlib.sha256(wanted.encode()).hexdigest()[:32]
    _git(cache, *PATIENCE, "fetch", "--quiet", "--depth", "1", "--no-tags", "--", place, f"+{wanted}:{ref}")
    with tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "repository.tar")
        _git(cache, "archive", "--format=tar", f"--output={file}", ref, "--", *_folders(cache, ref, project))
        with unpacked(str(file)) as archive:
            yield archive.folder


def _cache(place: str) -> Path:
    """The bare repository in which what comes from `place` is kept."""
    name = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    cache = Path(platformdirs.user_cache_dir("checker"), "repositories", f"{name}.git")
    if not (cache / "HEAD").is_file():
        cache.parent.mkdir(parents=True, exist_ok=True)
        _git(cache.parent, "init", "--quiet", "--bare", "--", str(cache))
    return cache


def _head(place: str) -> str:
    """What to take where nothing is named; a bundle may have branches alone, and then the first of the usual ones."""
    if not os.path.isfile(place):
        return HEAD
    listed = _git(Path.cwd(), "bundle", "list-heads", place).split("\n")
    names = [line.partition(" ")[2] for line in listed if line]
    usual = [HEAD, "refs/heads/main", "refs/heads/master", *names]
    return next((name for name in usual if name in names), HEAD)


def _folders(cache: Path, ref: str, project: str) -> list[str]:
    """The project's folders in a revision; all of it where there are none."""
    listed = _git(cache, "ls-tree", "-r", "-d", "-z", "--name-only", ref).split("\0")
    return [path for path in listed if path.rpartition("/")[2] == project] or ["."]


def _git(folder: Path, *words: str) -> str:
    """What git prints.

    Raises:
        CheckoutError: when it fails, with its last line.
        UsageError: when there is none.
    """
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_LITERAL_PATHSPECS": "1"}
    environment |= {"GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")}
    try:
        done = subprocess.run(
            [shutil.which("git") or "git", *SAFE, *words], cwd=folder, env=environment, timeout=SECONDS, check=True,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="surrogateescape",
            start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise UsageError("there is no git to fetch repositories with: install it, or give folders") from error
    except subprocess.TimeoutExpired as error:
        raise CheckoutError(f"git took over {SECONDS} s to fetch it: try again") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["it says nothing"]
        said = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
        raise CheckoutError(f"git could not fetch it: {said}") from error
    return done.stdout
