"""The report for build servers: the rules of Jenkins' xUnit schema (junit-10.xsd), and what costs nothing."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Finding, Outcome, Row, Verdict
from checker.render import RENDERERS
from tests.test_render_builders import alone, check, failing, task, verdict
from tests.test_render_samples import HOSTILE, SAMPLES

ATTRIBUTES = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file", "log", "url", "version"},
    ),
    "properties": (set(), set()),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name"}, {"classname", "time", "group"}),
    "failure": (set(), {"type", "message"}),
    "error": (set(), {"type", "message"}),
    "skipped": (set(), {"type", "message"}),
    "system-out": (set(), set()),
}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "system-out"},
    "properties": {"property"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}
TIME = re.compile(r"[0-9]+(\.[0-9]{1,3})?")
ANY_TEXT = st.text(st.characters(exclude_categories=()))
LEGAL = re.compile("[\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def parsed(of: Verdict) -> ElementTree.Element:
    """The report on a verdict, read by a parser that refuses whatever is not XML, and held against the schema."""
    written = RENDERERS["junit"](of)
    assert LEGAL.fullmatch(written)
    root = ElementTree.fromstring(written.encode())  # noqa: S314 - our own writing
    assert root.tag == "testsuites"
    for element in root.iter():
        required, optional = ATTRIBUTES[element.tag]
        assert required <= set(element.attrib) <= required | optional, element.tag
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
        assert TIME.fullmatch(element.get("time", "0"))
    for suite in root:
        kinds = [child.tag for case in suite.iter("testcase") for child in case]
        counted = [len(suite.findall("testcase")), *(kinds.count(kind) for kind in ("failure", "error", "skipped"))]
        assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == list(map(str, counted))
        assert all(len(case) <= 1 for case in suite.iter("testcase"))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names) or of is SAMPLES["hostile"]
    return root


def kinds(of: Verdict) -> list[list[str]]:
    """What each check of a verdict has within."""
    return [[child.tag for child in case] for case in parsed(of).iter("testcase")]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_report_follows_the_schema(name: str) -> None:
    """Every sample, the hostile one and the empty one included."""
    assert len(parsed(SAMPLES[name])) == len(SAMPLES[name].tasks)


def test_outcomes_are_told_apart() -> None:
    """Theirs is a failure, ours an error, what did not run is skipped, and what passed is nothing."""
    found = Finding(code="C003", message="expected 1, got 2")
    every = [check(outcome.value, "a", outcome, found) for outcome in (Outcome.FAILED, Outcome.BROKEN, Outcome.SKIPPED)]
    assert kinds(alone(*every, check("passed", "a"))) == [["failure"], ["error"], ["skipped"], []]


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.BROKEN, Outcome.PASSED])
def test_what_costs_nothing_fails_no_build(outcome: Outcome) -> None:
    """What a check without points found is told, and remarks are; neither turns a build red."""
    remark = Finding(code="C003", message="told", remark=outcome is Outcome.PASSED)
    root = parsed(alone(check("note", "a", outcome, remark, points=0)))
    (out,) = root.iter("system-out")
    assert "C003 told" in (out.text or "")
    assert [root[0].get(name) for name in ("failures", "errors")] == ["0", "0"]


def test_a_check_that_did_not_run_is_skipped_whatever_it_is_worth() -> None:
    """Nothing was found out, which is no success."""
    skipped = Finding(code="N001", message="skipped: it needs `import`, which did not pass")
    assert kinds(alone(check("note", "a", Outcome.SKIPPED, skipped, points=0))) == [["skipped"]]


def test_a_failure_tells_what_counts_first() -> None:
    """Jenkins shows the message alone; the text has all findings, where they are, and where tables part."""
    rows = (Row(expected="a", actual="a"), Row(expected="conv 3x3", actual="conv 1x1"))
    findings = [
        Finding(code="S026", message="3 lines", remark=True),
        Finding(code="C007", message="other layers", line=3, column=5, rows=rows),
    ]
    (failure,) = parsed(failing(*findings)).iter("failure")
    assert (failure.get("type"), failure.get("message")) == ("C007", "other layers")
    lines = ["remark: S026 3 lines", "C007 other layers (0-a.py:3:5)", "  row 2, expected: conv 3x3"]
    assert (failure.text or "").splitlines() == [*lines, "  row 2, yours:    conv 1x1"]


def test_a_suite_tells_where_it_comes_from() -> None:
    """Task, time, points and runtime; what the file printed and the diagnosis stand at its end."""
    made = task(4, "resnet50", "ResNet-50", check("a", "b"), seconds=1.23456, printed="hi\n", diagnosis=("Look.",))
    root = parsed(verdict(made))
    (suite,) = root
    assert (suite.get("name"), suite.get("time"), suite.findtext("system-out")) == (
        "4. ResNet-50",
        "1.235",
        "Look.\nhi",
    )
    told = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert (told["outcome"], told["points"], told["runtime.name"]) == ("passed", "1", "modern")
    (case,) = suite.iter("testcase")
    assert (case.get("classname"), case.get("name")) == ("0x08-deep_cnns.4-resnet50", "a: b")


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\0", "#x00"),
        ("\x1b", "#x1B"),
        ("\x7f", "#x7F"),
        ("\ud800", "#xD800"),
        ("\ufffe", "#xFFFE"),
        ("\uffff", "#xFFFF"),
    ],
)
def test_what_xml_can_t_hold_is_written_out(char: str, shown: str) -> None:
    """As pytest does, for tools know it."""
    (failure,) = parsed(failing(Finding(code="C001", message=f"a{char}b"))).iter("failure")
    assert (failure.get("message"), failure.text) == (f"a{shown}b", f"C001 a{shown}b")


def test_no_build_server_obeys_it() -> None:
    """Neither a command of a runner nor a mark of direction is left as it was, should the file itself be printed."""
    written = RENDERERS["junit"](SAMPLES["hostile"])
    assert re.search(r"^\s*::|##\w*\[", written, re.MULTILINE) is None
    assert "\u202e" not in written
    assert "<script" not in written


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_is_data(message: str, printed: str) -> None:
    """Whatever is written, the document has the same elements."""
    root = parsed(
        alone(check("a", HOSTILE + message, Outcome.FAILED, Finding(code="C001", message=message)), printed=printed)
    )
    assert len(list(root.iter("failure"))) == 1


def test_very_many_findings_are_cut() -> None:
    """A report of megabytes helps nobody, and GitLab refuses it."""
    (failure,) = parsed(failing(*[Finding(code="C001", message=f"{n} {'x' * 9000}") for n in range(1000)])).iter(
        "failure"
    )
    assert (failure.text or "").endswith("and 900 more")
    assert len(failure.text or "") < 1_000_000
