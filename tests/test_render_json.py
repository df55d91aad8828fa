"""The report for programs: strict JSON that its own schema describes."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model import Finding
from checker.render import RENDERERS
from tests.test_render_builders import alone, failing
from tests.test_render_samples import HOSTILE, SAMPLES, TEMPLATES, hostile_task

SCHEMA = json.loads((TEMPLATES / "report.schema.json").read_text(encoding="utf-8"))
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def report(name: str) -> dict[str, Any]:
    """The report on a sample, parsed as strictly as JSON is defined."""
    parsed: dict[str, Any] = json.loads(RENDERERS["json"](SAMPLES[name]), parse_constant=pytest.fail)
    return parsed


def test_the_schema_is_one() -> None:
    """The schema itself follows the rules of schemas."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_report_follows_the_schema(name: str) -> None:
    """Every sample, the hostile one included, is what the schema promises."""
    jsonschema.validate(report(name), SCHEMA, cls=jsonschema.Draft202012Validator)


def test_the_schema_would_refuse_another_report() -> None:
    """A field too many or too few is seen."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report("passed") | {"score": 1}, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_the_report_names_its_format() -> None:
    """A reader learns first which version it reads."""
    assert next(iter(report("passed").items())) == ("format", 1)


def test_the_whole_run_is_summed_up() -> None:
    """Outcome, points and provenance stand on top."""
    told = report("project")
    assert (told["outcome"], told["points"], told["max_points"]) == ("broken", 610, 760)
    assert told["provenance"]["versions"]["tensorflow"] == "2.21.0"


def test_a_task_tells_all_that_is_known() -> None:
    """A task has its name, its points, its diagnosis and where it all came from."""
    (told,) = report("failed")["tasks"]
    assert (told["number"], told["name"], told["file"]) == (4, "4-resnet50", "4-resnet50.py")
    assert (told["outcome"], told["points"], told["max_points"], told["seconds"]) == ("failed", 50, 100, 4.21)
    assert told["provenance"]["submission_sha256"] == "03be41ff"
    assert told["printed"] == "Model built\n"


def test_a_check_tells_its_outcome_and_points() -> None:
    """A broken check is worth nothing, so that it costs nothing."""
    told = {check["id"]: check for check in report("broken")["tasks"][0]["checks"]}
    assert (told["values"]["outcome"], told["values"]["max_points"]) == ("broken", 0)
    assert (told["training"]["outcome"], told["training"]["needs"]) == ("skipped", ["values"])


def test_what_is_not_known_is_null() -> None:
    """Line 0, column 0 and an empty file mean "not known" and are null."""
    told = {check["id"]: check for check in report("failed")["tasks"][0]["checks"]}
    numbers = told["inference"]["findings"][0]
    assert (numbers["file"], numbers["line"], numbers["column"]) == (None, None, None)


def test_a_line_is_never_without_its_file() -> None:
    """A finding in the task's own file names it."""
    told = {check["id"]: check for check in report("failed")["tasks"][0]["checks"]}
    style = told["style"]["findings"][0]
    assert (style["file"], style["line"], style["column"]) == ("4-resnet50.py", 2, 80)


def test_tables_come_with_their_findings_only() -> None:
    """`rows` is there where there are any."""
    told = {check["id"]: check for check in report("failed")["tasks"][0]["checks"]}
    assert "rows" not in told["inference"]["findings"][0]
    row = told["layers"]["findings"][0]["rows"][35]
    assert (row["same"], row["actual"]) == (False, "Conv2D 1x1 128 filters → 56x56x128")


def test_long_values_are_not_cut() -> None:
    """A program gets the data whole."""
    (told, _) = report("hostile")["tasks"]
    assert told["checks"][0]["findings"][1]["message"] == "x" * 10_000


def test_control_characters_survive() -> None:
    """A NUL, an escape and a mark of direction are data, and come back as they were."""
    (told, _) = report("hostile")["tasks"]
    assert "\x00 \u202egnp.exe\u2066" in told["diagnosis"][0]


def test_lone_surrogates_are_written_out() -> None:
    """Parsers that refuse lone surrogates can read the report."""
    (told, _) = report("hostile")["tasks"]
    assert r"\ud800\udfff" in told["diagnosis"][0]
    assert told["diagnosis"][0].encode()


def test_the_report_is_ascii() -> None:
    """No encoding on the way can spoil it."""
    assert RENDERERS["json"](SAMPLES["hostile"]).isascii()


@pytest.mark.parametrize("trap", ["<", "##[", "\x1b", "\x9b", "\u202e"])
def test_printing_the_report_is_harmless(trap: str) -> None:
    """On a page, a terminal or a runner's log the report does nothing."""
    assert trap not in RENDERERS["json"](SAMPLES["hostile"])


def test_numbers_that_json_lacks_become_text() -> None:
    """An infinity or NaN in the provenance does not spoil the report."""
    provenance = report("hostile")["tasks"][0]["provenance"]
    assert (provenance["nan"], provenance["inf"]) == ("nan", "-inf")


def test_seconds_must_be_a_number() -> None:
    """A clock gone wrong is our own mistake, and is not written down."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        RENDERERS["json"](alone(seconds=float("nan")))


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_comes_back(value: str) -> None:
    """All text but lone surrogates is read back as it was written."""
    written = RENDERERS["json"](failing(Finding(code="C1", message=value)))
    (read,) = json.loads(written)["tasks"][0]["checks"][0]["findings"]
    assert read["message"] == value.encode("utf-8", "backslashreplace").decode()


def test_the_hostile_sample_holds_the_traps() -> None:
    """The tests above would see the traps if they came through."""
    assert all(trap in HOSTILE for trap in ("<", "##[", "\x1b", "\x9b", "\u202e"))
    assert hostile_task().diagnosis == (HOSTILE,)
