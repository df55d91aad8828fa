"""Do the module, its classes and its functions say what they are for?"""

import ast
from collections.abc import Iterable

from checker.model import Finding
from checker.static_checks.source import Source, report, report_node

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

# Letters and signs that show nothing, though Unicode counts them among those that do.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# "CNN" has three letters. Other scripts say something with one sign.
_LEAST_LETTERS = 3
_FILLERS = frozenset({
    "a", "an", "class", "comment", "doc", "docs", "docstring", "documentation", "documented", "file", "function",
    "here", "is", "method", "module", "the", "this", "todo",
})  # fmt: skip


def docstrings(source: Source) -> list[Finding]:
    """The module and every class and function in it, nested ones too, have a docstring that isn't blank.

    Lambdas need none. An f-string, or a string that isn't the first statement, is no docstring: Python doesn't keep it.
    Signs that show nothing are blank. What a docstring is worth is for a person to say, so doubts are remarks.

    S010: the module has none.
    S011: a class has none.
    S012: a function or method has none.
    S028: a remark: a docstring says nothing, or several say the same.
    """
    if source.tree is None:
        return []
    definitions = sorted(
        (node for node in ast.walk(source.tree) if isinstance(node, _Definition)), key=lambda node: node.lineno
    )
    findings = [_finding(source, node) for node in definitions if not _text(node)]
    remarks = _remarks(source, [source.tree, *definitions])
    return _module_findings(source, source.tree) + findings + remarks


def _text(node: _Definition | ast.Module) -> str:
    """What can be seen of a docstring, in small letters with single spaces between the words."""
    seen = "".join(
        char for char in ast.get_docstring(node, clean=False) or ""
        if char not in _BLANK and (char.isspace() or char.isprintable())
    )  # fmt: skip
    return " ".join(seen.casefold().split())


def _remarks(source: Source, nodes: Iterable[_Definition | ast.Module]) -> list[Finding]:
    """What a person may want to look at; it is told once for each text, however many have it."""
    alike: dict[str, list[_Definition | ast.Module]] = {}
    for node in nodes:
        alike.setdefault(_text(node), []).append(node)
    told = [(same, _doubt(text, len(same))) for text, same in alike.items() if text]
    return [
        Finding(
            code="S028", message=doubt.format(who=_listed(same)), file=source.file, line=_line(same[-1]), remark=True
        )
        for same, doubt in told
        if doubt
    ]


def _doubt(text: str, number: int) -> str:
    if _says_nothing(text):
        return "the documentation of {who} says nothing: write what it is for"
    if number > 1:
        return "{who} have the same documentation: say of each what it is for"
    return ""


def _says_nothing(text: str) -> bool:
    letters = [char for char in text if char.isalnum()]
    if "".join(letters).isascii() and len(letters) < _LEAST_LETTERS:
        return True
    return {word.strip(".,:;!-_*#'\"()") for word in text.split()} <= _FILLERS


def _listed(nodes: list[_Definition | ast.Module]) -> str:
    names = ["the module" if isinstance(node, ast.Module) else node.name for node in nodes]
    more = f" and {len(names) - 3:,} more" if len(names) > 4 else ""
    return f"{', '.join(names[:3])}{more}" if more else " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _line(node: _Definition | ast.Module) -> int:
    return 1 if isinstance(node, ast.Module) else node.lineno


def _module_findings(source: Source, tree: ast.Module) -> list[Finding]:
    if _text(tree) or any(map(_assigns_documentation, tree.body)):
        return []
    late = next((node for node in tree.body[1:] if _is_string(node)), None)
    if late:
        message = "the module's docstring must come before everything else, also before the imports"
        return [report_node(source, "S010", message, late)]
    message = 'the module has no docstring: begin the file, after its first line, with """what the file is for"""'
    return [report(source, "S010", message, line=1, column=1)]


def _assigns_documentation(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "__doc__" for target in node.targets
    )


def _is_string(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _finding(source: Source, node: _Definition) -> Finding:
    code, kind = ("S011", "class") if isinstance(node, ast.ClassDef) else ("S012", "function")
    if any(_is_string(statement) for statement in node.body[1:]):
        advice = "its docstring must be its first statement"
    elif ast.get_docstring(node) is not None:
        advice = "its docstring is blank"
    else:
        advice = (
            f'write """what it does""" below the {kind} line'
            if kind == "class"
            else 'write """what it does""" below def'
        )
    return report_node(source, code, f"the {kind} {node.name} has no documentation: {advice}", node)
