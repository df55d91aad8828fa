"""Writing files: under names that every file system takes, and as a whole or not at all."""

import contextlib
import hashlib
import os
from pathlib import Path
from urllib.parse import quote

LONGEST_NAME = 150
# Names that begin so are hidden, or taken for an option or a home by whoever lists them in a command.
LEADING = ".-~"


def file_name(text: str) -> str:
    """A name made of any text, without an ending: what file systems don't take is written as ``%2F``.

    Different texts have different names, but for upper and lower case where a file system does not tell them apart.
    """
    name = quote(text, safe="@", errors="surrogatepass")
    name = f"%{ord(name[0]):02X}{name[1:]}" if name.startswith(tuple(LEADING)) else name
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:LONGEST_NAME]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def write_whole(file: Path, text: str) -> None:
    """Writes a file in UTF-8, and makes its folder; whoever reads it meanwhile, or is killed, has the one before it.

    Raises:
        OSError: when it can't be written; what was there before is still there.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
