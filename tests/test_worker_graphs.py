"""The worker and graphs of TensorFlow 1: they are built upon placeholders and run from planted weights."""

import numpy as np
import pytest
from bench import run, seen, write

from checker.comparators.initializers import initializers
from checker.model import Case

LIMITS = {"seconds": 120.0, "memory_mib": 3072}
IMAGES = np.random.RandomState(0).standard_normal((2, 8, 8, 3)).astype(np.float32)


@pytest.fixture
def worker(tensorflow_worker):
    """A warm worker that has imported TensorFlow."""
    return tensorflow_worker


GRAPH = """\
import tensorflow as tf

def f(x, y):
    he = tf.contrib.layers.variance_scaling_initializer()
    layer = tf.layers.Dense(4, activation=tf.nn.relu, kernel_initializer=he)(tf.layers.flatten(x))
    logits = tf.layers.dense(layer, 3, kernel_initializer=he)
    loss = tf.losses.softmax_cross_entropy(y, logits)
    train = tf.train.AdamOptimizer().minimize(loss)
    return tf.nn.softmax(logits), train, loss
"""


def graph_probe():
    """A request for a function that builds a graph upon two placeholders."""
    labels = {"shape": ["m"], "name": "y", "dtype": "int32", "one_hot": 3}
    parameters = {
        "function": "f",
        "arguments": [{"placeholder": {"shape": ["m", 8, 8, 3], "name": "x"}}, {"placeholder": labels}],
        "names": ["y_pred", "train_op", "loss"],
        "feeds": {"x": IMAGES, "y": np.array([2, 0], np.int32)},
    }
    return {"id": "p", "probe": "graph", "parameters": parameters}


def test_a_graph_of_tensorflow_1_is_run(worker, tmp_path):
    """Placeholders, tf.layers and tf.contrib work; outputs, loss and a training step come from planted weights."""
    ran = run(worker, write(tmp_path, GRAPH), graph_probe(), **LIMITS)
    assert seen(ran, part="variables").value == [[3], [4], [4, 3], [192, 4]]
    assert seen(ran, part="parameters").value == {"trainable": 787}
    case = Case(probe="p", call="f(x, y)")
    assert initializers(None, seen(ran, part="initializers").value, case, asked="he_normal") == []
    predicted, step = seen(ran, part="y_pred").value, seen(ran, part="train_step").value
    assert predicted.sum(axis=1) == pytest.approx([1, 1], rel=1e-5)
    expected_loss = -np.log(predicted[[0, 1], [2, 0]]).mean()
    assert float(seen(ran, part="loss").value) == pytest.approx(float(expected_loss), rel=1e-4)
    assert step["loss"] < seen(ran, part="loss").value


def test_a_graph_built_otherwise_computes_alike(worker, tmp_path):
    """Layers made in another order, named, or of contrib, give the same numbers; another activation gives others."""
    other = GRAPH.replace("tf.layers.dense(layer, 3, k", "tf.layers.dense(layer, 3, name='out', k").replace(
        "tf.layers.Dense(4, activation=tf.nn.relu, kernel_initializer=he)(tf.layers.flatten(x))",
        "tf.contrib.layers.fully_connected(tf.contrib.layers.flatten(x), 4, weights_initializer=he)",
    )
    wrong = GRAPH.replace("tf.nn.relu", "tf.nn.tanh")
    got = [
        seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="y_pred").value
        for source in (GRAPH, other, wrong)
    ]
    np.testing.assert_allclose(got[0], got[1], rtol=1e-5)
    assert np.abs(got[0] - got[2]).max() > 1e-3


def test_a_graph_with_too_few_tensors_is_told(worker, tmp_path):
    """Where another number of tensors comes back there is nothing but their kinds."""
    ran = run(worker, write(tmp_path, GRAPH.replace(", train, loss\n", ", loss\n")), graph_probe(), **LIMITS)
    assert (seen(ran).value["type"], seen(ran).value["length"]) == ("tuple", 2)
    assert [one.part for one in ran.observations] == ["import", "returned", "end"]


def test_a_graph_is_built_once_for_equal_arguments(worker, tmp_path):
    """Other inputs are fed to the graph that is there, whose variables all start anew; other arguments get another."""
    source = GRAPH.replace("def f(x, y):\n", 'def f(x, y):\n    print("built upon", x.shape[1])\n').replace(
        "minimize(loss)\n",
        "minimize(loss, global_step=tf.train.get_or_create_global_step())\n"
        "    loss += tf.cast(tf.train.get_global_step(), tf.float32)\n",
    )
    first = graph_probe()
    images = {"x": IMAGES[:1] + 1, "y": np.array([1], np.int32)}
    other = {**first, "id": "q", "parameters": {**first["parameters"], "feeds": images}}
    wider = {"placeholder": {"shape": ["m", 9, 8, 3], "name": "x"}}
    arguments = [wider, first["parameters"]["arguments"][1]]
    feeds = {"x": np.zeros((1, 9, 8, 3), np.float32), "y": np.array([1], np.int32)}
    third = {**first, "id": "r", "parameters": {**first["parameters"], "arguments": arguments, "feeds": feeds}}
    ran = run(worker, write(tmp_path, source), first, other, third, **LIMITS)
    assert ran.printed.split() == ["built", "upon", "8", "built", "upon", "9"]
    alone = run(worker, write(tmp_path, source), other, **LIMITS)
    for part in ("y_pred", "loss"):
        np.testing.assert_array_equal(seen(ran, "q", part).value, seen(alone, "q", part).value)
    step = seen(ran, "q", "train_step").value
    assert float(step["loss"]) == pytest.approx(float(seen(alone, "q", "train_step").value["loss"]), rel=1e-5)
    assert [one.probe for one in ran.observations if one.part == "initializers"] == ["p", "r"]
