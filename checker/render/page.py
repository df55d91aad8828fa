"""What stands on the HTML page, as plain values: the template only loops over them and escapes every text.

All texts in them are visible and cut; each `id` is unique on the page.
"""

from dataclasses import dataclass

from checker.render.digest import Pieces, Share, SourceLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Meter:
    """The points of one group of checks."""

    name: str
    meaning: str
    share: Share


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """A row of two tables; each side in pieces that differ or don't. `kind` is a word, "" if same."""

    id: str
    number: int
    place: str
    kind: str
    expected: Pieces
    actual: Pieces


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Two tables side by side: the rows around the first difference, and all of them (`more` were too many).

    `placed` when any row says where it is, `first` the id of the first that differs.
    """

    id: str
    around: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    placed: bool
    differing: int
    first: str
    more: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A finding: its code, what it says, where, the lines of source around that place, and its table."""

    code: str
    message: str
    where: str
    remark: bool
    lines: tuple[SourceLine, ...]
    table: Table | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A check and its findings, of which `more` were too many to show; `outcome` is "hint" where it explains others."""

    id: str
    title: str
    group: str
    outcome: str
    points: int
    max_points: int
    findings: tuple[Told, ...]
    more: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NotRun:
    """Skipped checks with their reason: links (id and title) to the checks they need, or a sentence."""

    checks: tuple[Check, ...]
    needs: tuple[tuple[str, str], ...]
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A task: its points, its checks by outcome (`notes` cost nothing; `noted` when one of them did not pass)."""

    id: str
    number: int
    title: str
    file: str
    outcome: str
    share: Share
    meters: tuple[Meter, ...]
    diagnosis: tuple[str, ...]
    manual_review: str
    failed: tuple[Check, ...]
    broken: tuple[Check, ...]
    skipped: tuple[NotRun, ...]
    notes: tuple[Check, ...]
    noted: bool
    passed: tuple[Check, ...]
    printed: str
    seconds: str
    provenance: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The whole page; `told` is the verdict in a sentence."""

    project: str
    title: str
    outcome: str
    share: Share
    meters: tuple[Meter, ...]
    told: str
    tasks: tuple[Task, ...]
    provenance: tuple[tuple[str, str], ...]
