"""Can Python 3.5 read the file?"""

import ast
from collections import Counter, defaultdict

from checker.model import Finding
from checker.static_checks.newer_syntax import newer_syntax
from checker.static_checks.source import Source, column_of, report

# vermin goes twice through what is in a class or behind a `finally`.
MOST_VISITS = 2
# vermin's words for syntax newer than 3.5 → since when, what to write instead, and the node whose column to show. What
# vermin only guesses from types (dict | dict, X | Y) or gets wrong (parenthesised with) is left out.
_NEWER: dict[str, tuple[str, str, str]] = {
    "`await` in f-string": ("3.7", "await before", "JoinedStr"),
    "`except*`": ("3.11", "use except", "TryStar"),
    "async comprehensions": ("3.6", "use a loop", "ListComp SetComp DictComp GeneratorExp"),
    "continue in finally block": ("3.8", "leave the loop another way", "Continue"),
    "f-strings": ("3.6", "use '…'.format(…)", "JoinedStr"),
    "generic class `class C[T]: ...`": ("3.12", "leave the brackets out", "ClassDef"),
    "named expressions": ("3.8", "assign on a line before", "NamedExpr"),
    "pattern matching": ("3.10", "use if and elif", "Match"),
    "positional-only parameters": ("3.8", "leave out the /", "FunctionDef AsyncFunctionDef Lambda"),
    "relaxed decorators": ("3.9", "give the decorator a name first", ""),
    "template string literal (`t'text {var}'`)": ("3.14", "use '…'.format(…)", "TemplateStr"),
    "type alias statement (`type X = SomeType`)": ("3.12", "use an assignment", "TypeAlias"),
    "variable annotations": ("3.6", "leave the annotation out", "AnnAssign"),
}


def python35(source: Source) -> list[Finding]:
    """The file is written in the syntax of Python 3.5, which the course runs.

    Only syntax counts, not what the standard library has. vermin finds most of it, `newer_syntax` what vermin lacks.

    S018: something needs a newer Python: f-strings, underscores in numbers, variable annotations, ``:=``, ``match``,
        ``except*``, positional-only parameters, asynchronous generators and comprehensions, a comma after ``*args`` in
        a definition, a star in an index or a bare return, and so on.
    """
    if source.tree is None:
        return []
    places = {*_seen_by_vermin(source, source.tree), *newer_syntax(source.tree, source.lines)}
    return [
        report(source, "S018", message, line=line, column=column_of(source, line, offset) if offset >= 0 else 0)
        for line, offset, message in sorted(places)
    ]


def _seen_by_vermin(source: Source, tree: ast.Module) -> list[tuple[int, int, str]]:
    """Lines, byte offsets (-1 where unknown) and messages."""
    import vermin
    from vermin.formats import Format

    seen: list[tuple[int, str]] = []

    class Collector(Format):  # type: ignore[misc]
        """Takes vermin's lines before they become text."""

        def format_output_line(self, msg: str, path: str, line: int, *others: object, **more: object) -> str:
            seen.append((line, msg))
            return ""

        def skip_output_line(self) -> bool:
            return False

        # The base class demands them; nobody asks for vermin's own output.
        output_result = sort_output_lines = None

    class Visitor(vermin.SourceVisitor):  # type: ignore[misc]
        """Goes through a node MOST_VISITS times at most, where vermin goes 2**n times through n nested classes."""

        def visit(self, node: ast.AST) -> None:
            if _counted(visits, node):
                super().visit(node)

        def generic_visit(self, node: ast.AST) -> None:
            if _counted(insides, node):
                super().generic_visit(node)

    visits: Counter[int] = Counter()
    insides: Counter[int] = Counter()
    config = vermin.Config()
    config.set_format(Collector("collector"))
    config.set_verbose(3)
    visitor = Visitor(config=config, source=source.text)
    visitor.set_no_lines(set())
    visitor.tour(tree)
    newer = [(line, message) for line, message in seen if message in _NEWER]
    offsets = _offsets(tree) if newer else {}
    return [_place(line, message, offsets) for line, message in newer]


def _counted(times: Counter[int], node: ast.AST) -> bool:
    """Counts one more time for a node, and says whether that is one of the first MOST_VISITS."""
    times[id(node)] += 1
    return times[id(node)] <= MOST_VISITS


def _offsets(tree: ast.Module) -> dict[tuple[str, int], int]:
    """Where in each line the first node of each kind begins."""
    offsets: dict[tuple[str, int], int] = defaultdict(lambda: 1 << 30)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr):
            key = type(node).__name__, node.lineno
            offsets[key] = min(offsets[key], node.col_offset)
    return dict(offsets)


def _place(line: int, message: str, offsets: dict[tuple[str, int], int]) -> tuple[int, int, str]:
    since, instead, kinds = _NEWER[message]
    found = [offsets[kind, line] for kind in kinds.split() if (kind, line) in offsets]
    return line, min(found, default=-1), f"{message}: Python {since} or newer, the course runs 3.5; {instead}"
