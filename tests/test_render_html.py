"""The page: its structure as a parser sees it, and that what a student wrote stays text."""

import base64
import hashlib
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import CheckerFault
from checker.model import Finding, Outcome, Row, Verdict
from checker.render import RENDERERS
from tests.test_render_samples import HOSTILE, SAMPLES, TEMPLATES, check, task, verdict

VOID = {"meta", "link", "br", "hr", "img", "input"}
ANY_TEXT = st.text(st.characters(exclude_categories=()))


class Outline(HTMLParser):
    """What a page consists of: tags in order with their attributes, texts by tag, and whether tags are balanced."""

    def __init__(self, page: str) -> None:
        """Reads the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.children: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag, and within which other it stands."""
        self.children.append((self.open[-1] if self.open else "", tag))
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag that is closed at once."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost tag, which must be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Adds a text to all tags it stands in."""
        for tag in set(self.open):
            self.texts[tag][-1] += data

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [str(attributes[attribute]) for _, attributes in self.tags if attribute in attributes]

    def named(self, *tags: str) -> list[str]:
        """The tags of these names, in order."""
        return [tag for tag, _ in self.tags if tag in tags]


def page(of: Verdict) -> str:
    """The page about a verdict."""
    return RENDERERS["html"](of, templates=TEMPLATES)


@pytest.fixture(params=SAMPLES, name="written", scope="module")
def written_page(request: pytest.FixtureRequest) -> str:
    """The page about each of the samples."""
    return page(SAMPLES[request.param])


@pytest.fixture(name="outline")
def outline_of_page(written: str) -> Outline:
    """What that page consists of."""
    return Outline(written)


def test_tags_are_balanced(outline: Outline) -> None:
    """Every tag is closed, in the order of opening."""
    assert outline.open == []


def test_there_is_one_main_heading(outline: Outline) -> None:
    """One h1, and before any other heading."""
    headings = outline.named("h1", "h2", "h3", "h4", "h5", "h6")
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_headings_leave_out_no_level(outline: Outline) -> None:
    """No heading is more than one level below the one before it."""
    levels = [int(tag[1]) for tag in outline.named("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False))


def test_landmarks_are_there(outline: Outline) -> None:
    """A screen reader finds header, main and footer, and jumps over the first with the first link."""
    assert outline.named("main") == ["main"]
    assert {"header", "footer"} <= set(outline.named("header", "footer"))
    first = next(attributes for tag, attributes in outline.tags if tag == "a")
    assert (first["class"], first["href"]) == ("skip", "#report")


def test_ids_are_unique(outline: Outline) -> None:
    """No two elements have the same id."""
    ids = outline.all("id")
    assert len(ids) == len(set(ids))


def test_every_link_leads_somewhere_on_the_page(outline: Outline) -> None:
    """All links are to this page, and their targets are there."""
    ids = set(outline.all("id"))
    assert all(link.startswith("#") and link[1:] in ids for link in outline.all("href"))


def test_every_label_names_an_element(outline: Outline) -> None:
    """What aria-labelledby refers to is on the page."""
    assert set(outline.all("aria-labelledby")) <= set(outline.all("id"))


def test_nothing_is_loaded_and_nothing_runs(outline: Outline) -> None:
    """No script, frame, form or outside file, and no attribute that would run or style anything."""
    assert not outline.named("script", "iframe", "object", "embed", "form", "link", "base", "img")
    names = {name for _, attributes in outline.tags for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "style", "action")}


def test_every_table_has_a_caption_and_scopes(outline: Outline) -> None:
    """A table says what it is, and each heading cell what it heads."""
    assert outline.named("table").__len__() == outline.children.count(("table", "caption"))
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in outline.tags if tag == "th")


def test_what_scrolls_can_be_reached_by_keyboard(outline: Outline) -> None:
    """Every container that scrolls takes the focus and has a name."""
    scrolling = [
        attributes
        for tag, attributes in outline.tags
        if tag == "pre" or set(str(attributes.get("class")).split()) & {"scroll", "scroll-x"}
    ]
    assert all(attributes.get("tabindex") == "0" and attributes.get("aria-label") for attributes in scrolling)


def test_pictures_are_hidden_from_screen_readers(outline: Outline) -> None:
    """The bars and the ring say nothing that a text beside them doesn't."""
    assert all(attributes.get("aria-hidden") == "true" for tag, attributes in outline.tags if tag == "svg")


def test_the_policy_allows_nothing_but_the_style_sheet(written: str) -> None:
    """The Content-Security-Policy forbids all, and names the hash of the very style sheet on the page."""
    style = re.search(r"<style>(.*?)</style>", written, re.DOTALL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', written)
    assert style
    assert policy
    wanted = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == (
        f"default-src 'none'; style-src 'sha256-{wanted}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_page_can_be_written_as_utf_8(written: str) -> None:
    """No lone surrogate and no control character is left."""
    assert written.encode()
    assert written.replace("\n", "").isprintable()


def test_hostile_text_is_shown_as_text() -> None:
    """Markup in names, messages and output arrives as letters."""
    outline = Outline(page(SAMPLES["hostile"]))
    assert "<script>alert(1)</script> ]]> <!-- </style>" in outline.texts["main"][0]
    assert "{{ 7 * 7 }} {% raw %} &amp; javascript:" in outline.texts["main"][0]


def test_hidden_characters_are_made_visible() -> None:
    """Escape sequences and marks of direction can be read."""
    text = Outline(page(SAMPLES["hostile"])).texts["main"][0]
    assert r"\x1b[2J" in text
    assert r"\u202egnp.exe\u2066" in text


def test_a_long_message_is_cut() -> None:
    """Ten thousand letters of one message become a few thousand and a note."""
    text = page(SAMPLES["hostile"])
    assert "[... 6,000 characters left out ...]" in text
    assert "x" * 5000 not in text


def test_many_findings_are_capped() -> None:
    """Of hundreds of findings of one check a hundred are shown, and the rest counted."""
    assert "And 204 more; the JSON report has them all." in page(SAMPLES["hostile"])


def test_the_title_tells_the_points() -> None:
    """Among many tabs the points are seen first."""
    assert Outline(page(SAMPLES["failed"])).texts["title"] == ["10/17 – 0x08. Deep Convolutional Architectures"]


def test_the_points_are_told_in_words() -> None:
    """The big number reads as a sentence without the picture."""
    assert "10 of 17 points" in Outline(page(SAMPLES["failed"])).texts["header"][0]


def test_each_group_has_its_points() -> None:
    """Requirements, behaviour and rules are told apart."""
    items = [" ".join(item.split()) for item in Outline(page(SAMPLES["failed"])).texts["li"][:3]]
    assert items == [
        "Requirements the form of the file 6 of 7 points",
        "Behaviour what the code does 2 of 8 points",
        "Rules what else the task demands 2 of 2 points",
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
    assert text.index("The cause is in 3-projection_block.py") < text.index("What to fix")


def test_the_source_stands_beside_its_finding() -> None:
    """Two lines before and after the place, numbered, with a caret below the column."""
    first = Outline(page(SAMPLES["failed"])).texts["pre"][0].splitlines()
    assert [line[:2] for line in first] == ["10", "11", "12", "  ", "13", "14"]
    assert first[2][2:][first[3].index("^") :] == "it)(X)"


def test_source_of_another_file_is_not_shown() -> None:
    """A line number in a sibling file doesn't point into this one."""
    finding = Finding(code="R001", message="raised", file="3-projection_block.py", line=2)
    sibling = task(4, "resnet50", "R", check("import", "Import", Outcome.FAILED, finding), source="a\nb\n")
    written = page(verdict(sibling))
    assert "3-projection_block.py:2" in written
    assert "<pre" not in written


def test_the_first_difference_of_a_table_is_linked() -> None:
    """The excerpt leads to the row among all rows."""
    outline = Outline(page(SAMPLES["failed"]))
    assert outline.all("href").count("#task-1-check-8-table-2-row-38") == 2


def test_differing_rows_are_marked_by_a_word() -> None:
    """Rows that differ say so, and a row that one side lacks says which."""
    kinds = re.findall(r'<span class="kind">(\w+)</span>', page(SAMPLES["failed"]))
    assert kinds == ["differs"] + ["differs"] * 6 + ["extra"]


def test_differing_words_are_marked() -> None:
    """Within a row just what differs is marked."""
    assert "stride <mark>1</mark> -&gt; <mark>56x56x128</mark>" in page(SAMPLES["failed"])


def test_a_huge_table_is_shown_around_its_difference() -> None:
    """Of ten thousand rows those about the first that differs are shown, and the others counted."""
    rows = tuple(Row(expected=str(n), actual=str(n if n != 9000 else -1)) for n in range(10_000))
    finding = Finding(code="C021", message="layers", rows=rows)
    written = page(verdict(task(0, "a", "A", check("x", "X", Outcome.FAILED, finding))))
    assert 'id="task-1-check-1-table-1-row-9001"' in written
    assert "8000 rows are left out here" in written


def test_equal_tables_have_no_difference_to_go_to() -> None:
    """A table that is the same on both sides is shown without a link."""
    finding = Finding(code="C021", message="layers", rows=(Row(expected="a", actual="a"),))
    written = page(verdict(task(0, "a", "A", check("x", "X", Outcome.FAILED, finding))))
    assert "All 1 rows, none of them differ" in written
    assert "first row that differs" not in written


def test_skipped_checks_link_to_what_they_need() -> None:
    """From what did not run one gets to what must be mended."""
    assert '<a href="#task-1-check-7">The file can be imported</a>' in page(SAMPLES["unimportable"])


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
    assert "the pictures" in page(verdict(task(6, "post", "Post", manual_review="the pictures")))


def test_provenance_stands_in_the_footer() -> None:
    """Versions and seeds are told at the end."""
    text = " ".join(Outline(page(SAMPLES["failed"])).texts["footer"][0].split())
    assert "tensorflow 2.21.0 seeds 0, 1, 2" in text


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


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_can_be_shown(value: str) -> None:
    """Whatever a submission wrote anywhere, the tags of the page stay the same."""

    def tags(content: str) -> list[str]:
        finding = Finding(code="C001", message=f"a{content}", rows=(Row(expected="", actual="a", place=f"a{content}"),))
        told = task(0, "a", content, check("x", content, Outcome.FAILED, finding), printed=f"a{content}", file=content)
        return [tag for tag, _ in Outline(page(verdict(told))).tags]

    assert tags(value) == tags("")


def test_the_hostile_sample_would_break_a_careless_page() -> None:
    """The tests above would see markup if it came through."""
    assert "script" in Outline(HOSTILE.replace("</script>", "")).named("script")
