"""The report for a browser: one page that loads nothing, runs nothing and shows whatever was written as text.

``html.py`` makes plain values (`page.Page`) of a verdict, ``report.html.j2`` loops over them with escaping always on.
The page's Content-Security-Policy allows one style sheet, by its hash, and no script at all.
"""

import base64
import functools
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.errors import CheckerFault
from checker.model import CheckResult, Finding, Group, Outcome, Row, TaskVerdict, Verdict
from checker.render import digest, text
from checker.render.digest import Share
from checker.render.page import Check, Meter, NotRun, Page, Table, TableRow, Task, Told
from checker.rows import first_apart

if TYPE_CHECKING:
    import jinja2

FINDINGS = 100
SNIPPETS = 20
ROWS = 2000
LINE = 400
MESSAGE = 4000
PRINTED = 40_000
AROUND = 2

MEANING = {
    Group.REQUIREMENTS: "the form of the file",
    Group.BEHAVIOUR: "what the code does",
    Group.RULES: "what else the task demands",
}


def render(verdict: Verdict, *, templates: Path) -> str:
    """The verdict as one self-contained page.

    Args:
        verdict: what to show.
        templates: the folder that holds ``report.html.j2`` and ``style.css``.

    Raises:
        CheckerFault: one of the two is missing or is no valid template.
    """
    import jinja2

    try:
        style = (templates / "style.css").read_text(encoding="utf-8")
        template = _environment(templates).get_template("report.html.j2")
        written = template.render(page=_page(verdict), style=style, style_hash=_hash(style))
    except (OSError, jinja2.TemplateError) as error:
        raise CheckerFault(f"the report's templates in {templates} can't be used: {error}") from error
    return f"{written.rstrip()}\n"


@functools.cache
def _environment(templates: Path) -> "jinja2.Environment":
    """Jinja with escaping always on, and a misspelt name an error; kept, so that a class's reports compile it once."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _hash(style: str) -> str:
    """The style sheet's hash as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _page(verdict: Verdict) -> Page:
    """All that the page shows of the verdict."""
    return Page(
        project=_short(verdict.project),
        title=_short(verdict.title or verdict.project),
        outcome=verdict.outcome.value,
        share=digest.total(verdict),
        meters=_meters(verdict.tasks),
        told=_sentence(verdict),
        tasks=tuple(_task(task, f"task-{number}") for number, task in enumerate(verdict.tasks, 1)),
        provenance=_pairs(verdict.provenance),
    )


def _sentence(verdict: Verdict) -> str:
    """The verdict in a sentence: what there is to do."""
    failed, broken, skipped = (
        sum(_points_of(result, outcome) for task in verdict.tasks for result in task.results)
        for outcome in (Outcome.FAILED, Outcome.BROKEN, Outcome.SKIPPED)
    )
    parts = [f"{text.count(failed, 'check')} to fix"] if failed else []
    parts += [f"{skipped} could not run yet"] if skipped else []
    parts += [f"{broken} broken on our side, which costs you nothing"] if broken else []
    if not parts:
        return "Everything that is worth points is right." if verdict.tasks else "No task was checked."
    return f"{', '.join(parts)}."


def _points_of(result: CheckResult, outcome: Outcome) -> bool:
    """Whether the check has that outcome and points to lose."""
    return result.outcome is outcome and bool(result.spec.points)


def _task(verdict: TaskVerdict, id_: str) -> Task:
    """One task."""
    checks = _checks(verdict, id_)

    def shown(results: tuple[CheckResult, ...]) -> tuple[Check, ...]:
        return tuple(checks[result.spec.id] for result in results)

    return Task(
        id=id_,
        number=verdict.task.number,
        title=_short(verdict.task.title),
        file=_short(verdict.file),
        outcome=verdict.outcome.value,
        share=Share(points=verdict.points, max_points=verdict.max_points),
        meters=_meters((verdict,)),
        diagnosis=tuple(text.block(sentence, MESSAGE) for sentence in verdict.diagnosis),
        manual_review=text.block(verdict.task.manual_review, MESSAGE),
        failed=shown(digest.failed(verdict)),
        broken=shown(digest.broken(verdict)),
        skipped=tuple(_not_run(skipped, checks) for skipped in digest.skipped(verdict)),
        notes=tuple(_notes(verdict, checks)),
        noted=any(digest.informational(result) for result in verdict.results),
        passed=shown(digest.passed(verdict)),
        printed=text.block(digest.printed(verdict), PRINTED),
        seconds=f"{verdict.seconds:.1f}" if verdict.seconds else "",
        provenance=_pairs(verdict.provenance),
    )


def _checks(verdict: TaskVerdict, task_id: str) -> dict[str, Check]:
    """Every check of a task, by its own id."""
    lines = digest.source_lines(verdict.source)
    return {
        result.spec.id: _check(result, f"{task_id}-check-{number}", verdict.file, lines)
        for number, result in enumerate(verdict.results, 1)
    }


def _check(result: CheckResult, id_: str, own_file: str, lines: tuple[str, ...]) -> Check:
    """One check, with source for its first findings."""
    findings = tuple(
        _told(finding, f"{id_}-table-{number}", own_file, lines if number <= SNIPPETS else ())
        for number, finding in enumerate(result.findings[:FINDINGS], 1)
    )
    return Check(
        id=id_,
        title=_short(result.spec.title),
        group=result.spec.group.value,
        outcome="hint" if digest.explanation(result) else result.outcome.value,
        points=result.points,
        max_points=result.max_points,
        findings=findings,
        more=len(result.findings) - len(findings),
    )


def _told(finding: Finding, table_id: str, own_file: str, lines: tuple[str, ...]) -> Told:
    """One finding; source is shown of the submission's own file alone, no other being known here."""
    own = finding.file in ("", own_file)
    return Told(
        code=_short(finding.code),
        message=text.block(finding.message, MESSAGE),
        where=_short(digest.place(finding, own_file)),
        remark=finding.remark,
        lines=digest.excerpt(lines, finding, around=AROUND, width=LINE) if own else (),
        table=_table(finding.rows, table_id) if finding.rows else None,
    )


def _table(rows: tuple[Row, ...], id_: str) -> Table:
    """Two tables side by side; of more than `ROWS` rows only those about the first difference."""
    first = first_apart(rows)
    start = max(0, min(first - ROWS // 2, len(rows) - ROWS))
    shown = tuple(_row(rows[index], f"{id_}-row-{index + 1}", index + 1) for index in range(len(rows))[start:][:ROWS])
    return Table(
        id=id_,
        around=tuple(shown[index - start] for index in digest.window(rows, AROUND)),
        rows=shown,
        placed=any(row.place for row in rows),
        differing=sum(not row.same for row in rows),
        first=f"{id_}-row-{first + 1}" if first >= 0 else "",
        more=len(rows) - len(shown),
    )


def _row(row: Row, id_: str, number: int) -> TableRow:
    """One row; what differs is found word by word, from both ends."""
    kind = "" if row.same else "missing" if not row.actual else "extra" if not row.expected else "differs"
    expected, actual = digest.changed(_short(row.expected), _short(row.actual))
    return TableRow(id=id_, number=number, place=_short(row.place), kind=kind, expected=expected, actual=actual)


def _not_run(skipped: digest.Skipped, checks: Mapping[str, Check]) -> NotRun:
    """Skipped checks, with links to those of the checks they need that the page tells about."""
    told = (Outcome.FAILED, Outcome.BROKEN)
    return NotRun(
        checks=tuple(checks[result.spec.id] for result in skipped.checks),
        needs=tuple(
            (checks[need.spec.id].id if need.outcome in told else "", checks[need.spec.id].title)
            for need in skipped.needs
        ),
        because=text.block(skipped.because, MESSAGE),
    )


def _notes(verdict: TaskVerdict, checks: Mapping[str, Check]) -> Iterator[Check]:
    """What costs no points: informational checks that found something, and passed ones with remarks."""
    for result in verdict.results:
        if digest.informational(result) or (result.outcome is Outcome.PASSED and result.findings):
            yield checks[result.spec.id]


def _meters(tasks: tuple[TaskVerdict, ...]) -> tuple[Meter, ...]:
    """A meter for each group of checks that is worth points."""
    return tuple(Meter(name=group.value, meaning=MEANING[group], share=share) for group, share in digest.groups(tasks))


def _pairs(provenance: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Provenance as pairs of a name and a text."""
    return tuple((_short(name), text.block(value, LINE)) for name, value in digest.flat(provenance))


def _short(value: str) -> str:
    """A text for a single line."""
    return text.short(value, LINE)
