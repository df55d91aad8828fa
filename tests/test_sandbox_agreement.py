"""What checker and worker must agree on, though neither may import the other: names, numbers and words in both."""

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checker.model import Ending, Observation
from checker.sandbox import bubblewrap
from checker.sandbox.incoming import SAID
from checker.sandbox.lacking import CLAIM
from checker.sandbox.steps import END
from checker.sandbox.telling import MOST_CHARACTERS, NOT_SENT, source_of, told
from checker.worker import isolation, own, plain, signatures

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
    "IMPORT": ("requests.py", "worker/child.py"),
    "MORE": ("sandbox/steps.py", "worker/child.py"),
    "STILL": ("sandbox/steps.py", "worker/child.py"),
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


def test_the_child_says_what_the_checker_listens_to():
    """How a step ended, that a probe is at its end, and how much is said of an error, in the same words and number."""
    texts = [(CHECKER / "worker" / name).read_text(encoding="utf-8") for name in ("child.py", "raised.py")]
    said = {node.value for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    assert {END, MOST_CHARACTERS, *(ending.value for ending in SAID)} <= said


def test_what_a_stand_in_lacks_is_taken_for_a_claim():
    """The error of what has gone, as Python prints it: of a name, and of an argument."""
    for what, name in (("numpy.product", "numpy.product"), ("the argument 'x' of numpy.f()", "numpy.f")):
        claim = CLAIM.fullmatch(f"checker.worker.signatures.Gone: {signatures.gone(what)}")
        assert claim
        assert claim["name"] == name


def test_that_a_part_was_replaced_is_told_of_hidden_calls_too():
    """It is the worker's own sentence, and holds nothing that a call was given."""
    message = f"RuntimeError: {own.REPLACED}"
    raised = Observation(probe="p", part="", ending=Ending.RAISED, message=message)
    assert told(raised, source_of({}, ""), (), "/", hidden=True).message == message


def test_a_dtype_that_is_not_sent_is_known():
    """What stands for such an array is told of hidden calls too."""
    assert plain.plain(np.array([None]))["refused"] in NOT_SENT


def test_bubblewrap_shows_nothing_that_landlock_hides():
    """Of the system's files: what is seen in there may be read."""
    assert set(bubblewrap.SYSTEM) <= set(isolation.SYSTEM)
