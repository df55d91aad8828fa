"""Golden fixtures: recorded the same twice, read back exactly, and found out when missing, damaged or stale."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import workbench
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from checker import cli, fixtures
from checker.errors import FixtureError
from checker.model import CheckSpec, Ending, Group, Observation, ProbeSpec, Run, TaskSpec
from checker.specs import load_project
from checker.workspace import find_workspace

PARTS = ("returned", "inference")
TASK = TaskSpec(
    path="track/0x09-x/0-t",
    number=0,
    title="T",
    file="0-t.py",
    asks="",
    probes=(ProbeSpec(id="one", probe="call", parameters={"function": "f"}),),
    checks=tuple(
        CheckSpec(id=part, title="t", group=Group.RULES, compare="tree", probes=("one",), part=part) for part in PARTS
    ),
)
FLOATS = st.sampled_from([np.dtype("float16"), np.dtype("float32"), np.dtype("float64")])
NUMBERS = FLOATS.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0, max_side=4),
                             elements={"allow_nan": False, "allow_infinity": False})
) | hnp.arrays(
    st.sampled_from(["int8", "int32", "int64", "uint8", "uint64", "bool"]), hnp.array_shapes(min_dims=0, min_side=0)
)
TREES = st.recursive(
    NUMBERS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def observed(value: object, **parts: object) -> Run:
    """What a run would give whose parts have these values."""
    values = {"returned": value, "inference": None} | parts
    return Run(
        observations=tuple(
            Observation(probe="one", part=part, ending=Ending.ANSWERED, value=one) for part, one in values.items()
        )
    )


def same(one: object, other: object) -> bool:
    """Whether two trees are the same, bit for bit."""
    if isinstance(one, np.ndarray):
        return type(other) is np.ndarray and (one.dtype, one.shape, one.tobytes()) == (
            other.dtype, other.shape, other.tobytes()
        )
    if isinstance(one, dict):
        return type(other) is dict and one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return type(other) is list and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and repr(one) == repr(other)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fixture of TASK, recorded, with its reference beside it."""
    (tmp_path / "0-t.py").write_text("reference")
    fixtures.write(tmp_path / "f", TASK, observed(np.arange(3.0)), [tmp_path / "0-t.py"], {"python": "3"})
    return tmp_path / "f"


@given(TREES)
def test_values_survive_exactly(tmp_path_factory, value):
    """Arrays of every dtype and shape, and plain data, are read back bit for bit as they were recorded."""
    folder = tmp_path_factory.mktemp("fixture")
    fixtures.write(folder, TASK, observed(value), [], {})
    assert same(fixtures.read(folder, TASK)["one", "returned"], value)


@pytest.mark.parametrize(
    "numbers",
    [
        np.array([0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 1e22, 123456789.123456789]),
        np.array([0.1, 1 / 3, 1e-45, 3.4028235e38, -0.0, 16777217], np.float32),
        np.array([0, -1, 2**63 - 1, -(2**63)]),
        np.array([2**64 - 1], np.uint64),
    ],
    ids=lambda array: str(array.dtype),
)
def test_the_hardest_numbers_survive(tmp_path, numbers):
    """Smallest and largest numbers, negative zero and endless fractions are read back in their own precision."""
    fixtures.write(tmp_path, TASK, observed(numbers), [], {})
    assert same(fixtures.read(tmp_path, TASK)["one", "returned"], numbers)


def test_a_fixture_is_text_for_people(folder):
    """A fixture holds a JSON file for each probe, with a line of numbers for each row."""
    assert json.loads((folder / "one.json").read_text())["parts"]["returned"] == {
        "dtype": "float64", "shape": [3], "rows": [[0.0, 1.0, 2.0]],
    }
    assert "\n[0.0,1.0,2.0]" in (folder / "one.json").read_text()


def test_seeds_are_recorded(tmp_path):
    """The provenance has the seeds of each probe's arrays, so that they can be made again by hand."""
    arrays = {"arguments": [{"tuple": [{"normal": [2], "seed": 5}]}], "keywords": {"b": {"uniform": [3], "seed": 7}}}
    task = dataclasses.replace(TASK, probes=(dataclasses.replace(TASK.probes[0], parameters=arrays),))
    fixtures.write(tmp_path, task, observed(1), [], {})
    assert json.loads((tmp_path / "provenance.json").read_text())["seeds"] == {"one": [5, 7]}


def test_models_are_recorded_as_tables_too(tmp_path):
    """The layers and the summary of a model are written beside the numbers, as text."""
    layers = [{"class": "Flatten", "name": "f", "config": {}, "inputs": [], "shape": [None, 4], "parameters": 0}]
    fixtures.write(tmp_path, TASK, observed(1, layers=layers, summary=["Model", "====", ""]), [], {})
    assert (tmp_path / "one.layers.txt").read_text() == "Flatten → 4\n"
    assert (tmp_path / "one.summary.txt").read_text() == "Model\n====\n"


def test_nothing_but_what_is_compared_is_recorded(tmp_path):
    """Parts that no check looks at are left out."""
    fixtures.write(tmp_path, TASK, observed(1, arguments=[2]), [], {})
    assert set(json.loads((tmp_path / "one.json").read_text())["parts"]) == set(PARTS)


def test_what_was_there_before_is_gone(folder):
    """Recording anew leaves no file of an earlier recording."""
    (folder / "old-probe.json").write_text("{}")
    fixtures.write(folder, TASK, observed(1), [], {})
    assert sorted(path.name for path in folder.iterdir()) == ["one.json", "provenance.json"]


@pytest.mark.parametrize("value", [np.array([1.0, np.nan]), np.array([np.inf])], ids=repr)
def test_a_reference_that_gives_no_numbers_is_refused(tmp_path, value):
    """Values that are not finite are not recorded."""
    with pytest.raises(FixtureError, match="values that are not finite"):
        fixtures.write(tmp_path, TASK, observed(value), [], {})


def test_a_reference_that_fails_is_refused(tmp_path):
    """A reference that raises makes no fixture, and the message says what it raised."""
    run = Run(observations=(Observation(probe="one", part="", ending=Ending.RAISED, message="ValueError: boom"),))
    with pytest.raises(FixtureError, match=r"the reference of track/0x09-x/0-t raised: ValueError: boom"):
        fixtures.write(tmp_path, TASK, run, [], {})


def test_a_reference_that_leaves_something_out_is_refused(tmp_path):
    """What a check compares has to be there."""
    run = Run(observations=observed(1).observations[:1])
    with pytest.raises(FixtureError, match="gives no inference of one"):
        fixtures.write(tmp_path, TASK, run, [], {})


def test_a_recorded_fixture_is_trusted(folder):
    """A fixture of this spec and this reference has nothing against it."""
    assert fixtures.staleness(folder, TASK, [folder.parent / "0-t.py"]) == ""


def test_a_missing_fixture_is_told(tmp_path):
    """Where there is no fixture, that is the reason, and what to do about it is said."""
    assert fixtures.staleness(tmp_path / "none", TASK) == "is missing"
    with pytest.raises(FixtureError, match=r"0-t is missing: run `checker fixtures generate` for it"):
        fixtures.read(tmp_path / "none", TASK)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "{}", '{"requests": "x"}', '{"requests": "x", "files": 3, "reference": {}}', "\xff"]
)
def test_a_damaged_provenance_is_told(folder, text):
    """A provenance that can't be read is damage, whatever stands in it."""
    (folder / "provenance.json").write_bytes(text.encode("latin-1"))
    assert fixtures.staleness(folder, TASK) == "is damaged (provenance.json can't be read)"


def test_a_changed_file_is_told(folder):
    """One changed digit is damage, and the file is named."""
    file = folder / "one.json"
    file.write_text(file.read_text().replace("1.0", "1.1"))
    assert fixtures.staleness(folder, TASK) == "is damaged (one.json was changed after it was recorded)"


def test_a_missing_file_is_told(folder):
    """A file that was recorded and is not there is damage."""
    (folder / "one.json").unlink()
    assert fixtures.staleness(folder, TASK) == "is damaged (one.json is missing)"


def test_a_provenance_without_its_files_is_told(folder):
    """A list of files from which one was taken does not hide that it was."""
    provenance = json.loads((folder / "provenance.json").read_text())
    (folder / "provenance.json").write_text(json.dumps(provenance | {"files": {}}))
    assert fixtures.staleness(folder, TASK) == "is damaged (one.json was never recorded)"


def test_a_file_that_was_never_recorded_is_not_read(folder):
    """A file put beside the recorded ones changes nothing that is expected."""
    forged = (folder / "one.json").read_text().replace("1.0", "9.0")
    (folder / "zzz.json").write_text(forged)
    assert fixtures.read(folder, TASK)["one", "returned"].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    "change",
    [
        {"probes": (ProbeSpec(id="one", probe="call", parameters={"function": "g"}),)},
        {"probes": (ProbeSpec(id="one", probe="keras", parameters={"function": "f"}),)},
        {"file": "0-other.py"},
        {"checks": TASK.checks[:1]},
    ],
    ids=["parameters", "probe", "file", "compared parts"],
)
def test_another_spec_makes_it_stale(folder, change):
    """What is asked, and what of it is compared, dates a fixture."""
    changed = dataclasses.replace(TASK, **change)
    assert fixtures.staleness(folder, changed) == "is stale (the spec's probes have changed since)"


def test_other_words_and_points_do_not_make_it_stale(folder):
    """A title, a limit or points can change without recording anew."""
    checks = tuple(dataclasses.replace(check, title="new", points=50) for check in TASK.checks)
    assert fixtures.staleness(folder, dataclasses.replace(TASK, title="new", asks="more", checks=checks)) == ""


def test_another_meaning_of_requests_makes_it_stale(folder, monkeypatch):
    """A new number of the format, raised when other weights are planted, dates every fixture."""
    monkeypatch.setattr(fixtures, "FORMAT", fixtures.FORMAT + 1)
    assert "is stale" in fixtures.staleness(folder, TASK)


def test_another_meaning_of_one_kind_of_probe_makes_it_stale(folder, monkeypatch):
    """A new number of a kind's own dates the fixtures of that kind alone."""
    monkeypatch.setattr(fixtures, "FORMATS", {"none of this task's": 2})
    assert fixtures.staleness(folder, TASK) == ""
    monkeypatch.setattr(fixtures, "FORMATS", {TASK.probes[0].probe: 2})
    assert "is stale" in fixtures.staleness(folder, TASK)


def test_another_reference_makes_it_stale(folder):
    """A reference that changed is named."""
    reference = folder.parent / "0-t.py"
    reference.write_text("better")
    assert fixtures.staleness(folder, TASK, [reference]) == "is stale (the reference's 0-t.py changed since)"


def files_of(root: Path) -> dict[str, bytes]:
    """The files of a workspace's fixtures."""
    folder = root / "task_specs" / workbench.PROJECT / "fixtures"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_generating_twice_gives_the_same_bytes(recorded, tmp_path):
    """The fixtures of a numpy and of a Keras task are the same, byte for byte, whenever they are recorded."""
    root = workbench.build(tmp_path)
    assert cli.main(["--workspace", str(root), "fixtures", "generate", "0x09"]) == 0
    assert files_of(root) == files_of(recorded)
    assert {name.partition("/")[0] for name in files_of(root)} == {"0-running_mean", "1-autoencoder"}


def test_a_generated_fixture_holds_what_the_reference_does(instructor):
    """The recorded mean of 1, 2, 3 with beta 0.5 is the one that can be had by hand."""
    workspace = find_workspace(str(instructor))
    task = load_project(workspace.specs, workbench.PROJECT).tasks[0]
    assert fixtures.read(workspace.fixture(task), task)["published", "returned"]["array"].tolist() == [0.5, 1.25, 2.125]


def test_the_repositorys_fixtures_are_up_to_date(capsys):
    """`checker fixtures verify` has nothing to say against any fixture of the repository."""
    for project in ("0x07", "0x08"):
        assert cli.main(["fixtures", "verify", project]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 14
    assert all(line.endswith(": the fixture is up to date") for line in lines)


def test_the_repositorys_fixtures_are_small():
    """All of them together take under 5 MB."""
    files = [path for path in find_workspace().specs.rglob("fixtures/**/*") if path.is_file()]
    assert 0 < sum(path.stat().st_size for path in files) < 5_000_000
