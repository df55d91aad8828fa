"""What all tests share: deterministic settings for hypothesis, and an instructor's workspace ready for use."""

from pathlib import Path

import pytest
import workbench
from hypothesis import settings

from checker import cli

settings.register_profile("checker", deadline=None, derandomize=True)
settings.load_profile("checker")


@pytest.fixture(scope="session")
def instructor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instructor's own workspace with the fixture of its numpy task recorded by the program; not to be changed."""
    root = workbench.build(tmp_path_factory.mktemp("instructor"))
    assert cli.main(["--workspace", str(root), "fixtures", "generate", "0x09", "task", "0"]) == 0
    return root
