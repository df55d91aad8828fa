"""The worker and TensorFlow tasks: equal models compute alike, unequal ones don't, and TensorFlow is that of 1.12."""

import numpy as np
import pytest
from bench import call, run, seen, write
from kerases import HEAD, IMAGES, INPUT, LIMITS, keras, observed, outputs

from checker.model import Ending


@pytest.fixture
def worker(tensorflow_worker):
    """A warm worker that has imported TensorFlow."""
    return tensorflow_worker


def test_equal_roles_and_shapes_get_equal_weights(worker, tmp_path):
    """Kernels of one shape are equal whatever their layers are; other shapes and roles are others; runs repeat."""
    body = """\
def weights(shape, **more):
    layer = K.layers.Dense(4, **more)
    layer.build((None, shape))
    return layer.get_weights()
other = weights(3, name="other", kernel_initializer="zeros")
return [weights(3)[0], other[0], weights(5)[0], weights(4)[1], weights(9)[1]]"""
    first, second = (observed(worker, tmp_path, body, call("p")) for _ in range(2))
    one, other, wider, bias, bias_again = (item["array"] for item in seen(first).value["items"])
    assert one.tobytes() == other.tobytes()
    assert (one.shape, wider.shape, len(set(one.ravel().tolist()))) == ((3, 4), (5, 4), 12)
    assert bias.tobytes() == bias_again.tobytes()
    assert seen(second).value["items"][0]["array"].tobytes() == one.tobytes()


# When this test fails because other weights are meant to be planted, raise `fixtures.FORMAT` and record all fixtures.
def test_planted_weights_are_those_of_the_fixtures(worker, tmp_path):
    """The weights planted in kernels, biases and normalizations are these numbers, on every machine and for ever."""
    body = """\
layers = [K.layers.Dense(2), K.layers.Conv2D(1, (1, 2)), K.layers.BatchNormalization()]
for layer, shape in zip(layers, [(None, 1), (None, 4, 4, 1), (None, 2)]):
    layer.build(shape)
return [weight.ravel() for layer in layers for weight in layer.get_weights()]"""
    items = seen(observed(worker, tmp_path, body, call("p"))).value["items"]
    expected = [
        [-1.0502396, 0.5266422], [0.1744879, -0.1729769], [1.5291687, 0.5592667], [0.0040542],
        [0.6657797, 0.6360896], [0.179681, -0.1075082], [0.1602969, -0.0761627], [1.5923556, 1.3468354],
    ]
    assert [item["array"].tolist() for item in items] == [pytest.approx(numbers, rel=1e-4) for numbers in expected]


def test_weights_of_ones_own_layers_are_those_of_keras(worker, tmp_path):
    """Whatever a layer calls its weights: with several axes they are kernels, otherwise biases, axes of 1 or not."""
    source = f"""{HEAD}

class Own(K.layers.Layer):
    def build(self, input_shape):
        self.W = self.add_weight("W", (3, 4))
        self.b = self.add_weight("my_bias", (1, 4))
        self.scalar = self.add_weight("scalar", (1,))
        self.gamma = self.add_weight("norm_gamma", (1, 1, 4))


def p():
    own, theirs, one, norm = Own(), K.layers.Dense(4), K.layers.Dense(1), K.layers.BatchNormalization()
    for layer, length in ((own, 3), (theirs, 3), (one, 3), (norm, 4)):
        layer.build((None, length))
    return own.get_weights() + theirs.get_weights() + one.get_weights()[1:] + norm.get_weights()[:1]
"""
    items = seen(run(worker, write(tmp_path, source), call("p", function="p"), **LIMITS)).value["items"]
    own, theirs = ([item["array"] for item in half] for half in (items[:4], items[4:]))
    assert [weight.shape for weight in own] == [(3, 4), (1, 4), (1,), (1, 1, 4)]
    assert [weight.squeeze().tolist() for weight in own] == [weight.squeeze().tolist() for weight in theirs]


def test_spellings_of_one_model_compute_alike(worker, tmp_path):
    """Names, order of making, fused activations, axes and padding of 1x1 kernels change no output."""
    plainly = """\
a = K.layers.Conv2D(4, 3, padding="same", activation="relu")(X)
b = K.layers.Conv2D(4, 1, padding="same")(X)
b = K.layers.BatchNormalization(axis=3)(b)
Y = K.layers.Concatenate(axis=3)([a, b])
return K.Model(inputs=X, outputs=K.layers.Dense(5, activation="softmax")(K.layers.Flatten()(Y)))"""
    otherwise = """\
b = K.layers.Conv2D(filters=4, kernel_size=(1, 1), padding="valid", name="shortcut", kernel_initializer="he_normal")(X)
b = K.layers.BatchNormalization(axis=-1, name="norm")(b)
a = K.layers.Conv2D(4, (3, 3), (1, 1), "same", name="first")(X)
a = K.layers.ReLU()(a)
Y = K.layers.concatenate([a, b])
return K.layers.Softmax()(K.layers.Dense(5)(K.layers.Reshape((512,))(Y)))"""
    one, other = outputs(worker, tmp_path, plainly), outputs(worker, tmp_path, otherwise)
    np.testing.assert_allclose(one[0], other[0], rtol=1e-5)
    np.testing.assert_allclose(one[1], other[1], rtol=1e-5)
    assert np.abs(one[0] - one[1]).max() > 1e-3


def test_an_equal_summary_does_not_hide_another_window(worker, tmp_path):
    """Two models whose summaries are equal, word for word, but whose pooling windows differ, compute differently."""
    ran = [
        observed(worker, tmp_path, f"return K.layers.MaxPool2D({size}, 2, padding='same', name='pool')(X)")
        for size in (2, 3)
    ]
    summaries = [[line for line in seen(one, part="summary").value if "pool" in line] for one in ran]
    assert summaries[0] == summaries[1] != []
    assert not np.array_equal(*(seen(one, part="inference").value for one in ran))


def test_dropouts_rate_shows_in_training_alone(worker, tmp_path):
    """Another rate changes the outputs in training mode and none in inference; the mask repeats."""
    body = "return K.layers.Dropout({})(K.layers.Flatten()(X))"
    right, wrong, again = (outputs(worker, tmp_path, body.format(rate)) for rate in (0.4, 0.6, 0.4))
    assert np.array_equal(right[0], wrong[0])
    assert np.array_equal(right[0], IMAGES.reshape(2, -1))
    assert not np.array_equal(right[1], wrong[1])
    assert np.array_equal(right[1], again[1])
    assert [(part[1] == 0).mean() for part in (right, wrong)] == pytest.approx([0.4, 0.6], abs=0.1)


@pytest.mark.parametrize(
    "body",
    [
        "return K.Model(X, X + K.layers.Conv2D(3, 1)(X))",
        "return K.layers.Flatten()(tf.nn.relu(X))",
        "return K.layers.Flatten()(X * 2)",
        "return K.layers.Flatten()(X[:, 0])",
        "return K.layers.Flatten()(tf.concat([X, X], 3))",
    ],
)
def test_bare_operators_between_layers_are_refused(worker, tmp_path, body):
    """Models of operators and functions are refused, in the words of TensorFlow 1.12 and with the remedy."""
    one = seen(observed(worker, tmp_path, body), part="inference")
    assert one.ending is Ending.RAISED
    assert "must be the output of a TensorFlow `Layer`" in one.message
    assert "use a layer of K.layers for it" in one.message


@pytest.mark.parametrize(
    "head",
    [
        "import tensorflow.keras as K\n",
        "from tensorflow import keras as K\n",
        "import tensorflow as tf\nK = tf.keras\n",
        "import tensorflow.keras.layers\nK = tensorflow.keras\n",
        "from tensorflow.keras import layers\nimport tensorflow.keras as K\nassert K.layers is layers\n",
        "from tensorflow.keras.layers import Dense\nimport tensorflow.keras as K\nassert K.layers.Dense is Dense\n",
    ],
)
def test_keras_is_imported_in_any_spelling(worker, tmp_path, head):
    """Every way of importing Keras gives the same one, whose weights are planted."""
    body = "return K.layers.Dense(2)(K.layers.Flatten()(X))"
    ran = observed(worker, tmp_path, body, head=head)
    assert seen(ran, part="parameters").value == {"trainable": 386, "non_trainable": 0}
    assert seen(ran, part="inference").value.shape == (2, 2)


def test_shapes_are_those_of_tensorflow_1(worker, tmp_path):
    """Lengths are Dimensions: they have a value, and compute and convert like numbers."""
    body = "length = X.shape[-1]\nreturn K.layers.Dense(int(length) * 2 + length.value, name=type(length).__name__)(X)"
    ran = observed(worker, tmp_path, body)
    layers = seen(ran, part="layers").value
    assert [(layer["class"], layer["config"].get("units")) for layer in layers] == [("InputLayer", None), ("Dense", 9)]
    assert layers[1]["name"] == "Dimension"


def test_the_kinds_that_a_layer_is_of_are_told(worker, tmp_path):
    """The classes that its class is derived from, and of a wrapper what is in it, its last axis as -1."""
    source = f"""{HEAD}

class Own(K.layers.BatchNormalization):
    pass


def f(X):
    return K.layers.TimeDistributed(Own())(Own()(X))
"""
    ran = run(worker, write(tmp_path, source), keras(INPUT), **LIMITS)
    _, own, wrapper = seen(ran, part="layers").value
    assert (own["class"], own["config"]["axis"], "wrapped" in own) == ("Own", [3], False)
    assert "BatchNormalization" in own["bases"]
    assert (wrapper["class"], wrapper["wrapped"]["class"]) == ("TimeDistributed", "Own")
    assert (wrapper["wrapped"]["bases"], wrapper["wrapped"]["config"]["axis"]) == (own["bases"], [-1])


def test_a_ready_made_model_is_none(worker, tmp_path):
    """A model of K.applications is refused, and so is one with layers of it."""
    body = "ready = K.applications.MobileNet(input_shape=(32, 32, 3), weights=None, classes=2)\n"
    for returned in ("ready", "K.Model(ready.input, K.layers.ReLU()(ready.layers[3].output))"):
        ran = observed(worker, tmp_path, f"{body}return {returned}", keras({"input": [32, 32, 3]}, model=True))
        assert "K.applications" in seen(ran, part="layers").message


def test_a_models_layers_and_numbers_are_told(worker, tmp_path):
    """Class, settings, inputs, shape and parameters of each layer; trainable and other parameters; output shapes."""
    body = "Y = K.layers.Conv2D(4, 3, strides=2)(X)\nreturn K.Model(X, K.layers.BatchNormalization()(Y))"
    ran = observed(worker, tmp_path, body, keras(INPUT, model=True))
    _, conv, norm = seen(ran, part="layers").value
    assert (conv["class"], conv["inputs"], conv["shape"], conv["parameters"]) == ("Conv2D", [0], [None, 3, 3, 4], 112)
    assert (conv["config"]["kernel_size"], conv["config"]["strides"]) == ([3, 3], [2, 2])
    assert (norm["class"], norm["inputs"], norm["parameters"]) == ("BatchNormalization", [1], 16)
    assert seen(ran, part="parameters").value == {"trainable": 120, "non_trainable": 8}
    assert seen(ran, part="output_shape").value == [[None, 3, 3, 4]]
    assert seen(ran, part="compiled").value == {"optimizer": ""}
    assert "end" in [one.part for one in ran.observations]


def test_two_outputs_are_two_outputs(worker, tmp_path):
    """A model with more outputs than asked for gives them all, and nothing breaks."""
    ran = observed(worker, tmp_path, "return K.Model(X, [K.layers.Flatten()(X), K.layers.ReLU()(X)])")
    assert [value.shape for value in seen(ran, part="inference").value] == [(2, 192), (2, 8, 8, 3)]
    assert seen(ran, part="output_shape").value == [[None, 192], [None, 8, 8, 3]]


@pytest.mark.parametrize(("expression", "kind"), [("None", "NoneType"), ("3", "int"), ("K.layers.Dense(2)", "Dense")])
def test_what_is_no_model_is_told_by_its_kind(worker, tmp_path, expression, kind):
    """Where no model comes back there is nothing but what did."""
    ran = observed(worker, tmp_path, f"return {expression}")
    assert seen(ran).value["type"] == kind
    assert [one.part for one in ran.observations] == ["import", "returned", "arguments", "end"]


@pytest.mark.parametrize(
    ("expression", "model"),
    [("K.Model(X, K.layers.ReLU()(X))", False), ("K.layers.ReLU()(X)", True)],
    ids=["a model for an output", "an output for a model"],
)
def test_a_model_is_not_an_output(worker, tmp_path, expression, model):
    """Where the one is due, the other is not taken for it."""
    ran = observed(worker, tmp_path, f"return {expression}", keras(INPUT, model=model))
    assert [one.part for one in ran.observations] == ["import", "returned", "arguments", "end"]


def test_a_model_within_a_model_shows_its_layers(worker, tmp_path):
    """The layers of a model that is used as a layer are there, in its place."""
    body = """\
inner = K.Sequential([K.layers.Conv2D(3, 1), K.layers.BatchNormalization()])
return K.Model(X, K.layers.Add()([inner(X), X]))"""
    table = seen(observed(worker, tmp_path, body), part="layers").value
    kinds = [entry["class"] for entry in table]
    assert kinds == ["InputLayer", "Conv2D", "BatchNormalization", "Add"]


def test_children_do_not_hang(worker, tmp_path):
    """A dozen children of one warm parent compute, one after the other."""
    for _ in range(12):
        ran = observed(worker, tmp_path, "return K.layers.Dense(2)(K.layers.Flatten()(X))")
        assert seen(ran, part="inference").value.shape == (2, 2)
