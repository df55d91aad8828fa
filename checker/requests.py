"""What may be asked of a worker, read from its source: the worker itself is never imported."""

import ast
import functools
from collections.abc import Mapping
from pathlib import Path

WORKER = Path(__file__).parent / "worker"


@functools.cache
def probe_signatures() -> Mapping[str, Mapping[str, bool]]:
    """Probe → the keys that its spec entry may have → whether it must have them."""
    tree = _parse("probes.py")
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {row: _parameters(functions[ast.unparse(value)]) for row, value in _table(tree, "PROBES").items()}


@functools.cache
def argument_kinds() -> tuple[str, ...]:
    """The kinds of arguments, besides arrays and plain data, that a call can be given."""
    return tuple(_table(_parse("arguments.py"), "BUILDERS"))


@functools.cache
def functions() -> tuple[str, ...]:
    """The functions that can be handed to a submission."""
    return tuple(_table(_parse("arguments.py"), "FUNCTIONS"))


def _parse(name: str) -> ast.Module:
    return ast.parse((WORKER / name).read_text(encoding="utf-8"))


def _table(tree: ast.Module, name: str) -> dict[str, ast.expr]:
    """The rows of a module's table of that name."""
    table = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name and isinstance(node.value, ast.Dict)
    )
    return {ast.literal_eval(key): value for key, value in zip(table.keys, table.values, strict=True) if key}


def _parameters(function: ast.FunctionDef) -> dict[str, bool]:
    """A probe's parameters but the first, which is the submission."""
    names = [argument.arg for argument in function.args.args]
    needed = len(names) - len(function.args.defaults)
    return {name: place < needed for place, name in enumerate(names) if place}
