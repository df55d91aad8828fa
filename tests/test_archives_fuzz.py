"""Any bytes at all give a folder of regular files within the limits, or one sentence; never anything elsewhere."""

import contextlib
import os
import stat
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from packing import tar_member, tarred, zip_link, zipped

from checker.archives import unpacked, unpacking
from checker.errors import UsageError

KINDS = ("a.zip", "a.tar", "a.tgz")
PARTS = st.sampled_from(
    ["a", "A", "b.py", "..", ".", "\\", "c:", "CON", "\u00e9", "e\u0301", ".git", "\x1b", "", "\n", "x" * 300]
)
NAMES = st.lists(PARTS, min_size=1, max_size=4).map("/".join) | st.text(min_size=1, max_size=12)
TARGETS = st.lists(PARTS, max_size=4).map("/".join).filter(lambda target: "\x00" not in target)


def seeds() -> dict[str, bytes]:
    """Archives of each kind, with files, folders and links."""
    with tempfile.TemporaryDirectory() as place:
        links = [tar_member("top/l", b"2", linkname="a.py"), tar_member("top/d", b"5"), tar_member("x" * 200, b"0")]
        found = [zipped(Path(place, "a.zip"), "top/a.py", "b.py", (zip_link("top/l"), b"a.py"))]
        found += [tarred(Path(place, name), "top/a.py", *links) for name in KINDS[1:]]
        return {file.name: file.read_bytes() for file in found}


SEEDS = seeds()


def try_to_unpack(name: str, data: bytes) -> None:
    """Unpacks an archive of these bytes and holds what this module's docstring says."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, name)
        file.write_bytes(data)
        with contextlib.suppress(UsageError), unpacked(str(file)) as archive:
            inside(archive.folder)
        assert os.listdir(place) == [name]


def inside(folder: Path) -> None:
    """The folder holds regular files and folders alone, no more and no larger ones than allowed."""
    found = [path.lstat() for path in folder.rglob("*")]
    files = [status for status in found if stat.S_ISREG(status.st_mode)]
    assert all(stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode) for status in found)
    assert all(status.st_nlink == 1 and status.st_size <= unpacking.MOST_MEMBER_BYTES for status in files)
    assert 0 < len(found) <= unpacking.MOST_MEMBERS
    assert os.listdir(folder.parent) == [folder.name]


@settings(max_examples=100)
@given(st.sampled_from(KINDS), st.binary(max_size=200), st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\x1f\x8b"]))
def test_any_bytes_give_a_folder_or_a_sentence(name, data, start):
    """Bytes that nobody packed are no archive."""
    try_to_unpack(name, start + data)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(KINDS), st.data())
def test_a_mutated_archive_gives_a_folder_or_a_sentence(name, data):
    """Whatever happens to the bytes of an archive, of a tar also before it is packed by gzip."""
    mutated = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(mutated)))
        mutated[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    try_to_unpack(name, bytes(mutated))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, st.sampled_from(b"0123456xgLKSV\0"), TARGETS, st.binary(max_size=40)), max_size=5))
@example([("a", ord("0"), "", b""), ("a", ord("0"), "", b"")])
def test_any_headers_of_a_tar_give_a_folder_or_a_sentence(members):
    """A tar archive may say of its members what it likes, with right checksums."""
    data = b"".join(map(header, members))
    try_to_unpack("a.tar", data + bytes(1024))


def header(member: tuple[str, int, str, bytes]) -> bytes:
    """A member of a tar archive: its header, and a block of content where it has any."""
    name, kind, target, content = member
    entry = tar_member(name[:99], bytes([kind]), linkname=target[:99], size=len(content))
    return entry.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % 512)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, st.integers(0, 0xFFFF), TARGETS), max_size=5))
def test_any_members_of_a_zip_give_a_folder_or_a_sentence(members):
    """A zip archive may give its members any name and mode."""
    with tempfile.TemporaryDirectory() as place:
        parts = []
        for name, mode, target in members:
            entry = zip_link(name)
            entry.external_attr = mode << 16
            parts.append((entry, target.encode()))
        data = zipped(Path(place, "a.zip"), *parts).read_bytes()
    try_to_unpack("a.zip", data)
