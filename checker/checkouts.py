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
from checker.errors import CheckoutError, GitFailed, GitOverLimit, UsageError
from checker.git import BUNDLE, MOST_PATH_BYTES, REMOTE, Git

PATIENCE = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
# Nothing is left out of a checkout, put into it, or handed to a program, whatever the repository says of its files.
ATTRIBUTES = "* -export-ignore -export-subst -filter\n"
HEAD = "HEAD"
REF = "refs/checker/"
# What a short name of a revision may stand for.
FORMS = ("{}", "refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}")
# More folders of one project than this are too many anyhow, and a command has no room for all.
MOST_FOLDERS = 50
# Folders of the whole repository. A few bytes can say that each of a hundred folders holds the same hundred, and so on.
MOST_LISTED, MOST_LISTED_BYTES = 100_000, 16 << 20
# Each fetch that brings something leaves one; then the cache is made anew.
MOST_PACKS = 20
# What there must be room for besides a bundle's own bytes, twice: git keeps what it reads, and lists what is in it.
ROOM_BYTES, MOST_ROOM_BYTES = 32 << 20, 4 << 30
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
        UsageError: when what is fetched is refused as an archive would be, and when git can't read it, or a bundle.
    """
    if place.startswith("-") or revision.startswith("-"):
        raise UsageError(f"{place!r} at {revision or HEAD!r} is no repository: neither may begin with a dash")
    with tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, f"{name_of(place)}.tar")
        with _cache(place) as cache:
            with _blamed(cache, place, fetching=True):
                ref = _fetched(cache, place, revision)
            with _blamed(cache, place):
                committed = _archive(cache, ref, project, file)
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
def _blamed(cache: Git, place: str, *, fetching: bool = False) -> Iterator[None]:
    """Says whose fault it is when git fails: a bundle is a file that was handed in, and so is all that was fetched.

    Why something can't be fetched from elsewhere nobody knows: who answers there can say anything.
    """
    bundle = os.path.isfile(place)
    name = os.path.basename(place) if bundle else "the repository"
    again = f"; make it again with `git bundle create {name} HEAD`" if bundle else ""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{name} can't be checked: {error}") from error
    except GitFailed as error:
        if fetching and not bundle:
            raise
        _require_room(cache.folder, place)
        raise UsageError(f"{name} can't be checked: {str(error).replace(place, name)}{again}") from error


def _require_room(folder: Path, place: str) -> None:
    """Makes sure that it was not for want of space that git could not work in a folder; what it says shows nothing.

    Raises:
        CheckoutError: when as much as it may have needed can't be written there.
    """
    try:
        size = os.stat(place).st_size if os.path.isfile(place) else 0
        with tempfile.TemporaryFile(dir=folder) as file:
            _reserve(file.fileno(), min(2 * size, MOST_ROOM_BYTES) + ROOM_BYTES)
    except OSError as error:
        raise CheckoutError(f"git can't work in the cache {folder}: {error.strerror}") from error


def _reserve(descriptor: int, size: int) -> None:
    """Has a file take so many bytes of the disk; where the system knows no quick way, some are written."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        os.write(descriptor, bytes(1 << 20))


def _archive(cache: Git, ref: str, project: str, file: Path) -> int:
    """Writes the project's files in a revision into a tar archive, no larger than archives may be; when it was made."""
    folders = _folders(cache, ref, project)
    with file.open("xb") as stream:
        words = ("archive", "--format=tar", ref, "--", *folders)
        cache.run(*words, into=stream, most=MOST_ARCHIVE_BYTES, what="its files")
    # git has no number for some times, and none for what is no commit.
    seconds = cache.run("log", "-1", "--format=%ct", ref).strip()
    return min(int(seconds), LATEST) if seconds.isdecimal() else 0


@contextlib.contextmanager
def _cache(place: str) -> Iterator[Git]:
    """Git in the bare repository in which what comes from `place` is kept, for this process alone."""
    if os.path.isfile(place) and not os.access(place, os.R_OK):
        raise CheckoutError(f"{place} can't be read: make it readable for who runs this")
    name = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    cache = Path(platformdirs.user_cache_dir("checker"), "repositories", f"{name}.git")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{cache}.lock").acquire(timeout=REMOTE.seconds):
            yield Git(cache, BUNDLE if os.path.isfile(place) else REMOTE)
    except OSError as error:
        raise CheckoutError(f"the cache {cache} can't be used: {error.strerror or error}") from error


def _fetched(cache: Git, place: str, revision: str) -> str:
    """The reference under which what was fetched is in the cache.

    A run that was killed may have left its cache locked or in pieces, and then a new one is tried. A bundle is blamed
    for nothing that has not happened in a new one, for it may have been the machine.
    """
    used = cache.folder.is_dir()
    if len(list(cache.folder.glob("objects/pack/*.pack"))) > MOST_PACKS:
        shutil.rmtree(cache.folder, ignore_errors=True)
    try:
        return _fetch(cache, place, revision)
    except GitOverLimit:
        for begun in cache.folder.glob("objects/pack/tmp_*"):  # which nobody else would take away
            begun.unlink(missing_ok=True)
        raise
    except CheckoutError:
        if not used and not os.path.isfile(place):
            raise
        shutil.rmtree(cache.folder, ignore_errors=True)
        return _fetch(cache, place, revision)


def _fetch(cache: Git, place: str, revision: str) -> str:
    _prepare(cache)
    bundle = os.path.isfile(place)
    wanted = _head(cache, place, revision) if bundle else revision or HEAD
    ref = REF + hashlib.sha256(wanted.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    cache.run(*PATIENCE, "fetch", "--quiet", "--depth", "1", "--no-tags", "--", place, f"+{wanted}:{ref}")
    return ref


def _prepare(cache: Git) -> None:
    """Makes the cache where there is none. Nothing of a student's has a part in that, so that who fails is the machine.

    Raises:
        CheckoutError: when git can't do it.
    """
    cache.folder.mkdir(exist_ok=True)
    try:
        if not (cache.folder / "HEAD").is_file():
            Git(cache.folder, cache.limits).run("init", "--quiet", "--bare")  # by a clock that only this has started
    except GitFailed as error:
        raise CheckoutError(f"git can't make the cache {cache.folder}: {error}") from error
    (cache.folder / "info").mkdir(exist_ok=True)
    (cache.folder / "info" / "attributes").write_text(ATTRIBUTES, encoding="utf-8")


def _head(cache: Git, place: str, revision: str) -> str:
    """What to take of a bundle; it may have branches alone, and then the first of the usual ones.

    Raises:
        CheckoutError: when a revision that a list names is not in it, for the student did not name it.
    """
    listed = cache.run("bundle", "list-heads", place, what="the names of its branches").split("\n")
    heads = dict(reversed(line.partition(" ")[::2]) for line in listed if line)
    if any(len(os.fsencode(name)) > MOST_PATH_BYTES for name in heads):
        raise UsageError(f"it has a branch whose name is over {MOST_PATH_BYTES:,} bytes long: give it another")
    if not heads:
        raise GitFailed("it holds no branch")
    if revision and revision not in heads.values() and not any(form.format(revision) in heads for form in FORMS):
        raise CheckoutError(f"{os.path.basename(place)} holds no {revision}: ask for it, or mend the list")
    usual = [HEAD, "refs/heads/main", "refs/heads/master", *heads]
    return revision or next((name for name in usual if name in heads), HEAD)


def _folders(cache: Git, ref: str, project: str) -> list[str]:
    """The project's folders in a revision, the uppermost first; all of it where there are none."""
    words = ("ls-tree", "-r", "-d", "-z", "--name-only", ref)
    listed = cache.run(*words, most=MOST_LISTED_BYTES, what="the names of its folders")
    if listed.count("\0") > MOST_LISTED:
        raise UsageError(f"it holds over {MOST_LISTED:,} folders: leave out all but the answers")
    found = [path for path in listed.split("\0") if path.rpartition("/")[2] == project]
    if any(len(os.fsencode(path)) > MOST_PATH_BYTES for path in found):
        raise UsageError(f"the path of its folder {project} has over {MOST_PATH_BYTES:,} bytes: no system takes that")
    return sorted(found, key=lambda path: path.count("/"))[:MOST_FOLDERS] or ["."]
