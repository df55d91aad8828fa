"""Archives for the tests, of members that honest programs would not make."""

import io
import stat
import tarfile
import zipfile
from pathlib import Path
from typing import Any

TEXT = b"print('an answer')\n"


def zipped(file: Path, *members: str | tuple[str, bytes] | zipfile.ZipInfo, content: bytes = TEXT) -> Path:
    """A zip archive of members that are named, or given with their content, or as zipfile describes them."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            name, data = member if isinstance(member, tuple) else (member, content)
            archive.writestr(name, data)
    return file


def zip_member(name: str, mode: int) -> zipfile.ZipInfo:
    """A member of a zip archive with the mode of a Unix file; its name is written as it is."""
    member = zipfile.ZipInfo("x")
    member.filename = name
    member.create_system = 3
    member.external_attr = mode << 16
    return member


def zip_link(name: str) -> zipfile.ZipInfo:
    """A symbolic link in a zip archive; its content is where it leads."""
    return zip_member(name, stat.S_IFLNK | 0o777)


def tarred(file: Path, *members: str | tarfile.TarInfo, content: bytes = TEXT) -> Path:
    """A tar archive, packed by gzip where its name says so, of members that are named or as tarfile describes them."""
    with tarfile.open(file, "w" if file.suffix == ".tar" else "w:gz") as archive:
        for member in members:
            entry = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            if entry.isreg():
                entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file


def tar_member(name: str, kind: bytes, **attributes: Any) -> tarfile.TarInfo:
    """A member of a tar archive of one of tarfile's types."""
    member = tarfile.TarInfo(name)
    member.type = kind
    for attribute, value in attributes.items():
        setattr(member, attribute, value)
    return member


def files_of(folder: Path) -> dict[str, bytes]:
    """The paths of all files below a folder, with what they hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if not path.is_dir()
    }
