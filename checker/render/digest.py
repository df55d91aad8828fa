"""What a reader wants to know of a verdict in any format: who keeps whom from running, where a difference lies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from checker.model import CheckResult, Finding, Group, Outcome, Row, TaskVerdict, Verdict
from checker.render import text
from checker.rows import first_apart

# Python's own idea of a line end, so that numbers agree; the "\r" of a Windows line end stays on its line, to be shown.
LINE_END = re.compile(r"\r(?!\n)|\n")
WORD = re.compile(r"(\s+)")

# A text in pieces, each with whether it differs from its counterpart.
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """Points earned of the points that could be."""

    points: int
    max_points: int

    @property
    def percent(self) -> int:
        """How full, from 0 to 100: only full marks give 100 and only none give 0."""
        if not self.points or not self.max_points:
            return 0
        rounded = round(100 * self.points / self.max_points)
        return 100 if self.points >= self.max_points else min(max(rounded, 1), 99)


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """Checks that did not run for the same reason: the checks `needs` didn't pass, or else `because`."""

    checks: tuple[CheckResult, ...]
    needs: tuple[CheckResult, ...]
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLine:
    """A line of the student's file, `focus` the one found fault with; `caret` is the cell pointed at, from 0, or -1."""

    number: int
    text: str
    focus: bool
    caret: int = -1


def total(verdict: Verdict) -> Share:
    """The points of all tasks."""
    return Share(
        points=sum(task.points for task in verdict.tasks), max_points=sum(task.max_points for task in verdict.tasks)
    )


def groups(tasks: tuple[TaskVerdict, ...]) -> tuple[tuple[Group, Share], ...]:
    """The points of each group of checks in `tasks`, without groups that are worth none."""
    shares = []
    for group in Group:
        results = [result for task in tasks for result in task.results if result.spec.group is group]
        most = sum(result.max_points for result in results)
        if most:
            shares.append((group, Share(points=sum(result.points for result in results), max_points=most)))
    return tuple(shares)


def problems(result: CheckResult) -> tuple[Finding, ...]:
    """The findings that failed the check: all but remarks."""
    return tuple(finding for finding in result.findings if not finding.remark)


def distinct(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """`findings`, those of how a run ended (R...) told once for each place: many calls that raise there raise alike."""
    kept: dict[object, Finding] = {}
    for finding in findings:
        place = (finding.code, finding.file, finding.line)
        kept.setdefault(place if finding.code.startswith("R") and finding.line else finding, finding)
    return tuple(kept.values())


def remarks(task: TaskVerdict) -> Iterator[tuple[CheckResult, Finding]]:
    """What costs no points and explains nothing: remarks of any check, and all that informational checks found.

    Where others need such a check, it is seen in those that were skipped.
    """
    needed = {need for result in task.results for need in result.spec.needs}
    for result in task.results:
        for finding in result.findings:
            if finding.remark or (informational(result) and result.spec.id not in needed):
                yield result, finding


def informational(result: CheckResult) -> bool:
    """Whether a check found something, costs nothing by it, and explains no other check."""
    return result.outcome is Outcome.FAILED and not result.spec.points and not result.spec.explains


def failed(task: TaskVerdict) -> tuple[CheckResult, ...]:
    """The checks that points were lost in, then the failed ones without points that explain them."""
    lost = [result for result in task.results if result.outcome is Outcome.FAILED and result.spec.points]
    return (*lost, *(result for result in task.results if explanation(result)))


def explanation(result: CheckResult) -> bool:
    """Whether a check without points tells why others failed."""
    return result.outcome is Outcome.FAILED and bool(result.spec.explains) and not result.spec.points


def passed(task: TaskVerdict) -> tuple[CheckResult, ...]:
    """The checks that passed, without those that had nothing to explain."""
    return tuple(
        result
        for result in task.results
        if result.outcome is Outcome.PASSED and not (result.spec.explains and not result.spec.points)
    )


def broken(task: TaskVerdict) -> tuple[CheckResult, ...]:
    """The checks that the checker itself failed in."""
    return tuple(result for result in task.results if result.outcome is Outcome.BROKEN)


def alike(results: tuple[CheckResult, ...]) -> list[tuple[CheckResult, ...]]:
    """`results`, those with the same findings together, in the order of the first of each."""
    together: dict[tuple[Finding, ...], list[CheckResult]] = {}
    for result in results:
        together.setdefault(result.findings, []).append(result)
    return [tuple(group) for group in together.values()]


def skipped(task: TaskVerdict) -> tuple[Skipped, ...]:
    """The skipped checks, those with the same reason together, in the order of the first of each."""
    by_id = {result.spec.id: result for result in task.results}
    together: dict[tuple[tuple[str, ...], str], list[CheckResult]] = {}
    for result in [result for result in task.results if result.outcome is Outcome.SKIPPED]:
        needs = tuple(dict.fromkeys(_roots(result, by_id, frozenset())))
        because = "" if needs else next((finding.message.removeprefix("skipped: ") for finding in result.findings), "")
        together.setdefault((needs, because), []).append(result)
    return tuple(
        Skipped(checks=tuple(checks), needs=tuple(by_id[need] for need in needs), because=because)
        for (needs, because), checks in together.items()
    )


def _roots(result: CheckResult, by_id: Mapping[str, CheckResult], seen: frozenset[str]) -> Iterator[str]:
    """The checks at the root of a skipped one: those it needs that ran and did not pass, however far away."""
    for need in result.spec.needs:
        needed = by_id.get(need)
        if needed is None or needed.outcome is Outcome.PASSED or need in seen:
            continue
        if needed.outcome is Outcome.SKIPPED and needed.spec.needs:
            yield from _roots(needed, by_id, seen | {need})
        else:
            yield need


def printed(task: TaskVerdict) -> str:
    """What the submission printed, with a note where not all of it was kept."""
    kept = task.printed.rstrip("\n")
    return f"{kept}\n[... {task.cut:,} more bytes left out ...]" if task.cut else task.printed


def place(finding: Finding, own_file: str) -> str:
    """Where a finding is, ready for an editor: ``4-resnet50.py:17:9``; nothing where that isn't known."""
    if not finding.line:
        return finding.file if finding.file != own_file else ""
    column = f":{finding.column}" if finding.column else ""
    return f"{finding.file or own_file}:{finding.line}{column}"


def source_lines(source: str) -> tuple[str, ...]:
    """The lines of a file, counted as Python counts them; after the last line end there is none."""
    lines = LINE_END.split(source)
    return tuple(lines if lines[-1] else lines[:-1])


def excerpt(lines: tuple[str, ...], finding: Finding, *, around: int, width: int) -> tuple[SourceLine, ...]:
    """The line of a finding with `around` lines before and after it, made visible, each cut to about `width` cells."""
    if not 1 <= finding.line <= len(lines):
        return ()
    first, last = max(1, finding.line - around), min(len(lines), finding.line + around)
    return tuple(_source_line(lines[number - 1], number, finding, width) for number in range(first, last + 1))


def _source_line(line: str, number: int, finding: Finding, width: int) -> SourceLine:
    """One line of a file; one too long to show is cut so that the finding's column is seen."""
    focus = number == finding.line
    column = finding.column if focus else 0
    start = max(0, min(column - width // 2, len(line) - width))
    lead = "..." if start else ""
    shown = lead + _plain(line[start : start + width]) + ("..." if start + width < len(line) else "")
    pointed = 1 <= column <= len(line) + 1
    caret = text.cells(lead + _plain(line[start : column - 1])) if pointed else -1
    return SourceLine(number=number, text=shown, focus=focus, caret=caret)


def _plain(piece: str) -> str:
    """A piece of source as it is shown: tabs as four spaces, the rest visible."""
    return text.visible(piece.replace("\t", "    "))


def window(rows: tuple[Row, ...], around: int) -> range:
    """The indices of the row where the two part and of `around` rows on either side; empty where none differs."""
    first = first_apart(rows)
    return range(max(0, first - around), min(len(rows), first + around + 1)) if first >= 0 else range(0)


def changed(expected: str, actual: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, each with whether it differs: word by word, or as one piece between what is alike.

    Takes time in proportion to the texts, whatever they are.
    """
    left, right = WORD.split(expected), WORD.split(actual)
    if len(left) == len(right):
        differ = [a != b for a, b in zip(left, right, strict=True)]
        return _pieces(left, differ), _pieces(right, differ)
    head = _alike(left, right)
    tail = _alike(left[head:][::-1], right[head:][::-1])
    return _pieces(left, _between(left, head, tail)), _pieces(right, _between(right, head, tail))


def _alike(left: list[str], right: list[str]) -> int:
    """How many items both lists begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _between(words: list[str], head: int, tail: int) -> list[bool]:
    """For each word whether it lies after the first `head` and before the last `tail`."""
    return [head <= index < len(words) - tail for index in range(len(words))]


def _pieces(words: list[str], differ: list[bool]) -> Pieces:
    """The words joined again wherever neighbours are of the same kind."""
    joined = groupby(zip(words, differ, strict=True), key=itemgetter(1))
    pieces = (("".join(word for word, _ in group), kind) for kind, group in joined)
    return tuple((piece, kind) for piece, kind in pieces if piece)


def flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """A tree of plain data as pairs of a dotted name and a text, in its order."""
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from flat(value, f"{name}.")
        elif isinstance(value, (list, tuple)):
            yield name, ", ".join(str(item) for item in value)
        else:
            yield name, str(value)
