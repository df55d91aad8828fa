"""``model.summary()`` as TensorFlow 1.12 prints it, for the models of today's Keras.

A port of `print_summary` in tensorflow/python/keras/utils/layer_utils.py of TensorFlow 1.12.0 (copyright 2018 The
TensorFlow Authors, Apache License 2.0), with what it asks layers for as that version's engine/base_layer.py,
engine/network.py and engine/sequential.py answer. Where today's Keras keeps other books:

- A model that knows its inputs had a node of its own: the first call of a nested one is its node 1, not 0.
- Inputs that no output depends on were not among a model's layers.
- A Sequential model that was told no input shape had no graph: its layers' shapes are "multiple".
- An input layer's shape is that of its one output, as any other layer's.
- The class that is called Functional today was Model.
- A frozen model left its layers as they were, and a compiled one counted the weights that were trainable then.
"""

from __future__ import generator_stop

import functools
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

NEVER_CALLED = (
    "This model has never been called, thus its weights have not yet been created, so no summary can be displayed. "
    "Build the model first (e.g. by calling it on some data).")
COLLECTED = "_collected_trainable_weights"


def install(model_class: Any) -> None:
    """Gives today's class of models the summary of TensorFlow 1.12, and its ways with trainable weights."""
    model_class.summary = summary
    model_class.trainable = property(lambda model: model._trainable, _freeze)
    model_class.compile = _remembering(model_class.compile)


def _freeze(model: Any, value: bool) -> None:
    model._trainable = value


def _remembering(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def compile_(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if self.built:
            vars(self)[COLLECTED] = list(self.trainable_weights)

    return compile_


def summary(
    self: Any, line_length: Optional[int] = None, positions: Optional[Sequence[float]] = None,
    print_fn: Optional[Callable[[str], Any]] = None
) -> None:
    """Prints a model's summary: the method that `self`, a model, had in TensorFlow 1.12."""
    if not self.built:
        raise ValueError(NEVER_CALLED)
    for line in _lines(self, line_length, positions):
        (print_fn or print)(line)


def _lines(model: Any, line_length: Optional[int], positions: Optional[Sequence[float]]) -> Iterator[str]:
    in_a_row = _in_a_row(model)
    width = line_length or (65 if in_a_row else 98)
    ends = positions or ([.45, .85, 1.] if in_a_row else [.33, .55, .67, 1.])
    ends = [int(width * end) for end in ends] if ends[-1] <= 1 else ends
    yield "_" * width
    yield _row(["Layer (type)", "Output Shape", "Param #", "Connected to"][: 3 if in_a_row else 4], ends)
    rule, nodes = "=", [] if in_a_row else _nodes(model)
    for layer in _layers(model):
        yield rule * width
        connections = _connections(layer, nodes)
        fields = ["%s (%s)" % (layer.name, _class_name(layer)), _output_shape(layer, model), layer.count_params()]
        yield _row(fields if in_a_row else fields + (connections[:1] or [""]), ends)
        for connection in connections[1:]:
            yield _row(["", "", "", connection], ends)
        rule = "_"
    yield "=" * width
    trainable, others = _count(vars(model).get(COLLECTED, model.trainable_weights)), _count(model.non_trainable_weights)
    yield "Total params: {:,}".format(trainable + others)
    yield "Trainable params: {:,}".format(trainable)
    yield "Non-trainable params: {:,}".format(others)
    yield "_" * width


def _row(fields: Sequence[Any], ends: Sequence[Any]) -> str:
    """The fields in columns, each cut or filled where its column ends."""
    line = ""
    for place, (field, end) in enumerate(zip(fields, ends)):
        line = (line[:-1] + " " if place else "") + str(field)
        line = line[:end].ljust(end)
    return line


def _in_a_row(model: Any) -> bool:
    """Whether the layers simply follow one another, so that nobody need be told what they are connected to."""
    if type(model).__name__ == "Sequential" or not _is_graph(model):
        return True
    by_depth = _nodes_by_depth(model)
    if any(len(nodes) > 1 or len(list(nodes[0].iterate_inbound())) > 1 for nodes in by_depth):
        return False
    nodes = _nodes(model)
    return all(sum(node in nodes for node in layer._inbound_nodes) < 2 for layer in _layers(model))


def _is_graph(layer: Any) -> bool:
    """Whether the layer is a model that knew its inputs when it was made."""
    return bool(getattr(layer, "_is_graph_network", False) and getattr(layer, "_has_explicit_input_shape", True))


def _layers(model: Any) -> List[Any]:
    if hasattr(model, "_has_explicit_input_shape") or not _is_graph(model):
        return list(model.layers)
    own = [node.layer for node in _nodes(model)]
    return [layer for layer in model.layers if layer in own]


def _nodes(model: Any) -> List[Any]:
    return [node for nodes in _nodes_by_depth(model) for node in nodes]


def _nodes_by_depth(model: Any) -> List[List[Any]]:
    """The model's nodes, those of equal depth together, without inputs that no output depends on.

    Today's Keras puts these at the depth of the outputs.
    """
    by_depth = dict(model._nodes_by_depth)
    kept = model._output_layers
    by_depth[0] = [node for node in by_depth[0] if not node.is_input or node.layer in kept]
    return list(by_depth.values())


def _connections(layer: Any, nodes: Sequence[Any]) -> List[str]:
    return [
        "%s[%d][%d]" % (source.name, index + _is_graph(source), tensor_index)
        for node in layer._inbound_nodes if node in nodes
        for source, index, tensor_index, _ in node.iterate_inbound()
    ]


def _class_name(layer: Any) -> str:
    name = type(layer).__name__
    return "Model" if name == "Functional" and type(layer).__module__.startswith("tf_keras.") else name


def _output_shape(layer: Any, model: Any) -> Any:
    """The shape of a layer's output, a list of them where there are several."""
    calls = [_flat(node.outputs) for node in layer._inbound_nodes]
    if _is_graph(layer):
        calls.insert(0, list(layer.outputs))
    shapes = [[_shape(tensor) for tensor in outputs] for outputs in calls]
    deferred = hasattr(model, "_has_explicit_input_shape") and not _is_graph(model)
    if deferred or len(set(map(str, shapes))) != 1:
        return "multiple"
    if None in shapes[0]:
        raise ValueError("as_list() is not defined on an unknown TensorShape.")
    return shapes[0][0] if len(shapes[0]) == 1 else shapes[0]


def _flat(outputs: Any) -> List[Any]:
    if isinstance(outputs, dict):
        outputs = [outputs[key] for key in sorted(outputs)]
    if isinstance(outputs, (list, tuple)):
        return [tensor for output in outputs for tensor in _flat(output)]
    return [outputs]


def _shape(tensor: Any) -> Optional[Tuple[Optional[int], ...]]:
    return None if tensor.shape.rank is None else tuple(tensor.shape.as_list())


def _count(weights: Sequence[Any]) -> int:
    """How many numbers there are in all, those of a weight that is there twice once."""
    return sum(weight.shape.num_elements() for weight in {id(weight): weight for weight in weights}.values())
