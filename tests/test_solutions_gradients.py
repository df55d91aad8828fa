"""The four numpy references are right: forward against plain loops, backward against central differences."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from plain import output_size, plain_convolution, plain_pooling

FOLDER = Path(__file__).resolve().parents[1] / "solutions" / "supervised_learning" / "0x07-cnn"
STEP = 1e-4  # of the central differences; the losses are linear or piecewise linear, so rounding is all the error
EXAMPLES, CHANNELS, KERNELS = 2, 3, 4

# (h, w), (kh, kw), (sh, sw)
SHAPES = [
    ((6, 6), (3, 3), (1, 1)),
    ((7, 5), (3, 3), (1, 1)),
    ((5, 8), (1, 3), (1, 1)),
    ((8, 5), (5, 3), (1, 1)),
    ((7, 9), (3, 3), (2, 2)),
    ((9, 6), (3, 1), (2, 3)),
    ((6, 9), (1, 1), (3, 2)),
]
# (h - kh) % sh or (w - kw) % sw is not 0
UNEVEN = [((8, 7), (3, 3), (3, 2)), ((9, 8), (2, 4), (3, 3)), ((7, 10), (3, 2), (3, 4))]
EVEN = [((6, 5), (2, 2), (1, 1)), ((5, 7), (4, 2), (1, 2)), ((6, 4), (2, 4), (3, 2))]
CONVOLUTIONS = [(*shapes, padding) for shapes in SHAPES + UNEVEN + EVEN for padding in ("same", "valid")]
POOLINGS = [(*shapes, mode) for shapes in SHAPES + UNEVEN + EVEN for mode in ("max", "avg")]

each_convolution = pytest.mark.parametrize(("size", "kernel", "stride", "padding"), CONVOLUTIONS)
each_pooling = pytest.mark.parametrize(("size", "kernel", "stride", "mode"), POOLINGS)


def load(stem):
    """Returns the one function of a reference solution."""
    spec = importlib.util.spec_from_file_location(stem.replace("-", "_"), str(FOLDER / (stem + ".py")))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, stem.split("-")[1])


conv_forward = load("0-conv_forward")
pool_forward = load("1-pool_forward")
conv_backward = load("2-conv_backward")
pool_backward = load("3-pool_backward")


def identity(Z):
    """Stands in for an activation."""
    return Z


def conv_arrays(size, kernel, stride, padding):
    """Returns A_prev, W, b and a gradient of the output's shape, all float64."""
    draw = np.random.RandomState(sum(size) + 10 * sum(kernel) + 100 * sum(stride))
    return (
        draw.randn(EXAMPLES, *size, CHANNELS),
        draw.randn(*kernel, CHANNELS, KERNELS),
        draw.randn(1, 1, 1, KERNELS),
        draw.randn(EXAMPLES, *output_size(size, kernel, stride, padding), KERNELS),
    )


def pool_arrays(size, kernel, stride):
    """Returns A_prev, all its values well apart, and a gradient of the output's shape."""
    draw = np.random.RandomState(sum(size) + 10 * sum(kernel) + 100 * sum(stride))
    shape = (EXAMPLES, *size, CHANNELS)
    apart = draw.permutation(int(np.prod(shape))).reshape(shape) / 10.0
    return apart, draw.randn(EXAMPLES, *output_size(size, kernel, stride), CHANNELS)


def numeric_gradient(forward, weights, array):
    """Returns the derivative of (forward() * weights).sum() by each element of array, by central differences."""
    gradient = np.zeros_like(array)
    for index in np.ndindex(*array.shape):
        kept = array[index]
        array[index] = kept + STEP
        above = (forward() * weights).sum()
        array[index] = kept - STEP
        below = (forward() * weights).sum()
        array[index] = kept
        gradient[index] = (above - below) / (2 * STEP)
    return gradient


def assert_close(actual, expected):
    """Same shape, and equal but for rounding."""
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=1e-7, atol=1e-7)


@each_convolution
def test_conv_forward_is_the_formula(size, kernel, stride, padding):
    """The convolution equals that of plain loops over all outputs."""
    A_prev, W, b, _ = conv_arrays(size, kernel, stride, padding)
    Z = conv_forward(A_prev, W, b, identity, padding=padding, stride=stride)
    assert_close(Z, plain_convolution(A_prev, W, b, padding, stride))


def test_conv_forward_activates_after_the_bias():
    """The activation function gets the convolution with the biases added."""
    A_prev, W, b, _ = conv_arrays((6, 5), (3, 3), (1, 1), "same")
    activated = conv_forward(A_prev, W, b, np.tanh)
    assert_close(activated, np.tanh(plain_convolution(A_prev, W, b, "same", (1, 1))))


@each_pooling
def test_pool_forward_is_the_formula(size, kernel, stride, mode):
    """The pooling equals that of plain loops over all outputs."""
    A_prev, _ = pool_arrays(size, kernel, stride)
    assert_close(pool_forward(A_prev, kernel, stride, mode), plain_pooling(A_prev, kernel, stride, mode))


@each_convolution
def test_conv_backward_of_the_previous_layer(size, kernel, stride, padding):
    """dA_prev is the derivative of the forward pass by A_prev."""
    A_prev, W, b, dZ = conv_arrays(size, kernel, stride, padding)
    dA_prev = conv_backward(dZ, A_prev, W, b, padding=padding, stride=stride)[0]
    assert_close(dA_prev, numeric_gradient(lambda: conv_forward(A_prev, W, b, identity, padding, stride), dZ, A_prev))


@each_convolution
def test_conv_backward_of_the_kernels(size, kernel, stride, padding):
    """The gradient dW is the derivative of the forward pass by W."""
    A_prev, W, b, dZ = conv_arrays(size, kernel, stride, padding)
    dW = conv_backward(dZ, A_prev, W, b, padding=padding, stride=stride)[1]
    assert_close(dW, numeric_gradient(lambda: conv_forward(A_prev, W, b, identity, padding, stride), dZ, W))


@each_convolution
def test_conv_backward_of_the_biases(size, kernel, stride, padding):
    """The gradient db is the derivative of the forward pass by b."""
    A_prev, W, b, dZ = conv_arrays(size, kernel, stride, padding)
    db = conv_backward(dZ, A_prev, W, b, padding=padding, stride=stride)[2]
    assert_close(db, numeric_gradient(lambda: conv_forward(A_prev, W, b, identity, padding, stride), dZ, b))


@each_pooling
def test_pool_backward(size, kernel, stride, mode):
    """dA_prev is the derivative of the forward pass, where no two values are equal."""
    A_prev, dA = pool_arrays(size, kernel, stride)
    dA_prev = pool_backward(dA, A_prev, kernel, stride, mode)
    assert_close(dA_prev, numeric_gradient(lambda: pool_forward(A_prev, kernel, stride, mode), dA, A_prev))


def test_pool_backward_gives_to_every_maximum():
    """Of equal maxima in a window, each gets the whole gradient."""
    dA_prev = pool_backward(np.full((1, 1, 1, 1), 3.0), np.ones((1, 2, 2, 1)), (2, 2), (2, 2))
    assert_close(dA_prev, np.full((1, 2, 2, 1), 3.0))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("padding", ["same", "valid"])
def test_convolution_keeps_the_dtype(dtype, padding):
    """Forward and backward, every array has the dtype of the arguments."""
    A_prev, W, b, dZ = (array.astype(dtype) for array in conv_arrays((6, 5), (3, 3), (1, 1), padding))
    arrays = (conv_forward(A_prev, W, b, identity, padding), *conv_backward(dZ, A_prev, W, b, padding))
    assert [array.dtype.name for array in arrays] == [dtype] * 4


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("mode", ["max", "avg"])
def test_pooling_keeps_the_dtype(dtype, mode):
    """Forward and backward, every array has the dtype of the arguments."""
    A_prev, dA = (array.astype(dtype) for array in pool_arrays((6, 5), (2, 2), (2, 2)))
    arrays = (pool_forward(A_prev, (2, 2), (2, 2), mode), pool_backward(dA, A_prev, (2, 2), (2, 2), mode))
    assert [array.dtype.name for array in arrays] == [dtype] * 2


@each_convolution
def test_convolution_leaves_its_inputs_alone(size, kernel, stride, padding):
    """Neither direction writes to read-only arrays."""
    arrays = conv_arrays(size, kernel, stride, padding)
    for array in arrays:
        array.setflags(write=False)
    A_prev, W, b, dZ = arrays
    conv_forward(A_prev, W, b, identity, padding, stride)
    conv_backward(dZ, A_prev, W, b, padding, stride)


@each_pooling
def test_pooling_leaves_its_inputs_alone(size, kernel, stride, mode):
    """Neither direction writes to read-only arrays."""
    A_prev, dA = pool_arrays(size, kernel, stride)
    A_prev.setflags(write=False)
    dA.setflags(write=False)
    pool_forward(A_prev, kernel, stride, mode)
    pool_backward(dA, A_prev, kernel, stride, mode)
