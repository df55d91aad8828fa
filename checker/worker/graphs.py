"""A graph of TensorFlow 1 as plain data: its variables, and what its tensors are before and after a training step."""

from __future__ import generator_stop

from typing import Any, Callable, Dict, Iterator, Mapping, Sequence, Set, Tuple

import numpy as np

from checker import wire
from checker.worker import arguments as arguments_
from checker.worker import drawing, names, weights
from checker.worker.plain import plain

TRAIN_OP = "train_op"
# The training operation runs twice: an optimizer's memory shows in the steps after its first, and a loss of another
# scale on examples of another number and kind. These of them are fed again.
FED_AGAIN = slice(None, None, -4)
# What the inputs of optimizers' operations are called that stay the same from step to step.
SETTINGS = ("lr", "alpha", "beta1", "beta2", "epsilon", "rho", "momentum")

_BUILT = {}  # type: Dict[Tuple[int, bytes], _Graph]


def observe(
    function: Callable[..., Any], arguments: Sequence[Any], feeds: Mapping[str, Any], returned_names: Sequence[str]
) -> Iterator[Tuple[str, Any]]:
    """Builds the graph, or takes the one that the function built upon equal arguments before, and yields its parts.

    Parts, each a (name, value) pair:
        returned: the kinds and shapes of what the function returned.
        variables: the shapes of the trainable weights, see `weights`; parameters: {"trainable": int}.
        initializers: what the kernels' initialisers draw, see `drawing.describe`; of a new graph alone.
        optimizer: the optimizer whose operations are in the graph, and its settings after a run of the training
            operation: a learning rate that decays is another then.
        one part for each returned tensor, by its name: its value from planted weights.
        train_step: the same tensors after one run of the training operation; and "changes", a list with, for each
            weight in the order of "variables", its "shape" and how far its values, or a sample of them, have moved
            after the "first" step and after another on fewer examples, the "last": float64 arrays (n,).
    """
    key = (id(function), wire.encode(arguments))
    known = key in _BUILT
    graph = _BUILT[key] if known else _Graph(function, arguments)
    yield "returned", _returned(graph.returned)
    if type(graph.returned) not in (tuple, list) or len(graph.returned) != len(returned_names):
        return
    yield "variables", [weight.lengths for weight in graph.by_shape]
    yield "parameters", {"trainable": sum(int(np.prod(weight.lengths)) for weight in graph.weights)}
    graph.start()
    if not known:
        yield "initializers", drawing.describe([one for one in graph.weights if one.is_kernel], graph.session)
        _BUILT[key] = graph
    yield from _run(graph, feeds, returned_names)


class _Graph:
    """What a function has built, and a session of it: other inputs need no other graph.

    Args:
        function, arguments: a submission's, and a request's entries, as `arguments` builds them.
    """

    def __init__(self, function: Callable[..., Any], arguments: Sequence[Any]) -> None:
        tensorflow = names.tensorflow()
        graph = tensorflow.Graph()
        with graph.as_default():
            tensorflow.set_random_seed(0)
            args, _ = arguments_.build_all(arguments, {})
            self.returned = function(*args)
            self.weights = weights.of_graph()
            self.by_shape = sorted(self.weights, key=lambda weight: weight.lengths)
            self._initial = [tensorflow.global_variables_initializer(), tensorflow.local_variables_initializer()]
        self.session = tensorflow.Session(graph=graph, config=_config())

    def start(self) -> None:
        """Plants the weights and gives all other variables their initial values, whatever they are now."""
        planted = {weight.variable.initializer.inputs[1]: weight.planted() for weight in self.weights}
        self.session.run(self._initial, planted)


def _run(graph: _Graph, feeds: Mapping[str, Any], returned_names: Sequence[str]) -> Iterator[Tuple[str, Any]]:
    session = graph.session
    fed = {name + ":0": value for name, value in feeds.items()}
    by_name = dict(zip(returned_names, graph.returned))
    tensors = {name: tensor for name, tensor in by_name.items() if name != TRAIN_OP and _has_a_value(tensor)}
    values = _values(session, tensors, fed)
    failed = []
    for name in sorted(set(by_name) - {TRAIN_OP}):
        try:
            value = values(name) if name in tensors else plain(by_name[name])
        except Exception as error:  # the others have their values all the same
            failed.append(error)
        else:
            yield name, value
    if failed:
        raise failed[0]
    if _can_be_run(by_name[TRAIN_OP]):
        yield from _train(graph, by_name[TRAIN_OP], tensors, fed)
    else:
        yield "train_step", plain(by_name[TRAIN_OP])


def _train(
    graph: _Graph, train_op: Any, tensors: Mapping[str, Any], fed: Mapping[str, Any]
) -> Iterator[Tuple[str, Any]]:
    session = graph.session
    session.run(train_op, fed)
    kind, settings = _optimizer(session.graph, train_op)
    variables = [weight.variable for weight in graph.by_shape]
    numbers, first = session.run([settings, variables], fed)
    yield "optimizer", {"optimizer": kind, "settings": {name: float(value) for name, value in numbers.items()}}
    values = _values(session, tensors, fed)
    after = {name: values(name) for name in sorted(tensors)}  # type: Dict[str, Any]
    session.run(train_op, {name: value[FED_AGAIN] for name, value in fed.items()})
    _, last = session.run([settings, variables], fed)
    yield "train_step", dict(after, changes=[_changes(*one) for one in zip(graph.by_shape, first, last)])


def _changes(weight: weights.Weight, first: np.ndarray, last: np.ndarray) -> Dict[str, Any]:
    before = weight.sample(weight.planted()).astype(np.float64)
    return {"shape": weight.shape, "first": weight.sample(first) - before, "last": weight.sample(last) - before}


def _values(session: Any, tensors: Mapping[str, Any], fed: Mapping[str, Any]) -> Callable[[str], np.ndarray]:
    """What gives a tensor's value by its name: all computed at once, or each on its own where one of them fails."""
    try:
        together = session.run(dict(tensors), fed)
    except Exception:
        return lambda name: np.array(session.run(tensors[name], fed))
    return lambda name: np.array(together[name])


def _config() -> Any:
    """One thread, today the caller's own; and no optimizing of graphs that run once or twice, which takes longer."""
    config = names.tensorflow().ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    if names.modern():
        config.inter_op_parallelism_threads = -1
        config.graph_options.rewrite_options.disable_meta_optimizer = True
    return config


def _returned(value: Any) -> Dict[str, Any]:
    if type(value) in (tuple, list):
        return {"type": type(value).__name__, "length": len(value), "items": [_returned(item) for item in value]}
    return plain(value)


def _can_be_run(value: Any) -> bool:
    """Whether a session takes the value for a tensor or an operation; tuples of them and optimizers are neither."""
    tensorflow = names.tensorflow()
    # What a variable's assignment gives is a variable on today's TensorFlow, a tensor on the course's.
    return isinstance(value, (tensorflow.Tensor, tensorflow.Operation)) or hasattr(value, "_as_graph_element")


def _has_a_value(value: Any) -> bool:
    """Whether a session gives a value for it: for an operation it gives None."""
    return _can_be_run(value) and not isinstance(value, names.tensorflow().Operation)


def _optimizer(graph: Any, train_op: Any) -> Tuple[str, Dict[str, Any]]:
    """The optimizer by its operations, ``ApplyAdam`` or ``ResourceApplyAdam``, and the tensors of its settings.

    That of the training operation, where another one was made too. One without such operations is called "".
    """
    run = _run_by(train_op)
    for operation in sorted(graph.get_operations(), key=lambda operation: operation not in run):
        kind = operation.type.replace("Resource", "")
        if kind.startswith("Apply"):
            inputs = zip([argument.name for argument in operation.op_def.input_arg], operation.inputs)
            settings = {name: tensor for name, tensor in inputs if name in SETTINGS and graph.is_fetchable(tensor)}
            return kind[len("Apply") :], settings
    return "", {}


def _run_by(train_op: Any) -> Set[Any]:
    """The operations that run whenever this one, or this tensor's, does."""
    waiting = [getattr(train_op, "op", train_op)]
    found = set(waiting)
    while waiting:
        operation = waiting.pop()
        before = {tensor.op for tensor in operation.inputs} | set(operation.control_inputs)
        waiting.extend(before - found)
        found |= before
    return found
