"""Attack 54: another file than the task asks for, under its name or beside it; a named error says what is meant."""

import json
import py_compile

import attempts
import pytest

from checker.model import Outcome

NEAR = ["conv_forward.py", "0-conv_foward.py", "0_conv_forward.py", "0-Conv_Forward.py", "0-conv_forward.py.txt"]
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": ["def conv_forward(): pass"]}], "nbformat": 4})


@pytest.mark.parametrize("name", NEAR)
def test_a_name_that_is_nearly_right_is_offered(tmp_path, capfd, name):
    """The file is missing, and the one that is probably meant is named."""
    folder = attempts.hand_in(tmp_path / "a", attempts.right(), name)
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S001"}, "skipped")
    assert f"is {name} meant?" in ran.check("exists")["findings"][0]["message"]


OTHERS = {
    "0": ("1-pool_forward.py", "0-conv_forward.py has pool_forward(", "which task 1 asks for"),
    "4": (
        "5-lenet5.py",
        "4-lenet5.py has lenet5(X), which task 5 asks for, not lenet5(x, y)",
        "save it as 5-lenet5.py?",
    ),
}


@pytest.mark.parametrize("number", OTHERS)
def test_another_tasks_answer_is_told(attack, number):
    """The function that is asked for is missing or another, and the task is named that asks for this one."""
    other, *words = OTHERS[number]
    name = {"0": attempts.FILE, "4": "4-lenet5.py"}[number]
    verdict = attack("", number=number, files={name: attempts.REFERENCE.with_name(other).read_text()})
    assert verdict.outcome is Outcome.FAILED
    assert attempts.found(verdict, "signature")[0].startswith("S014 " if number == "0" else "S015 ")
    (told,) = verdict.diagnosis
    assert [word for word in [*words, f"did you mean to save it as {other}?"] if word not in told] == []


def test_a_wrong_answer_of_ones_own_is_not_taken_for_anothers(attack):
    """Other functions beside one's own, and a misspelled one, are no other task's answer."""
    other = attempts.REFERENCE.with_name("1-pool_forward.py").read_text().partition("import numpy as np\n")[2]
    assert attack(attempts.wrong() + other).diagnosis == ()
    assert attack(attempts.wrong().replace("conv_forward", "conv_foward")).diagnosis == ()


def test_a_notebook_under_the_right_name_is_told(attack):
    """It has no function, and nothing passes."""
    verdict = attack("", files={attempts.FILE: NOTEBOOK})
    assert attempts.found(verdict, "signature")[0].startswith("S014 ")
    assert attempts.missed(verdict).keys() >= {"published", "values"}


@pytest.mark.parametrize("number", ["null", "1"])
def test_a_notebook_is_called_one(attack, number):
    """The student is told what was handed in and what to do, whether or not Python takes it for an expression."""
    notebook = NOTEBOOK.replace("{", f'{{"execution_count": {number}, ', 1)
    verdict = attack("", files={attempts.FILE: notebook})
    (told,) = attempts.found(verdict, "parses")
    assert told.startswith("S029 this is a Jupyter notebook, not a Python file: in Jupyter, File > Save and Export")


def test_a_notebook_beside_is_called_one(tmp_path, capfd):
    """The right file is missing, and how to make it is told."""
    folder = attempts.hand_in(tmp_path / "a", "", "0-conv_forward.ipynb")
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists")) == (1, {"S001"})
    assert "0-conv_forward.ipynb is a notebook: in Jupyter" in ran.check("exists")["findings"][0]["message"]


@pytest.mark.parametrize("place", ["0-conv_forward.pyc", "__pycache__/0-conv_forward.cpython-311.pyc"])
def test_bytecode_alone_is_no_answer(tmp_path, capfd, place):
    """A compiled file can't be read by anybody, and that is said."""
    folder = attempts.hand_in(tmp_path / "a", attempts.right())
    py_compile.compile(str(folder / attempts.FILE), str(folder / place))
    (folder / attempts.FILE).unlink()
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S001"}, "skipped")
    message = ran.check("exists")["findings"][0]["message"]
    assert f"; {place} is compiled, nobody can read it: hand in the 0-conv_forward.py" in message
