"""Summaries under today's Keras: what TensorFlow 1.12 prints, byte for byte (models.py says how that was recorded)."""

from pathlib import Path

import pytest
from bench import call, run, seen, write
from models import SUMMARIZED, WIDTHS

from checker.model import Ending

GOLDEN = Path(__file__).parent / "golden" / "summaries"
REFERENCES = Path(__file__).parent.parent / "solutions" / "supervised_learning"
SPECS = Path(__file__).parent.parent / "task_specs" / "supervised_learning"
HEAD = "import tensorflow as tf\nimport tensorflow.keras as K\n\n"
LIMITS = {"seconds": 120.0, "memory_mib": 3072}
CALLS = {
    "0x07-5": ("0x07-cnn", "5-lenet5", "lenet5", [{"input": [28, 28, 1]}]),
    "0x08-0": (
        "0x08-deep_cnns", "0-inception_block", "inception_block",
        [{"input": [224, 224, 3]}, [64, 96, 128, 16, 32, 32]],
    ),
    "0x08-2": (
        "0x08-deep_cnns", "2-identity_block", "identity_block", [{"input": [224, 224, 256]}, [64, 64, 256]]
    ),
    "0x08-3": (
        "0x08-deep_cnns", "3-projection_block", "projection_block", [{"input": [224, 224, 3]}, [64, 64, 256], 2]
    ),
    "0x08-5": ("0x08-deep_cnns", "5-dense_block", "dense_block", [{"input": [56, 56, 64]}, 64, 32, 6]),
    "0x08-6": ("0x08-deep_cnns", "6-transition_layer", "transition_layer", [{"input": [56, 56, 256]}, 256, 0.5]),
}


@pytest.fixture
def worker(tensorflow_worker):
    """A warm worker that has imported TensorFlow."""
    return tensorflow_worker


def keras(function, arguments, **parameters):
    """A request for a function that returns a model, or layers' outputs."""
    return {"id": "p", "probe": "keras", "parameters": {"function": function, "arguments": arguments, **parameters}}


def submission(folder, body):
    """A folder with a submission whose f(X) has that body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return write(folder, f"{HEAD}def f(X=None):\n{lines}\n")


def summary(ran):
    """The summary that was observed, as text."""
    return "\n".join(seen(ran, part="summary").value) + "\n"


@pytest.mark.parametrize("name", SUMMARIZED)
def test_a_peculiar_model_is_summarized_as_by_tensorflow_1_12(worker, tmp_path, name):
    """Nested, shared, open, renamed, frozen: every layout and every index is the original's."""
    probe = keras("f", [{"input": [8, 8, 3]}], model=True)
    ran = run(worker, submission(tmp_path, SUMMARIZED[name]), probe, **LIMITS)
    assert summary(ran) == (GOLDEN / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", CALLS)
def test_a_reference_is_summarized_as_by_tensorflow_1_12(worker, name):
    """The references' models, their layers' names and order."""
    project, module, function, arguments = CALLS[name]
    more = {"model": True} if name == "0x07-5" else {"values": 2 if name in ("0x08-5", "0x08-6") else 1}
    ran = run(worker, REFERENCES / project, keras(function, arguments, **more), module=module, **LIMITS)
    assert summary(ran) == (GOLDEN / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", CALLS)
def test_the_fixtures_hold_what_tensorflow_1_12_prints(name):
    """The summaries recorded from the references are the original's."""
    project, module, *_ = CALLS[name]
    recorded = SPECS / project / "fixtures" / module / "published.summary.txt"
    assert recorded.read_text() == (GOLDEN / f"{name}.txt").read_text()


def test_names_count_afresh_in_each_probe(worker, tmp_path):
    """A model that is made twice is summarized the same twice."""
    folder = submission(tmp_path, SUMMARIZED["branches"])
    probe = keras("f", [{"input": [8, 8, 3]}], model=True)
    ran = run(worker, folder, probe, {**probe, "id": "q"}, **LIMITS)
    assert seen(ran, part="summary").value == seen(ran, "q", "summary").value


def test_a_submission_prints_the_same_summary_itself(worker, tmp_path):
    """`model.summary()` in the submission's own code, called twice, goes to its output in the same layout."""
    body = f"K.backend.clear_session()\nX = K.Input((8, 8, 3))\n{SUMMARIZED['in_a_row']}"
    folder = submission(tmp_path, body.replace("return ", "model = ") + "\nmodel.summary()")
    golden = (GOLDEN / "in_a_row.txt").read_text()
    assert run(worker, folder, call("p"), **LIMITS).printed == golden * 2


def test_width_and_columns_are_the_callers_choice(worker, tmp_path):
    """`line_length` and `positions`, shares or cells, are obeyed, and `print_fn` gets each line."""
    body = f"lines = []\nX = K.Input((8, 8, 3))\n{WIDTHS}\nreturn lines"
    items = seen(run(worker, submission(tmp_path, body), call("p"), **LIMITS)).value["items"]
    assert [item["value"] for item in items] == (GOLDEN / "widths.txt").read_text().splitlines()


def test_a_model_that_was_never_called_has_no_summary(worker, tmp_path):
    """The error is the one of TensorFlow 1.12."""
    one = seen(run(worker, submission(tmp_path, "K.Sequential([K.layers.Dense(2)]).summary()"), call("p"), **LIMITS))
    assert one.ending is Ending.RAISED
    assert "ValueError: This model has never been called, thus its weights have not yet been created" in one.message
