"""Does the file use names that the task forbids, or that the course's old library versions don't have?"""

from checker.model import Finding
from checker.static_checks.aliases import Use, uses
from checker.static_checks.source import Source, report_node


def names(source: Source, *, forbidden: dict[str, str], newer: dict[str, str]) -> list[Finding]:
    """The file uses none of these names, whatever they are called in it.

    Both tables lead from a full dotted name (``tensorflow.keras``) to a sentence that says why not and what to write
    instead. A name stands for everything below it too. Each entry is reported once, at its first use.

    S016: a forbidden name is used.
    S017: a name is used that exists only in newer versions than the course's.
    """
    if source.tree is None:
        return []
    found = uses(source.tree)
    tables = (
        ("S016", forbidden, "which the task forbids"),
        ("S017", newer, "which the course's versions don't have"),
    )
    findings = [
        _finding(source, code, f"{why}: {reason}", places)
        for code, table, why in tables
        for name, reason in table.items()
        if (places := [use for use in found if use.full == name or use.full.startswith(f"{name}.")])
    ]
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def _finding(source: Source, code: str, reason: str, places: list[Use]) -> Finding:
    first = places[0]
    others = sorted({use.node.lineno for use in places} - {first.node.lineno})
    again = f" (also in line{'s' * (len(others) > 1)} {', '.join(map(str, others))})" if others else ""
    return report_node(source, code, f"`{first.written}` names {first.full}, {reason}{again}", first.node)
