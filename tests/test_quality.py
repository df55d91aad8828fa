"""The tools that read the code have nothing to say, and the README's commands are those that CI runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [["ruff", "check", "."], ["mypy"]], ids=" ".join)
def test_tool_finds_nothing(command: list[str]) -> None:
    """Ruff and mypy --strict pass on the whole repository."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ci_runs_the_readme() -> None:
    """`.ci/run` takes its command from the README, and finds one that installs everything and runs the tests."""
    line = re.search(r"grep -m1 -- '(.+?)' README.md", (ROOT / ".ci" / "run").read_text())
    assert line
    commands = [text.strip() for text in (ROOT / "README.md").read_text().splitlines() if line[1] in text]
    assert len(commands) == 1
    assert commands[0].startswith("python3 -m venv .venv && .venv/bin/pip install")
    assert ".[dev]" in commands[0]


def test_contributing_names_every_dependency() -> None:
    """CONTRIBUTING says why each library is there."""
    project = (ROOT / "pyproject.toml").read_text()
    listed = re.findall(r'^    "([A-Za-z_-]+)[><=]', project, re.M)
    assert len(listed) > 10
    words = (ROOT / "CONTRIBUTING.md").read_text()
    assert [name for name in listed if name not in words and name != "build"] == []
