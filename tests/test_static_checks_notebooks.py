"""Notebooks in the place of Python files, as the check of syntax names them."""

from pathlib import Path

import pytest

from checker.static_checks import Source, read_source
from checker.static_checks.syntax import parses

NAME = "4-resnet50.py"


def write(folder: Path, content: str) -> Source:
    """A source with this content."""
    (folder / NAME).write_text(content)
    return read_source(folder, NAME)


@pytest.mark.parametrize(
    "content",
    [
        '{"cells": [], "nbformat": 4, "metadata": {"x": null}}',
        '\n {"worksheets": [], "nbformat": 3}',
        '{"cells": [{"source": ["' + "a" * 30_000 + '"]}], "nbformat": 4}',
    ],
)
def test_a_notebook_is_named(tmp_path: Path, content: str) -> None:
    """S029, whether or not Python can read it."""
    (finding,) = parses(write(tmp_path, content))
    assert (finding.code, finding.line) == ("S029", 1)
    assert finding.message.endswith(f"hand that in as {NAME}")


@pytest.mark.parametrize(
    "content", ["{}", '{"cells": 1}', '{"nbformat": 4}', '["cells", "nbformat"]', "{" * 90, '{"a": ']
)
def test_other_braces_are_no_notebook(tmp_path: Path, content: str) -> None:
    """A dictionary of one's own, and what is no JSON."""
    assert "S029" not in {finding.code for finding in parses(write(tmp_path, content))}


def test_json_without_end_is_no_notebook(tmp_path: Path) -> None:
    """Nesting beyond what the parser follows raises nothing."""
    deep = '{"nbformat": 4, "cells": ' + "[" * 500_000
    assert [finding.code for finding in parses(write(tmp_path, deep))] == ["S004"]
