"""The checks of a blog post."""

from pathlib import Path

import pytest

from checker.errors import SpecError
from checker.static_checks import Source, read_source
from checker.static_checks.document import MAX_CHARACTERS, Kind, read_document
from checker.static_checks.links import urls
from checker.static_checks.prose import english, example, image, sections

NAMES = ["Introduction", "Results", "Personal Notes"]


def write(folder: Path, content: str, name: str = "a.md") -> Source:
    """A source with this content."""
    (folder / name).write_bytes(content.encode())
    return read_source(folder, name)


HEADINGS = [
    "# Introduction\n\na\n\n## Results\n\nb\n\n### Personal Notes\n\nc\n",
    "Introduction\n===\na\n\nResults\n---\nb\n\nPersonal Notes\n---\nc\n",
    "**Introduction**\n\na\n\n**Results:**\n\nb\n\n__Personal notes__\n\nc\n",
    "**Introduction:** a\n\n**Results:** b\n\n**Personal Notes:** c\n",
    "# 1. INTRODUCTION:\na\n# II) results\nb\n# 3.1 - Personal note\nc\n",
    "# A title\n## Introduction\n### Background\na\n## Results and discussion\nb\n## Personal Notes\nc\n",
    "<h2>Introduction</h2><p>a</p><h2><b>Results</b></h2>b<h3>Personal <i>Notes</i></h3><p>c</p>",
    "<p><strong>Introduction</strong></p>\n\na\n\n<p><b>Results</b>\n\nb\n\n<h4>Personal Notes</h4>\n\n![c](d)\n",
    "## Introduction\n```\na\n```\n## Results\n- b\n## Personal Notes\n> c\n",
]


@pytest.mark.parametrize("content", HEADINGS)
def test_sections_are_found_in_any_form(tmp_path: Path, content: str) -> None:
    """Headings of Markdown and HTML and bold words at a paragraph's beginning all begin a section."""
    assert sections(write(tmp_path, content), names=NAMES) == []


@pytest.mark.parametrize(
    "content", ["<!DOCTYPE html><html><body><h1>Results</h1>a</body></html>", "<h1>Results</h1><p>a"]
)
def test_sections_in_an_html_file(tmp_path: Path, content: str) -> None:
    """A file is HTML by its name, or by how it begins."""
    assert sections(write(tmp_path, content, "a.html"), names=["Results"]) == []
    assert sections(write(tmp_path, content, "a.md"), names=["Results"]) == []


def test_missing_and_empty_sections(tmp_path: Path) -> None:
    """S020 names each section that is missing, S021 each that holds nothing, with the line of its heading."""
    content = (
        "# Introduction\n\n## Background\n\n# Results\n\na\n\nThe introduction and personal notes are elsewhere.\n"
    )
    found = sections(write(tmp_path, content), names=NAMES)
    assert [(finding.code, finding.line) for finding in found] == [("S020", 0), ("S021", 1)]
    assert "'Personal Notes'" in found[0].message
    assert "'Introduction' is empty" in found[1].message


def test_a_cut_document_says_so(tmp_path: Path) -> None:
    """A section behind what is read may be there, and the message says how much was read."""
    (finding,) = sections(write(tmp_path, "a\n\n" * MAX_CHARACTERS + "# Results\n\na\n"), names=["Results"])
    assert finding.message.endswith("(only the first 50,000 characters were read)")


@pytest.mark.parametrize(
    ("rows", "cells"), [(200, ["layer", "size", *["conv", "3"] * 200]), (10_000, [])], ids=["honest", "too large"]
)
@pytest.mark.parametrize("quote", ["", "> "])
def test_cells_of_tables_are_read_apart(tmp_path: Path, rows: int, cells: list[str], quote: str) -> None:
    """A table that would become far larger than its text is read as text; what follows is the same either way."""
    row = "conv | 3" if cells else "a"
    table = "".join(f"{quote}{line}\n" for line in ("layer | size", "---|---", *[row] * rows))
    blocks = read_document(write(tmp_path, f"{table}\n# Results\n\nb\n")).blocks
    texts = [block.text for block in blocks if block.kind is not Kind.EXAMPLE]
    assert texts[-2:] == ["Results", "b"]
    assert texts[:-2] == cells or (not cells and texts[0].startswith("layer | size\n"))


@pytest.mark.parametrize("hidden", ["<!-- a -->", "<script>a</script>", "<style>a</style>", "<!-- a", "   "])
def test_what_nobody_sees_fills_no_section(tmp_path: Path, hidden: str) -> None:
    """Comments, scripts and styles are no content."""
    content = f"<h1>Results</h1>{hidden}"
    (finding,) = sections(write(tmp_path, content, "a.html"), names=["Results"])
    assert finding.code == "S021"


@pytest.mark.parametrize(
    ("content", "words", "line"),
    [
        ("# Title\n\n![a](b.png)\n\n# Results\n", "", 0),
        ("<img src='b.png'>\n\n# Results\n", "", 0),
        ("<p align='center'><img src='b.png' alt='a'/></p>\n\n# Results\n", "", 0),
        ("![a](data:image/png;base64," + "A" * 3 * MAX_CHARACTERS + ")\n\n# Results\n", "", 0),
        ("![a](b.png)\n", "", 0),
        ("# Results\n\n![a](b.png)\n", "it comes later", 3),
        ("# Title\n\n# Results\n\na\n", "there is no picture", 0),
        ("<img>\n\n# Results\n\n`![a](b.png)`\n", "there is no picture", 0),
    ],
)
def test_image(tmp_path: Path, content: str, words: str, line: int) -> None:
    """S022 unless an image, in Markdown or HTML, stands before the first section."""
    found = image(write(tmp_path, content), names=NAMES)
    assert [(finding.code, finding.line) for finding in found] == [("S022", line)] * bool(words)
    assert all(words in finding.message for finding in found)


@pytest.mark.parametrize(
    ("content", "passes"),
    [
        ("```\na = 1\n```\n", True),
        ("    a = 1\n", True),
        ("> as they say\n", True),
        ("- one\n- two\n", True),
        ("1. **one** and\n2. two\n", True),
        ("<pre>a</pre>", True),
        ("a `b` c\n", False),
        ("- https://medium.com/a/b\n- [tweet](https://x.com/a)\n", False),
        ("- https://medium.com/a/b\n- something said\n", True),
    ],
)
def test_example(tmp_path: Path, content: str, passes: bool) -> None:
    """S023 without code, quote or list; a list of nothing but addresses is none."""
    assert [finding.code for finding in example(write(tmp_path, content))] == ["S023"] * (not passes)


ENGLISH = "The network that they trained has five layers, and it is one of the largest to date with which we work. " * 8
SPANISH = (
    "La red que se entrenó con las imágenes de los autores es una de las más grandes y fue muy buena para todo. " * 8
)
FRENCH = (
    "Les auteurs ont entraîné un réseau qui est l'un des plus grands et dans lequel il y a cinq couches pour eux. " * 8
)
LATIN = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt labore dolore magna. " * 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ENGLISH, None),
        (f"{ENGLISH}\n\n```\n{SPANISH * 3}\n```\n", None),
        (ENGLISH[:300], "words, it must have at least 100"),
        (SPANISH, "it looks Spanish"),
        (FRENCH, "it looks French"),
        (LATIN, "must be written in English"),
        ("深度 " * 200, "must be written in English"),
        ("", "has 0 words"),
    ],
)
def test_english(tmp_path: Path, content: str, words: str | None) -> None:
    """S024 for short texts and for other languages; code doesn't count."""
    found = english(write(tmp_path, content))
    assert [finding.code for finding in found] == ["S024"] * (words is not None)
    assert all(words and words in finding.message for finding in found)


KINDS = ["blog post", "tweet", "LinkedIn share"]


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("blog post", "https://medium.com/@a.b/title-0123abc"),
        ("blog post", "https://medium.com/p/0123abc"),
        ("blog post", "https://a.medium.com/title-0123abc?source=x"),
        ("blog post", "https://www.linkedin.com/pulse/title-a-b/"),
        ("tweet", "https://twitter.com/a_b/status/123"),
        ("tweet", "https://x.com/a_b/status/123?s=20"),
        ("tweet", "http://mobile.twitter.com/a_b/status/123"),
        ("LinkedIn share", "https://www.linkedin.com/posts/a_b-activity-123-x"),
        ("LinkedIn share", "https://www.linkedin.com/feed/update/urn:li:activity:123/"),
        ("LinkedIn share", "https://co.linkedin.com/feed/update/urn%3Ali%3Ashare%3A123"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "<{}>", "[here]({})", "<a href='{}'>here</a>", "see: {}.", "`{}`", "|{}|"])
def test_addresses_are_found_in_any_form(tmp_path: Path, kind: str, address: str, form: str) -> None:
    """Links and bare addresses count, with or without ``www``."""
    assert urls(write(tmp_path, form.format(address) + "\n"), kinds=[kind]) == []


@pytest.mark.parametrize(
    ("content", "kind", "words", "line"),
    [
        ("nothing\n", "tweet", "there is no address of a tweet, such as https://twitter.com/", 0),
        ("a\nhttps://twitter.com/a\n", "tweet", "https://twitter.com/a is another page", 2),
        ("twitter.com/a/status/12\n", "tweet", "must be whole, with https:// in front", 1),
        ("https:/x.com/a/status/12\n", "tweet", "must be whole", 1),
        ("https://medium.com\n", "blog post", "no address of a blog post", 0),
        ("https://notmedium.com/a/b https://medium.com.evil.org/a/b\n", "blog post", "such as", 0),
        ("https://www.linkedin.com/in/a\n", "LinkedIn share", "https://www.linkedin.com/in/a is another page", 1),
        ("https://www.linkedin.com/pulse/a\n", "LinkedIn share", "such as", 0),
        ("https://ax.com/a/status/1\n", "tweet", "such as", 0),
    ],
)
def test_missing_addresses(tmp_path: Path, content: str, kind: str, words: str, line: int) -> None:
    """S025 says how such an address looks, and what is wrong about the nearest."""
    (finding,) = urls(write(tmp_path, content), kinds=[kind])
    assert (finding.code, finding.line) == ("S025", line)
    assert words in finding.message


def test_each_kind_is_asked_for(tmp_path: Path) -> None:
    """One address serves one kind alone."""
    assert len(urls(write(tmp_path, "https://x.com/a/status/1\n"), kinds=KINDS)) == 2


def test_a_spec_must_name_kinds_that_there_are(tmp_path: Path) -> None:
    """A mistake in `kinds` is the spec's and says so."""
    with pytest.raises(SpecError, match="there are blog post, tweet, LinkedIn share"):
        urls(write(tmp_path, ""), kinds=["toot"])
