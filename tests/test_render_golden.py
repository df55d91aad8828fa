"""Whole reports as they were found good; set CHECKER_GOLDEN=write to record them anew, then read the diff."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from checker.render import RENDERERS
from tests.test_render_samples import GOLDEN, SAMPLES, TEMPLATES

WRITE = os.environ.get("CHECKER_GOLDEN") == "write"
REPORTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "render-passed.txt": ("terminal", "passed", {}),
    "render-failed.txt": ("terminal", "failed", {}),
    "render-failed-colour.txt": ("terminal", "failed", {"colour": True}),
    "render-failed-verbose.txt": ("terminal", "failed", {"verbose": True}),
    "render-failed-narrow.txt": ("terminal", "failed", {"width": 60}),
    "render-project.txt": ("terminal", "project", {}),
    "render-project-quiet.txt": ("terminal", "project", {"quiet": True}),
    "render-hostile.txt": ("terminal", "hostile", {}),
    "render-broken.html": ("html", "broken", {"templates": TEMPLATES}),
    "render-unimportable.html": ("html", "unimportable", {"templates": TEMPLATES}),
    "render-broken.json": ("json", "broken", {}),
}


def scrubbed(report: str) -> str:
    """A report without the style sheet, which has tests of its own, and with escape codes that an editor can show."""
    report = re.sub(r"<style>.*?</style>", "<style>STYLE</style>", report, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']*'", "'sha256-HASH'", report).replace("\x1b", "<ESC>")


@pytest.mark.parametrize("file", REPORTS)
def test_reports_are_as_recorded(file: str, tmp_path: Path) -> None:
    """A report of each kind is, letter for letter, the recorded one."""
    format_, sample, options = REPORTS[file]
    written = scrubbed(RENDERERS[format_](SAMPLES[sample], **options))
    target = (GOLDEN if WRITE else tmp_path) / file
    target.write_text(written, encoding="utf-8", newline="\n")
    assert written == (GOLDEN / file).read_text(encoding="utf-8")
