"""Whether a file in an archive is executable, where the archive tells and where it doesn't."""

import stat
import zipfile

import pytest
from packing import zip_member, zipped

from checker.archives import unpacked


def _windows(name, mode=0, system=0):
    member = zip_member(name, mode)
    member.create_system = system
    member.external_attr |= 0x20
    return member


def test_files_without_modes_are_named(tmp_path):
    """Zip archives made on Windows tell none, though some programs write one there that nobody gave the file."""
    members = [_windows("a.py"), _windows("b/c.py", stat.S_IFREG | 0o666), _windows("d.py", system=3)]
    with unpacked(str(zipped(tmp_path / "a.zip", *members, zip_member("e.py", stat.S_IFREG | 0o644)))) as archive:
        assert {path.relative_to(archive.folder).as_posix() for path in archive.modeless} == {"a.py", "b/c.py", "d.py"}


@pytest.mark.parametrize(("comment", "modeless"), [(b"0" * 40, 0), (b"f" * 64, 0), (b"0" * 41, 1), (b"a note", 1)])
def test_files_without_modes_in_an_archive_of_gits_are_plain(tmp_path, comment, modeless):
    """git, and so a host's download, leaves out the modes of what is not executable; the comment is the commit."""
    file = zipped(tmp_path / "a.zip", _windows("a.py"), zip_member("b.py", stat.S_IFREG | 0o755))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = comment
    with unpacked(str(file)) as archive:
        assert len(archive.modeless) == modeless
