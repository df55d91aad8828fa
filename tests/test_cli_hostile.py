"""Names of folders and files that a student chose reach the terminal as text, wherever the program says them."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import workbench

from checker import cli
from checker.comparators import COMPARATORS
from checker.model import Case
from tests.test_render_samples import TEMPLATES

NAME = "a\x1b[2J\x1b]8;;http:x\x07\n::error::b \u202e ##[error]c \r"
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
SCHEMA = json.loads((TEMPLATES / "report.schema.json").read_text(encoding="utf-8"))


def is_harmless(printed: str) -> bool:
    """Whether nothing in it is obeyed by a terminal or by a runner of continuous integration."""
    return printed.replace("\n", "").isprintable() and not COMMAND.search(printed)


@pytest.fixture
def program(instructor: Path, capfd: pytest.CaptureFixture[str]):
    """Runs a command in the instructor's workspace: exit code, and all that was printed."""
    capfd.readouterr()

    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(["--workspace", str(instructor), *arguments])
        return int(code), "".join(capfd.readouterr())

    return run


def test_the_name_is_not_harmless():
    """The tests below would see it if it were printed as it is."""
    assert not is_harmless(NAME)
    assert not is_harmless("##[error]c")
    assert not is_harmless("::error::b")


@pytest.mark.parametrize("words", ["run 0x09 task 0 --dir", "summary 0x09 task 1 --dir", "compare-runtimes"])
@pytest.mark.parametrize("named", [NAME, "::error::b", "::x\x1b[2J/../::y"])
def test_a_folder_that_is_not_there_is_named_harmlessly(program, student, words, named):
    """Also where a folder beside it, a student's, has nearly that name."""
    (student / f"{named.replace('/', '')}x").mkdir()
    code, printed = program(*words.split(), named)
    assert (code, "no folder" in printed, is_harmless(printed)) == (2, True, True)


@pytest.mark.parametrize("words", ["run 0x09 task", "show", NAME, "list"])
def test_words_that_mean_nothing_are_repeated_harmlessly(program, words):
    """What the command line itself complains of is printed in the same way."""
    code, printed = program(*(words.split() if words != NAME else [words]), NAME)
    assert (code, is_harmless(printed)) == (2, True)


def test_a_report_is_named_harmlessly(program, student):
    """The file that was written may lie in a folder of any name."""
    (student / NAME).mkdir()
    code, printed = program("run", "0x09", "task", "0", "--report", f"{NAME}/r.json")
    assert (code, is_harmless(printed)) == (0, True)


def test_a_fault_of_ours_is_told_harmlessly(program, student, monkeypatch):
    """A traceback may hold a student's words too."""
    monkeypatch.setattr("checker.pipeline.check_task", lambda *_: 1 / 0 if student else None)
    monkeypatch.setattr("traceback.format_exc", lambda: NAME)
    code, printed = program("run", "0x09", "task", "0")
    assert (code, is_harmless(printed)) == (3, True)


@pytest.mark.parametrize("named", [NAME, "::error::b"])
def test_compared_answers_are_named_harmlessly(program, student, tmp_path, monkeypatch, named):
    """While they are run and when they differ: the folder of each student is told."""
    folder = tmp_path / "class" / named / "0x09-something"
    folder.mkdir(parents=True)
    (folder / "0-running_mean.py").write_text(workbench.NUMPY_REFERENCE)
    told = []
    monkeypatch.setattr("checker.progress.Shown.show", lambda shown, done, what: told.append(what))
    monkeypatch.setattr(
        "checker.comparison.Pair.differences",
        property(lambda pair: list(zip(pair.one.results, pair.other.results, strict=True))),
    )
    code, printed = program("compare-runtimes", str(tmp_path / "class"), "0x09", "--with", "modern", "modern")
    assert (code, "differ" in printed, len(told)) == (1, True, 1)
    assert is_harmless(printed)
    assert told[0].isprintable()


@pytest.mark.parametrize("line", [-5, 0, 10**4000, True])
def test_a_claimed_line_keeps_the_report_valid(program, student, line):
    """An error can name any number for its line; the JSON report has a line of the file, or none."""
    error = (
        f"error = SyntaxError({NAME!r})\nerror.filename = os.path.join(os.getcwd(), {NAME!r})\nerror.lineno = {line}\n"
    )
    (student / "0-running_mean.py").write_text(f"import os\n{error}raise error\n")
    code, printed = program("run", "0x09", "task", "0", "--verbose", "--report", "r.json", "--report", "r.html")
    told = json.loads((student / "r.json").read_text(), parse_constant=pytest.fail)
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    lines = [finding["line"] for check in told["tasks"][0]["checks"] for finding in check["findings"]]
    assert (code, is_harmless(printed)) == (1, True)
    assert all(one is None or 0 < one <= 2**20 for one in lines)


def test_a_layer_that_names_thousands_of_others_makes_no_huge_text():
    """What is told of a table is no longer than what was sent of it."""
    entry = {"class": "a" * 20_000, "config": {}, "inputs": [0] * 10_000, "shape": [None, 3], "parameters": 0}
    (finding,) = COMPARATORS["layers"]([], [entry], Case(probe="p", call="f()"))
    assert len(finding.message) < 100_000
