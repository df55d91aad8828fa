"""Does the file use names that the task forbids, or that the course's old library versions don't have?"""

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from checker.model import Finding
from checker.static_checks.aliases import Use, uses
from checker.static_checks.originals import Original, original_of
from checker.static_checks.source import Source, report_node

NONE: Mapping[str, str] = MappingProxyType({})
MAX_FINDINGS = 50
LATER = "which the course's versions don't have"
# What a try statement must catch to be a way to ask whether there is a name.
ASKING = {"ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException"}


def names(source: Source, *, forbidden: Mapping[str, str] = NONE) -> list[Finding]:
    """The file uses no forbidden name, whatever it is called in it, and none that the course's versions don't have.

    The table leads from a full dotted name (``tensorflow.keras``) to a sentence that says why not and what to write
    instead. A name stands for everything below it too. Each is reported once, at its first use. What numpy 1.15 and
    TensorFlow 1.12 have is known from records of them. A file that asks first, by ``try`` with ``except ImportError``,
    may name what it likes there.

    S016: a forbidden name is used.
    S017: a name, or a function's keyword argument, is used that the course's versions don't have; after MAX_FINDINGS
        names, one that counts the others.
    """
    if source.tree is None:
        return []
    found = uses(source.tree)
    asked = _asked(source.tree)
    rest = [use for use in found if id(use.node) not in asked]
    findings = [
        *_forbidden_names(source, found, forbidden),
        *_later_names(source, rest),
        *_later_keywords(source, rest),
    ]
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def _forbidden_names(source: Source, found: list[Use], forbidden: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each entry of the table that is used."""
    for name, reason in forbidden.items():
        if places := [use for use in found if _is_below(use.full, name)]:
            yield _finding(source, "S016", f"which the task forbids: {reason}", places)


def _is_below(full: str, name: str) -> bool:
    return full == name or full.startswith(f"{name}.")


def _later_names(source: Source, found: list[Use]) -> Iterator[Finding]:
    """One finding for each name that an original doesn't have, as looking for a similar one takes its time."""
    places: dict[str, list[Use]] = {}
    originals: dict[str, Original] = {}
    for use in found:
        known = original_of(use.full)
        if known and (lacking := known[0].lacking(known[1])):
            places.setdefault(lacking, []).append(use)
            originals[lacking] = known[0]
    for number, (lacking, every) in enumerate(places.items()):
        if number == MAX_FINDINGS:
            yield report_node(source, "S017", f"and {len(places) - number} other names, {LATER}", every[0].node)
            return
        said = f"{LATER}: {originals[lacking].reason(lacking)}"
        yield _finding(source, "S017", said, every, lacking)


def _later_keywords(source: Source, found: list[Use]) -> Iterator[Finding]:
    """One finding for each keyword argument that an original doesn't take."""
    assert source.tree is not None  # noqa: S101 - the caller has seen to it
    functions = {id(use.node): use for use in found}
    seen = set()
    for call in ast.walk(source.tree):
        use = functions.get(id(call.func)) if isinstance(call, ast.Call) else None
        known = original_of(use.full) if use else None
        if not isinstance(call, ast.Call) or use is None or known is None:
            continue
        for keyword in call.keywords:
            name = f"{known[1]}({keyword.arg}"
            if keyword.arg and name not in seen and known[0].refused(known[1], keyword.arg):
                seen.add(name)
                message = f"`{use.written}({keyword.arg}=...)` gives {known[1]} an argument, {LATER}: "
                yield report_node(source, "S017", message + known[0].reason(name), keyword)


def _asked(tree: ast.Module) -> set[int]:
    """The nodes inside ``try`` statements that catch it when a name is not there."""
    tried = [node for node in ast.walk(tree) if isinstance(node, ast.Try) and any(map(_asks, node.handlers))]
    return {id(node) for statement in tried for part in statement.body for node in ast.walk(part)}


def _asks(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in ASKING for kind in caught)


def _finding(source: Source, code: str, reason: str, places: list[Use], name: str = "") -> Finding:
    first = places[0]
    others = sorted({use.node.lineno for use in places} - {first.node.lineno})
    again = f" (also in line{'s' * (len(others) > 1)} {', '.join(map(str, others))})" if others else ""
    return report_node(source, code, f"`{first.written}` names {name or first.full}, {reason}{again}", first.node)
