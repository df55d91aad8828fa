"""The fixtures of the four numpy tasks, which submissions are compared with, hold what plain loops compute."""

import numpy as np
import plain
import pytest

from checker import fixtures
from checker.inputs import expand
from checker.specs import load_project
from checker.workspace import find_workspace

WORKSPACE = find_workspace()
TASKS = load_project(WORKSPACE.specs, "supervised_learning/0x07-cnn").tasks[:4]
PROBES = [(task, probe) for task in TASKS for probe in task.probes]
ACTIVATIONS = {
    "relu": lambda Z: Z * (Z > 0),
    "leaky_relu": lambda Z: np.where(Z > 0, Z, 0.1 * Z),
    "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
    "tanh": np.tanh,
    "identity": lambda Z: Z,
}


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    """The first task, by plain loops."""
    return [activation(plain.plain_convolution(A_prev, W, b, padding, stride))]


def pool_forward(A_prev, kernel, stride=(1, 1), mode="max"):
    """The second task, by plain loops."""
    return [plain.plain_pooling(A_prev, kernel, stride, mode)]


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    """The third task, by plain loops; the biases' values are in no gradient."""
    return plain.plain_convolution_gradients(dZ, A_prev, W, padding, stride)


def pool_backward(dA, A_prev, kernel, stride=(1, 1), mode="max"):
    """The fourth task, by plain loops."""
    return [plain.plain_pooling_gradient(dA, A_prev, kernel, stride, mode)]


SOLUTIONS = (conv_forward, pool_forward, conv_backward, pool_backward)


def argument(entry):
    """What a function is given for an entry of a spec: an array in double precision, a tuple, a function, a text."""
    value = expand(entry)
    if isinstance(value, np.ndarray):
        return value.astype(np.float64)
    if isinstance(value, dict):
        return tuple(value["tuple"]) if "tuple" in value else ACTIVATIONS[value["function"]]
    return value


def arrays(value):
    """The arrays of a recorded value: one, or the items of a tuple."""
    return [item["array"] for item in value.get("items", [value])]


@pytest.mark.parametrize(("task", "probe"), PROBES, ids=lambda one: getattr(one, "name", "") or one.id)
def test_a_fixture_holds_what_plain_loops_compute(task, probe):
    """Each array that a call's answer is compared with is the formula's, in shape and in values."""
    recorded = arrays(fixtures.read(WORKSPACE.fixture(task), task)[probe.id, "returned"])
    words = {key: argument(entry) for key, entry in probe.parameters.get("keywords", {}).items()}
    computed = SOLUTIONS[task.number](*map(argument, probe.parameters["arguments"]), **words)
    single = any(array.dtype == np.float32 for array in recorded)
    assert [array.shape for array in recorded] == [array.shape for array in computed]
    for array, expected in zip(recorded, computed, strict=True):
        np.testing.assert_allclose(array, expected, rtol=0, atol=1e-5 if single else 1e-12)
