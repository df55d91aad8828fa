"""The trainable variables of a graph as layers' weights, whatever shape each of them is stored in.

A layer's kernel is a matrix (numbers that come into a unit, units), however many axes it has: that of a convolution by
patches (25, 6) is the same as a convolution's (5, 5, 1, 6), and one that is multiplied from the left or transposed is
the same lying on its side. A bias is a row of numbers (units,) whether it has axes of length 1 besides or not.
"""

from __future__ import generator_stop

from typing import Any, List

import numpy as np

from checker.worker import names, planting

# planting halves what kernels of two axes get, lest a softmax behind them is sure of itself. Were that all for five
# layers in a row, the images would vanish beside the biases; with this the likeliest class gets a third.
SCALE = 1.6
MOST_SAMPLES = 400
# Operations that hand on what they get, and products, whose attributes say what is turned first.
HANDED_ON = ("Identity", "ReadVariableOp")
PRODUCTS = {
    "MatMul": ("transpose_a", "transpose_b"), "BatchMatMul": ("adj_x", "adj_y"), "BatchMatMulV2": ("adj_x", "adj_y")
}


class Weight:
    """A variable of floating-point numbers.

    Args:
        variable: a variable of a graph that is finished.

    Attributes:
        shape: the variable's own shape.
        is_kernel: whether more than one of its axes are longer than 1; it is a bias else, and so is the kernel of a
            single unit, which looks the same.
        lengths: the shape of what the layer sees: (incoming, units) of a kernel, (units,) of a bias.
    """

    def __init__(self, variable: Any) -> None:
        self.variable = variable
        self.shape = [int(length) for length in variable.shape]
        self.is_kernel = sum(length != 1 for length in self.shape) > 1
        self._turned = self.is_kernel and len(self.shape) == 2 and _is_turned(variable)
        size = int(np.prod(self.shape))
        units = self.shape[0 if self._turned else -1] if self.is_kernel else size
        self.lengths = [size // max(1, units), units] if self.is_kernel else [units]

    def planted(self) -> np.ndarray:
        """What is planted in the variable: float32 array of its own shape, equal for equal layers."""
        if not self.is_kernel:
            return planting.planted("bias", self.lengths).reshape(self.shape)
        matrix = planting.planted("kernel", self.lengths) * np.float32(SCALE)
        return (matrix.T if self._turned else matrix).reshape(self.shape)

    def sample(self, values: np.ndarray) -> np.ndarray:
        """At most MOST_SAMPLES of the variable's values, spread over all of them, the same for equal layers.

        Args:
            values: array of the variable's own shape.

        Returns:
            An array (n,) of the same dtype.
        """
        flat = (values.T if self._turned else values).ravel()
        count = min(flat.size, MOST_SAMPLES)
        return np.array(flat[np.arange(count) * (flat.size - 1) // max(1, count - 1)])


def of_graph() -> List[Weight]:
    """The trainable variables of the default graph as they were made; a counter of steps is none but in name."""
    return [Weight(one) for one in names.tensorflow().trainable_variables() if one.dtype.is_floating]


def _is_turned(variable: Any) -> bool:
    """Whether a kernel of two axes is multiplied so that its second axis, not its first, is summed over.

    What counts is the first product made of it: later ones are the gradients'. Not known of products in disguise.
    """
    products = []
    waiting = [(variable.op.outputs[0], False)]
    while waiting:
        tensor, turned = waiting.pop()
        for operation in tensor.consumers():
            if operation.type in HANDED_ON or operation.type == "Transpose":
                waiting.append((operation.outputs[0], turned != (operation.type == "Transpose")))
            elif operation.type in PRODUCTS:
                products.append((operation._id, turned != _sums_over_second(operation, tensor)))
    return bool(products) and min(products)[1]


def _sums_over_second(product: Any, tensor: Any) -> bool:
    """Whether a matrix product sums over the second axis of one of its two factors."""
    left = bool(product.inputs[0].name == tensor.name)
    return left != bool(product.get_attr(PRODUCTS[product.type][0 if left else 1]))
