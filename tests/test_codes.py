"""Codes of findings: each that the program can give is documented where it is given, and none else is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHECKER = ROOT / "checker"
CODE = re.compile(r"\b[SRCN]\d{3}\b")
FILES = sorted(path for path in CHECKER.rglob("*.py") if CODE.search(path.read_text(encoding="utf-8")))


def docstrings(tree: ast.Module) -> Iterator[str]:
    """The docstrings of a module and of all that is in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def given(tree: ast.Module) -> set[str]:
    """The codes that stand in a module's code as strings of their own."""
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {string for string in strings if CODE.fullmatch(string)}


def documented(tree: ast.Module) -> set[str]:
    """The codes that a module's docstrings explain: words follow them."""
    return {
        code
        for text in docstrings(tree)
        for codes in re.findall(r"((?:[SRCN]\d{3}(?:, )?)+):? [a-z`]", text)
        for code in CODE.findall(codes)
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CHECKER).as_posix())
def test_a_code_is_documented_where_it_is_given(file):
    """Every code in a module's code is explained in a docstring of that module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert given(tree) - documented(tree) == set()


def test_no_code_is_documented_that_is_never_given():
    """Every code that a docstring explains is given somewhere, in code or by a spec's key."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in FILES]
    specs = (ROOT / "task_specs").rglob("*.toml")
    by_specs = {code for spec in specs for code in re.findall(r'^code = "(\w+)"$', spec.read_text(), re.MULTILINE)}
    assert set().union(*map(documented, trees)) - set().union(*map(given, trees)) - by_specs == set()


def test_samples_state_codes_that_there_are():
    """What a wrong sample is expected to earn is a documented code."""
    every = set().union(*(documented(ast.parse(file.read_text(encoding="utf-8"))) for file in FILES))
    stated = set()
    for sample in (ROOT / "tests" / "wrong").rglob("*"):
        if sample.is_file():
            first = sample.read_text(encoding="utf-8", errors="replace").split("\n")[0]
            stated.update(re.findall(r"=([SRCN]\d{3})\b", first))
    assert stated
    assert stated - every == set()


def test_undocumented_codes_would_be_seen():
    """The search for codes finds one that nobody explains, and one that is merely named."""
    tree = ast.parse('"""Findings:\n    C001: another shape. R001 raised.\n"""\nx = ["C001", "R001", "S999", "E501"]')
    assert given(tree) == {"C001", "R001", "S999"}
    assert documented(tree) == {"C001", "R001"}
