"""A real PostgreSQL server for the tests that want one, where it is installed."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534
LEFT_OUT = "LEFT OUT: no store was on PostgreSQL, for no server is installed here; apt-get install postgresql"


def _folder() -> Path | None:
    """Where initdb, pg_ctl and postgres are; Debian has them outside the path."""
    found = [Path(path).resolve().parent for path in (shutil.which("postgres"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").is_file()), None)


FOLDER = _folder()


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The URL of a server of our own, without the database's name; it ends with the block.

    It listens on a socket in its folder alone. As root it runs as another user, for it refuses root.
    """
    assert FOLDER
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    as_other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if as_other:
        os.chown(place, NOBODY, NOBODY)
    data = place / "data"

    def run(*command: str) -> None:
        subprocess.run(
            command, cwd=place, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=120, **as_other,
        )  # fmt: skip

    control = [str(FOLDER / "pg_ctl"), "-D", str(data), "-w", "-l", str(place / "log")]
    try:
        run(str(FOLDER / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "--no-sync", "-E", "UTF8")
        run(*control, "-o", f"-k {place} -c listen_addresses='' -c fsync=off", "start")
        try:
            yield f"postgresql+psycopg://tests@/{{}}?host={place}"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)
