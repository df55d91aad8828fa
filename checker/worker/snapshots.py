"""A Keras model as plain data: its layers, its numbers, and what it computes from planted weights."""

from __future__ import generator_stop

from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from checker.worker import arguments as arguments_
from checker.worker import compiling, initializers, names, planting
from checker.worker.plain import plain, plain_list, tensor_shape

# Layers that today's Keras makes of bare operators and functions; TensorFlow 1.12 refused such models.
OPERATOR_LAYERS = ("TFOpLambda", "SlicingOpLambda", "ClassMethod", "InstanceMethod", "InstanceProperty",
                   "TensorFlowOpLayer")


class Builder:
    """A submission's function with what it is to be given, in a fresh session, and what is due from it.

    Args:
        arguments, keywords: a request's entries, as `arguments` builds them.
        values: how many values are due. model: whether the first is to be a model, not the output of a layer.
    """

    def __init__(self, function: Callable[..., Any], arguments: Sequence[Any], keywords: Mapping[str, Any],
                 values: int, model: bool) -> None:
        names.keras().backend.clear_session()
        planting.forget()
        self.function, self.values, self.model = function, values, model
        self.args, self.kwargs = arguments_.build_all(arguments, keywords)
        given = self.args + list(self.kwargs.values())
        self.inputs = [value for value in given if _is_symbolic(value)]

    def call(self) -> Any:
        """What the function returns."""
        return self.function(*self.args, **self.kwargs)

    def arguments_left(self) -> List[Any]:
        """The lists among the arguments as the function left them, positional ones first; None for others."""
        given = self.args + [self.kwargs[name] for name in sorted(self.kwargs)]
        return [plain_list(value) if type(value) is list else None for value in given]

    def as_model(self, returned: Any) -> Any:
        """The model that was returned, or one made of the output returned; None for anything else than is due."""
        keras = names.keras()
        several = type(returned) in (tuple, list)
        if (len(returned) if several else 1) != self.values or (several and self.values == 1):
            return None
        first = returned[0] if several else returned
        if isinstance(first, keras.Model) != self.model or not (self.model or _is_symbolic(first)):
            return None
        return first if self.model else keras.Model(inputs=self.inputs, outputs=first)


def observe(
    builder: Builder, images: Optional[np.ndarray], labels: Optional[np.ndarray]
) -> Iterator[Tuple[str, Any]]:
    """Builds the model and yields its parts, each a (name, value) pair.

    Parts:
        returned: the kinds and shapes of what the function returned.
        arguments: the lists among the arguments as the function left them.
        layers: the layers in the model's own order, those of a model within it in its place, each with class, bases
            (the classes that it is derived from), name, config, inputs (places of the layers it takes from), shape and
            number of parameters; a wrapper with class, bases and config of the layer that it has wrapped.
        parameters: {"trainable": int, "non_trainable": int}, counted from the weights themselves.
        output_shape: the outputs' shapes, open lengths as None.
        summary: the lines of ``model.summary()``, on every runtime those of TensorFlow 1.12.
        initializers: what the kernels' initialisers draw, see `initializers.describe`.
        compiled: optimizer, loss and metrics; a loss that is a function also with what it computes, see `compiling`.
        inference, training: outputs for `images`, float32 arrays.
        train_step: the loss and metrics of one batch, and the outputs afterwards.
    """
    returned = builder.call()
    yield "returned", _returned(returned)
    yield "arguments", builder.arguments_left()
    model = builder.as_model(returned)
    if model is None:
        return
    _refuse_bare_operators(model)
    if not model.built and builder.inputs:
        _build(model, tensor_shape(builder.inputs[0]))
    _refuse_ready_made(model)
    yield "layers", _layers(model)
    yield "parameters", _parameters(model)
    yield "output_shape", [tensor_shape(output) for output in model.outputs]
    yield "summary", _summary(model)
    yield "initializers", initializers.describe(model.weights, planting.asked_initializers())
    yield "compiled", compiling.describe(model)
    if images is not None:
        yield "inference", _outputs(model, images, False)
        yield "training", _outputs(model, images, True)
    if labels is not None:
        yield "train_step", _train_step(model, images, labels)


def _refuse_bare_operators(model: Any) -> None:
    for layer, _ in _flat(model):
        if names.modern() and type(layer).__name__ in OPERATOR_LAYERS:
            raise ValueError(
                "Output tensors to a Model must be the output of a TensorFlow `Layer` (thus holding past layer "
                "metadata). TensorFlow 1.12 can't make a model of %s, a bare operator or function between layers: use "
                "a layer of K.layers for it." % layer.name)


def _refuse_ready_made(model: Any) -> None:
    if planting.is_ready_made(model):
        raise ValueError("the model is one of K.applications, or has layers of it: build it layer by layer")


def _build(model: Any, shape: Sequence[Optional[int]]) -> None:
    """Builds a model that was left to be built by its first images; TensorFlow 1.12 has to be shown one."""
    if names.modern():
        model.build(tuple(shape))
    else:
        model.predict(np.zeros([length or 1 for length in shape], np.float32))


def _is_symbolic(value: Any) -> bool:
    return hasattr(value, "_keras_history") or type(value).__name__ in ("KerasTensor", "Tensor")


def _returned(value: Any) -> Dict[str, Any]:
    if isinstance(value, names.keras().Model):
        return {"type": "Model"}
    if type(value) in (tuple, list):
        return {"type": type(value).__name__, "length": len(value), "items": [_returned(item) for item in value]}
    return plain(value)


def _layers(model: Any) -> List[Dict[str, Any]]:
    flat = list(_flat(model))
    places = {id(layer): place for place, (layer, _) in enumerate(flat)}
    return [_layer(layer, owner, places) for layer, owner in flat]


def _flat(model: Any) -> Iterator[Tuple[Any, Any]]:
    """A model's layers, each with the model that it is in: a model in the place of a layer gives its own."""
    for layer in model.layers:
        if isinstance(layer, names.keras().Model):
            yield from _flat(layer)
        else:
            yield layer, model


def _layer(layer: Any, model: Any, places: Mapping[int, int]) -> Dict[str, Any]:
    entry = {
        "class": type(layer).__name__,
        "bases": _bases(layer),
        "name": layer.name,
        "config": _config(layer),
        "inputs": _inputs(layer, model, places),
        "shape": _shape(layer),
        "parameters": _count(layer.weights),
    }
    if isinstance(layer, names.keras().layers.Wrapper):
        inner = layer.layer
        entry["wrapped"] = {"class": type(inner).__name__, "bases": _bases(inner), "config": _wrapped_config(inner)}
    return entry


def _bases(layer: Any) -> List[str]:
    """The classes that a layer's class is derived from, the nearest first, as far as they are kinds of layers."""
    bases = [base.__name__ for base in type(layer).__mro__]
    return bases[1:bases.index("Layer")]


def _wrapped_config(layer: Any) -> Dict[str, Any]:
    """The settings of a layer within a wrapper, which may show it fewer axes: the last one is -1."""
    config = _config(layer)
    spec = getattr(layer, "input_spec", None)
    if spec is not None and config.get("axis") == [(getattr(spec, "ndim", None) or 0) - 1]:
        config["axis"] = [-1]
    return config


def _config(layer: Any) -> Dict[str, Any]:
    activation = getattr(layer, "activation", None)
    if isinstance(activation, names.keras().layers.Layer):
        # Keras takes a layer for an activation; TensorFlow 1.12's then can't say what it is called.
        layer.activation = names.keras().activations.linear
        config = dict(_config(layer), activation=_called(activation))
        layer.activation = activation
        return config
    try:
        config = layer.get_config()
    except NotImplementedError:
        return {}
    settings = {str(key): _setting(value) for key, value in sorted(config.items()) if key != "name"}
    return {key: value for key, value in settings.items() if value is not None}


def _called(layer: Any) -> str:
    """A layer by its class and what differs from nothing: ``relu``, ``relu max_value=6.0``."""
    config = layer.get_config()
    settings = ["%s=%s" % (key, config[key]) for key in sorted(config)
                if config[key] and key not in ("name", "trainable", "dtype")]
    return " ".join([type(layer).__name__.lower(), *settings])


def _setting(value: Any) -> Any:
    """A layer's setting as plain data; None for what is none, or has no plain form."""
    if isinstance(value, (list, tuple)):
        return [_setting(item) for item in value]
    if isinstance(value, (np.generic, np.ndarray)) and value.size == 1:
        value = value.item()
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return None


def _inputs(layer: Any, model: Any, places: Mapping[int, int]) -> List[int]:
    found = []  # type: List[int]
    for index, node in enumerate(layer._inbound_nodes):
        key = "%s_ib-%d" % (layer.name, index)
        if key in getattr(model, "_network_nodes", ()):
            found.extend(places[id(source)] for source in _sources(node) if id(source) in places)
    return found


def _sources(node: Any) -> List[Any]:
    if hasattr(node, "iterate_inbound"):
        return [entry[0] for entry in node.iterate_inbound()]
    return list(node.inbound_layers)


def _shape(layer: Any) -> List[Optional[int]]:
    try:
        shape = layer.output_shape
    except (AttributeError, RuntimeError):
        return []
    if isinstance(shape, list) and len(shape) == 1:
        shape = shape[0]
    return [None if length is None else int(length) for length in shape if not isinstance(length, (tuple, list))]


def _count(weights: Iterable[Any]) -> int:
    return int(sum(int(np.prod([int(length) for length in weight.shape])) for weight in weights))


def _parameters(model: Any) -> Dict[str, int]:
    return {"trainable": _count(model.trainable_weights), "non_trainable": _count(model.non_trainable_weights)}


def _summary(model: Any) -> List[str]:
    lines = []  # type: List[str]
    model.summary(print_fn=lambda line, *ignored, **ignored_too: lines.append(str(line)))
    return "\n".join(lines).split("\n")


def _outputs(model: Any, images: np.ndarray, training: bool) -> Any:
    """float32 array, the model's output for a batch; a list of them where it has several."""
    if names.modern():
        computed = model(images, training=training)
    else:
        backend = names.keras().backend
        phase = backend.learning_phase()
        # A phase that the submission has set is a number, and built into the model.
        phases = [] if isinstance(phase, int) else [(phase, int(training))]
        function = backend.function([*model.inputs, *(tensor for tensor, _ in phases)], model.outputs)
        computed = function([images, *(value for _, value in phases)])
    if isinstance(computed, (list, tuple)) and len(computed) == 1:
        computed = computed[0]
    if isinstance(computed, (list, tuple)):
        return [np.array(item) for item in computed]
    return np.array(computed)


def _train_step(model: Any, images: Any, labels: np.ndarray) -> Dict[str, Any]:
    if names.modern():
        model.run_eagerly = True
    with names.batches_as_they_are():
        scores = np.atleast_1d(model.train_on_batch(images, labels))
    return {
        "loss": np.array(scores[0], dtype=np.float64),
        "metrics": [np.array(score, dtype=np.float64) for score in scores[1:]],
        "outputs": _outputs(model, images, False),
    }
