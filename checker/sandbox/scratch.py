"""The scratch folder: a copy of what a submission needs, where nothing else lies."""

import contextlib
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

MAX_FILE_BYTES = 2**20
MAX_FILES = 200


@contextlib.contextmanager
def scratch_copy(folder: Path, replaced: Mapping[str, bytes]) -> Iterator[Path]:
    """A temporary folder with the Python files of `folder`; gone, with all that was written there, afterwards.

    Links, folders, special files and files over MAX_FILE_BYTES are left out.

    Args:
        folder: the submission's folder.
        replaced: file name → content that stands in for the submission's own, or is added to it.
    """
    scratch = Path(tempfile.mkdtemp(prefix="checker-")).resolve()
    try:
        for path in sorted(folder.glob("*.py"))[:MAX_FILES]:
            if path.name not in replaced and _is_small_file(path):
                (scratch / path.name).write_bytes(path.read_bytes())
        for name, content in replaced.items():
            (scratch / name).write_bytes(content)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _is_small_file(path: Path) -> bool:
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size <= MAX_FILE_BYTES
