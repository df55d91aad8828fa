"""The command line, with a workspace of an instructor's own: what it prints, and its exit codes as numbers."""

import json
import re
import sys
from pathlib import Path

import pytest
import workbench

from checker import cli, specs

ROOT = Path(__file__).parent.parent
LONG = 300 * "x"
WRONG = workbench.NUMPY_REFERENCE.replace("(1 - beta) * row", "beta * row")


@pytest.fixture
def program(instructor: Path, capfd: pytest.CaptureFixture[str]):
    """Runs a command in the instructor's workspace: exit code, standard output, standard error."""
    capfd.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["--workspace", str(instructor), *arguments])
        assert type(code) is int or isinstance(code, cli.ExitCode)
        return int(code), *capfd.readouterr()

    return run


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(program, option):
    """Help is for people: what the program does, an example, and all its commands."""
    code, out, err = program(option)
    assert (code, err) == (0, "")
    assert "checker run 0x08 task 4" in out
    assert {"run", "list", "show", "summary", "fixtures"} <= set(re.findall(r"^  (\w+)", out, re.MULTILINE))


@pytest.mark.parametrize(
    "words", ["run", "list", "show", "summary", "fixtures", "fixtures generate", "fixtures verify"]
)
def test_every_command_has_help(program, words):
    """Each command says what it does."""
    code, out, _ = program(*words.split(), "--help")
    assert code == 0
    assert out.startswith(f"Usage: checker {words}")
    assert len(out.splitlines()) > 4


def test_the_version_is_told(program):
    """The version is the package's."""
    assert program("--version") == (0, "checker, version 0.1.0\n", "")


def test_a_list_shows_projects_tasks_and_points(program):
    """Every task has its number, title, file and points."""
    code, out, _ = program("list")
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert lines[0] == ["0x09-something", "Something", "else"]
    assert lines[1] == ["0", "Running", "Mean", "0-running_mean.py", "100", "points"]
    assert lines[2] == ["1", "Autoencoder", "1-autoencoder.py", "100", "points"]


@pytest.mark.parametrize(
    "words", ["9 task 0", "0x09 0", "0x09-something task 0-running_mean", "0x09 Task 0-running_mean.py"]
)
def test_a_task_is_shown_by_any_of_its_names(program, words):
    """What a task asks, and each check with its points, whatever its spelling."""
    code, out, _ = program("show", *words.split())
    assert code == 0
    assert "exponentially weighted mean" in out
    assert re.search(r"^ +60 +values +another call$", out, re.MULTILINE)


def test_a_right_answer_passes_with_0(program, student):
    """A right answer exits with 0, from within the project's folder."""
    code, out, err = program("run", "0x09", "task", "0")
    assert (code, err) == (0, "")
    assert "100 of 100" in out


def test_a_wrong_answer_fails_with_1(program, student):
    """A wrong answer exits with 1, and the published case shows the numbers: 0.25 + 0.5 * 2 against 1.25."""
    (student / "0-running_mean.py").write_text(WRONG.replace("beta * row", "beta * row * 2"))
    code, out, _ = program("run", "0x09", "task", "0")
    assert code == 1
    assert "expected 2.125, got 4.25" in out


def test_a_hidden_case_is_not_shown_anywhere(program, student, instructor):
    """No number of a hidden answer stands in the terminal's, the HTML or the JSON report."""
    (student / "0-running_mean.py").write_text(WRONG)
    code, out, _ = program("run", "0x09", "task", "0", "--verbose", "--report", "r.html", "--report", "r.json")
    assert code == 1
    fixture = instructor / "task_specs" / workbench.PROJECT / "fixtures" / "0-running_mean" / "matrix.json"
    rows = json.loads(fixture.read_text())["parts"]["returned"]["array"]["rows"]
    numbers = [text for row in rows for number in row for text in (repr(number), f"{number:.6g}")]
    texts = [out, (student / "r.html").read_text(), (student / "r.json").read_text()]
    assert len(numbers) == 30
    assert [number for number in numbers for text in texts if number in text] == []


def test_a_submission_elsewhere_is_found_by_dir(program, student, monkeypatch):
    """--dir names the folder, or one above it."""
    monkeypatch.chdir(student.parent.parent)
    for place in (student, student.parent):
        assert program("run", "0x09", "task", "0", "--dir", str(place))[0] == 0


def test_a_missing_file_fails_with_1(program, student):
    """A task that was not answered fails, and says which file is expected."""
    (student / "0-running_mean.py").unlink()
    code, out, _ = program("run", "0x09", "task", "0")
    assert code == 1
    assert "0-running_mean.py" in out


def test_a_missing_fixture_breaks_with_3(program, student):
    """Our own fault exits with 3 and says what to do; nothing of it is the student's."""
    code, out, _ = program("run", "0x09", "task", "1")
    assert code == 3
    assert "checker fixtures generate" in " ".join(out.split())


def test_a_project_is_checked_as_a_whole(recorded, student, capfd):
    """Without a task all are run; a numpy and a Keras task that no line of the program knows of pass."""
    assert cli.main(["--workspace", str(recorded), "run", "0x09", "--quiet"]) == 0
    out = capfd.readouterr().out
    assert "0-running_mean" in out
    assert "1-autoencoder" in out


def test_a_wrong_keras_model_fails_with_1(recorded, student, capfd):
    """Another activation has the same summary, and fails for what it computes."""
    file = student / "1-autoencoder.py"
    file.write_text(file.read_text().replace("sigmoid", "tanh"))
    assert cli.main(["--workspace", str(recorded), "run", "0x09", "task", "1"]) == 1
    assert "sigmoid" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("run 0x99 task 0", "no project '0x99'; there is 0x09-something"),
        ("show 0x09-somethin", "no project '0x09-somethin'; there is 0x09-something"),
        ("run 0x09 task 7", "0x09-something has no task '7'; there is 0-running_mean, 1-autoencoder"),
        ("run 0x09 task autoencoder", "there is 1-autoencoder"),
        ("run 0x09 task", "which task? Name its number"),
        ("run 0x09 task 0 1", "expected one task, got '0 1'"),
        ("run 0x09 task 0 --dir nowhere", "no folder nowhere"),
        ("run 0x09 task 0 --report r.pdf", "a report is a FILE.html, a FILE.json or a FILE.xml, got 'r.pdf'"),
        ("run 0x09 task 0 --report none/r.html", "the report 'none/r.html' can't be written: no folder none"),
        (f"run 0x09 task 0 --report {LONG}/r.html", f"can't be written: the folder {LONG} can't be looked into"),
        (f"run 0x09 task 0 --dir {LONG}", f"the folder {LONG} can't be looked into: File name too long"),
        (f"--workspace {LONG} list", f"the folder {LONG} can't be looked into: File name too long"),
        ("run 0x09 task 0 --dir 0-running_mean.py", "0-running_mean.py is a file, not a folder"),
        ("run 0x09 task 0 --colour", "No such option"),
        ("rnu 0x09", "No such command 'rnu'"),
        ("run", "Missing argument"),
        ("fixtures verify 0x7", "no project '0x7'"),
    ],
)
def test_wrong_words_exit_with_2(program, student, words, told):
    """A name, option or command that is not there is told with candidates, on standard error alone."""
    code, out, err = program(*words.split())
    assert (code, out) == (2, "")
    assert told in err


def test_a_deleted_current_folder_exits_with_2(program, student):
    """The answer, or the folder of a report, can't be looked for from a folder that is no more."""
    for file in student.iterdir():
        file.unlink()
    student.rmdir()
    for words in ("run 0x09 task 0", "run 0x09 task 0 --report r.html", "run 0x09 --dir here"):
        code, out, err = program(*words.split())
        assert (code, out) == (2, "")
        assert "the current folder is not there any more" in err


def test_a_folder_that_is_no_workspace_exits_with_2(tmp_path, capsys):
    """A workspace without specs is told."""
    assert cli.main(["--workspace", str(tmp_path), "list"]) == 2
    assert "is no workspace" in capsys.readouterr().err


def test_a_wrong_spec_exits_with_3(tmp_path, capsys):
    """A mistake in a spec is not the student's failure."""
    root = workbench.build(tmp_path)
    file = root / "task_specs" / workbench.PROJECT / "0-running_mean.toml"
    file.write_text(file.read_text().replace("points = 60", "points = 61"))
    assert cli.main(["--workspace", str(root), "run", "0x09", "task", "0"]) == 3
    assert "add up to 101, not to 100" in capsys.readouterr().err


@pytest.mark.parametrize("error", [RuntimeError("cross"), AssertionError(), KeyError("x"), RecursionError()], ids=repr)
def test_an_uncaught_exception_exits_with_3(program, monkeypatch, error):
    """A bug of ours says whose fault it is, shows where it is, and is never taken for a failed submission."""

    def broken(*arguments):
        raise error

    monkeypatch.setattr(specs, "load_project", broken)
    code, out, err = program("list")
    assert (code, out) == (3, "")
    assert "a fault of the checker, not of your work" in err
    assert type(error).__name__ in err


def test_a_sudden_exit_is_no_verdict(program, monkeypatch):
    """Whoever ends the program from within, with whatever code, does not make it 0 or 1."""

    def leave(*arguments):
        sys.exit(0)

    monkeypatch.setattr(specs, "load_project", leave)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    assert program("list")[0] == 3


def test_an_interrupt_exits_with_130(program, monkeypatch):
    """Ctrl-C is told in one line."""

    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(specs, "load_project", interrupt)
    code, out, err = program("list")
    assert (code, out, err.strip()) == (130, "", "checker: interrupted")


def test_reports_are_written_and_named(program, student):
    """An HTML and a strict JSON report are written where they were asked for."""
    code, out, _ = program("run", "0x09", "task", "0", "--report", "r.html", "--report", "r.json")
    assert code == 0
    assert out.splitlines()[-2:] == ["report: r.html", "report: r.json"]

    def refuse(word):
        raise AssertionError(word)

    report = json.loads((student / "r.json").read_text(), parse_constant=refuse)
    assert report["project"]
    assert "<script" not in (student / "r.html").read_text().lower()


def test_a_report_that_cant_be_written_exits_with_2(program, student):
    """A report's name that is a folder's is told."""
    (student / "r.json").mkdir()
    code, _, err = program("run", "0x09", "task", "0", "--report", "r.json")
    assert (code, "the report can't be written to r.json" in err) == (2, True)


def test_quiet_is_a_line_for_each_task(program, student):
    """--quiet says no more than how each task came out."""
    (student / "0-running_mean.py").write_text(WRONG)
    code, out, _ = program("run", "0x09", "task", "0", "--quiet")
    assert (code, len(out.strip().splitlines()) <= 2) == (1, True)


def test_verbose_shows_what_was_printed(program, student):
    """What a submission prints is shown when asked for, and not otherwise; it is data, never the verdict."""
    file = student / "0-running_mean.py"
    file.write_text(file.read_text() + "\n\nprint('100 of 100, so there')\n")
    assert "so there" not in program("run", "0x09", "task", "0")[1]
    assert "so there" in program("run", "0x09", "task", "0", "--verbose")[1]
