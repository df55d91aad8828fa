"""Names of an archive's members: which make the whole archive suspicious, and which are of no use."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable

from checker.errors import UsageError

MOST_NAME_BYTES = 500
MOST_PART_BYTES = 255
MOST_PARTS = 32

JUNK = frozenset({
    "__MACOSX", ".DS_Store", ".git", ".hg", ".ipynb_checkpoints", ".idea", ".mypy_cache", ".pytest_cache", ".svn",
    ".venv", ".vscode", "Thumbs.db", "__pycache__", "desktop.ini", "node_modules", "venv",
})  # fmt: skip
# Devices under Windows, whatever suffix follows; signs that it refuses; and dots and spaces that it drops at the end.
_NOT_EVERYWHERE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?|.*[<>:\"|?*].*|.*[. ]", re.IGNORECASE
)


def plain_path(name: str) -> str:
    """A member's name without empty parts and single dots: ``./a//b.py`` is ``a/b.py``; "" is the archive's own folder.

    Raises:
        UsageError: when the name leads out of the folder that is unpacked to, here or on another system.
    """
    if "\\" in name:
        raise UsageError(f"the name '{short(name)}' has backslashes where folders are parted by /: pack it again")
    if name.startswith("/") or re.match("[A-Za-z]:", name):
        raise UsageError(f"the name '{short(name)}' is an absolute path: pack the folder from where it lies")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UsageError(f"the name '{short(name)}' leads out of the archive: pack the folder from where it lies")
    return "/".join(parts)


def leads_out(path: str, target: str) -> bool:
    """Whether the target of the link at `path` lies outside the archive, here or on another system."""
    if target.startswith("/") or "\\" in target or re.match("[A-Za-z]:", target):
        return True
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).split("/")[0] == ".."


def no_use(path: str) -> str:
    """Why a file of this path is left out, in a few words; "" when it is not."""
    parts = path.split("/")
    if not path.isprintable() and any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs") for char in path):
        return "signs in the name that can't be seen"
    if any(part in JUNK or part.startswith("._") for part in parts) or path.endswith(".pyc"):
        return "caches, version control and the like"
    if len(path.encode()) > MOST_NAME_BYTES or any(len(part.encode()) > MOST_PART_BYTES for part in parts):
        return "too long a name"
    if len(parts) > MOST_PARTS:
        return "too many folders in one another"
    if any(_NOT_EVERYWHERE.fullmatch(part) for part in parts):
        return "a name that not every system can have"
    return ""


def refuse_twins(files: Iterable[str], folders: Iterable[str]) -> None:
    """Every file has a path of its own, also where case and ways of writing an accent don't count.

    Raises:
        UsageError: when two have the same, so that nobody can say which one is meant.
    """
    seen = {_key(folder): folder for folder in folders}
    for path in files:
        key = _key(path)
        if key in seen:
            same = "twice" if seen[key] == path else f"and '{short(seen[key])}', the same name on some systems"
            raise UsageError(f"it holds '{short(path)}' {same}: which one is meant? Leave one out")
        seen[key] = path


def short(name: str) -> str:
    """A name for a message, its end cut where it is very long."""
    return name if len(name) <= 100 else f"{name[:100]}..."


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", path).casefold())
