"""Which answers to one task have so much in common that a person should look at them? A report, never a verdict.

Fingerprints are made of a file's syntax tree, where comments, documentation, layout, strings and the names that the
file itself gives don't count; what it takes from libraries, numbers and operators do. Of all runs of LENGTH parts of
the tree a few are kept, so that any two files with a common run of LENGTH + WINDOW - 1 parts share one of them.

Reference:
    Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
"""

import ast
import builtins
import hashlib
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from checker.parsing import parse

# Parts of the tree; a line that calls a layer has about 15.
LENGTH = 24
WINDOW = 8
# What more answers have is the task's, however it came to them.
MOST_ANSWERS = 10
# Below this nobody could tell a copy from a short task.
LEAST_PRINTS = 10
LEAST_SHARE = 0.6

Fingerprints = Mapping[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two answers that are alike: `share` of the smaller one's fingerprints, from 0 to 1, are in the other too.

    `lines` are the places of what they share, a line of `one` with the line of `other`, in the order of `one`.
    """

    one: str
    other: str
    share: float
    lines: tuple[tuple[int, int], ...]


def similar(answers: Mapping[str, str], *, common: Collection[str] = (), least: float = LEAST_SHARE) -> list[Pair]:
    """The pairs of answers to one task that share at least so much, the most alike first.

    What can't be parsed is like nothing, and neither is an answer that is nearly all common code.

    Args:
        answers: name → source text.
        common: texts whose code counts for nobody: the reference, what students were given.
        least: the share from which on a pair is told.
    """
    given = {print_ for text in common for print_ in fingerprints(text)}
    prints = {name: fingerprints(text) for name, text in answers.items()}
    holders = Counter(print_ for found in prints.values() for print_ in found)
    own = {
        name: {
            print_: line for print_, line in found.items() if print_ not in given and holders[print_] <= MOST_ANSWERS
        }
        for name, found in prints.items()
    }
    told = [name for name in sorted(own) if len(own[name]) >= LEAST_PRINTS]
    pairs = [_pair(one, other, own[one], own[other]) for one, other in combinations(told, 2)]
    return sorted((pair for pair in pairs if pair.share >= least), key=lambda pair: (-pair.share, pair.one, pair.other))


def _pair(one: str, other: str, left: Fingerprints, right: Fingerprints) -> Pair:
    shared = left.keys() & right.keys()
    lines = tuple(sorted({(left[print_], right[print_]) for print_ in shared}))
    return Pair(one=one, other=other, share=len(shared) / min(len(left), len(right)), lines=lines)


def fingerprints(text: str) -> dict[int, int]:
    """Each fingerprint of a Python text, with the line where what it stands for begins; none when it can't be parsed.

    Statements of the top level are taken one by one, so that their order doesn't matter.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape sequence is no reason not to look
            tree = parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    kept = _foreign_names(tree)
    found: dict[int, int] = {}
    for statement in tree.body:
        for print_, line in _winnowed(list(_parts(statement, kept))):
            found.setdefault(print_, line)
    return found


def _foreign_names(tree: ast.Module) -> set[str]:
    """The names that stand for what the file did not make: builtins and imports."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return imported | set(dir(builtins))


def _parts(statement: ast.stmt, kept: set[str]) -> Iterator[tuple[str, int]]:
    """The parts of a statement in the order of the source, each with its line."""
    line = statement.lineno
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        line = getattr(node, "lineno", line)
        if isinstance(node, ast.expr_context | ast.Import | ast.ImportFrom) or _is_text(node):
            continue
        yield _named(node, kept), line
        waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _is_text(node: ast.AST) -> bool:
    """Whether a statement is a string alone: documentation, or a comment of several lines."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _named(node: ast.AST, kept: set[str]) -> str:
    """What a part is called, where the file could not have called it otherwise."""
    match node:
        case ast.Name(id=name) if name in kept:
            return name
        case ast.Attribute(attr=name):
            return f".{name}"
        case ast.Constant(value=int() | float() | complex() | None as value):
            return repr(value)
        case _:
            return type(node).__name__


def _winnowed(parts: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """The least hash of each window, the last one where several are; with the line where its run begins."""
    runs = [parts[start : start + LENGTH] for start in range(max(1, len(parts) - LENGTH + 1))] if parts else []
    hashes = [(_hash(run), run[0][1]) for run in runs]
    for start in range(max(1, len(hashes) - WINDOW + 1)) if hashes else ():
        yield min(reversed(hashes[start : start + WINDOW]), key=lambda one: one[0])


def _hash(run: Sequence[tuple[str, int]]) -> int:
    written = "\n".join(name for name, _ in run)
    return int.from_bytes(hashlib.blake2b(written.encode("utf-8", "replace"), digest_size=8).digest(), "big")
