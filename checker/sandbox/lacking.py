"""What the stand-ins for the course's libraries lack: a child claims it, another that met no submission confirms it."""

import itertools
import re
from collections.abc import Callable, Collection
from dataclasses import replace

from checker.model import Ending, Observation, Run

# As worker/signatures.py words it.
CLAIM = re.compile(
    r"[\w.]*\bGone: (?:the argument '(?P<argument>\w+)' of )?(?P<name>[A-Za-z_][\w.]*)(?:\(\))? was there in .*"
)
UNFOUNDED = "NotImplementedError: this claims a limit of the checker that it does not have"
MOST_CLAIMS = 2
FILE, FUNCTION = "confirmed.py", "use"
NAME = """import {top}


def use():
    return {name}
"""
ARGUMENT = """import inspect
import {top}


def use():
    parameters = inspect.signature({name}).parameters.values()
    needed = [one.name for one in parameters if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
    return {name}(**dict.fromkeys([*needed, {argument!r}], ...))
"""


def is_claim(message: str, source: str) -> bool:
    """Whether a message says, as the worker would, that something is lacking; and whether `source` names that thing."""
    claim = CLAIM.fullmatch(message)
    return claim is not None and re.search(rf"\b{claim['name'].rpartition('.')[2]}\b", source) is not None


def use_of(message: str) -> str:
    """The text of a file whose function `use` uses what a message claims to be lacking."""
    claim = CLAIM.fullmatch(message)
    assert claim is not None  # noqa: S101 - see is_claim
    kind = ARGUMENT if claim["argument"] else NAME
    return kind.format(top=claim["name"].partition(".")[0], **claim.groupdict())


def confirmed(run: Run, use: Callable[[str], Run], *, asked: Collection[str], libraries: Collection[str]) -> Run:
    """A run of a submission, in which what it claims to be lacking is.

    No more than MOST_CLAIMS different claims are looked into, for each costs a process; others are unfounded.

    Args:
        use: runs a file of ours, given as its text, in the same worker.
        asked: the probes of which a claim may be. libraries: the names of those that have a stand-in in this worker.
    """
    claims = dict.fromkeys(
        one.message
        for one in run.observations
        if one.ending is Ending.UNSUPPORTED and one.probe in asked and _library(one.message) in libraries
    )
    looked_into = itertools.islice(claims, MOST_CLAIMS)
    true = {claim for claim in looked_into if any(one.message == claim for one in use(use_of(claim)).observations)}
    return replace(run, observations=tuple(_judged(one, true) for one in run.observations))


def _library(message: str) -> str:
    claim = CLAIM.fullmatch(message)
    return claim["name"].partition(".")[0] if claim else ""


def _judged(one: Observation, true: Collection[str]) -> Observation:
    if one.ending is not Ending.UNSUPPORTED or one.message in true:
        return one
    return replace(one, ending=Ending.RAISED, message=UNFOUNDED)
