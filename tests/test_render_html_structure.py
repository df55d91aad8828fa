"""The page's structure, on every sample: what a browser, a screen reader and a keyboard need."""

import itertools

import pytest

from tests.test_render_outline import Outline, page
from tests.test_render_samples import SAMPLES


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
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


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
    assert len(outline.named("table")) == outline.children.count(("table", "caption"))
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


def test_the_page_can_be_written_as_utf_8(written: str) -> None:
    """No lone surrogate and no control character is left."""
    assert written.encode()
    assert written.replace("\n", "").isprintable()
