"""Attack 62: a model that was ready before, or a layer that only passes on what it knows; weights are planted anew."""

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
}


@pytest.mark.parametrize("name", BLOCKS)
def test_what_ignores_planted_weights_is_wrong(attack, name):
    """It has not the parameters, and not the outputs that equal weights give."""
    source = HEAD + f'\n\ndef identity_block(A_prev, filters):\n    """A block"""\n    {BLOCKS[name]}\n'
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": source})
    assert outcomes(verdict)["parameters"] is outcomes(verdict)["inference"] is Outcome.FAILED
