"""A blog post in Markdown or HTML as a flat list of blocks: headings, texts, images, examples."""

import contextlib
import enum
import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from checker.static_checks.source import Source

# Five times a blog post, and a page saved by a browser; hostile texts of this size take less than two seconds.
MAX_CHARACTERS = 50_000
MAX_HTML_CHARACTERS = 200_000
# A reference is written once and named thousands of times, each time with its address; honest text of the largest size
# becomes a quarter of this.
_MAX_MADE = 1_000_000
_MAX_ADDRESS = 2_000
# Cells that a parser may have to fill up rows with: a table is as wide as its head, however short its other lines are.
_MAX_CELLS = 20_000
# The innermost open elements that are known; many are never closed, which is no mistake for <p> and <li>.
_MAX_OPEN = 1_000

_EMBEDDED = re.compile(r"\b(data:image/[\w.+-]+;base64,)[\w+/=]*")
# The standard library's reader looks for the end of each tag, which is quadratic where tags have none.
_ENDLESS_TAG = re.compile(r"<(?![^>]{0,2000}>)")
_LINE_END = re.compile(r"\r\n?|\n")
# The line below a table's head, which makes it one.
_TABLE_RULE = re.compile(r"[ \t>]*[-:|][-:| \t]*")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_HIDDEN = frozenset({"script", "style", "title", "template"})
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"})


class Kind(enum.Enum):
    """What a block of a document is."""

    HEADING = "heading"
    TEXT = "text"
    IMAGE = "image"
    EXAMPLE = "example"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One block and its text; an image's is its address, an example's is code (a quote's or list's text follows)."""

    kind: Kind
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document's blocks in order, and what its links lead to; `read` is how much was read before it was `cut`."""

    blocks: tuple[Block, ...]
    links: tuple[str, ...]
    read: int
    cut: bool

    @property
    def prose(self) -> str:
        """The text without code."""
        return "\n".join(block.text for block in self.blocks if block.kind in (Kind.HEADING, Kind.TEXT))


def read_document(source: Source) -> Document:
    """The document in a file: HTML by its ending or its beginning, else Markdown, which may contain HTML.

    What lies behind the first MAX_CHARACTERS is not read; pictures inside the file don't count as characters.
    """
    if not source.text:
        return Document(blocks=(), links=(), read=0, cut=False)  # specs are tried on this; it needs no parser
    text = _EMBEDDED.sub(r"\1", source.text)
    markup = source.file.lower().endswith((".html", ".htm")) or bool(re.match(r"\s*<(!doctype|html)\b", text, re.I))
    most = MAX_HTML_CHARACTERS if markup else MAX_CHARACTERS
    blocks, links = _read(text[:most], markup)
    return Document(blocks=blocks, links=links, read=min(len(text), most), cut=len(text) > most)


@lru_cache(maxsize=4)
def _read(text: str, markup: bool) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    reader = _Reader()
    # The standard library's way to say that a "<![" is no declaration it knows; what came before it counts.
    with contextlib.suppress(AssertionError):
        reader.feed(_ENDLESS_TAG.sub("&lt;", _without_comments(text if markup else _markdown_to_html(text))))
        reader.close()
    reader.flush()
    return tuple(reader.blocks), tuple(reader.links)


def _markdown_to_html(text: str) -> str:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})
    if _most_cells(text) <= _MAX_CELLS:
        parser.enable("table")
    tokens = parser.parse(text)
    for token in (child for block in tokens for child in block.children or ()):
        for name in ("href", "src"):
            if name in token.attrs:
                token.attrs[name] = str(token.attrs[name])[:_MAX_ADDRESS]
        token.attrs.pop("title", None)  # nothing asks for it
    return str(parser.renderer.render(tokens, parser.options, {}))[:_MAX_MADE]


def _most_cells(text: str) -> int:
    """How many cells the tables in a Markdown text have at most: columns times lines, up to an empty one."""
    cells = rows = 0
    for line in reversed(_LINE_END.split(text)):
        rows = rows + 1 if line.strip(" \t") else 0
        if "|" in line and _TABLE_RULE.fullmatch(line):
            cells += (line.count("|") + 1) * rows
    return cells


def _without_comments(html: str) -> str:
    first, *others = html.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in others)


class _Reader(HTMLParser):
    """Collects blocks; `bold` is what a paragraph begins with in bold, `plain` what follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.bold: list[str] = []
        self.plain: list[str] = []
        self.has_plain = False
        self.item_has_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or something inside one."""
        address = dict(attrs).get("href" if tag == "a" else "src") or ""
        if tag not in _INLINE:
            self.flush()
        if tag == "img" and address:
            self.blocks.append(Block(kind=Kind.IMAGE, text=address))
        if tag == "a" and address:
            self.links.append(address)
            self.item_has_link = True
        if tag == "blockquote":
            self.blocks.append(Block(kind=Kind.EXAMPLE))
        if tag == "li":
            self.item_has_link = False
        if tag not in ("img", "br", "hr", "meta", "link", "input"):
            self.open.append(tag)
            del self.open[:-_MAX_OPEN]

    def handle_endtag(self, tag: str) -> None:
        """The innermost open element of that name ends, and all inside it."""
        if tag not in _INLINE:
            self.flush()
        if tag in self.open:
            last = len(self.open) - 1 - self.open[::-1].index(tag)
            del self.open[last:]

    def handle_data(self, data: str) -> None:
        """Text belongs to the block it stands in."""
        if _HIDDEN.isdisjoint(self.open[-3:]):
            in_front = not self.has_plain and not _BOLD.isdisjoint(self.open[-4:])
            (self.bold if in_front else self.plain).append(data)
            self.has_plain |= not in_front and data.strip() != ""

    def flush(self) -> None:
        """Make blocks of the text collected so far."""
        bold, plain = " ".join("".join(self.bold).split()), "".join(self.plain).strip()
        self.bold, self.plain, self.has_plain = [], [], False
        inner = self.open[-6:]
        if "pre" in inner:
            self._add(Kind.EXAMPLE, f"{bold}{plain}")
        elif not _HEADINGS.isdisjoint(inner):
            self._add(Kind.HEADING, f"{bold} {plain}".strip())
        else:
            self._add_text(bold, plain, inner)

    def _add_text(self, bold: str, plain: str, inner: list[str]) -> None:
        # A list of nothing but addresses gives no example.
        if "li" in inner and (bold or plain) and not self.item_has_link and "://" not in plain:
            self.blocks.append(Block(kind=Kind.EXAMPLE))
        self._add(Kind.HEADING, bold)
        self._add(Kind.TEXT, plain)

    def _add(self, kind: Kind, text: str) -> None:
        if text:
            self.blocks.append(Block(kind=kind, text=text))
