"""The list of what judges is complete: whatever a verdict depends on makes answers be checked again when it changes."""

import ast
import shutil
from pathlib import Path

import pytest

from checker.changes import JUDGING
from checker.workspace import PACKAGE

# What turns a spec into checks and a submission into a verdict; the worker is run and never imported.
ROOTS = ("pipeline.py", "specs", "worker")
# What these import and no verdict depends on.
HARMLESS = {
    "errors.py": "its sentences are for whoever runs the checker",
    "folders.py": "it removes scratch copies",
    "requests.py": "it refuses specs and changes none, and names the import",
    "workspace.py": "it finds specs, fixtures and answers, whose contents count",
}


def files_of(place: Path) -> list[Path]:
    """A module's file, or those of a package."""
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def imported(file: Path, package: Path) -> set[str]:
    """The modules and packages right below `package` that a file imports, wherever the statement stands."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{name.name}" for name in node.names]
    return {_entry(name.split(".")[1], package) for name in names if name.startswith("checker.")}


def _entry(name: str, package: Path) -> str:
    if (package / name).is_dir():
        return name
    return f"{name}.py" if (package / f"{name}.py").is_file() else "__init__.py"


def reached(package: Path) -> set[str]:
    """All modules and packages that the roots need, those among them, directly or by way of others."""
    found: list[str] = list(ROOTS)
    for entry in found:
        new = {name for file in files_of(package / entry) for name in imported(file, package)}
        found += sorted(new.difference(found))
    return set(found)


def test_everything_that_judges_is_in_the_list():
    """A module that judging imports is in JUDGING, or in HARMLESS with its reason; neither names another."""
    needed = reached(PACKAGE)
    assert needed - HARMLESS.keys() == set(JUDGING)
    assert HARMLESS.keys() <= needed


@pytest.mark.parametrize(
    "line", ["import checker.newcomer", "from checker import newcomer", "def f():\n    from checker.newcomer import x"]
)
@pytest.mark.parametrize("file", ["verdict.py", "comparators/counts.py", "worker/plain.py"])
def test_a_newcomer_would_be_seen(tmp_path, file, line):
    """Whichever part of judging imports it, and in whichever form."""
    package = Path(shutil.copytree(PACKAGE, tmp_path / "checker", ignore=shutil.ignore_patterns("__pycache__")))
    (package / "newcomer.py").write_text("x = 1\n")
    (package / file).write_text(f"{(package / file).read_text()}\n{line}\n")
    assert reached(package) - reached(PACKAGE) == {"newcomer.py"}
