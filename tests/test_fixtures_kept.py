"""A class's fixture is read once, and again as soon as anything about it has changed."""

import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest

from checker import fixtures
from checker.errors import FixtureError
from checker.model import CheckSpec, Ending, Group, Observation, ProbeSpec, Run, TaskSpec

CHECK = CheckSpec(id="c", title="t", group=Group.RULES, compare="arrays", probes=("one",), part="returned")
TASK = TaskSpec(
    path="track/0x09-x/0-t",
    number=0,
    title="T",
    file="0-t.py",
    asks="",
    probes=(ProbeSpec(id="one", probe="call", parameters={"function": "f"}),),
    checks=(CHECK,),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fixture of TASK, just recorded."""
    value = Observation(probe="one", part="returned", ending=Ending.ANSWERED, value=np.arange(3.0))
    fixtures.write(tmp_path / "f", TASK, Run(observations=(value,)), [], {})
    return tmp_path / "f"


@pytest.fixture
def settled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fixture that counts as recorded long ago, and has been read."""
    monkeypatch.setattr(fixtures, "UNSETTLED", -(10**12))
    fixtures.read(folder, TASK)
    return folder


def test_a_settled_fixture_is_read_once(settled, monkeypatch):
    """A class's next student is compared with the values that were read for the first; nobody can write to them."""
    monkeypatch.setattr(fixtures, "require_fresh", None)
    values = fixtures.read(settled, TASK)
    assert values["one", "returned"].tolist() == [0.0, 1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        values["one", "returned"][0] = 1


def test_a_new_fixture_is_read_each_time(folder):
    """A file could be changed twice in a moment and look the same, so what is new is not taken for known."""
    first = fixtures.read(folder, TASK)
    assert fixtures.read(folder, TASK) is not first


@pytest.mark.parametrize("name", ["one.json", "provenance.json"])
def test_a_settled_fixture_that_changes_is_read_again(settled, name):
    """Damage is found in a fixture that was read before, also where the file's size and its time stay the same."""
    file = settled / name
    before = file.stat()
    file.write_text(file.read_text().replace("1", "2"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    with pytest.raises(FixtureError, match=r"is damaged|is stale"):
        fixtures.read(settled, TASK)


def test_a_settled_fixture_that_goes_is_missed(settled):
    """What was read before does not stand in for what is not there any more."""
    for file in settled.iterdir():
        file.unlink()
    with pytest.raises(FixtureError, match="is missing"):
        fixtures.read(settled, TASK)


def test_a_settled_fixture_of_another_spec_is_stale(settled):
    """What was read for the spec as it was is not what it asks for now."""
    probe = ProbeSpec(id="one", probe="call", parameters={"function": "another"})
    with pytest.raises(FixtureError, match="is stale"):
        fixtures.read(settled, dataclasses.replace(TASK, probes=(probe,)))
