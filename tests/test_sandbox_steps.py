"""Which messages are steps of a run: the parts of probes in their order, none twice, and no more than there can be."""

import ast
from pathlib import Path

import pytest

from checker.model import Ending, Observation
from checker.requests import probe_signatures
from checker.sandbox.steps import MORE, MOST_PARTS, Steps

WORKER = Path(__file__).parents[1] / "checker" / "worker"
PROBES = [
    {"id": "a", "probe": "call", "parameters": {}},
    {"id": "b", "probe": "graph", "parameters": {"names": ["x", "y"]}},
]
# Where the parts of each kind of probe are yielded; a graph's tensors are yielded in a loop.
YIELDED = {"call": ("probes.py", ["call"]), "keras": ("snapshots.py", ["observe"]), "graph": ("graphs.py", None)}


def sent(*pairs):
    """For each (probe, part), whether it was a step."""
    return taken(Steps(PROBES), pairs)


def taken(steps, pairs):
    """The same for these steps; a part named "" is one that failed."""
    endings = {"": Ending.RAISED}
    return [
        steps.take(Observation(probe=probe, part=part, ending=endings.get(part, Ending.ANSWERED)))
        for probe, part in pairs
    ]


def test_an_honest_run_is_all_steps():
    """The import, then each probe's parts and its end, or how it failed; one may fail in the midst."""
    run = [("import", "import"), ("a", "returned"), ("a", "again"), ("a", "end"), ("b", ""), ("b", "x"), ("b", "end")]
    assert sent(*run) == [True] * 7
    assert Steps(PROBES).number == 1 + 4 + 8 + 2


@pytest.mark.parametrize(
    "messages",
    [
        [("a", "returned")],
        [("isolation", "isolation")],
        [("import", "import"), ("import", "import")],
        [("import", "import"), ("import", "another")],
        [("import", "import"), ("b", "returned")],
        [("import", "import"), ("a", "returned"), ("b", "returned")],
        [("import", "import"), ("a", "end"), ("a", "end")],
        [("import", "import"), ("a", "end"), ("b", "x"), ("a", "returned")],
        [("import", "import"), *[("a", str(number)) for number in range(5)]],
    ],
    ids=str,
)
def test_what_nobody_asked_for_is_no_step(messages):
    """Before its turn, after it, twice, unknown, or one part too many: all but the last are steps."""
    assert sent(*messages) == [True] * (len(messages) - 1) + [False]


@pytest.mark.parametrize("probe", sorted(YIELDED))
def test_there_are_steps_enough_for_every_part(probe):
    """No honest part goes without its time: as many as the worker's functions yield, and the end."""
    file, names = YIELDED[probe]
    functions = [node for node in ast.parse((WORKER / file).read_text()).body if isinstance(node, ast.FunctionDef)]
    chosen = [function for function in functions if names is None or function.name in names]
    yields = [node for function in chosen for node in ast.walk(function) if isinstance(node, ast.Yield)]
    assert len(yields) >= 3
    assert MOST_PARTS[probe] >= len(yields) + 1 - (probe == "graph")


def test_every_kind_of_probe_has_its_steps():
    """None was forgotten, lest a run may take longer than all its parts; a new kind has enough until it has its own."""
    assert {*probe_signatures(), MORE} == set(MOST_PARTS)
    new = Steps([{"id": "a", "probe": "new", "parameters": {}}])
    assert taken(new, [("import", "import"), *(("a", str(part)) for part in range(9)), ("a", "end")]) == [True] * 11


def test_the_word_that_more_can_come_is_a_step_between():
    """Before all probes have come to their end it is none; after it nothing counts that is said of them."""
    said = [("import", "import"), (MORE, MORE), ("a", "returned"), (MORE, MORE), ("a", "end"), (MORE, MORE)]
    said += [("a", "again"), ("b", "x"), (MORE, MORE)]
    expected = [True, False, True, False, True, True, False, True, False]
    assert taken(Steps(PROBES[:1], PROBES[1:]), said) == expected
