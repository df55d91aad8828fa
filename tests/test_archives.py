"""Archives: what is handed in honestly comes out as it was; nothing else does, and a sentence says why."""

import bz2
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from packing import TEXT, files_of, tar_member, tarred, zip_link, zip_member, zipped

from checker.archives import is_archive, unpacked, unpacking
from checker.errors import UsageError

NAMES = ("main.zip", "main.tar", "main.tar.gz", "main.tgz", "MAIN.ZIP")


def packed(file: Path, *names: str) -> Path:
    """An archive of the kind that the file's name says."""
    return (zipped if file.suffix.lower() == ".zip" else tarred)(file, *names)


def refusal(file: Path) -> str:
    """Why an archive is refused."""
    with pytest.raises(UsageError) as raised, unpacked(str(file)):
        pass
    return str(raised.value)


def kept(file: Path) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """The files that come out of an archive, and what is left out."""
    with unpacked(str(file)) as archive:
        return files_of(archive.folder), archive.left_out


@pytest.mark.parametrize("name", NAMES)
def test_files_come_out_as_they_were(tmp_path, name):
    """Every kind of archive gives its files, at their paths, and nothing is left out."""
    file = packed(tmp_path / name, "top/a.py", "./top//b/c.py")
    assert kept(file) == ({"top/a.py": TEXT, "top/b/c.py": TEXT}, {})


@pytest.mark.parametrize("name", NAMES)
def test_the_folder_is_gone_afterwards(tmp_path, name):
    """The folder has the archive's name, is the user's alone, and is there as long as it is needed."""
    with unpacked(str(packed(tmp_path / name, "a.py"))) as archive:
        assert archive.folder.name == name
        assert stat.S_IMODE(archive.folder.parent.stat().st_mode) == 0o700
    assert not archive.folder.parent.exists()


def test_what_may_be_executed_stays_so(tmp_path):
    """Of a file's mode, its owner's right to execute it is kept and nothing else."""
    members = [zip_member("run.py", stat.S_IFREG | 0o4777), zip_member("read.py", stat.S_IFREG | 0o666)]
    with unpacked(str(zipped(tmp_path / "a.zip", *members))) as archive:
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in archive.folder.iterdir()}
    assert modes == {"run.py": 0o755, "read.py": 0o644}


@pytest.mark.parametrize(
    "name", ["a.rar", "a.tar.bz2", "a.py", "a.zip.txt", "zip", "folder.zip", "none.zip", "x" * 300 + ".zip", "\0.zip"]
)
def test_other_files_are_no_archives(tmp_path, name):
    """What has another ending, is a folder or is not there is none; that is told elsewhere."""
    (tmp_path / "folder.zip").mkdir()
    for other in ("a.rar", "a.tar.bz2", "a.py", "a.zip.txt", "zip"):
        (tmp_path / other).write_bytes(b"")
    assert not is_archive(str(tmp_path / name))


OUTSIDE = {
    "../a.py": "leads out of the archive",
    "a/../../b.py": "leads out of the archive",
    "a/..": "leads out of the archive",
    "/etc/passwd": "is an absolute path",
    "//host/share": "is an absolute path",
    "C:/a.py": "is an absolute path",
    "c:a.py": "is an absolute path",
    "..\\a.py": "has backslashes",
    "a\\b.py": "has backslashes",
    ".git/../../a.py": "leads out of the archive",
}


@pytest.mark.parametrize("kind", ["a.zip", "a.tar"])
@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_refuses_the_archive(tmp_path, kind, name):
    """One such member is enough, whatever else there is, and nothing is written anywhere."""
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    member = zip_member(name, stat.S_IFREG) if kind == "a.zip" else name
    message = refusal((zipped if kind == "a.zip" else tarred)(folder / kind, "fine.py", member))
    assert (message.startswith(f"{kind} can't be checked: the name '"), OUTSIDE[name] in message) == (True, True)
    assert list(files_of(tmp_path)) == [f"in/here/{kind}"]


NO_USE = {
    "caches, version control and the like": [
        "__MACOSX/._a.py", ".DS_Store", "repo/.git/HEAD", "a/__pycache__/x.cpython-311.pyc", "._a.py", "x.pyc",
    ],
    "a name that not every system can have": [
        "con", "NUL.py", "a/Com1.txt", "lpt9", "aux .py", "a./b.py", "b ", "aa:b.py", "what?.py",
    ],
    "signs in the name that can't be seen": [
        "a\nb.py", "\x1b[31mred.py", "a\u202eyp.b", "a\u200bb.py", "Icon\r", "a\x7f", "\u2028x",
    ],
    "too long a name": ["x" * 253 + ".py", "é" * 130, "/".join(["folder"] * 31) * 3],
    "too many folders in one another": ["a/" * 32 + "b.py"],
}  # fmt: skip


@pytest.mark.parametrize("kind", ["a.zip", "a.tgz"])
@pytest.mark.parametrize(("why", "name"), [(why, name) for why in NO_USE for name in NO_USE[why]])
def test_what_is_of_no_use_is_left_out(tmp_path, kind, why, name):
    """The other files come out, and the member is told with the reason."""
    file = packed(tmp_path / kind, "0-a.py", name)
    assert kept(file) == ({"0-a.py": TEXT}, {why: [name]})


@pytest.mark.parametrize(
    "name", ["console.py", "com.py", "nul1.py", "déjà vu.py", "日本.py", "a.git", "x.pyc.py", "..a.py"]
)
def test_unusual_names_are_kept(tmp_path, name):
    """A name that merely looks like one of those is like any other."""
    for kind in ("a.zip", "a.tgz"):
        assert kept(packed(tmp_path / kind, name)) == ({name: TEXT}, {})


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("a.py", "a.py", "'a.py' twice"),
        ("a", "a", "'a' twice"),
        ("d/a.py", "d/./a.py", "'d/a.py' twice"),
        ("README.md", "readme.md", "'readme.md' and 'README.md', the same name on some systems"),
        ("\u00e9.py", "e\u0301.py", "the same name on some systems"),
        ("stra\u00dfe.py", "STRASSE.py", "the same name on some systems"),
        ("a.py", "a.py/b.py", "'a.py' twice"),
        ("A.py/b.py", "a.py", "'a.py' and 'A.py', the same name on some systems"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_refuse_the_archive(tmp_path, one, other, told):
    """Nobody can say which of them is the answer."""
    for kind in ("a.zip", "a.tar"):
        message = refusal(packed(tmp_path / kind, one, other))
        assert (told in message, "which one is meant?" in message) == (True, True)


def test_a_folder_may_be_named_twice(tmp_path):
    """Folders have no contents of their own."""
    entry = tar_member("top", tarfile.DIRTYPE)
    assert kept(tarred(tmp_path / "a.tar", entry, entry, "top/a.py")) == ({"top/a.py": TEXT}, {})


@pytest.mark.parametrize("target", ["/etc/passwd", "../x", "a/../../../x", "..", "..\\x", "C:/x", "../../top/x"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_link_that_leads_out_refuses_the_archive(tmp_path, kind, target):
    """A symbolic link from the folder ``top`` to what lies outside the archive is an attack."""
    if kind == "zip":
        file = zipped(tmp_path / "a.zip", "top/a.py", (zip_link("top/b.py"), target.replace("..", "../..", 1).encode()))
    else:
        link = tar_member("top/b.py", tarfile.SYMTYPE, linkname=target.replace("..", "../..", 1))
        file = tarred(tmp_path / "a.tar", "top/a.py", link)
    assert "'top/b.py' is a link that leads out of it" in refusal(file)


def test_a_hard_link_that_leads_out_refuses_the_archive(tmp_path):
    """A hard link counts from the archive's own folder."""
    for target in ("../a.py", "/etc/passwd"):
        link = tar_member("top/b.py", tarfile.LNKTYPE, linkname=target)
        assert "is a link that leads out" in refusal(tarred(tmp_path / "a.tar", "top/a.py", link))


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (tar_member("top/b.py", tarfile.SYMTYPE, linkname="../a.py"), "links: put the files themselves there"),
        (tar_member("top/b.py", tarfile.LNKTYPE, linkname="top/a.py"), "links: put the files themselves there"),
        (tar_member("top/b.py", tarfile.FIFOTYPE), "devices and other special files"),
        (tar_member("top/b.py", tarfile.CHRTYPE, devmajor=1, devminor=5), "devices and other special files"),
        (tar_member("top/b.py", tarfile.BLKTYPE), "devices and other special files"),
        (tar_member("top/b.py", tarfile.GNUTYPE_SPARSE), "devices and other special files"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.type.decode(),
)
def test_links_and_special_files_are_left_out(tmp_path, member, why):
    """What is no regular file does not come out, and nothing comes out in its place."""
    assert kept(tarred(tmp_path / "a.tar", "top/a.py", member)) == ({"top/a.py": TEXT}, {why: ["top/b.py"]})


@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_special_files_of_a_zip_are_left_out(tmp_path, kind):
    """A zip archive can say that a member is a pipe."""
    file = zipped(tmp_path / "a.zip", "a.py", zip_member("b.py", kind | 0o644))
    assert kept(file) == ({"a.py": TEXT}, {"devices and other special files": ["b.py"]})


def test_the_links_of_a_virtual_environment_are_junk(tmp_path):
    """Its links lead out, and nobody means harm by them."""
    link = tar_member("repo/venv/bin/python", tarfile.SYMTYPE, linkname="/usr/bin/python3")
    assert kept(tarred(tmp_path / "a.tar", "repo/a.py", link))[0] == {"repo/a.py": TEXT}


def test_an_archive_in_an_archive_stays_a_file(tmp_path):
    """Nothing is unpacked twice."""
    inner = zipped(tmp_path / "inner.zip", "../../evil.py").read_bytes()
    assert kept(zipped(tmp_path / "a.zip", ("inner.zip", inner)))[0] == {"inner.zip": inner}


def _zip_bytes(**flags: int) -> bytearray:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", flags.get("method", zipfile.ZIP_DEFLATED)) as archive:
        archive.writestr("0-a.py", TEXT * 9)
    return bytearray(data.getvalue())


def _patched(place: int, value: int) -> bytes:
    """A zip archive of one file with another value in its directory, as many bytes after the entry's beginning."""
    data = _zip_bytes()
    at = data.index(b"PK\x01\x02") + place
    data[at : at + 2] = value.to_bytes(2, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.zip", b"", "it is empty"),
        ("a.tar", b"", "it is empty"),
        ("a.tgz", b"", "it is empty"),
        ("a.zip", b"<!DOCTYPE html>", "it is a web page, not a zip archive"),
        ("a.tgz", b"<html>", "it is a web page, not packed by gzip"),
        ("a.tar", b"<html>", "it is a web page, not a tar archive"),
        ("a.tar", bytes(_zip_bytes()), "it is a zip archive, not a tar archive"),
        ("a.tar.gz", bz2.compress(b"x"), "it is packed by bzip2, not packed by gzip"),
        ("a.zip", b"Rar!\x1a\x07", "it is a rar archive, not a zip archive"),
        ("a.zip", b"x" + bytes(_zip_bytes()), "it is not a zip archive"),
        ("a.zip", b"PK", "it is not a zip archive, or a damaged one"),
        ("a.zip", bytes(_zip_bytes())[:-30], "it is not a zip archive, or a damaged one"),
        ("a.tgz", b"\x1f\x8b", "it is not packed by gzip, or a damaged one"),
        ("a.tar", b"x" * 2000, "it is not a tar archive, or a damaged one"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "it holds no file that could be an answer"),
        ("a.tar", bytes(10240), "it holds no file that could be an answer"),
        ("a.zip", _patched(8, 1), "'0-a.py' is encrypted"),
        ("a.zip", bytes(_zip_bytes(method=zipfile.ZIP_BZIP2)), "'0-a.py' is packed in an unusual way (method 12)"),
        ("a.zip", bytes(_zip_bytes(method=zipfile.ZIP_LZMA)), "'0-a.py' is packed in an unusual way (method 14)"),
        ("a.zip", _patched(16, 7), "damaged one (Bad CRC-32"),
        ("a.zip", _patched(24, 9999), "'0-a.py' is damaged: it is not as long as it says"),
        ("a.zip", _patched(24, 9), "damaged one (Bad CRC-32"),
        ("a.zip", _patched(20, 9999), "lies over what follows it"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_is_refused(tmp_path, name, data, told):
    """Damaged, cut off, misnamed and encrypted archives are told for what they are."""
    (tmp_path / name).write_bytes(data)
    message = refusal(tmp_path / name)
    assert message.startswith(f"{name} can't be checked: ")
    assert told in message


@pytest.mark.parametrize("name", ["a.tar", "a.tgz", "a.zip"])
def test_an_archive_that_is_cut_off_is_refused(tmp_path, name):
    """Wherever it breaks off, what is there of it is not taken for the whole."""
    file = packed(tmp_path / name, "a.py")
    whole = file.read_bytes()
    file.write_bytes(whole[: 600 if name == "a.tar" else len(whole) // 2])
    assert "damaged one" in refusal(file) or "cut off" in refusal(file)


@pytest.mark.parametrize("keep", [1024, 1024 + 512, 1024 + 100])
def test_a_tar_that_breaks_off_between_its_members_is_refused(tmp_path, keep):
    """Where the end mark is missing, so may files be."""
    file = tarred(tmp_path / "a.tar", "a.py", "b.py")
    file.write_bytes(file.read_bytes()[:keep])
    assert "damaged one" in refusal(file)


def test_a_damaged_header_amid_a_tar_is_refused(tmp_path):
    """The files before it are not taken for all."""
    file = tarred(tmp_path / "a.tar", "a.py", "b.py")
    data = bytearray(file.read_bytes())
    data[1024] ^= 1
    file.write_bytes(data)
    assert "it breaks off at byte 1,024" in refusal(file)


def test_a_folder_that_can_t_be_written_is_told(tmp_path, monkeypatch):
    """A full disk is no traceback."""

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpacking, "_sort_out", full)
    assert "can't be unpacked in" in refusal(packed(tmp_path / "a.zip", "a.py"))
