"""Calls as TensorFlow 1.12.0 took and refused them; what it said was read off the original."""

import pytest
from bench import call, run, seen, write

HEAD = "import inspect\nimport numpy as np\nimport tensorflow as tf\nimport tensorflow.keras as K\n\n"
LIMITS = {"seconds": 120.0, "memory_mib": 3072}


def returned(worker, folder, body):
    """What is observed of f(), whose body is given."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return seen(run(worker, write(folder, f"{HEAD}def f():\n{lines}\n"), call("p"), **LIMITS))


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
        ("tf.nn.max_pool(tf.zeros((1, 4, 4, 1)), 2, 2, 'VALID')",
         "TypeError: Expected list for 'ksize' argument to 'max_pool' Op, not 2."),
        ("tf.nn.conv2d(tf.zeros((1, 4, 4, 1)), tf.zeros((3, 3, 1, 1)), 1, 'SAME')",
         "TypeError: Expected list for 'strides' argument to 'conv2d' Op, not 1."),
        ("tf.nn.softmax_cross_entropy_with_logits(tf.ones((1, 2)), tf.ones((1, 2)))",
         "ValueError: Only call `softmax_cross_entropy_with_logits` with named arguments "
         "(labels=..., logits=..., ...)"),
        ("tf.contrib.layers.l2_regularizer(1)", "ValueError: scale cannot be an integer: 1"),
        ("K.layers.BatchNormalization(axis=(3,))(K.Input((4, 4, 3)))",
         "TypeError: axis must be int or list, type given: <class 'tuple'>"),
        ("K.Input((4,)).shape.rank", "AttributeError: 'TensorShape' object has no attribute 'rank'"),
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


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("K.Input((4, 3)).shape == (None, 4, 3)", False),
        ("K.Input((4, 3)).shape != (None, 4, 3)", True),
        ("K.Input((4, 3)).shape[1:] == (4, 3)", True),
        ("K.Input((4, 3)).shape[1:] == K.Input((4, 3)).shape[1:]", True),
    ],
)
def test_open_shapes_equal_nothing(tensorflow_worker, tmp_path, expression, value):
    """Shapes without an open length compare as they always did."""
    assert returned(tensorflow_worker, tmp_path, f"return {expression}").value["value"] is value


def test_a_regularizer_of_contrib_weighs_half_the_squares(tensorflow_worker, tmp_path):
    """tf.nn.l2_loss is half the sum of squares."""
    body = "return float(tf.contrib.layers.l2_regularizer(0.1)(2 * tf.ones(3)))"
    assert returned(tensorflow_worker, tmp_path, body).value["value"] == pytest.approx(0.1 * 3 * 4 / 2)


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
