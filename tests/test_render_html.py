"""What the page tells its reader, and where."""

import re
import shutil
from pathlib import Path

import pytest

from checker.errors import CheckerFault
from checker.model import Finding, Row
from checker.render import RENDERERS
from tests.test_render_builders import alone, failing
from tests.test_render_outline import Outline, page
from tests.test_render_samples import SAMPLES, TEMPLATES


def test_the_title_tells_the_points() -> None:
    """Among many tabs the points are seen first."""
    assert Outline(page(SAMPLES["failed"])).texts["title"] == ["50/100 – Deep Convolutional Architectures"]


def test_the_points_are_told_in_words() -> None:
    """The big number reads as a sentence without the picture."""
    assert "50 of 100 points" in Outline(page(SAMPLES["failed"])).texts["header"][0]


def test_each_group_has_its_points() -> None:
    """Requirements, behaviour and rules are told apart."""
    items = [" ".join(item.split()) for item in Outline(page(SAMPLES["failed"])).texts["li"][:3]]
    assert items == [
        "Requirements 25 of 30 points the form of the file",
        "Behaviour 10 of 55 points what the code does",
        "Rules 15 of 15 points what else the task demands",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("passed", "Everything that is worth points is right."),
        ("failed", "2 checks to fix, 1 could not run yet."),
        ("broken", "1 check to fix, 1 could not run yet, 1 broken on our side, which costs you nothing."),
        ("empty", "No task was checked."),
    ],
)
def test_the_verdict_is_a_sentence(name: str, sentence: str) -> None:
    """What there is to do is said in words under the title."""
    assert sentence in Outline(page(SAMPLES[name])).texts["header"][0]


def test_the_diagnosis_comes_first() -> None:
    """The sentence that explains the whole stands above the first check."""
    text = Outline(page(SAMPLES["failed"])).texts["main"][0]
    assert text.index("Your 4-resnet50.py is right") < text.index("What to fix")


def test_the_source_stands_beside_its_finding() -> None:
    """Two lines before and after the place, numbered, with a caret below the column."""
    first = Outline(page(SAMPLES["failed"])).texts["pre"][0].splitlines()
    assert [line[:2] for line in first] == ["1#", '2"', "  ", "3i", "4i"]
    assert first[1][1:][first[2].index("^") :] == '5)"""'


def test_source_of_another_file_is_not_shown() -> None:
    """A line number in a sibling file doesn't point into this one."""
    finding = Finding(code="R001", message="raised", file="3-projection_block.py", line=2)
    written = page(failing(finding, source="a\nb\n"))
    assert "3-projection_block.py:2" in written
    assert "<pre" not in written


def test_the_first_difference_of_a_table_is_linked() -> None:
    """The excerpt leads to the row among all rows."""
    outline = Outline(page(SAMPLES["failed"]))
    assert outline.all("href").count("#task-1-check-13-table-1-row-36") == 2


def test_differing_rows_are_marked_by_a_word() -> None:
    """Rows that differ say so, and a row that one side lacks says which."""
    kinds = re.findall(r'<span class="kind">(\w+)</span>', page(SAMPLES["failed"]))
    assert kinds == ["differs"] + ["differs"] * 6 + ["extra"]


def test_differing_words_are_marked() -> None:
    """Within a row just what differs is marked."""
    assert "<code>Conv2D 1x1 128 filters <mark>stride 2x2 → 28x28x128</mark></code>" in page(SAMPLES["failed"])


def test_a_huge_table_is_shown_around_its_difference() -> None:
    """Of ten thousand rows those about the first that differs are shown, and the others counted."""
    rows = tuple(Row(expected=str(n), actual=str(n if n != 9000 else -1)) for n in range(10_000))
    finding = Finding(code="C021", message="layers", rows=rows)
    written = page(failing(finding))
    assert 'id="task-1-check-1-table-1-row-9001"' in written
    assert "8000 rows are left out here" in written


def test_equal_tables_have_no_difference_to_go_to() -> None:
    """A table that is the same on both sides is shown without a link."""
    finding = Finding(code="C021", message="layers", rows=(Row(expected="a", actual="a"),))
    written = page(failing(finding))
    assert "All 1 rows, none of them differ" in written
    assert "first row that differs" not in written


def test_skipped_checks_link_to_what_they_need() -> None:
    """From what did not run one gets to what must be mended."""
    assert '<a href="#task-1-check-7">the file can be imported</a>' in page(SAMPLES["unimportable"])


def test_broken_checks_are_our_fault() -> None:
    """The student reads whose fault it is and what to do."""
    assert "The checker’s fault, not yours" in page(SAMPLES["broken"])


def test_passed_checks_are_folded_away() -> None:
    """What is right is there, behind a summary that counts it."""
    assert "9 checks passed" in Outline(page(SAMPLES["failed"])).texts["summary"]


def test_captured_output_is_shown() -> None:
    """What the file printed can be read."""
    assert Outline(page(SAMPLES["failed"])).texts["pre"][-1].strip() == "Model built"


def test_manual_review_is_announced() -> None:
    """The student learns that a human still looks at the task."""
    assert "the pictures" in page(alone(manual_review="the pictures"))


def test_provenance_stands_in_the_footer() -> None:
    """Versions and seeds are told at the end."""
    text = " ".join(Outline(page(SAMPLES["failed"])).texts["footer"][0].split())
    assert "versions.tensorflow 2.21.0 runtime.name modern" in text


def test_several_tasks_have_a_table_of_them() -> None:
    """A project's page begins with its tasks, each linked."""
    outline = Outline(page(SAMPLES["project"]))
    assert outline.named("nav") == ["nav"]
    assert [link for link in outline.all("href") if re.fullmatch(r"#task-\d+", link)] == [
        f"#task-{n}" for n in range(1, 9)
    ]


def test_missing_templates_are_our_fault(tmp_path: Path) -> None:
    """Without its templates the checker says so, and which folder was meant."""
    with pytest.raises(CheckerFault, match=re.escape(str(tmp_path))):
        RENDERERS["html"](SAMPLES["passed"], templates=tmp_path)


def test_a_misspelt_name_in_a_template_is_an_error(tmp_path: Path) -> None:
    """A template that asks for what isn't there doesn't quietly leave a gap."""
    shutil.copy(TEMPLATES / "style.css", tmp_path)
    (tmp_path / "report.html.j2").write_text("{{ page.titel }}")
    with pytest.raises(CheckerFault, match="titel"):
        RENDERERS["html"](SAMPLES["passed"], templates=tmp_path)
