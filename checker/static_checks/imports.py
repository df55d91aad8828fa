"""Does the file import only what the task allows, however the import is spelled?"""

import ast
from collections.abc import Iterable
from typing import NamedTuple

from checker.errors import SpecError
from checker.model import Finding
from checker.static_checks.shadows import shadows
from checker.static_checks.source import Source, report_node

# Builtins that run code given as text, which could import anything.
_RUNNERS = frozenset({"exec", "eval", "compile"})
_MACHINERY = frozenset({"__builtins__", "__loader__", "__spec__", "__globals__", "__subclasses__", "__import__"})

_Node = ast.expr | ast.stmt | ast.alias


class _Import(NamedTuple):
    """What one alias of a statement asks for: ``from module import member as name``, the last two or ""."""

    module: str
    member: str
    name: str

    @property
    def full(self) -> str:
        """The dotted name of what is imported."""
        return f"{self.module}.{self.member}" if self.member else self.module

    @property
    def statement(self) -> str:
        """The statement that imports this and nothing else."""
        start = f"from {self.module} import {self.member}" if self.member else f"import {self.module}"
        return f"`{start} as {self.name}`" if self.name else f"`{start}`"


def imports(source: Source, *, allowed: list[str], siblings: list[str]) -> list[Finding]:
    """The file imports nothing but the statements in `allowed` and the files in `siblings`.

    `allowed` are statements to the letter: where the task says ``import numpy as np``, neither ``import numpy`` nor
    ``from numpy import pad`` is that one. `siblings` are files of the same folder (``0-inception_block.py``), which
    ``__import__('0-inception_block')`` may name. Where a statement stands doesn't matter, nor how often.

    S013: another import, or a way around the question: ``__import__`` of anything else, ``exec``, ``eval`` and
        ``compile``, ``__builtins__`` and the like.

    And the remarks of `shadows` on the files beside it.
    """
    if source.tree is None:
        return []
    permitted = [entry for statement in allowed for entry in _read_allowed(statement)]
    stems = [name.removesuffix(".py") for name in siblings]
    used = [entry.module.partition(".")[0] for entry in permitted]
    nodes = list(ast.walk(source.tree))
    complaints = _import_complaints(nodes, permitted) + _call_complaints(nodes, stems) + _detour_complaints(nodes)
    findings = [report_node(source, "S013", message, node) for node, message in complaints]
    return sorted(findings, key=lambda finding: (finding.line, finding.column)) + shadows(source, used)


def importable(allowed: Iterable[str], siblings: Iterable[str]) -> list[str]:
    """The top-level modules that the statements in `allowed` import, and those of the files in `siblings`."""
    tops = {entry.module.partition(".")[0] for statement in allowed for entry in _read_allowed(statement)}
    return [*sorted(tops), *(name.removesuffix(".py") for name in siblings)]


def _read_allowed(statement: str) -> list[_Import]:
    try:
        nodes = ast.parse(statement).body
    except (SyntaxError, ValueError) as error:
        raise SpecError(f"`allowed` must hold import statements, {statement!r} is none: {error}") from error
    entries = [entry for node in nodes for _, entry in _aliases(node)]
    if not entries:
        raise SpecError(f"`allowed` must hold import statements, {statement!r} is none")
    return entries


def _aliases(node: ast.AST) -> list[tuple[ast.alias, _Import]]:
    match node:
        case ast.Import():
            return [(alias, _Import(alias.name, "", alias.asname or "")) for alias in node.names]
        case ast.ImportFrom():
            module = "." * node.level + (node.module or "")
            return [(alias, _Import(module, alias.name, alias.asname or "")) for alias in node.names]
        case _:
            return []


def _import_complaints(nodes: list[ast.AST], permitted: list[_Import]) -> list[tuple[_Node, str]]:
    return [
        # An alias alone would put the mark behind the word import.
        (node if len(node.names) == 1 else alias, _wrong_import(entry, permitted))
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias, entry in _aliases(node)
        if entry not in permitted
    ]


def _wrong_import(entry: _Import, permitted: list[_Import]) -> str:
    for right in permitted:
        if right.full == entry.full:
            return f"the task allows exactly {right.statement}; write that instead of {entry.statement}"
    if entry.module == "__future__":
        return f"{entry.statement} is not among the imports that the task allows; Python 3 needs none of it: remove it"
    for right in permitted:
        if right.full.partition(".")[0] == entry.module.partition(".")[0]:
            return (
                f"the task allows exactly {right.statement}, not {entry.statement}; reach everything through that one"
            )
    if not permitted:
        return f"the task allows no import, not even {entry.statement}"
    return f"the task doesn't allow {entry.statement}, only {' and '.join(right.statement for right in permitted)}"


def _call_complaints(nodes: list[ast.AST], stems: list[str]) -> list[tuple[_Node, str]]:
    files = " and ".join(map(repr, stems))
    may = f"the task lets __import__ name {files} alone" if files else "the task doesn't allow __import__"
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    complaints: list[tuple[_Node, str]] = []
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id="__import__")):
                argument = next(iter([*node.args, *(word.value for word in node.keywords)]), None)
                if not (isinstance(argument, ast.Constant) and argument.value in stems):
                    came = ast.unparse(argument) if argument else "nothing"
                    complaints.append((node, f"{may}, here it names {came}"))
            case ast.Name(id="__import__") if node not in called:
                complaints.append((node, f"{may}, and only by a direct call"))
    return complaints


def _detour_complaints(nodes: list[ast.AST]) -> list[tuple[_Node, str]]:
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    complaints: list[tuple[_Node, str]] = []
    for node in nodes:
        match node:
            case ast.Name(id=name) if name in _RUNNERS - own:
                complaints.append((node, f"{name} runs code that nobody can see here, so it could import anything"))
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _MACHINERY - {"__import__"}:
                complaints.append((node, f"{name} reaches the import system behind the task's rules: don't use it"))
            case ast.Attribute(attr="__import__") | ast.Constant(value="__import__" | "__builtins__"):
                complaints.append((node, "this reaches __import__ by a detour: don't use it"))
    return complaints
