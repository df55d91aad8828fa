"""What a user without special rights meets, also where the tests run as root, whom no permission stops."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534


@contextlib.contextmanager
def somebody() -> Iterator[Path]:
    """A new folder of a user whose rights this process has meanwhile; gone afterwards."""
    folder = Path(tempfile.mkdtemp()).resolve()
    root = os.geteuid() == 0
    try:
        if root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)
        for path in folder.rglob("*"):
            path.chmod(0o700)
        shutil.rmtree(folder)
