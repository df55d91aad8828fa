"""The scratch folder: a copy of what a submission needs, where nothing else lies."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker import folders
from checker.static_checks.reading import list_names, read_bytes

MAX_FILES = 200
# How writing fails that is the submission's doing: a full disk is not.
SPOILT = (PermissionError, FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError)


@contextlib.contextmanager
def scratch_copy(
    folder: Path, replaced: Mapping[str, bytes], place: Path, user: int, first: Sequence[str] = ()
) -> Iterator[Path]:
    """A temporary folder in `place` with the Python files of `folder`; gone afterwards, with what was written there.

    They are those that the static checks read: regular files of up to MAX_BYTES, and links to such files in the folder.
    Other links, folders, special files and what may not be read are left out, and so is what comes after MAX_FILES.

    Args:
        folder: the submission's folder.
        replaced: file name → content that stands in for the submission's own, or is added to it.
        place: a worker's own, so that nobody else gets there though the worker's user may be another.
        user: whose the copy is to be, where this process may give it away.
        first: the files that are needed, which are copied however many others lie beside them.
    """
    scratch = Path(tempfile.mkdtemp(prefix="submission-", dir=place))
    try:
        scratch.chmod(0o755)
        found = [name for name in list_names(folder) if name.endswith(".py")]
        wanted = [name for name in first if name in found]
        for name in dict.fromkeys([*wanted, *found[:MAX_FILES]]):
            _, data, obstacle = read_bytes(folder, name)
            if name not in replaced and obstacle is None:
                (scratch / name).write_bytes(data)
        for name, content in replaced.items():
            (scratch / name).write_bytes(content)
        if os.geteuid() == 0:
            for path in (scratch, *scratch.iterdir()):
                os.chown(path, user, user)
        yield scratch
    finally:
        folders.remove(str(scratch))


class Copy:
    """The content of a scratch folder as it is when this is made, to be brought back for the next child."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner = folder.stat()
        self.content = {path.name: path.read_bytes() for path in folder.iterdir()}

    def restore(self) -> None:
        """Takes everything out of the folder and puts the copied files there, of the owner that the folder had.

        What a submission has spoilt so that this can't be done stays so, for its own next child to meet.
        """
        with contextlib.suppress(OSError):
            self.folder.chmod(stat.S_IMODE(self.owner.st_mode))
        folders.empty(str(self.folder))
        with contextlib.suppress(*SPOILT):
            for name, content in self.content.items():
                (self.folder / name).write_bytes(content)
                if os.geteuid() == 0:
                    os.chown(self.folder / name, self.owner.st_uid, self.owner.st_gid)
