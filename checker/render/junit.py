"""The report for build servers: JUnit XML as Jenkins' xUnit schema has it, and as pytest writes it (``xunit2``).

=========================  =================================================================================
of the verdict             in the document
=========================  =================================================================================
task                       ``testsuite``, with where it all came from as ``properties``
check                      ``testcase``: ``name`` its id and title, ``classname`` project and task
FAILED with points         ``failure``: theirs
BROKEN with points         ``error``: ours
SKIPPED                    ``skipped``
PASSED, or without points  nothing; what was found all the same is in ``system-out``
=========================  =================================================================================
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from checker.model import CheckResult, Finding, Outcome, TaskVerdict, Verdict
from checker.render import digest, text
from checker.rows import first_apart

# What XML can't hold even escaped; pytest writes such characters as #x1B too, and tools show that as it is.
ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ELEMENTS = {Outcome.FAILED: "failure", Outcome.BROKEN: "error", Outcome.SKIPPED: "skipped"}
# GitLab reads files of up to 30 MB.
FINDINGS = 100
LINE = 400
MESSAGE = 4000
PRINTED = 40_000


def render(verdict: Verdict) -> str:
    """The verdict as an XML document, ending in a newline; a build fails by it exactly where points were lost.

    What a submission wrote is made visible and cut as on the page, for build servers show it to people.
    """
    root = ElementTree.Element("testsuites", name=_line(verdict.title or verdict.project))
    for task in verdict.tasks:
        root.append(_suite(task, verdict))
    ElementTree.indent(root)
    written = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text.harmless(written)}\n'


def _suite(task: TaskVerdict, verdict: Verdict) -> ElementTree.Element:
    """One task, with the numbers of its checks by outcome."""
    cases = [_case(result, task, verdict) for result in task.results]
    kinds = [child.tag for case in cases for child in case]
    suite = ElementTree.Element(
        "testsuite",
        name=_line(f"{task.task.number}. {task.task.title}"),
        tests=str(len(cases)),
        failures=str(kinds.count("failure")),
        errors=str(kinds.count("error")),
        skipped=str(kinds.count("skipped")),
        time=f"{task.seconds:.3f}",
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(task, verdict):
        ElementTree.SubElement(properties, "property", name=_line(name), value=_line(value))
    suite.extend(cases)
    told = "\n".join([*task.diagnosis, *([task.printed.rstrip("\n")] if task.printed else [])])
    if told:
        ElementTree.SubElement(suite, "system-out").text = _block(told, PRINTED)
    return suite


def _properties(task: TaskVerdict, verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield "outcome", task.outcome.value
    yield "points", str(task.points)
    yield "max_points", str(task.max_points)
    yield "file", task.file
    yield from digest.flat(verdict.provenance)
    yield from digest.flat(task.provenance)


def _case(result: CheckResult, task: TaskVerdict, verdict: Verdict) -> ElementTree.Element:
    """One check. The schema knows no place in a file here, so that is said in the text."""
    case = ElementTree.Element(
        "testcase",
        # GitLab drops a case whose two names another has too.
        classname=_line(f"{verdict.project.rpartition('/')[2]}.{task.task.name}"),
        name=_line(f"{result.spec.id}: {result.spec.title}"),
    )
    told = list(_told(result.findings, task.file))
    lost = bool(result.spec.points) or result.outcome is Outcome.SKIPPED
    if lost and result.outcome in ELEMENTS:
        # Jenkins keeps one of them, so all findings are in the one; its message says what counts first.
        first = next(iter(digest.problems(result) or result.findings), None)
        message, code = (first.message, first.code) if first else (result.outcome.value, "")
        element = ElementTree.SubElement(case, ELEMENTS[result.outcome], type=_line(code), message=_line(message))
        element.text = "\n".join(told)
    elif told:
        ElementTree.SubElement(case, "system-out").text = "\n".join(told)
    return case


def _told(findings: tuple[Finding, ...], own_file: str) -> Iterator[str]:
    """The findings with their places, and the first row of their tables that differs."""
    for finding in findings[:FINDINGS]:
        place = digest.place(finding, own_file)
        remark = "remark: " if finding.remark else ""
        where = f" ({place})" if place else ""
        yield _block(f"{remark}{finding.code} {finding.message}{where}", MESSAGE)
        first = first_apart(finding.rows)
        if first >= 0:
            row = finding.rows[first]
            yield _line(f"  row {first + 1}, expected: {row.expected or '(none)'}")
            yield _line(f"  row {first + 1}, yours:    {row.actual or '(none)'}")
    if len(findings) > FINDINGS:
        yield f"and {len(findings) - FINDINGS:,} more"


def _line(value: str) -> str:
    return text.short(_legal(value), LINE)


def _block(value: str, limit: int) -> str:
    return text.block(_legal(value), limit)


def _legal(value: str) -> str:
    """`value` with every character that XML can't hold as ``#x1B``."""
    return ILLEGAL.sub(lambda match: f"#x{ord(match[0]):02X}", value)
