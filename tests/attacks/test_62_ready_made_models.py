"""Attack 62: a model that was ready before, or a layer that only passes on what it knows; weights are planted anew."""

import pickle

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

HEAD = '#!/usr/bin/env python3\n"""A model that was ready before"""\nimport tensorflow.keras as K\n'
BLOCKS = {
    "zeros": "return K.layers.Lambda(lambda x: x * 0)(A_prev)",
    "its input": "return A_prev",
    "a layer of its own": (
        "class Proxy(K.layers.Layer):\n"
        '        """Passes on"""\n\n'
        "        def call(self, inputs):\n"
        '            """Passes on"""\n'
        "            return K.backend.relu(inputs)\n"
        "    return Proxy()(A_prev)"
    ),
    "frozen weights": (
        "layer = K.layers.Conv2D(filters[2], 1, trainable=False, kernel_initializer='zeros')\n"
        "    return K.layers.add([layer(A_prev), A_prev])"
    ),
    "constant weights": (
        "kernel = K.backend.constant(0.1, shape=(1, 1, filters[2], filters[2]))\n"
        "    return K.layers.Lambda(lambda x: K.backend.relu(K.backend.conv2d(x, kernel) + x))(A_prev)"
    ),
    "a pickled model": (
        "import pickle\n"
        "    layers = K.models.Sequential.from_config(pickle.loads({pickled!r}))\n"
        "    return layers(A_prev)"
    ),
}
CONFIGURATION = {
    "name": "ready",
    "layers": [
        {"class_name": "InputLayer", "config": {"batch_input_shape": (None, None, None, None), "name": "images"}},
        {"class_name": "Activation", "config": {"activation": "relu", "name": "ready_too"}},
    ],
}


@pytest.mark.parametrize("name", BLOCKS)
def test_what_ignores_planted_weights_is_wrong(attack, name):
    """It has not the parameters, and not the outputs that equal weights give."""
    block = BLOCKS[name].replace("{pickled!r}", repr(pickle.dumps(CONFIGURATION, 2)))
    source = HEAD + f'\n\ndef identity_block(A_prev, filters):\n    """A block"""\n    {block}\n'
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": source})
    assert outcomes(verdict)["parameters"] is outcomes(verdict)["inference"] is Outcome.FAILED
    assert outcomes(verdict)["imports"] is (Outcome.FAILED if "import" in block else Outcome.PASSED)


def test_weights_that_were_ready_are_no_help(attack):
    """The right layers, filled with weights of one's own: they are not the planted ones, so the outputs are others."""
    right = (attempts.SOLUTIONS / "0x08-deep_cnns" / "2-identity_block.py").read_text(encoding="utf-8")
    before, after = (
        "    return K.layers.Activation('relu')(K.layers.add([Y, A_prev]))",
        "    model = K.models.Model(A_prev, Y)\n",
    )
    assert before in right
    after += "    model.set_weights([w * 0 + 1 for w in model.get_weights()])\n"
    verdict = attack(
        "", project="0x08", number="2", files={"2-identity_block.py": right.replace(before, after + before)}
    )
    assert outcomes(verdict)["parameters"] is Outcome.PASSED
    assert outcomes(verdict)["inference"] is Outcome.FAILED
