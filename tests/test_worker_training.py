"""The worker and how models start and are trained: initialisers, losses, steps, and layers that know the mode."""

import numpy as np
import pytest
from bench import call, run, seen, write
from kerases import HEAD, IMAGES, INPUT, LIMITS, keras, observed, outputs

from checker.comparators.initializers import initializers
from checker.model import Case, Ending


@pytest.fixture
def worker(tensorflow_worker):
    """A warm worker that has imported TensorFlow."""
    return tensorflow_worker


HE_NORMAL = [
    "'he_normal'", "K.initializers.he_normal()", "K.initializers.he_normal(seed=3)", "K.initializers.get('he_normal')",
    "K.initializers.VarianceScaling(scale=2.0)", "tf.contrib.layers.variance_scaling_initializer()",
    "K.initializers.RandomNormal(stddev=(2 / 3) ** 0.5)",
    "lambda shape, dtype=None, partition_info=None: tf.random_normal(shape, 0, (2 / int(shape[0])) ** 0.5)",
]
OTHERS = [
    "None", "'he_uniform'", "K.initializers.he_uniform()", "'glorot_normal'", "'glorot_uniform'", "'lecun_normal'",
    "'lecun_uniform'", "K.initializers.VarianceScaling(scale=1.0)", "'zeros'", "'random_normal'",
    "K.initializers.VarianceScaling(scale=2.0, mode='fan_out')", "K.initializers.VarianceScaling(2.0, mode='fan_avg')",
    "tf.contrib.layers.xavier_initializer()", "tf.contrib.layers.variance_scaling_initializer(factor=1.0)",
    "lambda shape: tf.zeros(shape)", "lambda shape, dtype=None, partition_info=None: tf.zeros(shape)",
    "lambda shape, dtype=None, partition_info=None: tf.random_normal(shape, 0, (2 / 288) ** 0.5)",
    "K.initializers.RandomNormal(stddev=(2 / 288) ** 0.5)", "K.initializers.Orthogonal(2 ** 0.5)",
]


def test_initializers_are_judged_by_what_they_draw(worker, tmp_path):
    """All spellings of he normal pass, and every other initialiser is told from it."""
    spelled = [*HE_NORMAL, *OTHERS]
    lines = [f"X = K.layers.Dense(3, kernel_initializer={one})(X)" for one in spelled]
    ran = observed(worker, tmp_path, "\n".join([*lines, "return X"]), keras({"input": [3]}))
    kernels = seen(ran, part="initializers").value
    case = Case(probe="p", call="f(X)")
    passed = [not initializers(None, [kernel], case, asked="he_normal") for kernel in kernels]
    assert dict(zip(spelled, passed, strict=True)) == dict.fromkeys(HE_NORMAL, True) | dict.fromkeys(OTHERS, False)


def test_what_one_deviation_gives_is_measured_at_each_kernels_own_fan_in(worker, tmp_path):
    """The variance times fan-in of one and the same deviation grows with the fan-in, in Keras' words and in others."""
    body = "for size in (50, 200, 3):\n    X = K.layers.Dense(size, kernel_initializer={})(X)\nreturn X"
    for spelled in ("K.initializers.RandomNormal(stddev=0.1)", "lambda shape, dtype: tf.random_normal(shape, 0, 0.1)"):
        ran = observed(worker, tmp_path, body.format(spelled), keras({"input": [100]}))
        scaled = [kernel["scaled_variance"] for kernel in seen(ran, part="initializers").value]
        assert scaled == pytest.approx([1.0, 0.5, 2.0], rel=0.1)


def test_a_function_that_draws_the_same_again_is_measured_once(worker, tmp_path):
    """What is drawn with a fixed seed is no more than the kernel's own numbers, and these are few."""
    source = f"""{HEAD}import numpy as np


def he(shape, dtype=None, partition_info=None):
    return np.random.RandomState(0).normal(0, 0.4, [int(length) for length in shape]).astype("float32")


def f(X):
    return K.layers.Dense(5, kernel_initializer=he)(X)
"""
    ran = run(worker, write(tmp_path, source), keras({"input": [12]}), **LIMITS)
    (kernel,) = seen(ran, part="initializers").value
    drawn = np.random.RandomState(0).normal(0, 0.4, (12, 5))
    assert kernel["numbers"] == 60
    assert kernel["scaled_variance"] == pytest.approx(12 * drawn.var(), rel=1e-3)


def test_layers_by_the_learning_phase_know_the_mode(worker, tmp_path):
    """A layer that is given the learning phase acts as one that is given nothing; a number that was set stays."""
    plain = outputs(worker, tmp_path, "return K.layers.Dropout(0.5)(X)")
    given = outputs(worker, tmp_path, "return K.layers.Dropout(0.5)(X, training=K.backend.learning_phase())")
    assert [one.tobytes() for one in given] == [one.tobytes() for one in plain]
    body = "K.backend.set_learning_phase(1)\nreturn K.layers.Dropout(0.5)(X, training=K.backend.learning_phase())"
    inference, training = outputs(worker, tmp_path, body)
    assert inference.tobytes() == training.tobytes() == plain[1].tobytes()


@pytest.mark.parametrize(
    "choice",
    [
        "K.backend.in_train_phase(x * 2, x)", "K.backend.in_train_phase(x * 2, x, training=phase)",
        "K.backend.in_test_phase(x, x * 2, training=phase)",
        "x * (1 + K.backend.cast(K.backend.learning_phase(), 'float32'))",
    ],
)
def test_functions_of_the_learning_phase_know_the_mode(worker, tmp_path, choice):
    """What is chosen by the phase within a layer is chosen by how the model is run."""
    body = f"phase = K.backend.learning_phase()\nreturn K.layers.Lambda(lambda x: {choice})(X)"
    inference, training = outputs(worker, tmp_path, body)
    np.testing.assert_allclose(inference, IMAGES)
    np.testing.assert_allclose(training, 2 * IMAGES)


@pytest.mark.parametrize(
    ("optimizer", "rate"),
    [
        ("K.optimizers.Adam()", 0.001), ("'adam'", 0.001), ("K.optimizers.Adam(lr=0.01)", 0.01),
        ("K.optimizers.Adam(0.002, beta_1=0.8)", 0.002),
    ],
)
def test_what_a_model_was_compiled_with_is_told(worker, tmp_path, optimizer, rate):
    """Optimizer with its settings, loss and metrics, however they are spelled."""
    body = f"""\
model = K.Model(X, K.layers.Dense(2, activation="softmax")(K.layers.Flatten()(X)))
model.compile(optimizer={optimizer}, loss="categorical_crossentropy", metrics=["accuracy"])
return model"""
    labels = np.eye(2, dtype=np.float32)
    ran = observed(worker, tmp_path, body, keras(INPUT, images=IMAGES, labels=labels, model=True))
    compiled = seen(ran, part="compiled").value
    assert (compiled["optimizer"], compiled["loss"]) == ("Adam", "categorical_crossentropy")
    assert compiled["metrics"] == ["accuracy"]
    assert compiled["settings"]["learning_rate"] == pytest.approx(rate)
    step = seen(ran, part="train_step").value
    probabilities = np.array(seen(ran, part="inference").value, np.float64)
    assert step["loss"] == pytest.approx(-np.log(probabilities[[0, 1], [0, 1]]).mean(), rel=1e-4)
    assert step["metrics"][0] == np.mean(probabilities.argmax(axis=1) == [0, 1])


@pytest.mark.parametrize(
    ("loss", "mean"),
    [
        ("lambda y, p: -K.backend.sum(y * K.backend.log(p), -1)", lambda y, p: -np.log((y * p).sum(axis=1)).mean()),
        ("lambda y, p: K.backend.sum(K.backend.square(y - p))", lambda y, p: ((y - p) ** 2).sum()),
        ("{'dense': K.losses.mean_squared_error}", lambda y, p: ((y - p) ** 2).mean()),
    ],
    ids=["cross-entropy", "sum of squares", "mean of squares"],
)
def test_what_a_loss_computes_is_told(worker, tmp_path, loss, mean):
    """A function, whatever it is called, with labels and probabilities and the mean of what it gives for them."""
    body = f"""\
model = K.Model(X, K.layers.Dense(2, name="dense")(K.layers.Flatten()(X)))
model.compile("sgd", {loss})
return model"""
    computed = seen(observed(worker, tmp_path, body, keras(INPUT, model=True)), part="compiled").value["computed"]
    labels, probabilities = (np.array(computed[key], np.float64) for key in ("labels", "outputs"))
    assert labels.tolist() == np.eye(10).tolist()
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(10), rel=1e-6)
    assert computed["loss"] == pytest.approx(mean(labels, probabilities), rel=1e-5)


def test_weights_without_a_gradient_can_not_be_trained(worker, tmp_path):
    """A step of training fails where the loss does not depend on some weights, as it did in TensorFlow 1.12."""
    body = """\
Y = K.layers.Lambda(K.backend.stop_gradient)(K.layers.Dense(3)(K.layers.Flatten()(X)))
model = K.Model(X, K.layers.Dense(2, activation="softmax")(Y))
model.compile("sgd", "categorical_crossentropy")
return model"""
    probe = keras(INPUT, images=IMAGES, labels=np.eye(2, dtype=np.float32), model=True)
    step = seen(observed(worker, tmp_path, body, probe), part="train_step")
    assert (step.ending, "`None` for gradient" in step.message) == (Ending.RAISED, True)


def test_a_step_of_training_is_an_ordinary_one(worker, tmp_path):
    """The worker's own step and the submission's, before and after it, come to the same loss."""
    source = f"""{HEAD}import numpy as np

IMAGES, LABELS = np.ones((2, 4), np.float32), np.eye(2, 3)


def f(X):
    model = K.Model(X, K.layers.Dense(3, activation="softmax")(X))
    model.compile(optimizer=K.optimizers.SGD(0.25), loss="categorical_crossentropy")
    return model


def g():
    losses = []
    for weights in (None, np.zeros(2), np.ones(2)):
        model = f(K.Input((4,)))
        losses.append(float(model.train_on_batch(IMAGES, LABELS, weights)))
    return losses
"""
    step = keras({"input": [4]}, images=np.ones((2, 4), np.float32), labels=np.eye(2, 3), model=True)
    own = [call(name, function="g") for name in ("before", "after")]
    ran = run(worker, write(tmp_path, source), own[0], step, own[1], **LIMITS)
    loss = float(seen(ran, part="train_step").value["loss"])
    for name in ("before", "after"):
        got = [item["value"] for item in seen(ran, name).value["items"]]
        assert got == pytest.approx([loss, 0.0, loss], rel=1e-6)
    assert loss > 0.1
