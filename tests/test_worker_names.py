"""Libraries as submissions of the course's time know them: names that are gone are there, later ones are not."""

import textwrap

import pytest
from bench import call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker

HEAD = "import numpy as np\nimport tensorflow as tf\nimport tensorflow.keras as K\n\n"
NUMPY = "import numpy as np\n\n"
LIMITS = {"seconds": 120.0, "memory_mib": 3072}


@pytest.fixture
def worker(tensorflow_worker):
    """A warm worker that has imported TensorFlow."""
    return tensorflow_worker


@pytest.fixture(scope="module")
def numpy_worker():
    """A warm worker that has imported numpy alone."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


def returned(worker, folder, body, head=HEAD):
    """What is observed of f(), whose body is given."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return seen(run(worker, write(folder, f"{head}def f():\n{lines}\n"), call("p"), **LIMITS))


@pytest.mark.parametrize(
    "expression",
    [
        "K.initializers.HeNormal", "K.initializers.GlorotUniform", "K.losses.CategoricalCrossentropy",
        "K.metrics.CategoricalAccuracy", "K.layers.Rescaling", "tf.compat.v1", "tf.keras.initializers.HeNormal",
        "tf.random.set_seed", "tf.disable_eager_execution", "K.activations.swish", "K.regularizers.L2",
        "K.mixed_precision", "K.backend.epsilon_", "getattr(K.layers, 'LayerNormalization')",
    ],
)
def test_names_that_came_later_are_not_there(worker, tmp_path, expression):
    """What TensorFlow 1.12 did not have is an AttributeError."""
    one = returned(worker, tmp_path, f"return {expression}")
    assert (one.ending, one.message.split(":")[0]) == (Ending.RAISED, "AttributeError")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("K.layers.Dense(2, kernel_initializer='HeNormal')", "ValueError: Unknown initializer: HeNormal"),
        ("K.Sequential().compile('adam', 'CategoricalCrossentropy')", "Unknown loss function:CategoricalCrossentropy"),
        ("K.initializers.he_normal((3, 3), dtype='float32')", "unexpected keyword argument 'dtype'"),
        ("K.layers.Conv2D(128.0, 3)", "has DataType float32"),
        ("K.layers.Conv2D(filters=12.5, kernel_size=3)", "has DataType float32"),
    ],
)
def test_what_tensorflow_1_12_refuses_is_refused(worker, tmp_path, expression, message):
    """Names in quotes that came later, initialisers that were functions, and numbers of filters with a fraction."""
    assert message in returned(worker, tmp_path, expression).message


def test_a_contrib_layer_normalizes_as_it_is_told(worker, tmp_path):
    """A normalizer takes the place of the biases, and comes before the activation."""
    body = """\
layer = tf.contrib.layers.fully_connected
with tf.Graph().as_default():
    x = tf.placeholder(tf.float32, (None, 3))
    y = layer(x, 2, normalizer_fn=lambda z, plus: z + plus, normalizer_params={"plus": 5.0})
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return [len(tf.trainable_variables()), session.run(y, {x: [[0.0, 0.0, 0.0]]})]"""
    count, value = returned(worker, tmp_path, body).value["items"]
    assert (count["value"], value["array"].tolist()) == (1, [[5.0, 5.0]])


@pytest.mark.parametrize("call_", ["Adam(learning_rate=0.01)", "SGD(learning_rate=0.1)", "RMSprop(name='r')"])
def test_optimizers_have_the_signatures_of_their_time(worker, tmp_path, call_):
    """Keyword arguments that came later are refused."""
    one = returned(worker, tmp_path, f"K.optimizers.{call_}")
    assert "TypeError: Unexpected keyword argument passed to optimizer" in one.message


@pytest.mark.parametrize(
    "name",
    [
        "np.int", "np.float", "np.bool", "np.float_", "np.Inf", "np.product", "np.alltrue", "np.math.ceil", "np.NINF",
        "np.round_", "np.infty", "np.NAN", "np.mat", "np.trapz", "np.asfarray",
    ],
)
def test_names_of_numpy_1_15_are_there(numpy_worker, tmp_path, name):
    """Names that numpy has lost since are there for the submission."""
    assert returned(numpy_worker, tmp_path, f"return repr({name}) != ''", NUMPY).value["value"] is True


@pytest.mark.parametrize(
    ("statement", "expression", "value"),
    [
        ("import numpy as np", "np.in1d([[1, 2], [3, 4]], [4]).tolist() == [False, False, False, True]", None),
        ("import numpy as np", "float(np.ones((1, 1)))", 1.0),
        ("import numpy as np", "np.__version__", "1.15.4"),
        ("import numpy", "numpy.asscalar(numpy.array([3.5]))", 3.5),
        ("from numpy import product, array as a", "product([2, 3]) + a([1])[0] == 7", None),
        ("import numpy.linalg as la", "la.norm([3.0, 4.0]) == 5", None),
        ("from numpy.lib import stride_tricks", "stride_tricks.__name__", "numpy.lib.stride_tricks"),
        ("from numpy.lib.stride_tricks import as_strided", "as_strided.__name__", "as_strided"),
        ("import numpy.random", "numpy.random.RandomState(0).randint(10)", 5),
    ],
)
def test_numpy_is_imported_in_any_spelling(numpy_worker, tmp_path, statement, expression, value):
    """Every way of importing numpy gives the same numpy of the course's time."""
    got = returned(numpy_worker, tmp_path, f"return ({expression})", statement + "\n").value
    assert (got["array"].item() if "array" in got else got["value"]) == (True if value is None else value)


def test_operations_are_run_by_themselves(worker, tmp_path):
    """No function is made of each, which takes longer than to run it: an error's text names none."""
    source = "import tensorflow as tf\n\ndef f():\n    return tf.matmul(tf.zeros((2, 3)), tf.zeros((2, 3)))\n"
    ran = run(worker, write(tmp_path, source), call("p"), **LIMITS)
    assert "MatMul" in seen(ran).message
    assert "function" not in seen(ran).message


EVERY_NAME = """\
    waiting, seen = [tf, K.layers, K.models, K.optimizers, K.initializers, K.backend], set()
    while waiting:
        module = waiting.pop()
        seen.add(module.__name__)
        for name in dir(module):
            value = getattr(module, name, None)
            if type(value) is type(tf) and value.__name__.startswith('tensorflow') and value.__name__ not in seen:
                waiting.append(value)
"""
MODEL = """\
    images = K.Input(shape=(8,))
    model = K.Model(images, K.layers.Dense(2, activation='softmax')(images))
    model.compile('adam', 'categorical_crossentropy')
    model.fit(np.ones((4, 8)), np.eye(2)[[0, 1, 0, 1]], verbose=0)
    outputs = model.predict(np.ones((3, 8)))
    return repr((outputs.shape[0], round(float(outputs.sum()), 3), len(seen) > 20))
"""
GRAPH = """\
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, (None, 8))
        loss = tf.reduce_mean(tf.layers.dense(x, 2) ** 2)
        train = tf.train.AdamOptimizer().minimize(loss)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            session.run(train, {x: np.ones((3, 8))})
            return repr((isinstance(loss, tf.Tensor), isinstance(train, tf.Operation), len(seen) > 20))
"""


@pytest.mark.parametrize(("body", "result"), [(MODEL, "(3, 3.0, True)"), (GRAPH, "(True, True, True)")])
def test_looking_up_a_name_changes_nothing(worker, tmp_path, body, result):
    """Whatever a submission has named, a class of tensors too, models and graphs are built and run as before."""
    one = returned(worker, tmp_path, textwrap.dedent(EVERY_NAME + body))
    assert (one.message, one.value["value"]) == ("", result)


CONTEXTS = """\
    first, second = tf.Graph(), tf.Graph()
    made = []
    with first.as_default():
        kept = first.as_default()
        made.append(tf.constant(1.0).graph is first)
        with second.as_default():
            made.append(tf.constant(1.0).graph is second)
            with kept:
                made.append(tf.constant(1.0).graph is first)
            made.append(tf.constant(1.0).graph is second)
        made.append(tf.constant(1.0).graph is first)
    with kept as entered:
        made.append(entered is first and tf.constant(1.0).graph is first)
    made.append(tf.get_default_graph() not in (first, second))
    return repr(made)
"""


def test_graphs_are_the_default_one_while_they_are_entered(worker, tmp_path):
    """In whatever order, and also by a context that was made while the graph was the default one."""
    one = returned(worker, tmp_path, textwrap.dedent(CONTEXTS))
    assert (one.message, one.value["value"]) == ("", repr([True] * 7))
