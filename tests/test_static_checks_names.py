"""The check for names and keyword arguments that numpy 1.15 and TensorFlow 1.12 don't have."""

import ast
from pathlib import Path

import pytest

from checker.static_checks.names import names
from checker.static_checks.source import Source

HEAD = "import numpy as np\nimport tensorflow as tf\nimport tensorflow.keras as K\n"


def found(content):
    """What the check says of a file that begins with HEAD: (line in the rest, column, message) for each finding."""
    text = HEAD + content
    source = Source(
        folder=Path(), name="a.py", file="a.py", text=text, lines=tuple(text.split("\n")), tree=ast.parse(text)
    )
    return [(finding.line - 3, finding.column, finding.message) for finding in names(source)]


@pytest.mark.parametrize(
    ("content", "column", "name", "says"),
    [
        ("a = np.concat", 5, "numpy.concat", "numpy has it since 2.0; write numpy.concatenate"),
        ("getattr(np, 'permute_dims')", 1, "numpy.permute_dims", "numpy has it since 2.0; write numpy.transpose"),
        ("np.random.default_rng()", 1, "numpy.random.default_rng",
         "numpy has it since 1.17; write numpy.random.RandomState"),
        ("from numpy.lib.stride_tricks import sliding_window_view", 1, "numpy.lib.stride_tricks.sliding_window_view",
         "numpy has it since 1.20; slice with strides instead"),
        ("np.zeross", 1, "numpy.zeross", "numpy 1.15 has nothing like it; did you mean numpy.zeros?"),
        ("tf.random.set_seed(1)", 1, "tensorflow.random.set_seed",
         "TensorFlow has it since 2.0; write tensorflow.set_random_seed"),
        ("tf.compat.v1.layers.conv2d", 1, "tensorflow.compat.v1",
         "TensorFlow has it since 1.13; in 1.12 these names are in tensorflow itself"),
        ("K.losses.CategoricalCrossentropy()", 1, "tensorflow.keras.losses.CategoricalCrossentropy",
         "TensorFlow has it since 1.13; write 'categorical_crossentropy'"),
        ("K.layers.Con2D(1, 1)", 1, "tensorflow.keras.layers.Con2D",
         "TensorFlow 1.12 has nothing like it; did you mean tensorflow.keras.layers.Conv2D?"),
    ],
)
def test_names_that_are_not_there(content, column, name, says):
    """The finding has the place, says since when there is such a name, and what to write instead."""
    ((line, at, message),) = found(content)
    assert (line, at) == (1, column)
    assert f"names {name}, which the course's versions don't have: {says}" in message


@pytest.mark.parametrize(
    ("content", "column", "says"),
    [
        ("np.max(a, where=b)", 11,
         "gives numpy.max an argument, which the course's versions don't have: numpy has it since 1.17"),
        ("np.stack(a, dtype=b)", 13, "numpy has it since 1.24; write numpy.stack(...).astype(dtype)"),
        ("np.zeros(3, like=a)", 13, "numpy has it since 1.20"),
        ("K.layers.Conv2D(2, 3,\n    groups=1)", 5, "TensorFlow has it since 2.3"),
        ("K.layers.GlobalAveragePooling2D(keepdims=True)", 33, "tensorflow.keras.layers.GlobalAveragePooling2D"),
        ("K.layers.Dense(2, dynamic=True)", 19, "TensorFlow has it since 1.14"),
        ("K.optimizers.Adam(learning_rate=1)", 19, "TensorFlow has it since 1.14; call it lr"),
        ("K.Input((2,), ragged=True)", 15, "gives tensorflow.keras.Input an argument"),
        ("K.regularizers.l2(l2=1)", 19, "call it l"),
        ("tf.layers.conv2d(a, 1, 2, groups=2)", 27, "gives tensorflow.layers.conv2d an argument"),
    ],
)
def test_keyword_arguments_that_are_not_taken(content, column, says):
    """The finding stands where the argument does."""
    ((_, at, message),) = found(content)
    assert (at, says in message) == (column, True), message


@pytest.mark.parametrize(
    "content",
    [
        "K.layers.Dense(1, input_dim=3, input_shape=(3,), name='d', dtype='float32', weights=None)",
        "K.layers.BatchNormalization(fused=False, renorm=True)",
        "K.layers.DepthwiseConv2D(3, dilation_rate=2)",
        "K.optimizers.Adam(lr=1, clipnorm=1.0)",
        "K.Input(batch_shape=(1, 2))",
        "K.Model(inputs=a, outputs=b, name='m')",
        "np.pad(a, 1, mode='constant', constant_values=0)",
        "np.max(a, **{'where': b})",
        "np.product(np.int(1), np.float_(2), np.math.pi)",
        "np.random.RandomState(0).integers",
        "tf.contrib.layers.anything(at=1, all=2)",
        "from tensorflow.python.keras.layers import Conv2D",
        "from tensorflow.python.ops import anything",
        "tf.Session().run(a, groups=1)",
        "np.__version__",
        "from numpy import *",
        "try:\n    np.concat\nexcept AttributeError:\n    pass",
        "try:\n    import tensorflow.compat.v1 as t\nexcept (ImportError, OSError):\n    pass",
    ],
)
def test_what_the_originals_have_passes(content):
    """Neither a name nor an argument of theirs is a finding, nor one that the file asks for first."""
    assert found(content) == []


def test_a_try_for_other_errors_asks_nothing():
    """Only catching what a missing name raises is asking."""
    assert len(found("try:\n    np.concat\nexcept ValueError:\n    pass")) == 1


def test_a_name_is_told_once():
    """Several uses are one finding, at the first."""
    ((line, _, message),) = found("np.concat\nnp.concat\nnp.concat")
    assert (line, message.endswith("(also in lines 5, 6)")) == (1, True)
