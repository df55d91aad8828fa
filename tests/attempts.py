"""What the attacks share: a right answer to hide in, a wrong one to sell, and the real command line."""

import json
import re
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from checker import cli, pipeline
from checker.model import Outcome, TaskVerdict

ROOT = Path(__file__).parents[1]
PROJECT = "0x07-cnn"
FILE = "0-conv_forward.py"
SOLUTIONS = ROOT / "solutions" / "supervised_learning"
REFERENCE = SOLUTIONS / PROJECT / FILE
FIXTURES = ROOT / "task_specs" / "supervised_learning" / PROJECT / "fixtures" / "0-conv_forward"
HEAD = "#!/usr/bin/env python3\n'''A file that means harm'''\nimport numpy as np\n"
SIGNATURE = 'def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):\n'
FIRST = "    m, h_prev, w_prev, c_prev = A_prev.shape\n"
BEHAVIOUR = ("import", "published", "values", "single_precision", "inputs_kept", "repeatable")
# Finds the worker's own modules, by the frames of who imports or calls this: `child` is the names of one of them.
WORKER = """
import sys


def find_worker():
    frame = sys._getframe()
    while "reporter" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["reporter"], frame.f_globals


reporter, child = find_worker()
"""
# What no terminal shows as it is, and what a runner of continuous integration takes for a command.
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)


def _indented(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n"


def right(first: str = "") -> str:
    """The reference's conv_forward, without its head, that does `first` before anything else."""
    text = REFERENCE.read_text(encoding="utf-8").partition("import numpy as np\n")[2]
    assert FIRST in text
    return text.replace(FIRST, _indented(first) + FIRST) if first else text


def wrong(body: str = "return np.zeros((1, 1))") -> str:
    """A conv_forward that does `body` instead of its work."""
    return SIGNATURE + _indented(body)


def once(body: str) -> str:
    """The right conv_forward, which does `body` first in the published call."""
    return right("if A_prev.shape == (3, 28, 28, 1):\n" + textwrap.indent(body, "    "))


def found(verdict: TaskVerdict, check: str) -> list[str]:
    """The findings of one check, each as its code and message."""
    (result,) = [result for result in verdict.results if result.spec.id == check]
    return [f"{one.code} {one.message}" for one in result.findings]


def missed(verdict: TaskVerdict) -> dict[str, Outcome]:
    """The checks of behaviour that did not pass, with how they came out."""
    return {
        result.spec.id: result.outcome
        for result in verdict.results
        if result.spec.id in BEHAVIOUR and result.outcome is not Outcome.PASSED
    }


def limited(monkeypatch: pytest.MonkeyPatch, **limits: float) -> None:
    """Gives tasks other limits than their specs do."""
    check = pipeline.check_task

    def checked(workspace: Any, project: Any, task: Any, *others: Any) -> TaskVerdict:
        return check(workspace, project, replace(task, limits=replace(task.limits, **limits)), *others)

    monkeypatch.setattr(pipeline, "check_task", checked)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What a run of the real command line gave: exit code, output, and both reports ("" and {} where it wrote none)."""

    code: int
    out: str
    err: str
    html: str
    json: dict[str, Any]

    def check(self, name: str) -> dict[str, Any]:
        """One check of the task in the JSON report."""
        (found,) = [check for check in self.json["tasks"][0]["checks"] if check["id"] == name]
        return found

    def codes(self, name: str) -> set[str]:
        """The codes of a check's findings."""
        return {finding["code"] for finding in self.check(name)["findings"]}


def hand_in(folder: Path, source: str, file: str = FILE) -> Path:
    """A student's folder with one answer of the given source, after the usual head."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(HEAD + textwrap.dedent(source), encoding="utf-8")
    return folder


def run(
    folder: Path, reports: Path, capfd: pytest.CaptureFixture[str], project: str = "0x07", number: str = "0"
) -> Ran:
    """Runs ``checker run`` upon a folder or an archive, verbosely; the reports are written to `reports`."""
    reports.mkdir(exist_ok=True)
    names = [reports / "r.json", reports / "r.html"]
    words = ["--workspace", str(ROOT), "run", project, "task", number, "--dir", str(folder), "--verbose"]
    capfd.readouterr()
    code = cli.main([*words, *(word for name in names for word in ("--report", str(name)))])
    out, err = capfd.readouterr()
    told, page = [name.read_text(encoding="utf-8") if name.is_file() else "" for name in names]
    read = json.loads(told, parse_constant=pytest.fail) if told else {}
    return Ran(code=int(code), out=out, err=err, html=page, json=read)


def is_harmless(printed: str) -> bool:
    """Whether nothing in it is obeyed by a terminal or by a runner of continuous integration."""
    return printed.replace("\n", "").isprintable() and not COMMAND.search(printed)
