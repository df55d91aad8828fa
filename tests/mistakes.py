"""What the tests of specs say of a spec with one mistake in it."""

from pathlib import Path

import pytest
from workbench import PROJECT

from checker.errors import SpecError
from checker.specs import load_project

SPEC = f"{PROJECT}/0-running_mean.toml"


def mistake(specs: Path, old: str, new: str, file: str = SPEC) -> str:
    """The error's message after one change of a spec's text."""
    text = (specs / file).read_text()
    assert old in text
    (specs / file).write_text(text.replace(old, new, 1))
    with pytest.raises(SpecError) as raised:
        load_project(specs, PROJECT)
    return str(raised.value)
