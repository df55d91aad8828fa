"""What may be asked of a worker, read from its source: the worker itself is never imported."""

import ast
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Optional

WORKER = Path(__file__).parent / "worker"
# What every run begins with is told like the answer to a probe of this name, which no probe has.
IMPORT = "import"

ARRAY = "np.ndarray"
# The worker's annotations → what stands for such a value in a spec; an array is described by a table.
TYPES: Mapping[str, Any] = {
    "Any": Any,
    "bool": bool,
    "float": float,
    "int": int,
    "str": str,
    "Mapping": dict,
    "Optional": Optional,
    "Sequence": list,
    ARRAY: dict[str, Any],
}


class Parameter(NamedTuple):
    """A key of a probe's entry: its value's type, whether it must describe an array, and whether it must be there."""

    kind: Any
    is_array: bool
    needed: bool


@functools.cache
def probe_signatures() -> Mapping[str, Mapping[str, Parameter]]:
    """Probe → the keys that its spec entry may have → what they must be."""
    return {row: _parameters(function) for row, function in _functions("probes.py", "PROBES").items()}


@functools.cache
def argument_kinds() -> Mapping[str, Any]:
    """The kinds of arguments, besides arrays and plain data, that a call can be given → the type of such an entry."""
    builders = _functions("arguments.py", "BUILDERS")
    return {row: _type(function.args.args[0].annotation) for row, function in builders.items()}


@functools.cache
def functions() -> tuple[str, ...]:
    """The functions that can be handed to a submission."""
    return tuple(_table(_parse("arguments.py"), "FUNCTIONS"))


def _parse(name: str) -> ast.Module:
    return ast.parse((WORKER / name).read_text(encoding="utf-8"))


def _functions(name: str, table: str) -> dict[str, ast.FunctionDef]:
    """The rows of a module's table of its own functions."""
    tree = _parse(name)
    known = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {row: known[ast.unparse(value)] for row, value in _table(tree, table).items()}


def _table(tree: ast.Module, name: str) -> dict[str, ast.expr]:
    """The rows of a module's table of that name."""
    table = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name and isinstance(node.value, ast.Dict)
    )
    return {ast.literal_eval(key): value for key, value in zip(table.keys, table.values, strict=True) if key}


def _parameters(function: ast.FunctionDef) -> dict[str, Parameter]:
    """A probe's parameters but the first, which is the submission."""
    arguments = function.args.args
    needed = len(arguments) - len(function.args.defaults)
    return {
        argument.arg: Parameter(
            kind=_type(argument.annotation),
            is_array=argument.annotation is not None and ARRAY in ast.unparse(argument.annotation),
            needed=place < needed,
        )
        for place, argument in enumerate(arguments)
        if place
    }


def _type(annotation: ast.expr | None) -> Any:
    """The type that an annotation of the worker's names."""
    match annotation:
        case None:
            return Any
        case ast.Subscript(value=outer, slice=ast.Tuple(elts=inner)):
            return _type(outer)[tuple(map(_type, inner))]
        case ast.Subscript(value=outer, slice=inner):
            return _type(outer)[_type(inner)]
        case _:
            return TYPES[ast.unparse(annotation)]
