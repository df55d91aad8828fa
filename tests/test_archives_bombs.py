"""Archives made to fill disk, memory or time: each is refused within seconds, and little is unpacked before."""

import gzip
import io
import struct
import tarfile
import time
import zipfile
import zlib

import pytest
from packing import TEXT, files_of, tar_member, tarred, zipped

from checker.archives import unpacked, unpacking
from checker.archives.members import members_of_zip
from checker.errors import UsageError

MIB = 1 << 20
SECONDS = 12.0  # of the processor, on a busy machine; what is held here took from half a minute to ten
ZEROS = bytes(9 * MIB)


def refusal(file):
    """Why an archive is refused, which takes little time."""
    start = time.process_time()
    with pytest.raises(UsageError) as raised, unpacked(str(file)):
        pass
    assert time.process_time() - start < SECONDS
    return str(raised.value)


def test_a_bomb_of_many_members_is_refused(tmp_path):
    """Members that are each small enough are too much together, for an archive of so few bytes."""
    file = zipped(tmp_path / "a.zip", *(f"{number}.py" for number in range(30)), content=ZEROS)
    assert "unpacks to over 26 MiB, too much for an archive of its size" in refusal(file)


def test_a_bomb_of_gzip_is_refused(tmp_path):
    """What gzip makes of a few bytes is counted while it is unpacked."""
    (tmp_path / "a.tgz").write_bytes(gzip.compress(bytes(600 * MIB), 1))
    assert "unpacks to over 200 MiB" in refusal(tmp_path / "a.tgz")


def test_members_that_share_their_bytes_are_refused(tmp_path):
    """A bomb of overlapping members: every entry of the directory leads to the same file."""
    data = zipped(tmp_path / "a.zip", "a.py", content=ZEROS).read_bytes()
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    entries = b"".join(entry.replace(b"a.py", b"%04d" % number) for number in range(1000))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), at, 0)
    (tmp_path / "a.zip").write_bytes(data[:at] + entries + tail)
    assert "lies over what follows it" in refusal(tmp_path / "a.zip")


def test_a_quoted_bomb_is_refused(tmp_path):
    """Members that lie one within the other, each a block of deflate that quotes the next one's header."""
    inner = zlib.compress(ZEROS, 9)[2:-4]
    data, places = b"", []
    for name in (b"a", b"b"):
        places.append(len(data))
        data += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(inner), len(ZEROS), 1, 0) + name
    data += inner
    central = b""
    for place, name in zip(places, (b"a", b"b"), strict=True):
        fields = (20, 20, 0, 8, 0, 0, 0, len(data) - place - 31, len(ZEROS), 1, 0, 0, 0, 0, 0, place)
        central += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *fields) + name
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(central), len(data), 0)
    (tmp_path / "a.zip").write_bytes(data + central + tail)
    assert "lies over what follows it" in refusal(tmp_path / "a.zip")


def test_too_many_members_are_refused(tmp_path):
    """A directory of a million entries is not even read."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 16)
    size = len(entry) * 10**6
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, size, 0, 0)
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + entry * 10**6 + tail)
    assert "more than 20,000 files" in refusal(tmp_path / "a.zip")


def listed(file, extra, number):
    """A zip archive of one file, which its list has so often, each time with `extra` besides."""
    data = zipped(file, "a.py").read_bytes()
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at : at + 30] + struct.pack("<H", len(extra)) + data[at + 32 : end] + extra
    return data[:at], entry * number


@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("comment", [b"", b"a comment"])
def test_particulars_without_end_are_not_read(tmp_path, zip64, comment):
    """Empty fields take four bytes each, and zipfile copies all that follow to read one; however its list is found."""
    before, entries = listed(tmp_path / "a.zip", struct.pack("<HH", 0x7777, 0) * 16_383, 100)
    claimed = (len(entries), len(before))
    tail = b""
    if zip64:
        tail = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 100, 100, *claimed)
        tail += struct.pack("<4sLQL", b"PK\x06\x07", 0, len(before) + len(entries), 1)
        claimed = (0xFFFFFFFF, 0xFFFFFFFF)
    tail += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, *claimed, len(comment)) + comment
    (tmp_path / "a.zip").write_bytes(before + entries + tail)
    assert "says unusually much of its files" in refusal(tmp_path / "a.zip")


def test_usual_particulars_of_as_many_files_as_there_may_be_are_read(tmp_path):
    """Long names, times, owners and sizes of 8 bytes."""
    member = zipfile.ZipInfo("supervised_learning/0x07-cnn/" + 60 * "x" + "/00000.txt")
    member.extra = struct.pack("<HHBL", 0x5455, 5, 1, 0) + struct.pack("<HH11s", 0x7875, 11, b"") + bytes(32)
    list(members_of_zip(zipped(tmp_path / "a.zip", member).read_bytes(), 1))


@pytest.mark.parametrize("name", ["a.tar", "a.tgz"])
def test_too_many_members_of_a_tar_are_refused(tmp_path, name):
    """Headers without contents are counted as they are read."""
    file = tarred(tmp_path / name, *(f"{number}" for number in range(20_001)), content=b"")
    assert "more than 20,000 files" in refusal(file)


def test_too_many_folders_are_refused(tmp_path):
    """Folders that nobody named take space too."""
    file = zipped(tmp_path / "a.zip", *(f"{number}/" + "a/" * 28 + "b" for number in range(700)), content=b"")
    assert "more than 20,000 files and folders" in refusal(file)


def test_folders_within_folders_are_refused(tmp_path):
    """A hundred kilobytes may name thousands of folders, each of which takes as long to make as a file."""
    names = ("/".join([f"{number:x}", *[f"abc{number}"] * 30, "f"]) for number in range(600))
    assert "in more than 2,000 folders" in refusal(zipped(tmp_path / "a.zip", *names, content=b""))


def test_folders_of_nothing_are_not_made(tmp_path):
    """Empty folders take a system's time, and hold no answer; an ordinary project's folders are all there."""
    empty = (f"{number}/a/b/c/" for number in range(3_000))
    names = [f"project/{number}/a.py" for number in range(1_000)]
    with unpacked(str(zipped(tmp_path / "a.zip", *empty, *names))) as archive:
        assert files_of(archive.folder) == dict.fromkeys(names, TEXT)
        assert [path.name for path in archive.folder.iterdir()] == ["project"]


def test_thousands_of_empty_pieces_of_gzip_are_refused(tmp_path):
    """Each of two hundred thousand streams is a few bytes that hold nothing."""
    (tmp_path / "a.tgz").write_bytes(gzip.compress(b"", mtime=0) * 200_000)
    assert "packed in more than 100 pieces" in refusal(tmp_path / "a.tgz")


def test_gzip_in_a_few_pieces_is_read(tmp_path):
    """Some programs pack a file in pieces, and tapes end in zeros."""
    data = tarred(tmp_path / "a.tar", "a.py").read_bytes()
    parts = [gzip.compress(data[start : start + 1000]) for start in range(0, len(data), 1000)]
    (tmp_path / "a.tgz").write_bytes(b"".join(parts) + bytes(512))
    with unpacked(str(tmp_path / "a.tgz")) as archive:
        assert files_of(archive.folder) == {"a.py": TEXT}


def test_large_files_are_left_out(tmp_path):
    """Data beside an answer is no reason to refuse it, whatever its size is said to be."""
    data = bytearray(zipped(tmp_path / "a.zip", ("a.py", TEXT), ("big", b"x")).read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1 << 31).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    with unpacked(str(tmp_path / "a.zip")) as archive:
        assert files_of(archive.folder) == {"a.py": TEXT}
        assert archive.left_out == {"files of over 10 MiB": ["big"]}


def test_an_archive_that_is_too_large_is_refused(tmp_path):
    """A file of terabytes that takes no space on the disk is not read to its end."""
    with (tmp_path / "a.tar").open("wb") as stream:
        stream.truncate(1 << 40)
    assert "it has over 200 MiB" in refusal(tmp_path / "a.tar")


def test_a_negative_size_is_refused(tmp_path):
    """A header that leads back to itself would be read for ever."""
    data = bytearray(tarred(tmp_path / "a.tar", "a.py").read_bytes())
    data[124:136] = b"\xff" * 10 + (-1024).to_bytes(2, "big", signed=True)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    (tmp_path / "a.tar").write_bytes(data)
    assert "damaged one" in refusal(tmp_path / "a.tar")


def extended(record: bytes, kind: bytes = tarfile.XHDTYPE, times: int = 1, name: str = "a.py") -> bytes:
    """A tar archive of a file behind headers with this text."""
    header = tar_member("x", kind, size=len(record)).tobuf(tarfile.USTAR_FORMAT)
    entry = tar_member(name, tarfile.REGTYPE, size=len(TEXT)).tobuf(tarfile.USTAR_FORMAT)
    text = record + bytes(-len(record) % 512)
    return (header + text) * times + entry + TEXT + bytes(-len(TEXT) % 512) + bytes(1024)


@pytest.mark.parametrize(
    "data",
    [
        extended(b"1" * 100 * MIB),
        extended(b"1" * 8192),
        extended(b"2 " * 50_000 + b"="),
        extended(b"2 " * 4096, times=2000),
        extended(b"a" * 100 * MIB, tarfile.GNUTYPE_LONGNAME),
        extended(b"6 a=b\n", times=100_000),
        extended(b"6 a=b\n", tarfile.XGLTYPE, times=100_000),
    ],
    ids=["digits", "fewer digits", "records", "many records", "name", "chain", "global chain"],
)
def test_particulars_that_take_time_or_memory_are_refused(tmp_path, data):
    """What tarfile would read as a whole, or search in a time that grows with the square, is not given to it."""
    (tmp_path / "a.tar").write_bytes(data)
    refusal(tmp_path / "a.tar")


def test_small_particulars_of_many_members_are_refused(tmp_path):
    """Each is searched in no time, all together take half a minute."""
    parts = [extended(b"1" * 510, name=f"{number}.py")[:-1024] for number in range(10_000)]
    (tmp_path / "a.tar").write_bytes(b"".join(parts) + bytes(1024))
    assert "over 24 digits" in refusal(tmp_path / "a.tar")


def test_global_particulars_cost_little(tmp_path):
    """What is said of all members is not copied for each of thousands."""
    record = b"".join(b"9 %04d=x\n" % number for number in range(900))
    parts = [extended(record, tarfile.XGLTYPE, name=f"{number}.py")[:-1024] for number in range(400)]
    (tmp_path / "a.tar").write_bytes(b"".join(parts) + bytes(1024))
    start = time.process_time()
    with unpacked(str(tmp_path / "a.tar")) as archive:
        assert len(files_of(archive.folder)) == 400
    assert time.process_time() - start < SECONDS


def test_ordinary_archives_have_room(tmp_path):
    """Text that shrinks well, a name of 400 bytes and git's comment on its own archives are no attack."""
    comment = {"comment": "3b2e6e5a9d0c4c0f8f8f0a1b2c3d4e5f60718293"}
    with tarfile.open(tmp_path / "a.tgz", "w:gz", format=tarfile.PAX_FORMAT, pax_headers=comment) as archive:
        entry = tar_member("a-long-folder/" * 28 + "a.py", tarfile.REGTYPE, size=5 * MIB)
        archive.addfile(entry, io.BytesIO(bytes(5 * MIB)))
    with unpacked(str(tmp_path / "a.tgz")) as found:
        assert list(map(len, files_of(found.folder).values())) == [5 * MIB]


def test_zip64_is_read(tmp_path):
    """Archives with the fields for large files are read like others."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, archive.open("a.py", "w", force_zip64=True) as stream:
        stream.write(TEXT)
    with unpacked(str(tmp_path / "a.zip")) as found:
        assert files_of(found.folder) == {"a.py": TEXT}


def test_the_limits_fit_an_answer():
    """What is left out is larger than what the checks read."""
    from checker.static_checks.reading import MAX_BYTES

    assert unpacking.MOST_MEMBER_BYTES > MAX_BYTES
