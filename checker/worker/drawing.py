"""What the initialisers of a graph draw for its kernels, until there are numbers enough of each to measure."""

from __future__ import generator_stop

import importlib
from typing import Any, Dict, List, Mapping, Sequence

import numpy as np

from checker.worker import initializers, weights

# Operations that draw number by number, in as many as their first input says; and those that keep numbers apart.
DRAWING = ("RandomStandardNormal", "RandomUniform", "TruncatedNormal")
ELEMENTWISE = ("Add", "AddV2", "Cast", "Identity", "Mul", "Neg", "RealDiv", "Sub")


def describe(kernels: Sequence[weights.Weight], session: Any) -> List[Dict[str, Any]]:
    """The measures of `initializers.measure` for each kernel, with its "variable" (a name), "shape" and "asked".

    Where a kernel's numbers are drawn one by one, more of them are drawn at once; else the kernel is drawn again, with
    all others of the kind: a session takes longer to ready itself for something new than to draw.
    """
    draws = [initializers.draws(one.lengths) for one in kernels]
    values = [one.variable.initial_value for one in kernels]
    shapes = [_shapes_drawn(value) for value in values]
    longer = {}  # type: Dict[Any, List[int]]
    for kernel, count, asked in zip(kernels, draws, shapes):
        longer.update({shape: [count * kernel.shape[0], *kernel.shape[1:]] for shape in asked})
    try:
        samples = [[value] for value in _run(session, values, longer)]
    except Exception:  # what stands beside a draw, as an assertion, may ask for its own shape
        shapes = [[] for _ in kernels]
        samples = [[value] for value in session.run(values)]
    again = [place for place, asked in enumerate(shapes) if draws[place] > 1 and not asked]
    draw = session.make_callable([values[place] for place in again])
    for count in range(1, max([draws[place] for place in again], default=1)):
        for place, value in zip(again, draw()):
            samples[place].extend([value] if count < draws[place] else [])
    return [_measured(*pair) for pair in zip(kernels, samples)]


def _run(session: Any, tensors: Sequence[Any], feeds: Mapping[Any, Sequence[int]]) -> List[np.ndarray]:
    """What a session gives for tensors while others are fed, be they constants, which its `run` does not let be fed."""
    options = importlib.import_module("tensorflow.core.protobuf.config_pb2").CallableOptions()
    if not tensors:
        return []
    options.fetch.extend(tensor.name for tensor in tensors)
    options.feed.extend(tensor.name for tensor in feeds)
    run = session._make_callable_from_options(options)
    return list(run(*[np.array(shape, tensor.dtype.as_numpy_dtype) for tensor, shape in feeds.items()]))


def _shapes_drawn(value: Any) -> List[Any]:
    """The tensors that say, each for nothing else, in what shape a kernel's numbers are drawn.

    Args:
        value: the tensor of its initial value.

    Returns:
        None of them where another shape of theirs might mean anything else than more numbers of the same kind.
    """
    constant_value = importlib.import_module("tensorflow.python.framework.tensor_util").constant_value
    found = []  # type: List[Any]
    waiting = [value]
    while waiting:
        tensor = waiting.pop()
        operation = tensor.op
        if operation.type in DRAWING:
            shape = constant_value(operation.inputs[0])
            alone = len(operation.inputs[0].consumers()) == 1
            if shape is None or not alone or list(shape) != value.shape.as_list():
                return []
            found.append(operation.inputs[0])
        elif operation.type in ELEMENTWISE:
            waiting.extend(operation.inputs)
        elif operation.type != "Const" or tensor.shape.ndims != 0:
            return []
    return found


def _measured(kernel: weights.Weight, sample: Sequence[np.ndarray]) -> Dict[str, Any]:
    is_repeated = len(sample) > 1 and np.array_equal(sample[0], sample[1])  # as today's Keras' are, of one tensor
    measures = initializers.measure(np.stack(sample[:1] if is_repeated else sample), kernel.lengths[0])
    return dict(measures, variable=kernel.variable.name, shape=kernel.shape, asked="another initialiser")
