"""Files made to exhaust, mislead or crash the checks."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checker.static_checks import STATIC_CHECKS, Source, can_answer, read_source
from checker.static_checks.reading import MAX_BYTES, depth_of
from checker.static_checks.syntax import parses

NAME = "4-resnet50.py"
# Measuring coverage makes everything several times slower.
SECONDS = 12.0  # of the processor, on a busy machine; what is held here took from half a minute to ten
PARAMETERS = {
    "image": {"names": ["Introduction"]},
    "imports": {"allowed": ["import numpy as np"], "siblings": ["0-a.py"]},
    "names": {"forbidden": {"tensorflow.keras": "no"}},
    "sections": {"names": ["Introduction", "Results"]},
    "signature": {"function": "f", "parameters": ["a", "b=1"]},
    "defines": {"function": "f"},
    "urls": {"kinds": ["tweet", "blog post"]},
}


def write(folder: Path, content: str | bytes, name: str = NAME) -> Source:
    """A source with this content."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(folder, name)


BOMBS = {
    "operators": "x = " + "1+" * 100_000 + "1",
    "operators in short lines": "x = (\n" + "1+\n" * 9_000 + "1)",
    "unary operators": "x = \\\n" + ("-" * 9_000 + "\\\n") * 10 + "1",
    "elif": "if 1: pass\n" + "elif 1: pass\n" * 5_000,
    "fewer elif": "if 1: pass\n" + "elif 1: pass\n" * 3_000,
    "one line": "x = '" + "a" * (10 << 20) + "'",
    "large": "# a\n" * (11 << 18),
    "long line": "# " + "a" * 30_000,
    "parentheses": "(" * 19_000 + ")" * 19_000,
    "attributes": "x" + ".a" * 9_000,
    "calls": "x" + "()" * 9_000,
    "lambdas": "x = " + "lambda: " * 2_000 + "1",
    "blocks": "".join(" " * depth + "if 1:\n" for depth in range(99)) + " " * 99 + "pass\n",
    "blank lines": "\n" * 1_000_000,
    "comparisons": "x = " + "1<" * 100_000 + "1",
    "powers": "x = " + "1**" * 6_000 + "1",
    "comment lines": "#\n" * 90_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_time(tmp_path: Path, name: str) -> None:
    """S004 or S003 within two seconds, and no traceback, for what is made to exhaust a parser."""
    start = time.process_time()
    source = write(tmp_path, BOMBS[name])
    (finding,) = parses(source)
    assert finding.code in ("S004", "S003")
    assert not source.parsed
    assert time.process_time() - start < SECONDS


def test_a_bomb_leaves_nothing_behind_to_answer(tmp_path: Path) -> None:
    """Where a file is too large or complex, checks that need its text or tree can't answer."""
    large, deep = write(tmp_path, "#" * (MAX_BYTES + 1)), write(tmp_path, BOMBS["attributes"])
    assert [can_answer(name, large) for name in ("parses", "first_line", "style", "exists", "readme")] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert (can_answer("first_line", deep), can_answer("style", deep)) == (True, False)


def test_depth_counts_levels() -> None:
    """Each level of the tree counts once, whatever its width."""
    tree = compile("a = [1, 2, 3]", "", "exec", 1 << 10)
    assert depth_of(tree) == 4


FULL = {
    "numbers": "x = [\n" + "-1,\n" * 4_000 + "]\n",
    "many statements in a line": "1;" * 5_000 + "1\n",
    "definitions": "def f(a, b): return a\n" * 1_200,
    "calls": "f(a=1,b=[1,2],c={'a':1})\n" * 700,
    "chains": "x = a.b.c.d.e\n" * 1_400,
    "aliases": "import tensorflow as t\n" + "t = t.a\n" * 3_000,
    "names in one import": "import " + ",".join(["a"] * 9_900) + "\n",
    "names from one module": "from a import " + ",".join(["a"] * 9_900) + "\n",
    "forbidden names in one import": "from tensorflow.keras import " + ",".join(["a"] * 9_900) + "\n",
    "strings": "x = (\n" + "'a'\n" * 4_000 + ")\n",
    "escapes": "x = '" + "\\d" * 6_000 + "'\n",
    "blanks": ("x =" + " " * 9_000 + "1 ==" + " " * 9_000 + "2\n") * 50,
    "tabs": ("x = not" + "\t" * 19_000 + "a\n") * 50,
    "fewer tabs": ("x = not" + "\t" * 70 + "a\n") * 1_000,
    "unknown names": "import numpy as np\n" + "".join(f"np.arrays{number}\n" for number in range(4_900)),
    "functions in functions": "".join(" " * depth + "def f():\n" for depth in range(45)) + " " * 45 + "pass\n",
}


@pytest.mark.parametrize("name", FULL)
def test_the_largest_files_are_checked_in_time(tmp_path: Path, name: str) -> None:
    """What is just small enough to be looked at takes no check more than two seconds."""
    source = write(tmp_path, FULL[name])
    assert source.parsed
    for check, function in STATIC_CHECKS.items():
        start = time.process_time()
        list(function(source, **PARAMETERS.get(check, {})))
        assert time.process_time() - start < SECONDS, check


def test_thousands_of_similar_names_are_looked_through_in_time(tmp_path: Path) -> None:
    """A folder full of names that are nearly the one that is missing takes a check no more than two seconds."""
    listing = tuple(f"resnet50.py4{number}" for number in range(100_000))
    source = Source(folder=tmp_path, name=NAME, listing=listing, obstacle=read_source(tmp_path, NAME).obstacle)
    start = time.process_time()
    (finding,) = STATIC_CHECKS["exists"](source)
    assert finding.code == "S001"
    assert time.process_time() - start < SECONDS


DOCUMENTS = {
    "brackets": "[" * 50_000,
    "images": "![a](" * 10_000,
    "emphasis": "*a **b " * 8_000,
    "headings": "# a\n" * 12_000,
    "comments": "<!--" * 12_000,
    "open tags": "<a " * 16_000,
    "elements": "<b><div>" * 6_000,
    "declarations": "<![" * 16_000,
    "addresses": "https://medium.com/" * 2_500,
    "dots": "a." * 25_000,
    "one address many times": "[a]: http://" + "x" * 25_000 + "\n\n" + "[a]" * 8_000,
    "one title many times": '[a]: http://x "' + "x" * 20_000 + '"\n\n' + "[a]\n\n" * 5_000,
    "pieces of text": "x" + "a<i>" * 12_000,
    "pieces of bold text": " <b> " + " <i>" * 12_000,
    "ends of nothing": "<x>" * 7_500 + "</y>" * 6_200,
    "wide tables": ("|a" * 181 + "|\n" + "|-" * 181 + "|\n" + "a\n" * 365 + "\n") * 34,
    "wide table": "|a" * 800 + "|\n" + "|-" * 800 + "|\n" + "|\n" * 20_000,
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("file", ["a.md", "a.html"])
def test_hostile_documents_are_checked_in_time(tmp_path: Path, name: str, file: str) -> None:
    """No text of the largest size that is read takes a check of a blog post more than two seconds."""
    source = write(tmp_path, DOCUMENTS[name] * (4 if file == "a.html" else 1), file)
    for check in ("sections", "image", "example", "english", "urls"):
        start = time.process_time()
        list(STATIC_CHECKS[check](source, **PARAMETERS.get(check, {})))
        assert time.process_time() - start < SECONDS, check


def test_elements_that_nobody_closes_hide_nothing(tmp_path: Path) -> None:
    """Behind thousands of open paragraphs a heading is one, and an example is one."""
    text = "<p>text\n" * 5_000 + "<h2>Introduction</h2><p>text<h2>Results</h2><p>text<pre>x</pre>"
    source = write(tmp_path, text, "a.html")
    assert STATIC_CHECKS["sections"](source, names=["Introduction", "Results"]) == []
    assert STATIC_CHECKS["example"](source) == []


def test_an_address_that_is_named_often_is_there(tmp_path: Path) -> None:
    """What is cut of long addresses and titles is not the link itself."""
    text = '[a]: https://medium.com/@a/b "' + "x" * 9_000 + '"\n\n' + "[a]\n" * 3_000
    assert STATIC_CHECKS["urls"](write(tmp_path, text, "a.md"), kinds=["blog post"]) == []


WORDS = (
    '( ) [ ] { } : ; , . * ** = := == -> @ \n \r \t # \\ """ \' \0 \x0c \u2028 é lambda def class async await import'
    " from as if else: for in not is and return yield global match case pass f' 1_0 x l K np tensorflow __import__"
    " <!-- <![ <a <li> </p> **Introduction** ![a](b) ``` > - https://x.com/a/status/1"
)
SPACES_AND_LINES = [" ", "\n    ", "\n\t", "def f(a, b=1):\n    ", "import numpy as np\n", "# coding: latin-1\n"]
FRAGMENTS = st.sampled_from(WORDS.split(" ") + SPACES_AND_LINES)
CONTENTS = st.binary(max_size=80) | st.lists(FRAGMENTS, max_size=30).map(lambda parts: "".join(parts).encode())


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=CONTENTS, name=st.sampled_from(["a.py", "a.py", "a.md", "a.html"]))
@example(content=b"\xef\xbb\xbf", name="a.py")
@example(content=b"<![x", name="a.html")
@example(content=b"x\r", name="a.py")
@example(content="1\ré".encode(), name="a.py")
@example(content=b"b", name="a.py")
@example(content=b"\n\x80", name="a.py")
def test_no_check_ever_raises(tmp_path: Path, content: bytes, name: str) -> None:
    """Whatever the bytes, every check gives findings with its code, a message and a place that exists."""
    source = write(tmp_path, content, name)
    for check, function in STATIC_CHECKS.items():
        for finding in function(source, **PARAMETERS.get(check, {})):
            assert (finding.code[0], len(finding.code), bool(finding.message)) == ("S", 4, True)
            assert 0 <= finding.line <= content.count(b"\n") + content.count(b"\r") + 1
            assert finding.column >= 0
