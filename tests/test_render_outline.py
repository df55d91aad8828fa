"""How the tests read a page: as a parser does, not as text."""

from html.parser import HTMLParser

from checker.model import Verdict
from checker.render import RENDERERS
from tests.test_render_samples import TEMPLATES

VOID = {"meta", "link", "br", "hr", "img", "input"}


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


def test_an_outline_knows_its_tags_and_texts() -> None:
    """The tests below would see a tag, an attribute and a text."""
    outline = Outline('<p id="a">b<br>c</p>')
    assert (outline.named("p"), outline.all("id"), outline.texts["p"]) == (["p"], ["a"], ["bc"])
