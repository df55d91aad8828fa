"""The sample answers in tests/wrong and tests/right: what their first lines say, and how they are laid out.

The first line of a sample is a directive, all others are the answer itself, byte for byte::

    # expect: inference=C004 parameters=C008 mode=644 as=3-projection_block.py without=README.md

`check=code` pairs must be among the findings; "passed" stands for a right answer. `mode` is the file's mode (755), `as`
the name that it is laid down under instead of its task's, `without` a file that is taken away from the rest, which is
the reference's. Some can't be read from Python 3.13 on, whatever the course's own does: `until=3.12`.
"""

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent
DIRECTIVE = re.compile(r"^(?:#|<!--) expect: (.*?)(?: -->)?$")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A sample answer: the task's path, the pairs that must be found, and how it is laid down."""

    path: Path
    task: str
    pairs: tuple[tuple[str, str], ...]
    mode: int
    name: str
    without: str
    until: tuple[int, ...]
    content: bytes

    @property
    def id(self) -> str:
        """The sample's name in the test's output."""
        return self.path.relative_to(TESTS).as_posix()

    def lay_down(self, reference: Path, folder: Path, file: str) -> None:
        """Makes `folder` the reference's project folder with this answer in it; `file` is the task's own file name."""
        shutil.copytree(reference, folder, ignore=shutil.ignore_patterns("__pycache__"))
        if self.without:
            (folder / self.without).unlink()
        target = folder / (self.name or (file if self.path.suffix == ".py" else Path(file).stem + self.path.suffix))
        if target.suffix != Path(file).suffix:
            (folder / file).unlink(missing_ok=True)
        target.write_bytes(self.content)
        target.chmod(self.mode)


def samples(kind: str) -> list[Sample]:
    """All samples below tests/<kind> that this Python can read, in order of their paths."""
    found = [_sample(path) for path in sorted((TESTS / kind).rglob("*.*")) if path.is_file()]
    return [sample for sample in found if not sample.until or sys.version_info[:2] <= sample.until]


def _sample(path: Path) -> Sample:
    first, _, content = path.read_bytes().partition(b"\n")
    match = DIRECTIVE.match(first.decode())
    assert match, f"{path}: the first line is no directive"
    words = dict(word.split("=", 1) for word in match[1].split() if "=" in word)
    options = {key: words.pop(key, "") for key in ("mode", "as", "without", "until")}
    return Sample(
        path=path,
        task=path.parent.relative_to(TESTS / path.relative_to(TESTS).parts[0]).as_posix(),
        pairs=tuple(words.items()),
        mode=int(options["mode"] or "755", 8),
        name=options["as"],
        without=options["without"],
        until=tuple(map(int, filter(None, options["until"].split(".")))),
        content=content,
    )
