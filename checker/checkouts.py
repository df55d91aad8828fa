"""Git repositories and bundles → the files of one revision, by way of a cache and the rules for archives."""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock
import platformdirs

from checker.archives import MOST_ARCHIVE_BYTES, unpacked
from checker.errors import CheckoutError, GitFailed, UsageError
from checker.git import SECONDS, git

PATIENCE = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
# Nothing is left out of a checkout, put into it, or handed to a program, whatever the repository says of its files.
ATTRIBUTES = "* -export-ignore -export-subst -filter\n"
HEAD = "HEAD"
REF = "refs/checker/"
# More folders of one project than this are too many anyhow, and a command has no room for all.
MOST_FOLDERS = 50
# Folders of the whole repository. A few bytes can say that each of a hundred folders holds the same hundred, and so on.
MOST_LISTED, MOST_LISTED_BYTES = 100_000, 16 << 20
# What a system's clock can be; a commit can have been made at any time.
LATEST = 2**32


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
        UsageError: when what is fetched is refused as an archive would be, and when git can't read a bundle.
    """
    if place.startswith("-") or revision.startswith("-"):
        raise UsageError(f"{place!r} at {revision or HEAD!r} is no repository: neither may begin with a dash")
    with tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, f"{name_of(place)}.tar")
        with _blamed(place, revision), _cache(place) as cache:
            committed = _archive(cache, _fetched(cache, place, revision), project, file)
        with unpacked(str(file)) as archive:
            files = archive.folder.rename(archive.folder.with_suffix(""))  # for findings tell its name
            for path in files.rglob("*"):
                os.utime(path, (committed, committed))
            yield files


def name_of(place: str) -> str:
    """What a repository is called, as its student knows it, and no more of a URL, which may have a password in it.

    No project's folder has such an ending.
    """
    name = re.split(r"[^\w. -]", os.path.basename(place.rstrip("/")))[0].lstrip(".")[:60] or "repository"
    return name if name.endswith((".bundle", ".git")) else f"{name}.git"


@contextlib.contextmanager
def _blamed(place: str, revision: str) -> Iterator[None]:
    """Says whose fault it is when git fails: a bundle is a file that was handed in, what a URL leads to is nobody's.

    A revision that a list names, and the bundle has not, is the list's.
    """
    name = os.path.basename(place) if os.path.isfile(place) else ""
    if name and not os.access(place, os.R_OK):
        raise CheckoutError(f"{place} can't be read: make it readable for who runs this")
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{name or 'the repository'} can't be checked: {error}") from error
    except GitFailed as error:
        if not name or (revision and "couldn't find remote ref" in str(error)):
            raise
        again = f"make it again with `git bundle create {name} HEAD`"
        raise UsageError(f"{name} can't be checked: {str(error).replace(place, name)}; {again}") from error


def _archive(cache: Path, ref: str, project: str, file: Path) -> int:
    """Writes the project's files in a revision into a tar archive, no larger than archives may be; when it was made."""
    folders = _folders(cache, ref, project)
    with file.open("xb") as stream:
        words = ("archive", "--format=tar", ref, "--", *folders)
        git(cache, *words, into=stream, most=MOST_ARCHIVE_BYTES, what="its files")
    # git has no number for some times, and none for what is no commit.
    seconds = git(cache, "log", "-1", "--format=%ct", ref).strip()
    return min(int(seconds), LATEST) if seconds.isdecimal() else 0


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
        git(cache.parent, "init", "--quiet", "--bare", "--", str(cache))
    (cache / "info").mkdir(exist_ok=True)
    (cache / "info" / "attributes").write_text(ATTRIBUTES, encoding="utf-8")
    wanted = revision or _head(cache, place)
    ref = REF + hashlib.sha256(wanted.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    git(cache, *PATIENCE, "fetch", "--quiet", "--depth", "1", "--no-tags", "--", place, f"+{wanted}:{ref}")
    return ref


def _head(cache: Path, place: str) -> str:
    """What to take where nothing is named; a bundle may have branches alone, and then the first of the usual ones."""
    if not os.path.isfile(place):
        return HEAD
    listed = git(cache, "bundle", "list-heads", place, what="the names of its branches").split("\n")
    names = [line.partition(" ")[2] for line in listed if line]
    if not names:
        raise GitFailed("it holds no branch")
    usual = [HEAD, "refs/heads/main", "refs/heads/master", *names]
    return next((name for name in usual if name in names), HEAD)


def _folders(cache: Path, ref: str, project: str) -> list[str]:
    """The project's folders in a revision, the uppermost first; all of it where there are none."""
    words = ("ls-tree", "-r", "-d", "-z", "--name-only", ref)
    listed = git(cache, *words, most=MOST_LISTED_BYTES, what="the names of its folders")
    if listed.count("\0") > MOST_LISTED:
        raise UsageError(f"it holds over {MOST_LISTED:,} folders: leave out all but the answers")
    found = [path for path in listed.split("\0") if path.rpartition("/")[2] == project]
    return sorted(found, key=lambda path: path.count("/"))[:MOST_FOLDERS] or ["."]
