"""The command ``checker summary`` in an instructor's own workspace: what it prints, and its exit codes."""

from pathlib import Path

import pytest
import workbench

from checker import cli
from checker.model_summary import summarize
from checker.sandbox.workers import Workers
from checker.specs import load_project
from checker.workspace import find_task, find_workspace

SUMMARY = (Path(__file__).parent / "golden" / "summaries" / "workbench.txt").read_text()
FILE = "1-autoencoder.py"


@pytest.fixture
def summary(recorded, student, capfd):
    """Runs the command on the student's answer to task 1: exit code, standard output, standard error."""

    def run(*arguments, words="0x09 task 1"):
        capfd.readouterr()
        code = cli.main(["--workspace", str(recorded), "summary", *words.split(), *arguments])
        return int(code), *capfd.readouterr()

    return run


def write(student, old, new):
    """The student's answer with a change."""
    (student / FILE).write_text(workbench.KERAS_REFERENCE.replace(old, new))


def test_a_model_is_summarized(summary):
    """The summary is what TensorFlow 1.12 prints, and nothing else is printed."""
    assert summary() == (0, SUMMARY, "")


def test_an_equal_model_exits_with_0(summary):
    """Beside the reference's, nothing is marked."""
    code, out, err = summary("--diff")
    assert (code, err, out.splitlines()[-1]) == (0, "", "no row differs")


def test_another_model_exits_with_1(summary, student):
    """The rows that differ are marked, whatever else is equal."""
    write(student, 'activation="sigmoid"', 'activation="sigmoid", name="out"')
    code, out, err = summary("--diff")
    assert (code, err) == (1, "")
    marked = [" ".join(line.split()) for line in out.splitlines() if line[0] in "+-"]
    assert marked[2:] == ["-dense_1 (Dense) (None, 12) 60", "+out (Dense) (None, 12) 60"]


def test_a_model_whose_layers_keras_counted_otherwise_exits_with_0(summary, student):
    """A layer that is made and not used shifts the numbers; each line is printed as it is."""
    write(student, "code = K", "K.layers.Dense(1)\n    code = K")
    code, out, err = summary("--diff")
    assert (code, err, out.splitlines()[-1]) == (0, "", "no row differs but in the numbers of automatic names")
    assert "\n dense_2 (Dense)              (None, 12)                60        \n" in out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("code = K", "raise OSError('gone')\n    code = K", "R001 raised OSError: gone"),
        ("def autoencoder(X, units):", "def autoencoder(X, units:", "S003"),
        ("(code)", "(code), 1", "C001 expected the output of a layer, a tensor, to be returned, got tuple of 2 values"),
        ("import tensorflow", "import sys\nsys.exit(3)\nimport tensorflow", "R005 called sys.exit"),
        ("autoencoder(", "decoder(", "has no function autoencoder"),
    ],
    ids=["raises", "does not parse", "returns something else", "exits", "lacks the function"],
)
def test_an_answer_without_a_model_says_why(recorded, student, tensorflow_worker, old, new, told):
    """The finding that stands for the missing summary is the one of a check."""
    write(student, old, new)
    workspace = find_workspace(str(recorded))
    task = find_task(load_project(workspace.specs, workbench.PROJECT), "1")
    workers = Workers(tensorflow_worker.runtime)
    workers.started[task.framework] = tensorflow_worker
    problem = summarize(workspace, task, student, workers, golden=False).problem
    assert told in f"{problem.code} {problem.message}"


def test_an_answer_without_a_model_exits_with_1(summary, student):
    """Why there is no summary is told, with file and line."""
    write(student, "code = K", "raise OSError('gone')\n    code = K")
    code, out, err = summary()
    assert (code, out) == (1, "")
    told = "R001 raised OSError: gone (in autoencoder(input (None, 12), 4)) (1-autoencoder.py:8)"
    assert err == f"checker: no summary: {told}\n"


def test_a_missing_file_exits_with_1(summary, student):
    """As for `checker run`, a missing answer is the student's."""
    (student / FILE).unlink()
    assert summary()[0] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("0x09 task 0", "0-running_mean asks for no Keras model"),
        ("0x09", "which task?"),
        ("0x09 task 7", "has no task '7'"),
        ("0x09 task 1 --dir nowhere", "no folder nowhere"),
    ],
)
def test_wrong_words_exit_with_2(summary, words, told):
    """A task without a model says so; none named is asked for."""
    code, out, err = summary(words=words)
    assert (code, out) == (2, "")
    assert told in err


def test_a_missing_fixture_exits_with_3(instructor, student, capfd):
    """Without the reference's summary there is nothing to lay beside."""
    assert cli.main(["--workspace", str(instructor), "summary", "0x09", "task", "1", "--diff"]) == 3
    assert "is missing: run `checker fixtures generate`" in capfd.readouterr().err
