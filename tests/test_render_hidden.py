"""A submission that prints, raises and returns whatever it is given: no report holds what a right answer computes."""

import json
from pathlib import Path
from typing import Any

import pytest
import workbench

from checker import cli
from checker.specs import load_project

# Everything that a submission can say of a hidden case, and an answer that is wrong by a little, or by much.
PRYING = """\
import numpy as np
import sys


def running_mean(data, beta):
    data = np.asarray(data)
    print(repr(data.tolist()), beta)
    print(repr(data.tolist()), beta, file=sys.stderr)
    {ending}
"""
ENDINGS = {
    "raises its input": "raise ValueError(repr(data.tolist()))",
    "raises zeros": "raise ValueError(repr(np.zeros_like(data).tolist()))",
    "exits with its input": "sys.exit(repr(data.tolist()))",
    "returns its input": "return data",
    "returns zeros": "return np.zeros_like(data)",
    "returns nan": "return data * np.nan",
    "returns a text": "return repr(data.tolist())",
    "returns a row less": "return data[1:]",
    "returns single precision": "return data.astype(np.float32)",
    "returns one wrong element": (
        "mean, means = 0, []\n    for row in data:\n        mean = beta * mean + (1 - beta) * row\n"
        "        means.append(mean)\n    means = np.array(means)\n    means.flat[-1] += 1\n    return means"
    ),
}


def numbers(tree: Any) -> list[float]:
    """All numbers of a fixture's arrays that are no small whole ones, which may stand anywhere."""
    if isinstance(tree, dict):
        return numbers(list(tree.values()))
    if isinstance(tree, list):
        return [number for item in tree for number in numbers(item)]
    return [tree] if isinstance(tree, float) and not tree.is_integer() else []


def golden(root: Path, *, hidden: bool = True) -> set[str]:
    """What a right answer computes in the hidden (or the published) cases of task 0, exactly and to some digits."""
    task = load_project(root / "task_specs", workbench.PROJECT).tasks[0]
    folder = root / "task_specs" / task.project / "fixtures" / task.name
    files = [folder / f"{probe.id}.json" for probe in task.probes if probe.hidden is hidden]
    found = [number for file in files for number in numbers(json.loads(file.read_text()))]
    return {text for number in found for text in (repr(number), f"{number:.6g}", f"{number:.5f}")}


@pytest.mark.parametrize("ending", ENDINGS)
def test_golden_values_of_hidden_cases_are_in_no_report(instructor, student, capfd, ending):
    """Neither in the terminal's nor in the HTML, the JSON or the JUnit report, short or verbose."""
    (student / "0-running_mean.py").write_text(PRYING.format(ending=ENDINGS[ending]))
    capfd.readouterr()
    reports = ("--report", "r.html", "--report", "r.json", "--report", "r.xml")
    for options in ((), ("--verbose", *reports)):
        assert cli.main(["--workspace", str(instructor), "run", "0x09", "task", "0", *options]) == 1
    texts = ["".join(capfd.readouterr()), *((student / f"r.{kind}").read_text() for kind in ("html", "json", "xml"))]
    assert [number for number in golden(instructor) for text in texts if number in text] == []


def test_there_are_golden_values(instructor):
    """The test above looks for something: the five rows of three numbers of the one hidden case."""
    assert len({number for number in golden(instructor) if len(number) > 12}) == 15


@pytest.mark.parametrize("hidden", [False, True])
def test_only_what_is_printed_in_published_cases_is_told(instructor, student, capfd, hidden):
    """A right answer that prints what it returns: the published case's numbers are seen, the hidden case's are not."""
    printing = workbench.NUMPY_REFERENCE.replace("return np.array(means)", "print(np.array(means).tolist())")
    (student / "0-running_mean.py").write_text(printing)
    assert cli.main(["--workspace", str(instructor), "run", "0x09", "task", "0", "--verbose"]) == 1
    out = capfd.readouterr().out
    assert bool([number for number in golden(instructor, hidden=hidden) if number in out]) is not hidden
