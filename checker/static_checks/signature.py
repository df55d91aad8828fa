"""Is the function that the task asks for there, and does it take what the task says?"""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from checker.errors import SpecError
from checker.model import Finding
from checker.static_checks.source import Source, report, report_node

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Binding = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr | ast.alias


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parameter:
    """One parameter: its name with the stars, whether it can only be passed by keyword or by position, its default."""

    name: str
    default: ast.expr | None = None
    manner: str = ""

    def __str__(self) -> str:
        return f"{self.name}={ast.unparse(self.default)}" if self.default else self.name


def defines(source: Source, *, function: str) -> list[Finding]:
    """The module's top level defines `function`, whatever it takes; see `signature`.

    S014: there is no such function.
    """
    if source.tree is None:
        return []
    bindings = dict(_bindings(source.tree.body))
    found = _follow(function, bindings)
    return [_missing(source, function, found, bindings)] if found is None or isinstance(found, ast.ClassDef) else []


def signature(source: Source, *, function: str, parameters: list[str]) -> list[Finding]:
    """The module's top level defines `function`, with exactly these `parameters` (``["X", "stride=(1, 1)"]``).

    The last definition counts, also inside a top-level ``if``, ``try``, ``with`` or loop. A lambda, or another name
    for a function of the file, is as good as a definition. Defaults are compared as values, so quotes don't matter, and
    1 may stand for 1.0, though not 1.0 for 1, which may count or index.

    S014: there is no such function; the message names the nearest, or says what has that name instead.
    S015: the parameters differ in name, order, number, kind or default. Where they can't be known (an imported
        function, a call's value) this is a remark: calling the function will tell.
    """
    if source.tree is None:
        return []
    expected = _read_expected(function, parameters)
    found = _follow(function, dict(_bindings(source.tree.body)))
    if found is None or isinstance(found, ast.ClassDef):
        return defines(source, function=function)
    if not isinstance(found, _Function):
        message = f"what {function} takes can't be seen in the file"
        return [replace(report_node(source, "S015", message, found), remark=True)]
    asked = f"{function}({', '.join(map(str, expected))})"
    return [
        report_node(source, "S015", f"{message}; the task asks for {asked}", found)
        for message in _differences(expected, _parameters_of(found.args), found)
    ]


def _read_expected(function: str, parameters: list[str]) -> list[_Parameter]:
    try:
        node = ast.parse(f"def {function}({', '.join(parameters)}): pass").body[0]
    except (SyntaxError, ValueError) as error:
        raise SpecError(
            f"`function` and `parameters` make no definition: {function}({', '.join(parameters)})"
        ) from error
    return _parameters_of(node.args) if isinstance(node, _Function) else []


def _bindings(body: list[ast.stmt]) -> Iterator[tuple[str, _Binding]]:
    """What names are bound to at the top level, in the order of the file."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node
            case ast.Assign() | ast.AnnAssign(value=ast.expr()):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                value = node.value
                yield from ((name.id, value) for name in targets if isinstance(name, ast.Name) and value)
            case ast.Import() | ast.ImportFrom():
                yield from ((alias.asname or alias.name.partition(".")[0], alias) for alias in node.names)
            case _:
                yield from _bindings(_inner_statements(node))


def _inner_statements(node: ast.stmt) -> list[ast.stmt]:
    """The statements of a compound statement's blocks: they belong to the same scope."""
    children = list(ast.iter_child_nodes(node))
    blocks = [child.body for child in children if isinstance(child, ast.ExceptHandler | ast.match_case)]
    return [child for child in children if isinstance(child, ast.stmt)] + [child for block in blocks for child in block]


def _follow(name: str, bindings: dict[str, _Binding]) -> _Binding | None:
    """What a name stands for in the end; names that only lead in a circle stand for nothing."""
    seen = set()
    while name not in seen:
        seen.add(name)
        found = bindings.get(name)
        if not isinstance(found, ast.Name):
            return found
        name = found.id
    return None


def _missing(source: Source, function: str, found: ast.ClassDef | None, bindings: dict[str, _Binding]) -> Finding:
    if found is not None:
        return report_node(source, "S014", f"{function} is a class; the task asks for a function", found)
    functions = {name: node for name, node in bindings.items() if isinstance(node, _Function)}
    message = f"there is no function {function} at the top level of the file"
    if not functions:
        return report(source, "S014", message)
    near = difflib.get_close_matches(function, functions, n=1, cutoff=0.8)
    advice = (
        f"is {near[0]} meant? The name must be exactly {function}" if near else f"it defines {', '.join(functions)}"
    )
    return report_node(source, "S014", f"{message}; {advice}", functions[near[0] if near else next(iter(functions))])


def _parameters_of(arguments: ast.arguments) -> list[_Parameter]:
    plain = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    result = [
        _Parameter(name=node.arg, default=default, manner="positional-only" if node in arguments.posonlyargs else "")
        for node, default in zip(plain, defaults, strict=True)
    ]
    if arguments.vararg:
        result.append(_Parameter(name=f"*{arguments.vararg.arg}"))
    result += [
        _Parameter(name=node.arg, default=default, manner="keyword-only")
        for node, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg:
        result.append(_Parameter(name=f"**{arguments.kwarg.arg}"))
    return result


def _differences(expected: list[_Parameter], actual: list[_Parameter], node: _Function) -> Iterator[str]:
    if isinstance(node, ast.AsyncFunctionDef):
        yield "the function is async, so that calling it computes nothing"
    names, wanted = [parameter.name for parameter in actual], [parameter.name for parameter in expected]
    if names != wanted:
        yield _name_difference(wanted, names)
        return
    for right, wrong in zip(expected, actual, strict=True):
        if wrong.manner != right.manner:
            yield f"{wrong.name} is {wrong.manner or 'an ordinary parameter'}"
        if difference := _default_difference(right.default, wrong.default):
            yield f"{wrong.name} {difference}"


def _name_difference(wanted: list[str], names: list[str]) -> str:
    if sorted(wanted) == sorted(names):
        return f"the parameters come in another order: {', '.join(names)}"
    if len(wanted) == len(names):
        renamed = [f"{name} must be called {right}" for right, name in zip(wanted, names, strict=True) if name != right]
        return f"parameters have other names: {', '.join(renamed)}"
    missing = [name for name in wanted if name not in names]
    extra = [name for name in names if name not in wanted]
    parts = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(extra)} too many"] * bool(extra)
    return f"the function {' and '.join(parts)}"


def _default_difference(right: ast.expr | None, wrong: ast.expr | None) -> str:
    if right is None or wrong is None:
        if right is wrong:
            return ""
        return "must have no default" if right is None else f"must have the default {ast.unparse(right)}"
    wanted, came = _value(right), _value(wrong)
    if ast.dump(right) == ast.dump(wrong) or (wanted and came and _stands_for(came, wanted)):
        return ""
    text = f"has the default {ast.unparse(wrong)}, it must be {ast.unparse(right)}"
    return text if came else f"{text}, written as a literal"


def _value(node: ast.expr) -> tuple[Any, ...]:
    """A literal's value, alone in a tuple; an empty one for no literal."""
    try:
        return (ast.literal_eval(node),)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return ()


def _stands_for(came: Any, wanted: Any) -> bool:
    """Whether a value is the wanted one, of its type; a whole number may stand where a float is wanted, 1 for 1.0."""
    if type(came) is type(wanted) and isinstance(came, tuple | list):
        return len(came) == len(wanted) and all(map(_stands_for, came, wanted))
    fitting = (type(wanted), int) if type(wanted) is float else (type(wanted),)
    return type(came) in fitting and bool(came == wanted)
