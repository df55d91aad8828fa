"""What a person names as the place of answers, a folder or an archive → the project's folder."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.archives import is_archive, unpacked
from checker.model import ProjectSpec
from checker.workspace import find_submission

MOST_NAMES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A student's folder of a project; `left_out` is a sentence on what its archive holds besides, often empty.

    `modeless` are the names of its files whose modes nobody knows, for its archive was made where there are none.
    """

    folder: Path
    left_out: str = ""
    modeless: frozenset[str] = frozenset()


@contextlib.contextmanager
def opened(project: ProjectSpec, name: str, *, above: bool = True) -> Iterator[Submission]:
    """The submission to a project in the folder or archive of this name, or around the current folder without a name.

    Args:
        above: whether the folder may also be one in the project's.

    Raises:
        UsageError: when there is no such folder or archive, or it is refused.
    """
    if not is_archive(name):
        yield Submission(folder=find_submission(project, name, above=above))
        return
    with unpacked(name) as archive:
        folder = find_submission(project, str(archive.folder), above=False)
        modeless = frozenset(path.name for path in archive.modeless if path.parent == folder)
        yield Submission(folder=folder, left_out=_told(Path(name).name, archive.left_out), modeless=modeless)


def _told(name: str, left_out: Mapping[str, list[str]]) -> str:
    if not left_out:
        return ""
    return f"left out of {name}: " + "; ".join(f"{_listed(names)} ({why})" for why, names in left_out.items())


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(name[:100] for name in names[:MOST_NAMES]) + more
