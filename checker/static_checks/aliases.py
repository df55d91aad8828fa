"""What the names in a file stand for: ``K.initializers`` → ``tensorflow.keras.initializers``."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_ScopeNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """A place in the file where something from a module is named: its full dotted name, and how it is written there."""

    full: str
    written: str
    node: ast.expr | ast.alias | ast.stmt


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scope:
    """The names that a module or function binds: to a dotted name, or to "" for anything else."""

    names: dict[str, str]
    outer: "_Scope | None" = None

    def resolve(self, name: str) -> str:
        """The dotted name that a name stands for here, "" when it stands for nothing known."""
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return ""


def uses(tree: ast.Module) -> list[Use]:
    """Every place where the file names a module or something in one, in the order of the file.

    Imports, ``__import__('module')``, ``getattr(module, 'name')``, ``vars(module)['name']`` and simple assignments
    (``layers = K.layers``, also of tuples, and a parameter's default) are followed, without regard to the order in
    which they run; a parameter or another value of the same name hides what lies outside. The longest name counts:
    ``K.layers.Dense`` is one use, not three.
    """
    found = list(_uses_in(tree, _read_scope(tree, None)))
    return sorted(found, key=lambda use: (use.node.lineno, use.node.col_offset))


def _uses_in(owner: ast.Module | _ScopeNode, scope: _Scope) -> Iterator[Use]:
    pending: list[tuple[ast.AST, _Scope]] = [(node, scope) for node in ast.iter_child_nodes(owner)]
    while pending:
        node, inner = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
            continue
        if isinstance(node, ast.expr) and (full := _dotted(node, inner)):
            yield Use(full=full, written=ast.unparse(node), node=node)
            continue
        if isinstance(node, _ScopeNode):
            inner = _read_scope(node, inner)
        pending += [(child, inner) for child in ast.iter_child_nodes(node)]


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[Use]:
    # The statement as a whole would be as long for each of its names as all of them together.
    start = "" if isinstance(node, ast.Import) else f"from {'.' * node.level}{node.module or ''} "
    for alias in node.names:
        full = alias.name if isinstance(node, ast.Import) else _member(node, alias)
        yield Use(full=full, written=f"{start}import {ast.unparse(alias)}", node=node)


def _member(node: ast.ImportFrom, alias: ast.alias) -> str:
    module = "." * node.level + (node.module or "")
    return module if alias.name == "*" else f"{module}.{alias.name}"


def _dotted(node: ast.expr, scope: _Scope) -> str:
    """The dotted name that an expression stands for, "" when it is none."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return scope.resolve(name)
        case ast.Attribute(value=value, attr=name):
            owner = _dotted(value, scope)
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
            owner = _dotted(value, scope)
        case ast.Subscript(
            value=ast.Call(func=ast.Name(id="vars"), args=[value]) | ast.Attribute(value=value, attr="__dict__"),
            slice=ast.Constant(value=str(name)),
        ):
            owner = _dotted(value, scope)
        case ast.Call(func=ast.Name(id="__import__"), args=[ast.Constant(value=str(name)), *_]):
            return name.partition(".")[0]
        case _:
            return ""
    return f"{owner}.{name}" if owner else ""


def _read_scope(owner: ast.Module | _ScopeNode, outer: _Scope | None) -> _Scope:
    scope = _Scope(names={}, outer=outer)
    if outer is not None and isinstance(owner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        every = [node for node in ast.walk(owner.args) if isinstance(node, ast.arg)]
        scope.names.update({node.arg: "" for node in every})
        scope.names.update({node.arg: _dotted(default, outer) for node, default in _defaults(owner.args)})
    statements = sorted(
        _own_nodes(owner), key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
    )
    for node in statements:
        _bind(node, scope)
    return scope


def _defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr]]:
    plain = [*arguments.posonlyargs, *arguments.args]
    yield from zip(reversed(plain), reversed(arguments.defaults), strict=False)
    for node, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default:
            yield node, default


def _own_nodes(owner: ast.AST) -> Iterator[ast.AST]:
    """All nodes that belong to a scope, not to one inside it."""
    pending = list(ast.iter_child_nodes(owner))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _ScopeNode):
            pending += ast.iter_child_nodes(node)


def _bind(node: ast.AST, scope: _Scope) -> None:
    match node:
        case ast.Import():
            for alias in node.names:
                top = alias.name.partition(".")[0]
                scope.names[alias.asname or top] = alias.name if alias.asname else top
        case ast.ImportFrom():
            scope.names.update({alias.asname or alias.name: _member(node, alias) for alias in node.names})
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _bind_target(target, value, scope)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            scope.names[name] = ""
        case ast.Name(id=name, ctx=ast.Store()):
            scope.names.setdefault(name, "")


def _bind_target(target: ast.expr, value: ast.expr, scope: _Scope) -> None:
    match target, value:
        case ast.Name(id=name), _:
            scope.names[name] = _dotted(value, scope)
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for inner, part in zip(targets, values, strict=True):
                _bind_target(inner, part, scope)
