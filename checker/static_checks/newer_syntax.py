"""Syntax newer than Python 3.5 that vermin doesn't report."""

import ast
import contextlib
import io
import tokenize
from collections.abc import Iterator
from itertools import pairwise

_Place = tuple[int, int, str]
_Spot = tuple[int, int]
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_OPENING.values())


def newer_syntax(tree: ast.Module, lines: tuple[str, ...]) -> Iterator[_Place]:
    """Line, offset in UTF-8 bytes and message of each place.

    =====================================  =====
    ``1_000``                              3.6
    ``def f(*args,):``, ``lambda *a,: 0``  3.6
    ``with (open(a) as b, c):``            3.9
    ``yield`` in an ``async def``          3.6
    ``await`` in a comprehension           3.6
    ``return 1, *rest``                    3.8
    ``for x in *a, *b:``                   3.9
    ``x[*rest]``                           3.11
    =====================================  =====
    """
    tokens = _tokens(lines)
    yield from _underscores(tokens)
    yield from _commas(tokens)
    yield from _parentheses_of_with(tokens)
    pairs = _parentheses(tokens)
    for node in ast.walk(tree):
        match node:
            case ast.AsyncFunctionDef():
                yield from _asynchronous_yields(node)
            case ast.Return(value=ast.Tuple() as value) | ast.Yield(value=ast.Tuple() as value):
                yield from _bare_stars(value, pairs, "a star in a bare return or yield", "3.8")
            case ast.For(iter=ast.Tuple() as value):
                yield from _bare_stars(value, pairs, "a star in the values of a for loop", "3.9")
            case ast.Subscript(slice=ast.Tuple() as value):
                yield from _bare_stars(value, pairs, "a star in an index", "3.11")
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                yield from _awaits(node)


def _message(what: str, since: str, instead: str) -> str:
    return f"{what}: Python {since} or newer, the course runs 3.5; {instead}"


def _tokens(lines: tuple[str, ...]) -> list[tokenize.TokenInfo]:
    """The tokens that mean something, as far as there are any."""
    tokens: list[tokenize.TokenInfo] = []
    # From Python 3.12 on, the text between an f-string's braces is a token, which may look like a bracket.
    text_of_fstring = getattr(tokenize, "FSTRING_MIDDLE", -1)
    silent = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, text_of_fstring)
    # Python 3.13 can't tokenize a carriage return alone; these lines have none.
    text = io.StringIO("\n".join(lines))
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        tokens.extend(token for token in tokenize.generate_tokens(text.readline) if token.type not in silent)
    return tokens


def _place(token: tokenize.TokenInfo, message: str) -> _Place:
    return (*_spot(token.line, token.start), message)


def _spot(line: str, place: tuple[int, int]) -> _Spot:
    """A token's place, which counts characters, in UTF-8 bytes."""
    return place[0], len(line[: place[1]].encode("utf-8", "replace"))


def _underscores(tokens: list[tokenize.TokenInfo]) -> Iterator[_Place]:
    for token in tokens:
        if token.type == tokenize.NUMBER and "_" in token.string:
            yield _place(token, _message(f"underscores in the number {token.string}", "3.6", "leave them out"))


def _commas(tokens: list[tokenize.TokenInfo]) -> Iterator[_Place]:
    """Commas behind the last parameter of a definition or lambda that has a starred one; in a call they are fine."""
    message = _message("a comma after the last parameter behind a *", "3.6", "leave the comma out")
    # For each open bracket and list of parameters: what ends it, whether it holds parameters, and a star among them.
    opened: list[tuple[str, bool, bool]] = []
    for index, token in enumerate(tokens):
        before = tokens[max(index - 1, 0)]
        ends, defines, starred = opened[-1] if opened else ("", False, False)
        if token.string == "lambda":
            opened.append((":", True, False))
        elif token.string in _OPENING:
            defines = token.string == "(" and index > 1 and tokens[index - 2].string == "def"
            opened.append((_OPENING[token.string], defines, False))
        elif opened and token.string == ends:
            opened.pop()
            if starred and before.string == ",":
                yield _place(before, message)
        elif token.string in ("*", "**") and before.string in ("(", ",", "lambda") and defines:
            opened[-1] = (ends, True, True)


def _parentheses(tokens: list[tokenize.TokenInfo]) -> dict[_Spot, _Spot]:
    """Where each opening parenthesis begins → where the one that closes it ends, in UTF-8 bytes."""
    opened: list[_Spot] = []
    pairs = {}
    for token in tokens:
        if token.string == "(":
            opened.append(_spot(token.line, token.start))
        elif token.string == ")" and opened:
            pairs[opened.pop()] = _spot(token.line, token.end)
    return pairs


def _parentheses_of_with(tokens: list[tokenize.TokenInfo]) -> Iterator[_Place]:
    opened: list[bool] = []
    for before, token in pairwise(tokens):
        if token.string in _OPENING:
            opened.append(before.string == "with")
        elif token.string in _CLOSING and opened:
            opened.pop()
        elif token.string == "as" and opened and opened[-1]:
            opened[-1] = False
            yield _place(token, _message("as in the parentheses of a with", "3.9", "leave the parentheses out"))


def _asynchronous_yields(owner: ast.AsyncFunctionDef) -> Iterator[_Place]:
    pending: list[ast.AST] = list(owner.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Yield):
            yield node.lineno, node.col_offset, _message("yield in an async function", "3.6", "return a list")
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending += ast.iter_child_nodes(node)


def _awaits(comprehension: ast.expr) -> Iterator[_Place]:
    for node in ast.walk(comprehension):
        if isinstance(node, ast.Await):
            yield node.lineno, node.col_offset, _message("await in a comprehension", "3.6", "use a loop")


def _bare_stars(value: ast.Tuple, pairs: dict[_Spot, _Spot], what: str, since: str) -> Iterator[_Place]:
    if value.elts and not _in_parentheses(value, pairs):
        stars = [node for node in value.elts if isinstance(node, ast.Starred)]
        message = _message(what, since, "put parentheses around the values")
        yield from ((node.lineno, node.col_offset, message) for node in stars)


def _in_parentheses(value: ast.Tuple, pairs: dict[_Spot, _Spot]) -> bool:
    """Whether the tuple's own parentheses enclose it; those of its first value may stand at the same place."""
    start, end = (value.lineno, value.col_offset), (value.end_lineno, value.end_col_offset)
    first = value.elts[0]
    return start < (first.lineno, first.col_offset) and pairs.get(start, end) == end
