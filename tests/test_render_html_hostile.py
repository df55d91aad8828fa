"""Whatever a student wrote stays text on the page, and of a readable length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model import Finding, Row
from tests.test_render_builders import failing
from tests.test_render_outline import Outline, page
from tests.test_render_samples import HOSTILE, SAMPLES

ANY_TEXT = st.text(st.characters(exclude_categories=()))


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


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_can_be_shown(value: str) -> None:
    """Whatever a submission wrote anywhere, the tags of the page stay the same."""

    def tags(content: str) -> list[str]:
        finding = Finding(code="C001", message=f"a{content}", rows=(Row(expected="", actual="a", place=f"a{content}"),))
        told = failing(finding, printed=f"a{content}", file=content, diagnosis=(content,))
        return [tag for tag, _ in Outline(page(told)).tags]

    assert tags(value) == tags("")


def test_the_hostile_sample_would_break_a_careless_page() -> None:
    """The tests above would see markup if it came through."""
    assert "script" in Outline(HOSTILE.replace("</script>", "")).named("script")
