"""The report that a student reads at the prompt: what is wrong and where, on one screen.

A line begins with a word (failed, hint, broken, skipped, remark, passed), so nothing depends on colour or a symbol.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from checker.model import CheckResult, Finding, Outcome, Row, TaskVerdict, Verdict
from checker.render import digest, text

STYLES = {
    "passed": "32",
    "failed": "31",
    "broken": "35",
    "skipped": "33",
    "hint": "36",
    "remark": "2",
    "review": "2",
    "printed": "2",
    "runtime": "2",
    "dim": "2",
    "bold": "1",
}
GUTTER = 10
FINDINGS = 3
MESSAGE_LINES = 4
CHARACTERS = 8000


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """How the report is wanted: everything or the main points, with colour or plain, `width` cells wide."""

    verbose: bool
    colour: bool
    width: int

    @property
    def room(self) -> int:
        """The cells of a line right of the gutter that holds its first word."""
        return self.width - GUTTER

    def paint(self, line: str, style: str) -> str:
        """`line` in the colour of `style`, where colour is wanted."""
        return f"\x1b[{STYLES[style]}m{line}\x1b[0m" if self.colour and style in STYLES and line else line

    def told(self, word: str, lines: list[str], style: str = "") -> Iterator[str]:
        """The lines beside the gutter, with `word` in it before the first one."""
        for first, line in zip_longest([f"  {word}"], lines, fillvalue=""):
            gutter = self.paint(text.pad(first, GUTTER), word) if first.strip() else " " * GUTTER
            yield (gutter + self.paint(line, style)).rstrip()


def render(
    verdict: Verdict, *, verbose: bool = False, quiet: bool = False, colour: bool = False, width: int = 100
) -> str:
    """The verdict as lines of text of at most `width` cells, ending in a newline.

    Without `colour` there is no escape sequence in it at all, and with it only those of `STYLES`: whatever a submission
    wrote is made visible. `quiet` gives a single line for each task; `verbose` cuts next to nothing. The last line says
    which runtime it was.
    """
    screen = Screen(verbose=verbose, colour=colour, width=max(40, width))
    if not verdict.tasks:
        return "No task was checked.\n"
    parts = [[_heading(task, screen)] if quiet else list(_task(task, screen)) for task in verdict.tasks]
    if len(parts) > 1 and not quiet:
        parts.append(list(_table(verdict, screen)))
    lines = parts[0]
    for before, part in pairwise(parts):
        lines += part if len(before) == len(part) == 1 else ["", *part]
    lines += screen.told("runtime", _wrapped(_runtime(verdict), screen), "dim")
    return text.harmless("\n".join(lines) + "\n")


def _heading(verdict: TaskVerdict, screen: Screen) -> str:
    """One line: task, file, points, outcome."""
    end = f": {text.score(verdict.points, verdict.max_points)}, "
    room = screen.width - len(end) - len("FAILED")
    name = f"{verdict.task.number}. {verdict.task.title} ({verdict.file})"
    word = screen.paint(verdict.outcome.value.upper(), verdict.outcome.value)
    return f"{screen.paint(text.one_line(name, room), 'bold')}{end}{word}"


def _task(verdict: TaskVerdict, screen: Screen) -> Iterator[str]:
    """All about one task."""
    yield _heading(verdict, screen)
    source = digest.source_lines(verdict.source)
    for result in digest.failed(verdict):
        yield from _failed(result, verdict.file, source, screen)
    for alike in digest.alike(digest.broken(verdict)):
        yield from _broken(alike, screen)
    for skipped in digest.skipped(verdict):
        yield from screen.told("skipped", _wrapped(_skipped(skipped), screen))
    yield from _remarks(verdict, screen)
    if verdict.task.manual_review:
        yield from screen.told("review", _wrapped(f"by hand: {verdict.task.manual_review}", screen), "dim")
    if screen.verbose:
        yield from _details(verdict, screen)
    yield from _ending(verdict, screen)


def _failed(result: CheckResult, own_file: str, source: tuple[str, ...], screen: Screen) -> Iterator[str]:
    """A failed check: its title and points, then its first findings; one that only explains others is a hint."""
    points = f" (0 of {text.count(result.max_points, 'point')})" if result.spec.points else ""
    title = text.one_line(result.spec.title, screen.room - len(points)) + points
    yield from screen.told("failed" if result.spec.points else "hint", [title], "bold")
    findings = digest.problems(result)
    shown = findings if screen.verbose else digest.distinct(findings)[:FINDINGS]
    for finding in shown:
        yield from _finding(finding, own_file, source, screen)
    if len(shown) < len(findings):
        hint = f"and {len(findings) - len(shown):,} more, see --verbose or --report FILE.html"
        yield from screen.told("", text.wrap(hint, screen.room), "dim")


def _finding(finding: Finding, own_file: str, source: tuple[str, ...], screen: Screen) -> Iterator[str]:
    """What a finding says and where, its table's first difference, and in a verbose report the line of source."""
    place = digest.place(finding, own_file)
    where = f" ({place})" if place else ""
    yield from screen.told("", _wrapped(f"{finding.code} {finding.message}{where}", screen))
    if finding.rows:
        yield from screen.told("", list(_rows(finding, screen)))
    if screen.verbose and finding.file in ("", own_file):
        for line in digest.excerpt(source, finding, around=0, width=screen.room - 15):
            lead = f"{line.number:>6} | "
            caret = [f"{' ' * (len(lead) + line.caret)}^"] if 0 <= line.caret < screen.room - len(lead) else []
            yield from screen.told("", [text.one_line(lead + line.text, screen.room), *caret])


def _wrapped(message: str, screen: Screen) -> list[str]:
    """A message in lines; unless all are wanted only the first few and the last, the best one of a traceback."""
    lines = text.wrap(text.block(message, CHARACTERS), screen.room)
    if screen.verbose or len(lines) <= MESSAGE_LINES:
        return lines
    left_out = len(lines) - MESSAGE_LINES + 1
    return [*lines[: MESSAGE_LINES - 2], f"[... {left_out:,} lines left out ...]", lines[-1]]


def _rows(finding: Finding, screen: Screen) -> Iterator[str]:
    """The first differing row of two tables and the rows around it, `>` before each that differs."""
    rows = finding.rows
    shown = digest.window(rows, 2 if screen.verbose else 1)
    side = (screen.room - 12) // 2
    yield screen.paint(f"{'row':>6}  {text.pad('expected', side)}  yours", "dim")
    for index in shown:
        yield from _row(rows[index], index + 1, side)
    differing = sum(not row.same for row in rows)
    if differing > 1:
        yield screen.paint(f"{text.count(len(rows), 'row')}, {differing:,} of them differ", "dim")


def _row(row: Row, number: int, side: int) -> Iterator[str]:
    """A row of two tables, a differing one whole and on as many lines as that takes."""
    if row.same:
        cell = text.one_line(row.expected, side)
        yield f"{number:>6}  {text.pad(cell, side)}  {cell}"
        return
    left, right = (text.wrap(text.short(cell or "(none)", CHARACTERS), side) for cell in (row.expected, row.actual))
    for head, expected, actual in zip_longest(
        [f"> {number:>4}"], left[:MESSAGE_LINES], right[:MESSAGE_LINES], fillvalue=""
    ):
        yield f"{head:>6}  {text.pad(expected or ' ', side)}  {actual}".rstrip()


def _broken(results: tuple[CheckResult, ...], screen: Screen) -> Iterator[str]:
    """Broken checks with the same findings, said to be nobody's fault but the checker's."""
    titles = results[0].spec.title if len(results) == 1 else ", ".join(result.spec.id for result in results)
    title = f"the checker's fault, not yours, and it costs you nothing: {titles}"
    yield from screen.told("broken", _wrapped(title, screen), "bold")
    for finding in results[0].findings[: None if screen.verbose else 1]:
        yield from screen.told("", _wrapped(f"{finding.code} {finding.message}", screen))


def _skipped(skipped: digest.Skipped) -> str:
    """Several skipped checks as one sentence: ``training, parameters (they need import)``."""
    names = ", ".join(result.spec.id for result in skipped.checks)
    they = "it needs" if len(skipped.checks) == 1 else "they need"
    needs = ", ".join(result.spec.id for result in skipped.needs)
    because = f"{they} {needs}" if needs else skipped.because
    return f"{names} ({because})" if because else names


def _remarks(verdict: TaskVerdict, screen: Screen) -> Iterator[str]:
    """What costs no points: a few lines each, for what was found comes after the check's title, and few of them."""
    told = list(digest.remarks(verdict))
    for result, finding in told if screen.verbose else told[:FINDINGS]:
        place = digest.place(finding, verdict.file)
        sentence = f"{result.spec.title}: {finding.message}" + (f" ({place})" if place else "")
        yield from screen.told("remark", _wrapped(sentence, screen), "dim")
    if len(told) > FINDINGS and not screen.verbose:
        yield from screen.told("", [f"and {text.count(len(told) - FINDINGS, 'remark')} more"], "dim")


def _details(verdict: TaskVerdict, screen: Screen) -> Iterator[str]:
    """What only a verbose report holds: the passed checks, and what the submission printed."""
    for result in digest.passed(verdict):
        points = f" ({text.count(result.points, 'point')})" if result.points else ""
        yield from screen.told("passed", [text.one_line(f"{result.spec.title}{points}", screen.room)])
    if verdict.printed:
        lines = text.wrap(text.block(digest.printed(verdict).rstrip("\n"), CHARACTERS), screen.room - 2)
        yield from screen.told("printed", [f"| {line}" for line in lines], "dim")


def _ending(verdict: TaskVerdict, screen: Screen) -> Iterator[str]:
    """The diagnosis, and the points once more where the heading may have scrolled away."""
    for sentence in verdict.diagnosis:
        yield ""
        for line in _wrapped(sentence, screen):
            yield "  " + screen.paint(line, "bold")
    if verdict.outcome is not Outcome.PASSED:
        passed = len(digest.passed(verdict))
        yield ""
        yield f"  {text.score(verdict.points, verdict.max_points)}, {text.count(passed, 'check')} passed"


def _table(verdict: Verdict, screen: Screen) -> Iterator[str]:
    """All tasks with their points, and the sum."""
    cells = [(f"{task.task.number}. {task.task.title}", task.file, task) for task in verdict.tasks]
    most = (screen.width - 26) // 2
    name = min(max(5, *(text.cells(text.visible(first)) for first, _, _ in cells)), most)
    file = min(max(4, *(text.cells(text.visible(second)) for _, second, _ in cells)), most)
    yield screen.paint(f"{text.pad('task', name)}  {text.pad('file', file)}  {'points':>11}  outcome", "dim")
    for first, second, task in cells:
        points = f"{task.points} of {task.max_points}"
        word = screen.paint(task.outcome.value, task.outcome.value)
        yield (
            f"{text.pad(text.one_line(first, name), name)}  {text.pad(text.one_line(second, file), file)}"
            f"  {points:>11}  {word}"
        )
    share = digest.total(verdict)
    points = f"{share.points} of {share.max_points}"
    word = screen.paint(verdict.outcome.value, verdict.outcome.value)
    yield screen.paint(f"{text.pad('total', name + file + 2)}  {points:>11}", "bold") + f"  {word}"


def _runtime(verdict: Verdict) -> str:
    """The runtime's name, and the versions that submissions ran with: ``modern: python 3.11.7, numpy 2.3.5``."""
    told = dict(digest.flat(verdict.provenance["runtime"]))
    name = told.pop("name")
    versions = ", ".join(f"{library} {version}" for library, version in told.items())
    return f"{name}: {versions}" if versions else name
