"""What an archive says that it holds: its members, zip and tar alike."""

import enum
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from checker.archives.names import short
from checker.errors import UsageError

MOST_LINK_BYTES = 4096
# What gzip packed may lie there in pieces one behind the other, which few programs make; millions of empty ones fit.
MOST_STREAMS = 100
# Others unpack to any size in one step, and nobody's operating system packs with them unasked.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL_HEADER_BYTES = 30
# One member's long name or other particulars, and all of them together; tarfile takes time and memory for such text
# that grow with its square.
_MOST_EXTRA_BYTES = 8 << 10
_MOST_EXTRAS_BYTES = 16 << 20
_READS_EACH = 8
# What a zip archive lists, each file's name and particulars: honest ones take 100 to 200 bytes, and zipfile takes time
# for particulars that grows with their square.
_MOST_LISTED_BYTES = 256
# Systems whose zip programs tell a file's mode: Unix and Darwin. Others have none, whatever stands in its place.
_WITH_MODES = (3, 19)
# git leaves out modes of files that are not executable, and signs its archives with the commit.
_COMMIT = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
_PLAIN = 0o644


class Kind(enum.Enum):
    """What a member is, in words."""

    FILE = "files"
    FOLDER = "folders"
    LINK = "links: put the files themselves there"
    SPECIAL = "devices and other special files"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A member of an archive, by its own account: nothing of it is to be trusted.

    `mode` is 0 where the archive tells none, as those made on Windows. `target` is where a link leads, from the
    archive's own folder where it is a hard one. `read` gives at most so many bytes of the content.
    """

    name: str
    kind: Kind
    size: int
    mode: int
    read: Callable[[int], bytes]
    target: str = ""
    hard: bool = False


def members_of_zip(data: bytes, most: int) -> Iterator[Member]:
    """The members of a zip archive, in its order.

    Raises:
        UsageError: when there are more than `most` or unusually much is said of them, or when one is encrypted, packed
            unusually, or lies over another.
        Exception: whatever zipfile raises upon damaged bytes.
    """
    # A directory of millions of entries would be read as a whole before they can be counted.
    _refuse_more(data.count(b"PK\x01\x02"), most)
    listed = _Listed(data, most * _MOST_LISTED_BYTES)
    archive = zipfile.ZipFile(listed)
    listed.most = len(data)
    entries = archive.infolist()
    _refuse_overlaps(entries, len(data))
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UsageError(f"'{short(entry.filename)}' is encrypted: pack it without a password")
        if entry.compress_type not in _METHODS:
            how = f"packed in an unusual way (method {entry.compress_type})"
            raise UsageError(f"'{short(entry.filename)}' is {how}: pack an ordinary zip archive")
        mode = entry.external_attr >> 16
        kind = Kind.FOLDER if entry.orig_filename.endswith("/") else _kind(mode)
        read = partial(_read_zipped, archive, entry)
        target = read(MOST_LINK_BYTES).decode("utf-8", "replace") if kind is Kind.LINK else ""
        told = _mode_told(entry, archive.comment)
        yield Member(name=entry.orig_filename, kind=kind, size=entry.file_size, mode=told, read=read, target=target)


class _Listed(io.BytesIO):
    """A zip archive of which at most so many bytes are read at once: its list is, wherever the archive says it lies."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self.most = most

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes.

        Raises:
            UsageError: where they are more.
        """
        left = self.getbuffer().nbytes - self.tell()
        if (left if size is None or size < 0 else size) > self.most:
            raise UsageError("it says unusually much of its files besides their contents: pack an ordinary zip archive")
        return super().read(size)


def _refuse_more(number: int, most: int) -> None:
    if number > most:
        raise UsageError(f"it holds more than {most:,} files: leave out all but the answers")


def _refuse_overlaps(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Bombs are made of members that share their bytes."""
    for entry in sorted(entries, key=lambda entry: entry.header_offset, reverse=True):
        after = entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size
        if entry.header_offset < 0 or after > end:
            raise UsageError(f"'{short(entry.filename)}' lies over what follows it in the archive: pack it again")
        end = entry.header_offset


def _mode_told(entry: zipfile.ZipInfo, comment: bytes) -> int:
    mode = entry.external_attr >> 16 & 0o777
    if mode and entry.create_system in _WITH_MODES:
        return mode
    return _PLAIN if _COMMIT.fullmatch(comment) else 0


def _kind(mode: int) -> Kind:
    kinds = {0: Kind.FILE, stat.S_IFREG: Kind.FILE, stat.S_IFDIR: Kind.FOLDER, stat.S_IFLNK: Kind.LINK}
    return kinds.get(stat.S_IFMT(mode), Kind.SPECIAL)


def _read_zipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(entry) as stream:
        return stream.read(most)


def expanded(data: bytes, most: int) -> bytes:
    """What gzip packed, at most so many bytes.

    Raises:
        UsageError: when it was packed in more than MOST_STREAMS pieces.
        Exception: whatever zlib raises upon damaged bytes.
    """
    pieces = []
    for _ in range(MOST_STREAMS):
        stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        pieces.append(stream.decompress(data, most))
        most -= len(pieces[-1])
        if most <= 0:
            return b"".join(pieces)
        if not stream.eof:
            raise EOFError("it breaks off")
        data = stream.unused_data.lstrip(b"\0")  # tapes are filled up with zeros
        if not data:
            return b"".join(pieces)
    raise UsageError(f"it was packed in more than {MOST_STREAMS} pieces: pack it again, in one")


def members_of_tar(data: bytes, most: int) -> Iterator[Member]:
    """The members of a tar archive, in its order. Sparse files count as special: their size is what they say.

    Raises:
        UsageError: when there are more than `most`, or one has particulars of unusual size.
        Exception: whatever tarfile raises upon damaged bytes.
    """
    archive = tarfile.open(fileobj=_Headers(data, most * _READS_EACH), mode="r:")  # noqa: SIM115 - it is in memory
    for number, entry in enumerate(archive, 1):
        _refuse_more(number, most)
        # What holds for all members that follow would be copied for each of them; nobody but git's comment needs it.
        archive.pax_headers = {}
        start, end = entry.offset_data, entry.offset_data + entry.size
        if entry.size < 0 or (entry.isreg() and end > len(data)):
            raise EOFError(f"'{short(entry.name)}' is cut off")
        kind = Kind.SPECIAL
        if entry.isdir():
            kind = Kind.FOLDER
        elif entry.issym() or entry.islnk():
            kind = Kind.LINK
        elif entry.isreg() and not entry.issparse():
            kind = Kind.FILE
        read = partial(_slice, data, start, end)
        mode = entry.mode & 0o777
        yield Member(
            name=entry.name, kind=kind, size=entry.size, mode=mode, read=read, target=entry.linkname, hard=entry.islnk()
        )
    # tarfile takes a damaged header, and the end of the bytes, for the end of the archive.
    if data[archive.offset : archive.offset + tarfile.BLOCKSIZE] != bytes(tarfile.BLOCKSIZE):
        raise EOFError(f"it breaks off at byte {archive.offset:,}")


def _slice(data: bytes, start: int, end: int, most: int) -> bytes:
    return data[start : min(end, start + most)]


class _Headers(io.BytesIO):
    """A tar archive of which headers alone are read, one block each, and what some have besides, with care."""

    def __init__(self, data: bytes, reads_left: int) -> None:
        super().__init__(data)
        self.reads_left = reads_left
        self.extras_left = _MOST_EXTRAS_BYTES

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, where a header may have so many.

        Raises:
            UsageError: where it may not.
        """
        self.reads_left -= 1
        if size is None or not 0 <= size <= _MOST_EXTRA_BYTES or min(self.reads_left, self.extras_left) < 0:
            raise UsageError("it says unusually much of its files besides their contents: pack a zip archive")
        text = super().read(size)
        if size == tarfile.BLOCKSIZE and text[257:262] == b"ustar":
            return text
        self.extras_left -= size
        if re.search(rb"\d{25}", text):
            raise UsageError("a number in it has over 24 digits: pack a zip archive")
        return text
