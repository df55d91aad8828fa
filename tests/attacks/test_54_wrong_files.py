"""Attack 54: another file than the task asks for, under its name or beside it; a named error says what is meant."""

import json
import py_compile

import attempts
import pytest

NEAR = ["conv_forward.py", "0-conv_foward.py", "0_conv_forward.py", "0-Conv_Forward.py", "0-conv_forward.py.txt"]
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": ["def conv_forward(): pass"]}], "nbformat": 4})


@pytest.mark.parametrize("name", NEAR)
def test_a_name_that_is_nearly_right_is_offered(tmp_path, capfd, name):
    """The file is missing, and the one that is probably meant is named."""
    folder = attempts.hand_in(tmp_path / "a", attempts.right(), name)
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S001"}, "skipped")
    assert f"is {name} meant?" in ran.check("exists")["findings"][0]["message"]


def test_another_tasks_answer_is_told(attack):
    """The function that is asked for is missing, by name."""
    other = attempts.REFERENCE.with_name("1-pool_forward.py").read_text()
    verdict = attack("", files={attempts.FILE: other})
    assert attempts.found(verdict, "signature")[0].startswith("S014 ")
    assert attempts.missed(verdict).keys() >= {"published", "values"}


def test_a_notebook_under_the_right_name_is_told(attack):
    """It has no function, and nothing passes."""
    verdict = attack("", files={attempts.FILE: NOTEBOOK})
    assert attempts.found(verdict, "signature")[0].startswith("S014 ")
    assert attempts.missed(verdict).keys() >= {"published", "values"}


@pytest.mark.xfail(strict=True, reason="a notebook is Python to the parser: nothing says that it is one")
def test_a_notebook_is_called_one(attack):
    """The student is told what was handed in."""
    verdict = attack("", files={attempts.FILE: NOTEBOOK})
    told = [line for result in verdict.results for line in attempts.found(verdict, result.spec.id)]
    assert any("notebook" in line for line in told)


def test_bytecode_alone_is_no_answer(tmp_path, capfd):
    """A compiled file can't be read by anybody."""
    folder = attempts.hand_in(tmp_path / "a", attempts.right())
    py_compile.compile(str(folder / attempts.FILE), str(folder / "__pycache__" / "0-conv_forward.cpython-311.pyc"))
    py_compile.compile(str(folder / attempts.FILE), str(folder / "0-conv_forward.pyc"))
    (folder / attempts.FILE).unlink()
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert (ran.code, ran.codes("exists"), ran.check("values")["outcome"]) == (1, {"S001"}, "skipped")
