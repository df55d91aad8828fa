"""The scratch folder: a copy of what a submission needs, where nothing else lies."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.static_checks.reading import read_bytes

MAX_FILES = 200


@contextlib.contextmanager
def scratch_copy(folder: Path, replaced: Mapping[str, bytes], place: Path, user: int) -> Iterator[Path]:
    """A temporary folder in `place` with the Python files of `folder`; gone afterwards, with what was written there.

    They are those that the static checks read: regular files of up to MAX_BYTES, and links to such files in the folder.
    Other links, folders, special files and what may not be read are left out.

    Args:
        folder: the submission's folder.
        replaced: file name → content that stands in for the submission's own, or is added to it.
        place: a worker's own, so that nobody else gets there though the worker's user may be another.
        user: whose the copy is to be, where this process may give it away.
    """
    scratch = Path(tempfile.mkdtemp(prefix="submission-", dir=place))
    try:
        scratch.chmod(0o755)
        for path in sorted(folder.glob("*.py"))[:MAX_FILES]:
            _, data, obstacle = read_bytes(folder, path.name)
            if path.name not in replaced and obstacle is None:
                (scratch / path.name).write_bytes(data)
        for name, content in replaced.items():
            (scratch / name).write_bytes(content)
        if os.geteuid() == 0:
            for path in (scratch, *scratch.iterdir()):
                os.chown(path, user, user)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
