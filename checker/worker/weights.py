"""The trainable variables of a graph as layers' weights, whatever shape each of them is stored in.

A layer's kernel is a matrix (numbers that come into a unit, units), however many axes it has: that of a convolution by
patches (25, 6) is the same as a convolution's (5, 5, 1, 6), and one that is multiplied from the left or transposed is
the same lying on its side. A bias is a row of numbers (units,) whether it has axes of length 1 besides or not.
"""

from __future__ import generator_stop

import importlib
from typing import Any, Dict, List, Sequence  # noqa: F401 - two stand in comments

import numpy as np

from checker.worker import names, planting

# planting halves what kernels of two axes get, lest a softmax behind them is sure of itself. Were that all for five
# layers in a row, the images would vanish beside the biases; with this the likeliest class gets a third.
SCALE = 1.6
MOST_SAMPLES = 400
# Operations that hand on what they get, and products, whose attributes say what is turned first.
HANDED_ON = ("Identity", "ReadVariableOp")
PRODUCTS = {
    "MatMul": ("transpose_a", "transpose_b"), "BatchMatMul": ("adj_x", "adj_y"), "BatchMatMulV2": ("adj_x", "adj_y"),
    "Einsum": (),
}  # type: Dict[str, Sequence[str]]


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
    """The trainable variables of the default graph as they were made; a single number is none but in name."""
    trainable = names.tensorflow().trainable_variables()
    return [Weight(one) for one in trainable if one.dtype.is_floating and one.shape.ndims]


def _is_turned(variable: Any) -> bool:
    """Whether a kernel of two axes is multiplied so that its second axis, not its first, is summed over.

    What counts is the first product of it and something else: later ones are the gradients', and the product with
    itself is a penalty's. Not known of products in disguise.
    """
    products = {}  # type: Dict[int, List[bool]]
    waiting = [(variable.op.outputs[0], False)]
    while waiting:
        tensor, turned = waiting.pop()
        for operation in set(tensor.consumers()):
            if _hands_on(operation, tensor):
                waiting.append((operation.outputs[0], turned != _turns(operation)))
            places = [place for place, given in enumerate(operation.inputs) if given.name == tensor.name]
            for place in places if operation.type in PRODUCTS else []:
                products.setdefault(operation._id, []).append(turned != (_summed_axis(operation, place) == 1))
    others = {number: turned for number, (turned, *more) in products.items() if not more}
    return bool(others) and others[min(others)]


def _hands_on(operation: Any, tensor: Any) -> bool:
    if operation.type == "Reshape":
        return bool(tensor.shape.ndims and operation.outputs[0].shape.as_list() == tensor.shape.as_list())
    return operation.type in HANDED_ON or (operation.type == "Transpose" and operation.inputs[0].name == tensor.name)


def _turns(operation: Any) -> bool:
    """Whether it swaps two axes; an order that is not known before it runs is that of ``tf.transpose(kernel)``."""
    if operation.type != "Transpose":
        return False
    order = importlib.import_module("tensorflow.python.framework.tensor_util").constant_value(operation.inputs[1])
    return order is None or [int(place) for place in order] == [1, 0]


def _summed_axis(product: Any, place: int) -> int:
    """The axis of a factor, the one at this place, that a product sums over."""
    attributes = PRODUCTS[product.type]
    if not attributes:
        factors, _, result = product.get_attr("equation").decode("ascii").partition("->")
        own = factors.split(",")[place]
        summed = [axis for axis, letter in enumerate(own) if letter not in result]
        return summed[0] if summed else 0
    return int(bool(product.get_attr(attributes[place])) != (place == 0))
