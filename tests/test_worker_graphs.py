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


STORED_OTHERWISE = {
    "turned": "tf.matmul(flat, tf.Variable(he([4, 192])), transpose_b=True) + tf.Variable(tf.zeros([4]))",
    "turned before": "tf.matmul(flat, tf.transpose(tf.Variable(he([4, 192])))) + tf.Variable(tf.zeros([1, 4]))",
    "on the left": "tf.transpose(tf.matmul(tf.Variable(he([4, 192])), flat, transpose_b=True)"
    " + tf.Variable(tf.zeros([4, 1])))",
    "of four axes": "tf.squeeze(tf.nn.conv2d(x, tf.Variable(he([8, 8, 3, 4])), [1, 1, 1, 1], 'VALID')"
    " + tf.Variable(tf.zeros([1, 1, 1, 4])), [1, 2])",
}


@pytest.mark.parametrize("product", STORED_OTHERWISE.values(), ids=STORED_OTHERWISE)
def test_weights_stored_in_another_shape_compute_alike(worker, tmp_path, product):
    """A layer is the same whichever way its kernel lies, and however many axes of length 1 its biases have."""
    other = GRAPH.replace(
        "    layer = tf.layers.Dense(4, activation=tf.nn.relu, kernel_initializer=he)(tf.layers.flatten(x))\n",
        f"    flat = tf.layers.flatten(x)\n    layer = tf.nn.relu({product})\n",
    )
    runs = [run(worker, write(tmp_path, source), graph_probe(), **LIMITS) for source in (GRAPH, other)]
    one, two = ([seen(ran, part=part).value for part in ("y_pred", "variables", "train_step")] for ran in runs)
    np.testing.assert_allclose(one[0], two[0], rtol=1e-4)
    assert one[1] == two[1]
    for want, got in zip(one[2]["changes"], two[2]["changes"], strict=True):
        np.testing.assert_allclose(got["last"], want["last"], atol=1e-5)


def test_a_turned_kernel_starts_over_what_comes_in(worker, tmp_path):
    """The variance of its initialiser is measured by the axis that is summed over, the second one here."""
    source = GRAPH.replace(
        "tf.layers.dense(layer, 3, kernel_initializer=he)",
        "tf.matmul(layer, tf.Variable(tf.random_normal([3, 4])), transpose_b=True)",
    )
    measured = seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="initializers").value
    (turned,) = [kernel for kernel in measured if kernel["shape"] == [3, 4]]
    assert turned["scaled_variance"] == pytest.approx(4, rel=0.1)


def test_a_counter_of_steps_is_no_weight(worker, tmp_path):
    """A variable of whole numbers is trainable in name alone."""
    source = GRAPH.replace("minimize(loss)", "minimize(loss, global_step=tf.Variable(0))")
    ran = run(worker, write(tmp_path, source), graph_probe(), **LIMITS)
    assert seen(ran, part="parameters").value == {"trainable": 787}
    assert seen(ran, part="variables").value == [[3], [4], [4, 3], [192, 4]]


def test_the_training_operation_runs_on_other_examples_again(worker, tmp_path):
    """The changes of the weights are told after the first step and after another, with a quarter of the examples."""
    source = """\
import tensorflow as tf

def f(x, y):
    weights = tf.Variable(tf.zeros([3, 2]))
    train = tf.assign_add(weights, tf.fill([3, 2], tf.cast(tf.shape(x)[0], tf.float32)))
    return tf.reduce_sum(weights) + tf.zeros_like(x), tf.group(train), tf.reduce_sum(weights)
"""
    probe = graph_probe()
    probe["parameters"]["feeds"] = {"x": np.zeros((8, 8, 8, 3), np.float32), "y": np.zeros(8, np.int32)}
    step = seen(run(worker, write(tmp_path, source), probe, **LIMITS), part="train_step").value
    (change,) = step["changes"]
    assert (change["shape"], change["first"].shape) == ([3, 2], (6,))
    np.testing.assert_allclose(change["first"], 8, rtol=1e-5)
    np.testing.assert_allclose(change["last"], 8 + 2, rtol=1e-5)


CONSTANT = """import numpy as np

def draw(shape, **others):
    return tf.constant(np.random.RandomState(0).normal(size=shape), tf.float32)
"""


@pytest.mark.parametrize(
    ("initializer", "few"),
    [("draw", True), ("tf.keras.initializers.he_normal()", False), ("tf.keras.initializers.he_normal(seed=0)", False)],
)
def test_a_kernel_that_is_drawn_alike_again_has_few_numbers(worker, tmp_path, initializer, few):
    """They tell less, and are told to be few; what an initialiser of a library draws is another at each run."""
    source = CONSTANT + GRAPH.replace("tf.contrib.layers.variance_scaling_initializer()", initializer)
    kernel = seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="initializers").value[0]
    assert kernel.get("numbers") == (192 * 4 if few else None)


KERNEL = """\
    shape = tf.constant([192, 4])
    deviation = {deviation}
    kernel = tf.Variable(tf.random_normal(shape, stddev=deviation))
    layer = tf.nn.relu(tf.matmul(tf.layers.flatten(x), tf.reshape(kernel, [192, 4])))
"""
LAYER = "    layer = tf.layers.Dense(4, activation=tf.nn.relu, kernel_initializer=he)(tf.layers.flatten(x))\n"


@pytest.mark.parametrize(
    ("deviation", "variance"),
    [
        ("0.5", 192 * 0.25),
        ("tf.sqrt(2 / tf.cast(tf.shape(tf.zeros(shape))[0], tf.float32))", 2.0),
        ("tf.sqrt(2 / tf.to_float(shape[0]))", 2.0),
        ("tf.constant([[0.1, 0.1, 0.1, 0.7]])", 192 * (3 * 0.01 + 0.49) / 4),
    ],
)
def test_kernels_of_ones_own_are_measured_as_they_are_drawn(worker, tmp_path, deviation, variance):
    """Also where the deviation is reckoned from the shape, or is another for each unit."""
    source = GRAPH.replace(LAYER, KERNEL.format(deviation=deviation))
    measured = seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="initializers").value
    (kernel,) = [one for one in measured if one["shape"] == [192, 4]]
    assert "numbers" not in kernel
    assert kernel["scaled_variance"] == pytest.approx(variance, rel=0.1)


def test_an_operation_that_fails_is_told_with_its_line(worker, tmp_path):
    """The message says what was wrong, without TensorFlow's own lines; the place is where the operation was made."""
    source = GRAPH.replace("    return", "    loss = loss + tf.reshape(x, [-1, 5])[0, 0]\n    return")
    failed = seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="loss")
    said = "Input to reshape is a tensor with 384 values, but the requested shape requires a multiple of 5"
    assert failed.message == "tensorflow.python.framework.errors_impl.InvalidArgumentError: " + said
    assert (failed.file, failed.line) == ("0-task.py", 1 + source[: source.index("tf.reshape(x, [-1, 5])")].count("\n"))


def test_an_operation_in_the_place_of_a_tensor_is_told_as_one(worker, tmp_path):
    """As where the returned values are in another order; a session gives nothing for it."""
    source = GRAPH.replace("train, loss", "loss, train")
    ran = run(worker, write(tmp_path, source), graph_probe(), **LIMITS)
    assert seen(ran, part="loss").value == {"type": "Operation"}


@pytest.mark.parametrize("start", ["tf.constant_initializer(0.1)", "tf.zeros_initializer()"])
def test_a_kernel_that_is_the_same_number_everywhere_has_no_variance(worker, tmp_path, start):
    """Rounding makes none of it, so that it is not taken for a distribution."""
    source = GRAPH.replace("tf.contrib.layers.variance_scaling_initializer()", start)
    measured = seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="initializers").value
    assert [one["scaled_variance"] for one in measured] == [0.0, 0.0]
    (found,) = initializers(None, measured, Case(probe="p", call="f(x, y)"), asked="he_normal")
    assert "the same number everywhere" in found.message


def test_a_graph_without_kernels_is_run_all_the_same(worker, tmp_path):
    """There is nothing to draw, and all else to compare."""
    start, end = GRAPH.index("    layer = "), GRAPH.index("    loss = ")
    source = GRAPH[:start] + "    logits = tf.layers.flatten(x)[:, :3] + tf.Variable(tf.zeros([3]))\n" + GRAPH[end:]
    ran = run(worker, write(tmp_path, source), graph_probe(), **LIMITS)
    assert seen(ran, part="initializers").value == []
    assert seen(ran, part="y_pred").value.shape == (2, 3)


def test_a_tensor_that_fails_leaves_the_others_their_values(worker, tmp_path):
    """What fails is told in the end."""
    source = GRAPH.replace("    return", "    loss = tf.check_numerics(tf.log(-loss), 'loss')\n    return")
    ran = run(worker, write(tmp_path, source), graph_probe(), **LIMITS)
    parts = [(one.part, bool(one.message)) for one in ran.observations]
    assert ("y_pred", False) in parts
    assert parts[-1] == ("", True)


def test_an_initialiser_of_ones_own_is_told_the_part(worker, tmp_path):
    """As TensorFlow 1.12 did; one that does not take it is refused."""
    own = "lambda shape, dtype=None: tf.zeros(shape)"
    source = GRAPH.replace("tf.contrib.layers.variance_scaling_initializer()", own)
    one = seen(run(worker, write(tmp_path, source), graph_probe(), **LIMITS), part="returned")
    assert "unexpected keyword argument 'partition_info'" in one.message
    taken = source.replace("dtype=None", "dtype=None, partition_info=None")
    assert seen(run(worker, write(tmp_path, taken), graph_probe(), **LIMITS), part="returned").message == ""
