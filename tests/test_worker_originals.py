"""Calls as numpy 1.15.4 and TensorFlow 1.12.0 took and refused them; what they said was read off the originals."""

import json
from pathlib import Path

import pytest
from bench import call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker

ORIGINALS = Path(__file__).parents[1] / "checker" / "worker" / "originals"
HEAD = "import inspect\nimport numpy as np\nimport tensorflow as tf\nimport tensorflow.keras as K\n\n"
NUMPY = "import inspect\nimport numpy as np\n\n"
LIMITS = {"seconds": 120.0, "memory_mib": 3072}


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
    ("expression", "message"),
    [
        ("np.concat", "AttributeError: module 'numpy' has no attribute 'concat'"),
        ("getattr(np, 'permute_dims')", "AttributeError: module 'numpy' has no attribute 'permute_dims'"),
        ("np.broadcast_shapes", "AttributeError: module 'numpy' has no attribute 'broadcast_shapes'"),
        ("np.random.default_rng", "AttributeError: module 'numpy.random' has no attribute 'default_rng'"),
        ("np.max(np.ones(3), where=True)", "TypeError: amax() got an unexpected keyword argument 'where'"),
        ("np.sum(np.ones(3), where=True)", "TypeError: sum() got an unexpected keyword argument 'where'"),
        ("np.mean([1], where=True)", "TypeError: mean() got an unexpected keyword argument 'where'"),
        ("np.stack([np.ones(2)], dtype=float)", "TypeError: stack() got an unexpected keyword argument 'dtype'"),
        ("np.argmax([1], keepdims=True)", "TypeError: argmax() got an unexpected keyword argument 'keepdims'"),
        ("np.average([1], keepdims=True)", "TypeError: average() got an unexpected keyword argument 'keepdims'"),
        ("np.full(1, 1, like=1)", "TypeError: full() got an unexpected keyword argument 'like'"),
        ("np.zeros_like([1], shape=(2,))", "TypeError: zeros_like() got an unexpected keyword argument 'shape'"),
        ("np.copy([1], subok=True)", "TypeError: copy() got an unexpected keyword argument 'subok'"),
        ("np.reshape([1, 2], shape=(2,))", "TypeError: reshape() got an unexpected keyword argument 'shape'"),
        ("np.asarray([1], copy=True)", "TypeError: asarray() got an unexpected keyword argument 'copy'"),
        ("np.clip([1], 0)", "TypeError: clip() missing 1 required positional argument: 'a_max'"),
        ("np.pad(np.ones(2), 1)", "TypeError: pad() missing 1 required positional argument: 'mode'"),
        ("np.expand_dims(np.ones(3), axis=(1, 2))",
         "TypeError: '>' not supported between instances of 'tuple' and 'int'"),
    ],
)
def test_numpy_refuses_what_it_refused(numpy_worker, tmp_path, expression, message):
    """Later names and arguments raise the original's error, word for word."""
    assert returned(numpy_worker, tmp_path, f"return {expression}", NUMPY).message == message


@pytest.mark.parametrize(
    "expression",
    [
        "np.zeros(3, like=np.ones(1))", "np.concatenate([np.ones(2)], dtype=float)", "np.array([1], like=1)",
        "np.array([1, 2], float, False)", "np.matmul(np.ones((1, 1)), np.ones((1, 1)), dtype=float)",
        "np.arange(3, like=1)", "np.empty_like([1], shape=(2,))",
    ],
)
def test_numpys_functions_in_c_refuse_too(numpy_worker, tmp_path, expression):
    """What C functions refused is refused, in the words of a Python function."""
    assert returned(numpy_worker, tmp_path, f"return {expression}", NUMPY).ending is Ending.RAISED


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("np.expand_dims(np.ones(3), axis=4).shape", (3, 1)),
        ("np.expand_dims(np.ones((2, 3)), -2).shape", (2, 1, 3)),
        ("np.linspace(0, 1, 5.0).tolist()", [0.0, 0.25, 0.5, 0.75, 1.0]),
        ("np.vstack(x for x in [[1], [2]]).tolist()", [[1], [2]]),
        ("np.stack(x for x in [[1], [2]]).tolist()", [[1], [2]]),
        ("np.array([[1, 2], [3]]).dtype == object", True),
        ("np.array([1, 2], copy=False).tolist()", [1, 2]),
        ("np.array(np.ones(2), np.float32, copy=False).dtype == np.float32", True),
        ("float(np.min(np.ones(2), initial=3))", 1.0),
        ("np.reshape(np.ones(2), newshape=(2, 1)).shape", (2, 1)),
        ("np.pad(np.ones(2), 1, 'constant', constant_values=0).tolist()", [0.0, 1.0, 1.0, 0.0]),
        ("np.isscalar(num=3)", True),
        ("np.asfarray([1]).dtype == np.float64", True),
        ("np.unravel_index(5, dims=(2, 3)) == (1, 2)", True),
        ("np.core.numeric.zeros(2).tolist()", [0.0, 0.0]),
        ("np.lib.pad(np.ones(1), 1, 'edge').tolist()", [1.0, 1.0, 1.0]),
        ("np.AxisError.__name__", "AxisError"),
        ("sorted(set(dir(np)) & {'concat', 'product', 'sum'})", ["product", "sum"]),
    ],
)
def test_numpy_answers_as_it_did(numpy_worker, tmp_path, expression, value):
    """What 1.15.4 took and today's numpy refuses, or has elsewhere, gives what it gave."""
    body = f"value = {expression}\nreturn value == {value!r} or repr(value)"
    assert returned(numpy_worker, tmp_path, body, NUMPY).value["value"] is True


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("import numpy.sum", "ModuleNotFoundError: No module named 'numpy.sum'"),
        ("import numpy.exceptions", "ModuleNotFoundError: No module named 'numpy.exceptions'"),
        ("from numpy import exceptions", "ImportError: cannot import name 'exceptions'"),
        ("from numpy import concat", "ImportError: cannot import name 'concat'"),
        ("from numpy.lib.stride_tricks import sliding_window_view",
         "ImportError: cannot import name 'sliding_window_view'"),
    ],
)
def test_imports_from_numpy_fail_as_they_did(numpy_worker, tmp_path, statement, message):
    """A later name can't be imported, not by way of the modules that today's numpy has loaded either."""
    assert returned(numpy_worker, tmp_path, statement, NUMPY).message == message


def test_a_star_imports_what_it_imported(numpy_worker, tmp_path):
    """``from numpy import *`` leaves Python's own max, int and so on alone, and brings nothing later."""
    body = "return [max is __builtins__['max'], 'concat' in globals(), 'product' in globals(), 'amax' in globals()]"
    got = returned(numpy_worker, tmp_path, body, "from numpy import *\n\n").value["items"]
    assert [item["value"] for item in got] == [True, False, True, True]


@pytest.mark.parametrize("name", ["np.MachAr", "np.lib.financial"])
def test_what_the_checker_lacks_is_its_own_limit(numpy_worker, tmp_path, name):
    """A name of the originals that nothing stands for says that this is no mistake of the answer."""
    assert "this is a limit of the checker" in returned(numpy_worker, tmp_path, f"return {name}", NUMPY).message


def test_unchanged_functions_are_the_librarys_own(numpy_worker, tmp_path):
    """Where nothing has changed nothing is wrapped: no call takes longer."""
    body = "return [np.tensordot.__module__, np.maximum.__class__.__name__, np.where.__class__.__name__]"
    got = returned(numpy_worker, tmp_path, body, NUMPY).value["items"]
    assert [item["value"] for item in got] == ["numpy", "ufunc", "_ArrayFunctionDispatcher"]


def recorded(file, *modules):
    """The recorded signatures of the functions and classes in some modules, by their full names."""
    tables = json.loads((ORIGINALS / file).read_text())["modules"]
    every = {f"{module}.{name}": what for module in modules for name, what in tables[module].items()}
    return {name: what[what.index("(") :].replace("(self, ", "(").replace("(self)", "()")
            for name, what in every.items() if "(" in what}  # fmt: skip


DIFFERENCES = """
import inspect
found = []
for name, signature in {table!r}.items():
    try:
        value = eval(name)
    except NotImplementedError:
        continue
    try:
        seen = str(inspect.signature(value))
    except ValueError:
        seen = signature
    if seen != signature:
        found.append(name + seen + ' is not ' + signature)
return found[:20]"""


def test_numpys_signatures_are_the_recorded_ones(numpy_worker, tmp_path):
    """Seen through the submission's numpy, a wrapped function has the recorded signature."""
    table = {name: what for name, what in recorded("numpy-1.15.json", "numpy").items()
             if name.partition(".")[2] in ("max", "sum", "pad", "stack", "clip", "mean", "argmax", "sort", "full")}
    got = returned(numpy_worker, tmp_path, DIFFERENCES.format(table=table), "import numpy\n\n").value
    assert (len(table), got["items"]) == (9, [])


def test_keras_signatures_are_the_recorded_ones(tensorflow_worker, tmp_path):
    """All of Keras' layers and optimizers have the recorded signatures."""
    table = recorded("tensorflow-1.12.json", "tensorflow.keras.layers", "tensorflow.keras.optimizers")
    del table["tensorflow.keras.layers.Layer"]  # Python looks at its __new__
    body = DIFFERENCES.format(table=table)
    got = returned(tensorflow_worker, tmp_path, body, "import tensorflow\n\n").value
    assert (len(table) > 90, [item["value"] for item in got["items"]]) == (True, [])


LAYER = "TypeError: ('Keyword argument not understood:', %r)"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("K.initializers.HeNormal",
         "AttributeError: module 'tensorflow._api.v1.keras.initializers' has no attribute 'HeNormal'"),
        ("tf.compat.v1", "AttributeError: module 'tensorflow._api.v1.compat' has no attribute 'v1'"),
        ("tf.foo", "AttributeError: module 'tensorflow' has no attribute 'foo'"),
        ("K.layers.GlobalAveragePooling2D(keepdims=True)", LAYER % "keepdims"),
        ("K.layers.Conv2D(3, 3, groups=1)", LAYER % "groups"),
        ("K.layers.BatchNormalization(synchronized=False)", LAYER % "synchronized"),
        ("K.layers.Dropout(0.5, autocast=True)", LAYER % "autocast"),
        ("tf.layers.Conv2D(3, 3, groups=2)", LAYER % "groups"),
        ("K.layers.Conv2D(3)", "TypeError: __init__() missing 1 required positional argument: 'kernel_size'"),
        ("K.layers.Dense(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)",
         "TypeError: __init__() takes from 2 to 11 positional arguments but 12 were given"),
        ("K.Input((2,), ragged=True)",
         "ValueError: ('Unrecognized keyword arguments:', dict_keys(['ragged']))"),
        ("K.Model(K.Input((2,)), K.Input((2,)), trainable=False)",
         "TypeError: _init_graph_network() got an unexpected keyword argument 'trainable'"),
        ("K.optimizers.Adam(1, 2, 3, 4, 5, 6, 7)",
         "TypeError: __init__() takes from 1 to 7 positional arguments but 8 were given"),
        ("K.optimizers.Adam(learning_rate=1)",
         "TypeError: Unexpected keyword argument passed to optimizer: learning_rate"),
        ("K.regularizers.l2(l2=0.1)", "TypeError: l2() got an unexpected keyword argument 'l2'"),
        ("tf.layers.conv2d(1, 3, 3, groups=2)", "TypeError: conv2d() got an unexpected keyword argument 'groups'"),
        ("tf.nn.conv2d()", "TypeError: conv2d() missing 4 required positional arguments: 'input', 'filter', "
                           "'strides', and 'padding'"),
        ("K.metrics.get('AUC')", "ValueError: Unknown metric function:AUC"),
        ("K.losses.get('huber')", "ValueError: Unknown loss function:huber"),
        ("K.layers.Activation('swish')", "ValueError: Unknown activation function:swish"),
        ("K.layers.Activation('ReLU')", "ValueError: Unknown activation function:ReLU"),
        ("K.layers.Add()((K.Input((2,)), K.Input((2,))))",
         "TypeError: int() argument must be a string, a bytes-like object or a number, not 'TensorShape'"),
        ("K.layers.concatenate((K.Input((2,)), K.Input((2,))))",
         "TypeError: int() argument must be a string, a bytes-like object or a number, not 'TensorShape'"),
        ("K.layers.Concatenate()([K.Input((2,))])",
         "ValueError: A `Concatenate` layer should be called on a list of at least 2 inputs"),
        ("K.layers.Add()([K.Input((2,))])",
         "ValueError: A merge layer should be called on a list of at least 2 inputs. Got 1 inputs."),
    ],
)
def test_tensorflow_refuses_what_it_refused(tensorflow_worker, tmp_path, expression, message):
    """Later names and arguments raise the original's error, word for word."""
    assert returned(tensorflow_worker, tmp_path, f"return {expression}").message == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("'adam', 'mse', metrics='accuracy'",
         "TypeError: Type of `metrics` argument not understood. Expected a list or dictionary, found: accuracy"),
        ("'adam', 'mse', metrics=('accuracy',)",
         "TypeError: Type of `metrics` argument not understood. Expected a list or dictionary, found: ('accuracy',)"),
        ("'adam', 'mse', metrics=['Accuracy']", "ValueError: Unknown metric function:Accuracy"),
        ("'adam', metrics=['acc']", "ValueError: The model cannot be compiled because it has no loss to optimize."),
    ],
)
def test_compile_refuses_what_it_refused(tensorflow_worker, tmp_path, arguments, message):
    """What it is asked for is looked up at once, not when training begins."""
    body = f"model = K.Sequential([K.layers.Dense(1, input_shape=(2,))])\nmodel.compile({arguments})"
    assert returned(tensorflow_worker, tmp_path, body).message == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("K.Sequential().add(K.Input((2,)))", "TypeError: The added layer must be an instance of class Layer. Found: "),
        ("K.Sequential([K.Input((2,)), K.layers.Dense(1)])",
         "TypeError: The added layer must be an instance of class Layer. Found: "),
        ("model = K.Sequential([K.layers.Dense(1)])\nmodel.build((None, 2))\nmodel.compile('adam', 'mse')",
         "AttributeError: 'Sequential' object has no attribute 'output_names'"),
    ],
)
def test_rows_of_layers_refuse_what_they_refused(tensorflow_worker, tmp_path, body, message):
    """A tensor is no layer, and a row built by a shape alone can't be compiled."""
    assert returned(tensorflow_worker, tmp_path, body).message.startswith(message)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("import tensorflow.compat.v1 as t", "ModuleNotFoundError: No module named 'tensorflow.compat.v1'"),
        ("from tensorflow.compat import v1", "ImportError: cannot import name 'v1'"),
        ("from tensorflow.keras.initializers import HeNormal", "ImportError: cannot import name 'HeNormal'"),
        ("import tensorflow.keras.layers.Conv2D",
         "ModuleNotFoundError: No module named 'tensorflow.keras.layers.Conv2D'"),
    ],
)
def test_imports_from_tensorflow_fail_as_they_did(tensorflow_worker, tmp_path, statement, message):
    """A later name can't be imported in any spelling."""
    assert returned(tensorflow_worker, tmp_path, statement).message == message


@pytest.mark.parametrize(
    "expression",
    [
        "K.layers.Conv2D.__name__ == 'Conv2D' and isinstance(K.layers.Conv2D, type)",
        "K.layers.MaxPool2D is K.layers.MaxPooling2D and K.layers.Convolution2D is K.layers.Conv2D",
        "isinstance(K.layers.Conv2D(3, 3), K.layers.Layer)",
        "type('Mine', (K.layers.Dense,), {})(3).name == 'mine'",
        "K.layers.Conv2D.from_config(K.layers.Conv2D(3, (2, 2)).get_config()).kernel_size == (2, 2)",
        "K.layers.Conv2D(3, 3, (1, 1), 'same', None, (1, 1), 'relu').activation is K.activations.relu",
        "K.layers.Dense(1, input_dim=3, name='d', dtype='float32', trainable=False).name == 'd'",
        "K.layers.BatchNormalization(fused=False, renorm=False, name='b').name == 'b'",
        "K.layers.DepthwiseConv2D(3, dilation_rate=(1, 1)).kernel_size == (3, 3)",
        "isinstance(K.optimizers.Adam(0.01, decay=0.1, clipnorm=1.0), K.optimizers.Adam)",
        "K.optimizers.Adagrad().get_config()['learning_rate'] == 0.01",
        "type(K.optimizers.SGD(lr=0.1)).__name__ == 'SGD'",
        "K.initializers.glorot_uniform(seed=1, dtype=tf.float32).seed == 1",
        "K.initializers.normal().stddev == 0.05 and K.initializers.Zeros(dtype=tf.float32) is not None",
        "K.Input(batch_shape=(1, 2)).shape.as_list() == [1, 2]",
        "callable(K.backend.get_session) and K.backend.get_session() is not None",
        "K.regularizers.l2(l=0.1) is not None",
        "callable(K.losses.get('cosine_proximity'))",
        "K.initializers.get('GlorotUniform') is not None",
        "__import__('tensorflow.python.keras.layers').__version__ == '1.12.0'",
    ],
)
def test_tensorflow_takes_what_it_took(tensorflow_worker, tmp_path, expression):
    """Classes stay classes, and arguments that have gone or moved are understood."""
    assert returned(tensorflow_worker, tmp_path, f"return {expression}").value["value"] is True


def test_normalizing_along_the_rows_fails_as_it_did(tensorflow_worker, tmp_path):
    """The model is made; what can't be computed is told when it is."""
    body = "X = K.Input((4, 4, 3))\nmodel = K.Model(X, K.layers.BatchNormalization(axis=1)(X))\n"
    body += "return model(np.ones((2, 4, 4, 3), np.float32))"
    message = returned(tensorflow_worker, tmp_path, body).message
    assert "The CPU implementation of FusedBatchNorm only supports NHWC tensor format for now." in message


@pytest.mark.parametrize(
    "model",
    [
        "K.Sequential([K.layers.Dense(1, input_shape=(2,))])",
        "(lambda x: K.models.Model(x, K.layers.Dense(1)(x)))(K.Input((2,)))",
    ],
)
def test_an_argument_compile_did_not_know_fails_in_training(tensorflow_worker, tmp_path, model):
    """TensorFlow 1.12 kept what compile did not know for the session, which refused it when the model first ran."""
    body = f"""\
model = {model}
model.compile('sgd', 'mse', jit_compile=True)
model.train_on_batch(np.ones((1, 2)), np.ones((1, 1)))"""
    one = returned(tensorflow_worker, tmp_path, body)
    assert one.message == 'ValueError: Invalid argument "jit_compile" passed to K.function with TensorFlow backend'


def test_layers_are_counted_as_they_were(tensorflow_worker, tmp_path):
    """The names that layers get count by class, from none."""
    body = """\
x = K.Input((8, 8, 1))
y = K.layers.Conv2D(2, 3)(x)
y = K.layers.Conv2D(2, 3)(y)
return [layer.name for layer in K.Model(x, K.layers.MaxPool2D()(y)).layers]"""
    got = returned(tensorflow_worker, tmp_path, body).value["items"]
    assert [item["value"] for item in got] == ["input_1", "conv2d", "conv2d_1", "max_pooling2d"]
