"""What is said of several calls: each in words, the same once, and what parts those that went wrong from the others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from checker.inputs import describe
from checker.model import Finding, Observation, ProbeSpec

# One call that went wrong differs from the others in many ways, none of which need be why.
FEWEST = 2
# What stands in the place of an error's text in a hidden call: nothing of it, or that the published call raises so too.
WITHHELD = "whose text is not told, for the call is hidden"
AS_PUBLISHED = "as the published call does"
ERROR = re.compile(r"(?:raised )?(\w+)")


def describe_call(probe: ProbeSpec) -> str:
    """A probe's call in words: ``conv_forward(float64 array (2, 9, 7, 3), ..., stride=(2, 3))``."""
    given = [describe(entry) for entry in probe.parameters.get("arguments", ())]
    given += [f"{name}={describe(entry)}" for name, entry in _keywords(probe).items()]
    return f"{probe.parameters.get('function', probe.id)}({', '.join(given)})"


def together(found: Sequence[tuple[ProbeSpec, Sequence[Finding]]]) -> list[Finding]:
    """What was found in each of a check's calls: first what parts the wrong ones from the others, then the rest, once.

    A call that is made twice, with other numbers, and goes wrong alike is told once.

    Findings:
        C015: what the calls that went wrong have in common, where it is one argument that the others don't share.
    """
    wrong = [(probe, findings) for probe, findings in found if not all(one.remark for one in findings)]
    right = [probe for probe, findings in found if all(one.remark for one in findings)]
    parted = apart([probe for probe, _ in wrong], right)
    seen: set[tuple[str, ...]] = set()
    told: list[Finding] = [Finding(code="C015", message=parted)] if parted else []
    for probe, findings in found:
        same = (describe_call(probe), *(one.code for one in findings))
        told += findings if same not in seen else []
        seen.add(same)
    return folded(told)


def apart(wrong: Sequence[ProbeSpec], right: Sequence[ProbeSpec]) -> str:
    """What parts the calls that went wrong from those that went right: the values of one keyword; "" if nothing does.

    Nothing is said of fewer than FEWEST calls of either kind, of a keyword with several values on one side, for such
    differ by chance too, nor where several keywords would do.
    """
    if min(len({describe_call(probe) for probe in side}) for side in (wrong, right)) < FEWEST:
        return ""
    names = sorted({name for probe in (*wrong, *right) for name in _keywords(probe)})
    sides = [(_values(right, name), _values(wrong, name)) for name in names]
    parted = [(good, bad) for good, bad in sides if not set(good) & set(bad) and _is_one(good) and _is_one(bad)]
    if len(parted) != 1:
        return ""
    good, bad = (" or ".join(values) for values in parted[0])
    return f"the calls with {good} are right; only those with {bad} are wrong"


def as_published(hidden: Observation, published: Iterable[Observation]) -> str:
    """The message of how a hidden call ended, which says so where a published one ended alike in the same place."""
    if any(_alike(hidden, one) for one in published):
        return hidden.message.replace(WITHHELD, AS_PUBLISHED)
    return hidden.message


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that say the same of several calls as one; what is as in a published call is no other."""
    calls: dict[Finding, list[str]] = {}
    for finding in findings:
        text, marker, call = finding.message.rpartition(" (in ")
        key = replace(finding, message=text) if marker else finding
        if AS_PUBLISHED in text:
            key = next((one for one in calls if one.code == key.code and _alike(one, key)), key)
        calls.setdefault(key, []).append(marker + call if marker else "")
    return [replace(one, message=one.message + _together(same)) for one, same in calls.items()]


def _alike(one: Observation | Finding, other: Observation | Finding) -> bool:
    """Whether two errors are of one type and from one place."""
    kinds = [ERROR.match(each.message) for each in (one, other)]
    same_kind = None not in kinds and len({kind[1] for kind in kinds if kind}) == 1
    return same_kind and (one.file, one.line) == (other.file, other.line)


def _together(calls: list[str]) -> str:
    others = len(calls) - 1
    if not others or not calls[0]:
        return calls[0]
    return f"{calls[0][:-1]} and in {'another call' if others == 1 else f'{others} other calls'})"


def _keywords(probe: ProbeSpec) -> dict[str, object]:
    return dict(probe.parameters.get("keywords", {}))


def _is_one(values: Sequence[str]) -> bool:
    """Whether there is one value besides none at all."""
    return sum("=" in value for value in values) <= 1


def _values(probes: Sequence[ProbeSpec], name: str) -> list[str]:
    """What the calls give for a keyword, each once: ``padding='same'``, ``padding left out``."""
    given = [_keywords(probe) for probe in probes]
    return list(dict.fromkeys(f"{name}={describe(one[name])}" if name in one else f"{name} left out" for one in given))
