"""An archive → a folder of regular files, or a sentence that says why not.

An archive is refused as a whole when it can't be read, when it is too large, or when it looks like an attempt to write
elsewhere or to be read in two ways. What is merely of no use in a submission is left out, and told.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from checker.archives.members import Kind, Member, expanded, members_of_tar, members_of_zip
from checker.archives.names import leads_out, no_use, plain_path, refuse_twins, short
from checker.errors import UsageError

KINDS = (".tar.gz", ".tgz", ".tar", ".zip")
MOST_ARCHIVE_BYTES = 200 << 20
MOST_BYTES = 200 << 20
# Files and the folders that they are in.
MOST_MEMBERS = 20_000
# Each takes a system's time, long names in one another most of all. A course's answers have some dozens.
MOST_FOLDERS = 2_000
# Answers have kilobytes; what is larger is data, which no check reads.
MOST_MEMBER_BYTES = 10 << 20
# Text shrinks to a third or a tenth. A small archive may do better, for it is no burden.
MOST_RATIO = 100
ANY_RATIO_BYTES = 10 << 20

_BEGINNINGS = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "a zip archive of no files",
    b"\x1f\x8b": "packed by gzip",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"<": "a web page",
}

_OTHER = f"it is {{looks}}, not {{what}}: name it for what it is, and hand in a file that ends in {', '.join(KINDS)}"
_TOO_LARGE = "it unpacks to over {most} MiB, too much for an archive of its size: leave out all but the answers"

_Read = TypeVar("_Read")


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacked:
    """The folder that an archive was unpacked into, and what was left out: why → the members' names.

    `modeless` are the files there whose modes the archive does not tell; they got one, which says nothing of them.
    """

    folder: Path
    left_out: dict[str, list[str]]
    modeless: frozenset[Path] = frozenset()


def is_archive(name: str) -> bool:
    """Whether a path that a person gives is a regular file that is named like an archive which `unpacked` takes."""
    return name.lower().endswith(KINDS) and os.path.isfile(name)


@contextlib.contextmanager
def unpacked(name: str) -> Iterator[Unpacked]:
    """The contents of an archive in a private temporary folder, gone afterwards: regular files and folders alone.

    Archives in the archive stay the files that they are. The folder has the archive's name, for messages tell it.

    Raises:
        UsageError: when the archive can't be read, or is refused; the message says why and what to do.
    """
    file = Path(name)
    with tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True) as place:
        folder = Path(place).resolve() / file.name
        folder.mkdir()
        try:
            kept, left_out = _unpack(file, folder)
        except UsageError as error:
            raise UsageError(f"{file.name} can't be checked: {error}") from error
        except OSError as error:
            raise UsageError(f"{file.name} can't be unpacked in {place}: {error.strerror}") from error
        modeless = frozenset(folder / path for path, member in kept.items() if not member.mode)
        yield Unpacked(folder=folder, left_out=left_out, modeless=modeless)


def _unpack(file: Path, folder: Path) -> tuple[dict[str, Member], dict[str, list[str]]]:
    with file.open("rb") as stream:
        data = stream.read(MOST_ARCHIVE_BYTES + 1)
    if len(data) > MOST_ARCHIVE_BYTES:
        raise UsageError(f"it has over {MOST_ARCHIVE_BYTES >> 20} MiB: leave out all but the answers")
    budget = _Budget(min(MOST_BYTES, max(ANY_RATIO_BYTES, MOST_RATIO * len(data))))
    members = _members(file.name.lower(), data, budget.left)
    kept, left_out = _sort_out(members)
    for path, member in kept.items():
        if member.kind is Kind.FOLDER:
            continue  # those that hold nothing are of no use
        place = folder / path
        content = budget.take(member)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            stream.write(content)
        place.chmod(0o755 if member.mode & 0o100 else 0o644)
    return kept, left_out


def _members(name: str, data: bytes, most: int) -> list[Member]:
    """All members of an archive, by their own account."""
    if name.endswith(".zip"):
        _demand(data, b"PK", "a zip archive")
        return _read_as("a zip archive", lambda: list(members_of_zip(data, MOST_MEMBERS)))
    if not name.endswith(".tar"):
        _demand(data, b"\x1f\x8b", "packed by gzip")
        data = _read_as("packed by gzip", lambda: expanded(data, most + 1))
        if len(data) > most:
            raise UsageError(_TOO_LARGE.format(most=most >> 20))
    _demand(data, b"", "a tar archive")
    return _read_as("a tar archive", lambda: list(members_of_tar(data, MOST_MEMBERS)))


def _demand(data: bytes, beginning: bytes, what: str) -> None:
    """Some tools read an archive under any name, and behind anything else: others would read something else in it."""
    if not data:
        raise UsageError("it is empty: pack it again")
    if beginning and data.startswith(beginning):
        return
    looks = next((other for start, other in _BEGINNINGS.items() if data.startswith(start)), "")
    if looks:
        raise UsageError(_OTHER.format(looks=looks, what=what))
    if beginning:
        raise UsageError(f"it is not {what}: pack it again")


def _read_as(what: str, read: Callable[[], _Read]) -> _Read:
    """What `read` makes of the archive's bytes."""
    try:
        return read()
    except UsageError:
        raise
    except Exception as error:  # libraries promise little about what they raise upon bytes made to confuse them
        raise UsageError(f"it is not {what}, or a damaged one ({error}): pack it again") from error


def _sort_out(members: Iterable[Member]) -> tuple[dict[str, Member], dict[str, list[str]]]:
    """The members that are unpacked, by their paths, and why → the names of those that are not."""
    kept: list[tuple[str, Member]] = []
    left_out: dict[str, list[str]] = {}
    for member in members:
        path = plain_path(member.name)
        why = _why_not(path, member)
        if why:
            left_out.setdefault(why, []).append(path)
        elif path:
            kept.append((path, member))
    _refuse_ambiguity(kept)
    return dict(kept), left_out


def _why_not(path: str, member: Member) -> str:
    useless = no_use(path)
    if useless:  # before links, for those of a virtual environment lead out
        return useless
    if member.kind is Kind.LINK and leads_out("" if member.hard else path, member.target):
        target = short(member.target)
        raise UsageError(f"'{short(path)}' is a link that leads out of it, to '{target}': put the file itself there")
    if member.kind in (Kind.LINK, Kind.SPECIAL):
        return str(member.kind.value)
    return f"files of over {MOST_MEMBER_BYTES >> 20} MiB" if member.size > MOST_MEMBER_BYTES else ""


def _refuse_ambiguity(kept: Iterable[tuple[str, Member]]) -> None:
    files = [path for path, member in kept if member.kind is Kind.FILE]
    folders = {path for path, member in kept if member.kind is Kind.FOLDER}
    for path in {str(PurePosixPath(path).parent) for path in [*files, *folders]}:
        folders.update(str(parent) for parent in [PurePosixPath(path), *PurePosixPath(path).parents])
    folders.discard(".")
    if len(files) + len(folders) > MOST_MEMBERS:
        raise UsageError(f"it holds more than {MOST_MEMBERS:,} files and folders: leave out all but the answers")
    holding = {PurePosixPath(path).parent for path in files}
    if len({folder for inner in holding for folder in [inner, *inner.parents]}) > MOST_FOLDERS:
        raise UsageError(f"it has files in more than {MOST_FOLDERS:,} folders: leave out all but the answers")
    if not files:
        raise UsageError("it holds no file that could be an answer: pack the folder of the project")
    refuse_twins(files, folders)


class _Budget:
    """The bytes that may still be unpacked, of those that are really there."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.left = most

    def take(self, member: Member) -> bytes:
        """A member's content.

        Raises:
            UsageError: when it is damaged, or more than what is left.
        """
        content = _read_as("a whole archive", lambda: member.read(min(self.left, member.size) + 1))
        self.left -= len(content)
        if self.left < 0:
            raise UsageError(_TOO_LARGE.format(most=self.most >> 20))
        if len(content) != member.size:
            raise UsageError(f"'{short(member.name)}' is damaged: it is not as long as it says. Pack the archive again")
        return content
