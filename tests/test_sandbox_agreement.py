"""What checker and worker must agree on, though neither may import the other: names and numbers in both sources."""

import ast
from pathlib import Path
from typing import Any

import pytest

CHECKER = Path(__file__).parent.parent / "checker"
# name → the files on the checker's side and on the worker's that have it
SHARED = {
    "SELF": ("sandbox/seccomp.py", "worker/isolation.py"),
    "LAYERS": ("sandbox/worker.py", "worker/isolation.py"),
    "KILL": ("sandbox/worker.py", "worker/loop.py"),
    "READY": ("sandbox/worker.py", "worker/loop.py"),
    "UNFIT": ("sandbox/worker.py", "worker/loop.py"),
    "FORKED": ("sandbox/worker.py", "worker/loop.py"),
    "ENDED": ("sandbox/worker.py", "worker/loop.py"),
    "EVENT": ("sandbox/worker.py", "worker/loop.py"),
    "IMPORT": ("sandbox/observe.py", "worker/child.py"),
    "ISOLATION": ("sandbox/job.py", "worker/child.py"),
}


def constants(source: str) -> dict[str, str]:
    """What is assigned to each name at a module's top level, as text; tuples are taken apart, chains followed."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            found.update(_taken_apart(target, node.value))
    return found


def _taken_apart(target: ast.expr, value: Any) -> dict[str, str]:
    if isinstance(target, ast.Name):
        return {target.id: ast.unparse(value)}
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return {one.id: ast.unparse(its) for one, its in zip(target.elts, value.elts, strict=True)}
    return {}


def test_assignments_are_found():
    """In a tuple, in a chain, and alone."""
    source = 'A, B = 1, b"x"\nC = D, E = "d", "e"\nF = g(0x10)\n'
    assert constants(source) == {"A": "1", "B": "b'x'", "C": "('d', 'e')", "D": "'d'", "E": "'e'", "F": "g(16)"}


@pytest.mark.parametrize("name", SHARED)
def test_both_sides_have_the_same(name):
    """Where one side is changed alone, this says so."""
    ours, theirs = (constants((CHECKER / file).read_text(encoding="utf-8"))[name] for file in SHARED[name])
    assert ours == theirs
