"""The check for syntax newer than Python 3.5."""

import ast
import sys
from pathlib import Path

import pytest

from checker.static_checks import Source, read_source
from checker.static_checks.python35 import python35


def write(folder: Path, content: str) -> Source:
    """A source with this content."""
    (folder / "a.py").write_bytes(content.encode())
    return read_source(folder, "a.py")


NAMES = pytest.mark.skipif(sys.version_info >= (3, 13), reason="this Python can't read async and await as names")
OLD = [
    "def f(a, *args, b=1, **kwargs) -> int:\n    nonlocal_ = 1\n",
    "lambda *a: 0\nlambda a, b,: 0\nlambda: f(*a,)\nf(lambda *a: 0,)\nx[lambda *a: 0,]\nlambda a=lambda *b: 0,: 0\n",
    "f(*args,)\nf(**kwargs,)\nf(*a, *b, c=1, **d)\nf(a=1,)\n",
    "def f(a, b,):\n    pass\n",
    "def f(a=g(*b,)):\n    pass\n",
    "[*a, 1]\n{**a, 'b': 1}\n(1, *a)\n",
    "a @ b\n",
    "def f():\n    return (1, *a)\n",
    "def f():\n    return 1, 2\n",
    "def f():\n    return ((1), *a, (2))\n    yield ((1), *a)\n",
    "é = '('; x[((1), *a, (2))]\nx[(é), 2]\n",
    "def f():\n    yield (1), (2)\n    yield ()\n",
    "x[(1, *a)]\nx[1, 2]\n",
    "for x in (*a, *b):\n    pass\n",
    "async def f():\n    async with a as b:\n        await b\n    async for c in d:\n        pass\n",
    "async def f():\n    def g():\n        yield 1\n",
    "def f():\n    def g():\n        nonlocal a\n    yield from g()\n",
    "with (a) as b, c as d:\n    pass\n",
    "'{}'.format(1)\n'%d' % 1\n'{x}'\n",
    "class A(B, metaclass=C):\n    pass\n",
    "import dataclasses\n'a'.removeprefix('b')\nprint(1, flush=True)\npow(2, -1, 3)\n",
    "a = {} | {}\nb = int | None\n",
    "@a.b(1)\ndef f():\n    pass\n",
    "a = 1000\nb = 0xff\n",
    pytest.param("async = 1\ndef f(await):\n    return await.async\n", marks=NAMES),
    pytest.param("def f():\n    async = 1\n    return async\nasync def g():\n    await f()\n", marks=NAMES),
]


@pytest.mark.parametrize("content", OLD)
def test_old_syntax_passes(tmp_path: Path, content: str) -> None:
    """Python 3.5 reads all of this; what the standard library has doesn't matter."""
    source = write(tmp_path, content)
    assert source.parsed
    assert python35(source) == []


NEW = [
    ("a = 1\nb = f'{a}'\n", 2, 5, "f-strings: Python 3.6"),
    ("é = 'é'; b = f'{a!r:>{c}}'\n", 1, 14, "f-strings: Python 3.6"),
    ("a = 1_000\n", 1, 5, "underscores in the number 1_000: Python 3.6"),
    ("a = 0x_ff\n", 1, 5, "underscores"),
    ("a: int = 1\n", 1, 1, "variable annotations: Python 3.6"),
    ("def f():\n    a: int\n", 2, 5, "variable annotations"),
    ("def f(\n    a,\n    *args,\n):\n    pass\n", 3, 10, "a comma after the last parameter"),
    ("def f(**kwargs,):\n    pass\n", 1, 15, "a comma after"),
    ("def f(*, a,):\n    pass\n", 1, 11, "a comma after"),
    ("def é(a, *b,):\n    pass\n", 1, 12, "a comma after"),
    ("lambda *a,: 0\n", 1, 10, "a comma after the last parameter behind a *: Python 3.6"),
    ("lambda a=lambda: 0, **b,: 0\n", 1, 24, "a comma after"),
    ("f(lambda *, a,: 0)\n", 1, 14, "a comma after"),
    ("async def f():\n    yield 1\n", 2, 5, "yield in an async function: Python 3.6"),
    ("async def f():\n    return [b async for b in c]\n", 2, 12, "async comprehensions: Python 3.6"),
    ("async def f():\n    return [await b for b in c]\n", 2, 13, "await in a comprehension: Python 3.6"),
    ("def f():\n    return 1, *a\n", 2, 15, "a star in a bare return or yield: Python 3.8"),
    ("def f():\n    return (1), *r, (2)\n", 2, 17, "a star in a bare return or yield: Python 3.8"),
    ("é = '('; x[(1), *r, (2)]\n", 1, 17, "a star in an index"),
    ("def f():\n    yield *a, 1\n", 2, 11, "a star in a bare"),
    ("for a in *b, *c:\n    pass\n", 1, 10, "a star in the values of a for loop: Python 3.9"),
    ("a[1, *b]\n", 1, 6, "a star in an index: Python 3.11"),
    ("if (a := 1):\n    pass\n", 1, 5, "named expressions: Python 3.8"),
    ("def f(a, /):\n    pass\n", 1, 1, "positional-only parameters: Python 3.8"),
    ("for a in b:\n    try:\n        c\n    finally:\n        continue\n", 5, 9, "continue in finally block"),
    ("@a[0]\ndef f():\n    pass\n", 1, 0, "relaxed decorators: Python 3.9"),
    ("with (open(a) as b, open(c) as d):\n    pass\n", 1, 15, "as in the parentheses of a with: Python 3.9"),
    ("match a:\n    case 1:\n        pass\n", 1, 1, "pattern matching: Python 3.10"),
]


@pytest.mark.parametrize(("content", "line", "column", "words"), NEW)
def test_new_syntax_fails(tmp_path: Path, content: str, line: int, column: int, words: str) -> None:
    """S018 where something newer stands, with the version that brought it."""
    finding, *others = python35(write(tmp_path, content))
    assert (finding.code, finding.line, finding.column) == ("S018", line, column)
    assert words in finding.message
    assert all(other.line == line for other in others)


def test_exception_groups_fail(tmp_path: Path) -> None:
    """S018 for ``except*``, in the line of the handler."""
    (finding,) = python35(write(tmp_path, "try:\n    a\nexcept* B:\n    c\n"))
    assert (finding.line, finding.message[:9]) == (3, "`except*`")


def test_each_place_is_reported_once(tmp_path: Path) -> None:
    """Nested f-strings in a line are one finding, those in two lines two."""
    found = python35(write(tmp_path, "a = f'{f\"{b}\"}' + f'c'\nd = f'e'\n"))
    assert [finding.line for finding in found] == [1, 2]


def test_comments_switch_nothing_off(tmp_path: Path) -> None:
    """What switches vermin off, ``# novm``, doesn't help."""
    assert len(python35(write(tmp_path, "a = f'{b}'  # novermin\n"))) == 1


@pytest.mark.parametrize("content", [*OLD, *(content for content, *_ in NEW)])
def test_what_the_parser_refuses_is_found(tmp_path: Path, content: str) -> None:
    """Whatever Python's own parser, told to accept 3.5 alone, refuses is found."""
    try:
        ast.parse(content, feature_version=(3, 5))
    except SyntaxError:
        assert python35(write(tmp_path, content))
