"""Probes of specs: their keys and types are the worker's; a mistake names probe, key and the nearest legal key."""

import ast
from pathlib import Path
from typing import Any

import pytest
import workbench
from mistakes import SPEC, mistake
from workbench import PROJECT

from checker.requests import WORKER, argument_kinds, functions, probe_signatures
from checker.specs import load_project
from checker.specs.probes import Placeholder


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """The specs' root folder of an instructor's own workspace."""
    return workbench.build(tmp_path) / "task_specs"


def test_probes_keep_their_parameters(specs):
    """Other keys of a probe are the parameters of its function; a probe is hidden unless it says otherwise."""
    published, matrix = load_project(specs, PROJECT).tasks[0].probes
    assert (published.hidden, matrix.hidden, matrix.reference_only) == (False, True, False)
    assert published.parameters == {"function": "running_mean", "arguments": [[1.0, 2.0, 3.0], 0.5]}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('probe = "call"', 'probe = "cal"', ["key 'probe'", "there is no 'cal'; the nearest is 'call'"]),
        ('probe = "call"\n', "", ["the key 'probe' is missing"]),
        ('probe = "call"', 'probe = ["call"]', ["key 'probe'"]),
        ("hidden =", "hiden =", ["unknown key 'hiden'; the nearest is 'hidden'"]),
        ("hidden = false", "hidden = 0", ["key 'hidden'", "got 0"]),
        ("arguments =", "argument =", ["unknown key 'argument'; the nearest is 'arguments'"]),
        ('function = "running_mean"\n', "", ["the key 'function' is missing"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ nromal = [3] }]", ["unknown key 'nromal'; the nearest is 'normal'"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ normal = [3], sed = 4 }]", ["unknown key 'sed'; the nearest is 'seed'"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ normal = 3 }]", ["key 'normal'", "a list of whole numbers"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ normal = [-3] }]", ["key 'normal'", "a list of whole numbers"]),
        ("[[1.0, 2.0, 3.0], 0.5]", '[{ normal = [3], dtype = "flot" }]', ["this describes no array", "flot"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ normal = [3], seed = -1 }]", ["this describes no array"]),
        ("[[1.0, 2.0, 3.0], 0.5]", '[{ function = "reul" }]', ["there is no 'reul'; the nearest is 'relu'"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ tuple = [{ inpt = [3] }] }]", ["unknown key 'inpt'; the nearest is 'input'"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ tuple = [3], input = [3] }]", ["an argument's table has one key"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "3", ["key 'arguments'", "a valid list, got 3"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[]\nkeywords = 3", ["key 'keywords'", "a valid dictionary, got 3"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[[2026-11-27]]", ["an argument is a number, a text", "got 2026-11-27"]),
        ("[[1.0, 2.0, 3.0], 0.5]", '[]\nkeywords = { "$x" = 3 }', ["key 'keywords'", "a dollar, got $x"]),
        ('function = "running_mean"', "function = 3", ["key 'function'", "a valid string, got 3"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ input = 3 }]", ["key 'input'", "a valid list, got 3"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ input = [3.5] }]", ["key 'input'", "a valid integer"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ tuple = 3 }]", ["key 'tuple'", "a valid list, got 3"]),
        ("[[1.0, 2.0, 3.0], 0.5]", "[{ placeholder = [3] }]", ["key 'placeholder'", "a valid dictionary, got [3]"]),
        ("[[1.0, 2.0, 3.0], 0.5]", '[{ placeholder = { shpe = ["m"] } }]', ["'shpe'; the nearest is 'shape'"]),
        ("[[1.0, 2.0, 3.0], 0.5]", '[{ placeholder = { shape = "m" } }]', ["key 'placeholder': key 'shape'", "'m'"]),
        ('id = "published"', 'id = "import"', ["key 'id'"]),
        ('id = "published"', 'id = "../escape"', ["key 'id'"]),
        ('id = "published"', 'id = "provenance"', ["key 'id'"]),
    ],
)
def test_mistakes_in_a_probe(specs, old, new, words):
    """A probe's kind, keys and entries are checked before anything runs, so that no student is blamed for them."""
    message = mistake(specs, old, new)
    assert all(word in message for word in [f"{SPEC}: probe ", *words]), message


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("images = { input = [3] }", ["key 'images'", "this describes no array, got {'input': [3]}"]),
        ("images = { uniform = 3 }", ["key 'uniform'", "a list of whole numbers"]),
        ("images = 3", ["key 'images'", "a valid dictionary, got 3"]),
        ("values = true", ["key 'values'", "a valid integer, got True"]),
    ],
)
def test_mistakes_in_what_a_model_is_asked(specs, new, words):
    """The types of a probe's own keys are those of its function in the worker; an array is described by a table."""
    old = 'images = { uniform = [3, 12], seed = 1, dtype = "float32" }'
    message = mistake(specs, old, new, f"{PROJECT}/1-autoencoder.toml")
    assert all(word in message for word in [f"{PROJECT}/1-autoencoder.toml: probe 'published': ", *words]), message


def test_a_check_cant_look_at_what_only_the_reference_does(specs):
    """A probe for the reference alone gives no observation of a submission."""
    message = mistake(specs, 'id = "matrix"', 'id = "matrix"\nreference_only = true')
    assert f"{SPEC}: check 'values': key 'probes': there is no 'matrix'" in message


def test_a_probe_that_no_check_uses_is_told(specs):
    """It would be run for nothing, and the check that was meant to use it is probably missing."""
    message = mistake(specs, 'probes = ["matrix"]', 'probes = ["published"]')
    assert message == f"{SPEC}: probe 'matrix': no check has it among its 'probes' or 'readings'"


def test_a_probe_that_is_a_reading_alone_is_used(specs):
    """A reading of an open point may be a probe that no check looks at."""
    old = 'compare = "arrays"\nprobes = ["matrix"]\npart = "returned"\nname = "the mean"\nrtol = 1e-6'
    new = 'compare = "reading"\nprobes = ["published"]\npart = "returned"\nreadings = { matrix = "r" }'
    (specs / SPEC).write_text((specs / SPEC).read_text().replace(old, new))
    assert "matrix" in load_project(specs, PROJECT).tasks[0].checks[-1].parameters["readings"]


def test_readings_name_probes(specs):
    """A reading of an open point is a probe of the task."""
    old = 'compare = "arrays"\nprobes = ["matrix"]\npart = "returned"\nname = "the mean"'
    new = 'compare = "reading"\nprobes = ["matrix"]\npart = "returned"\nreadings = { matrx = "r" }'
    assert "key 'readings': there is no 'matrx'; the nearest is 'matrix'" in mistake(specs, old, new)


def test_a_probes_keys_are_read_from_the_workers_source():
    """What a probe may be asked is what its function takes, required where it has no default."""
    call, graph = probe_signatures()["call"], probe_signatures()["graph"]
    assert {key: one.needed for key, one in call.items()} == {"function": True, "arguments": False, "keywords": False}
    assert {key: one.needed for key, one in graph.items()} == dict.fromkeys(
        ["function", "arguments", "feeds", "names"], True
    )
    assert set(argument_kinds()) == {"tuple", "function", "input", "placeholder"}
    assert {"relu", "tanh", "identity"} <= set(functions())


def test_a_probes_types_are_the_workers_annotations():
    """A sequence is a list in a spec, and an array is described by a table."""
    keras = probe_signatures()["keras"]
    assert (keras["function"].kind, keras["arguments"].kind, keras["values"].kind) == (str, list[Any], int)
    assert keras["images"] == (dict[str, Any] | None, True, False)
    assert argument_kinds()["input"] == list[int]


def test_a_placeholders_keys_are_those_that_the_worker_reads():
    """The worker takes a placeholder's table apart by hand; each key of it is checked, and no other is there."""
    tree = ast.parse((WORKER / "arguments.py").read_text(encoding="utf-8"))
    (function,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "_placeholder"]
    texts = {node.value for node in ast.walk(ast.Module(function.body[1:], [])) if isinstance(node, ast.Constant)}
    assert {text for text in texts if isinstance(text, str)} - {"float32"} == set(Placeholder.model_fields)
