"""Attack 24: libraries patched so that comparisons say yes; they are the child's own, and nobody judges there."""

import attempts
import pytest
from evidence import codes, outcomes, require_failed, told

from checker.model import Outcome

PATCHES = {
    "numpy's comparisons": "np.allclose = np.array_equal = np.isclose = np.array_equiv = lambda *a, **k: True",
    "numpy.testing": "import numpy.testing as t\nt.assert_allclose = t.assert_array_equal = lambda *a, **k: None",
    "unittest": "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\nunittest.main = lambda *a: 0",
    "builtins": "import builtins\nbuiltins.all = builtins.any = builtins.bool = lambda *a: True",
    "len and isinstance": "import builtins\nbuiltins.len = lambda a: 0\nbuiltins.isinstance = lambda *a: True",
    "time": "import time\ntime.time = time.monotonic = time.perf_counter = lambda: 0.0",
    "random": "import random\nnp.random.seed = random.seed = lambda *a: None",
    "json": "import json\njson.dumps = lambda *a, **k: '{}'\njson.loads = lambda *a, **k: {}",
    "struct": "import struct\nstruct.Struct = struct.pack = None",
    "modules": "import sys\nsys.modules['numpy'] = sys.modules['json'] = sys.modules['checker.verdict'] = None",
    "pytest": "import sys, types\nsys.modules['pytest'] = types.SimpleNamespace(approx=lambda *a: True)",
    "the judge": (
        "import sys, types\nfor name in ('checker.verdict', 'checker.pipeline', 'checker.comparators'):\n"
        "    sys.modules[name] = types.SimpleNamespace(judge=lambda *a: ())"
    ),
    "the probes": (
        attempts.WORKER + "child['probes'].plain ="
        " lambda value, depth=0: {'type': 'ndarray', 'array': zeros}\nzeros = np.zeros((3, 26, 26, 2))"
    ),
}
# With these the child can tell nothing any more, that it has imported the file included.
BREAKING = {"len and isinstance": "ended its own process", "json": "sent the checker something that is no message"}
ZEROS = """

def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return np.zeros((3, 26, 26, 2))
"""


@pytest.mark.parametrize("patch", PATCHES)
def test_a_patched_library_makes_nothing_right(attack, patch):
    """Zeros stay wrong, whatever the child's own libraries now say; at most the child can't answer at all."""
    verdict = attack(PATCHES[patch] + ZEROS)
    if patch in BREAKING:
        require_failed(verdict, "R004", BREAKING[patch], ["import"])
        assert codes(verdict)["published"] == codes(verdict)["values"] == {"N001"}
        return
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.FAILED, told(verdict)
    assert codes(verdict)["published"] <= {"C001", "C004", "R001", "R004"}, told(verdict)
    assert verdict.outcome is Outcome.FAILED


BLOCK = '''
import tensorflow.keras as K


def identity_block(A_prev, filters):
    """A block"""
    F11, F3, F12 = filters
    how = {how!r}
    X = K.layers.Conv2D(F11, 1, padding="same", kernel_initializer=how)(A_prev)
    X = K.layers.Activation("relu")(K.layers.BatchNormalization(axis=3)(X))
    X = K.layers.Conv2D(F3, 3, padding="same", kernel_initializer=how)(X)
    X = K.layers.Activation("relu")(K.layers.BatchNormalization(axis=3)(X))
    X = K.layers.Conv2D(F12, 1, padding="same", kernel_initializer=how)(X)
    X = K.layers.BatchNormalization(axis=3)(X)
    return K.layers.Activation({last!r})(K.layers.add([X, {shortcut}]))
'''
KERAS = {
    "count_params": "K.Model.count_params = lambda self: 0",
    "summary": "K.Model.summary = lambda self, *a, **k: None",
    "get_config": "K.layers.Layer.get_config = lambda self: {}",
    "layers": "K.Model.layers = []",
    "predict": "K.Model.predict = lambda self, *a, **k: 0",
    "add_weight": "K.layers.Layer.add_weight = lambda self, *a, **k: 0",
    "seeds": "np.random.RandomState = None",
}


@pytest.mark.parametrize("patch", KERAS)
def test_patched_keras_methods_make_a_wrong_model_no_righter(attack, patch):
    """What the model computes with planted weights is compared, whatever its methods say."""
    source = BLOCK.format(how="he_normal", last="tanh", shortcut="A_prev")
    verdict = attack(source + f"\n\n{KERAS[patch]}\n", "0x08", "2")
    assert outcomes(verdict)["inference"] in (Outcome.FAILED, Outcome.SKIPPED), told(verdict)
    assert codes(verdict)["inference"] <= {"C001", "C002", "C004", "R001", "R004", "N001"}, told(verdict)
    assert verdict.outcome is Outcome.FAILED


def test_another_initializer_is_found_without_a_patch(attack):
    """The check that the next test deceives works: glorot is no he normal."""
    verdict = attack(BLOCK.format(how="glorot_uniform", last="relu", shortcut="A_prev"), "0x08", "2")
    require_failed(verdict, "C011", "glorot_uniform", ["initializers"])
    assert outcomes(verdict)["inference"] is Outcome.PASSED, told(verdict)


MEASURE = '{"mean": 0.0, "scaled_variance": 2.0, "kurtosis": 2.4}'
OBEYED = {
    "a function": f"measures._draw_and_measure = lambda initializer: {MEASURE}",
    "its code": f"measures._draw_and_measure.__code__ = (lambda initializer: {MEASURE}).__code__",
    "a method": "child['Reporter'].answered = lambda self, *a, real=child['Reporter'].answered: real(self, *a)",
    "a table": "child['probes'].PROBES['keras'] = lambda *a, real=child['probes'].PROBES['keras'], **k: real(*a, **k)",
}


@pytest.mark.parametrize("replaced", OBEYED)
def test_a_patched_worker_makes_no_rule_look_obeyed(attack, replaced):
    """A wrong initialiser earns nothing by a measure that says it is right: a changed worker says that it is one."""
    patch = f"{attempts.WORKER}\nmeasures = child['probes'].snapshots.initializers\n{OBEYED[replaced]}\n"
    verdict = attack(BLOCK.format(how="glorot_uniform", last="relu", shortcut="A_prev") + patch, "0x08", "2")
    require_failed(verdict, "R001", "RuntimeError: the file has replaced a part of the checker", ["parameters"])
    assert outcomes(verdict)["initializers"] is Outcome.SKIPPED


def test_the_worker_is_not_found_by_its_names(attack):
    """None of its modules can be imported, or is among those that were."""
    looking = "import sys\nprint('OURS', [name for name in sys.modules if 'checker' in name])\n"
    verdict = attack(looking + "import checker.wire\nprint('GOT', checker.wire)\n")
    assert "OURS []" in verdict.printed
    assert "GOT" not in verdict.printed
    require_failed(verdict, "R001", "Error: ", ["import"])
