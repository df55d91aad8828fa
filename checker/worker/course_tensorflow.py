"""TensorFlow 1.12 with its Keras, made of today's: what has gone since, and what has changed its ways, as it was."""

import functools
import sys
import types
from typing import Any, Callable, Dict, Mapping

from checker.worker import contrib, course_nn, course_phase, facades, signatures

FUNCTIONS_OF_A_SEED = ("he_normal", "he_uniform", "lecun_normal", "lecun_uniform")
LATER_KEYWORDS = "later_keywords"
SINGLE_CONCATENATED = "A `Concatenate` layer should be called on a list of at least 2 inputs"
SINGLE_MERGED = "A merge layer should be called on a list of at least 2 inputs. Got %d inputs."
BUILT_BY_SHAPE = "built_by_shape"
OWN_METRICS = ("accuracy", "acc", "crossentropy", "ce")
NO_GRADIENT = (
    "An operation has `None` for gradient. Please make sure that all of your ops have a gradient defined (i.e. are "
    "differentiable). Common ops without gradient: K.argmax, K.round, K.eval.")
COMPILED_WITH = (
    "optimizer", "loss", "metrics", "loss_weights", "sample_weight_mode", "weighted_metrics", "target_tensors",
    "distribute",
)


def module(tensorflow: Any, keras: Any, record: Mapping[str, Any]) -> types.ModuleType:
    """A module ``tensorflow`` with the names and signatures of 1.12.

    Args:
        tensorflow: today's ``tensorflow.compat.v1``. keras: today's Keras of version 2.
        record: see `record_names`.
    """
    input_ = _input(keras)
    own = {
        "tensorflow": {"contrib": contrib.module(tensorflow), "VERSION": "1.12.0", "__version__": "1.12.0"},
        "tensorflow.nn": course_nn.functions(tensorflow.nn),
        "tensorflow.keras": {"Input": input_, "__version__": "2.1.6-tf"},
        "tensorflow.keras.layers": {"Input": input_},
        "tensorflow.keras.initializers": _initializers(keras),
        "tensorflow.keras.optimizers": _optimizers(keras, record),
        "tensorflow.keras.regularizers": _regularizers(keras),
        "tensorflow.keras.backend": _backend(tensorflow, keras),
        "tensorflow.keras.losses": _losses(keras),
        "tensorflow.keras.metrics": _losses(keras),
    }  # type: Dict[str, Dict[str, Any]]
    called = {path: "tensorflow._api.v1" + path[len("tensorflow"):] for path in record["modules"]
              if path not in ("tensorflow", "tensorflow.keras")}
    library = facades.Library(record, own, {"tensorflow.keras": keras}, called)
    top = library.module("tensorflow", tensorflow)
    top.importable = {"python": types.SimpleNamespace(keras=library.module("tensorflow.keras", keras))}
    return top


def _input(keras: Any) -> Callable[..., Any]:
    def Input(shape: Any = None, batch_size: Any = None, name: Any = None, dtype: Any = None, sparse: Any = False,
              tensor: Any = None, **kwargs: Any) -> Any:
        if set(kwargs) - {"batch_shape"}:
            raise ValueError("Unrecognized keyword arguments:", kwargs.keys())
        return keras.Input(shape, batch_size, name, dtype, sparse, tensor, **kwargs)

    return Input


def _initializers(keras: Any) -> Dict[str, Any]:
    """Initialisers that were functions of a seed: given to a layer uncalled, they fail there as they did."""

    def function(name: str) -> Callable[..., Any]:
        def initializer(seed: Any = None) -> Any:
            return getattr(keras.initializers, name)(seed)

        initializer.__name__ = initializer.__qualname__ = name
        return initializer

    functions = {name: function(name) for name in FUNCTIONS_OF_A_SEED}  # type: Dict[str, Any]
    return dict(functions, normal=keras.initializers.RandomNormal, uniform=keras.initializers.RandomUniform)


def _optimizers(keras: Any, record: Mapping[str, Any]) -> Dict[str, Any]:
    """The classes of version 1, which today's Keras keeps aside."""
    table = record["modules"]["tensorflow.keras.optimizers"]
    classes = [name for name, what in table.items() if what.startswith("optimizer")]
    return {name: getattr(keras.optimizers.legacy, name) for name in classes}


def _regularizers(keras: Any) -> Dict[str, Any]:
    def l1(l: Any = 0.01) -> Any:  # noqa: E741 - TensorFlow's own name
        return keras.regularizers.l1(l)

    def l2(l: Any = 0.01) -> Any:  # noqa: E741
        return keras.regularizers.l2(l)

    return {"l1": l1, "l2": l2}


def _backend(tensorflow: Any, keras: Any) -> Dict[str, Any]:
    def get_session() -> Any:
        return tensorflow.keras.backend.get_session()

    def set_session(session: Any) -> None:
        tensorflow.keras.backend.set_session(session)

    return dict(course_phase.functions(tensorflow, keras), get_session=get_session, set_session=set_session)


def _losses(keras: Any) -> Dict[str, Any]:
    def cosine_proximity(y_true: Any, y_pred: Any) -> Any:
        return keras.losses.cosine_similarity(y_true, y_pred)

    return {"cosine_proximity": cosine_proximity, "cosine": cosine_proximity}


def hold_layers(keras: Any, tensorflow: Any) -> None:
    """What layers refused in 1.12: merging a tuple or a single tensor, and computing a normalisation along the rows.

    Args:
        keras: today's Keras of version 2. tensorflow: today's TensorFlow.
    """
    _hold_shapes(tensorflow.TensorShape)
    keras.layers.Layer.__call__ = course_phase.without_phase(keras.layers.Layer.__call__)
    normalization = keras.layers.BatchNormalization
    normalization.build = _with_axes_in_a_list(normalization.build)
    merging = keras.layers.Add.__mro__[1]
    merging.__call__ = _merging_lists(merging.__call__)
    normalization.call = _with_channels_last(normalization.call, tensorflow)


def _hold_shapes(shape: Any) -> None:
    """To a submission, a shape that is open in some place equals none, not even itself, and has no `rank`."""
    equal, unequal, rank = shape.__eq__, shape.__ne__, shape.rank

    def is_equal(self: Any, other: Any) -> Any:
        if signatures.is_submissions(sys._getframe(1)) and None in self.as_list():
            return False
        return equal(self, other)

    def is_other(self: Any, other: Any) -> Any:
        if signatures.is_submissions(sys._getframe(1)) and None in self.as_list():
            return True
        return unequal(self, other)

    def get_rank(self: Any) -> Any:
        if signatures.is_submissions(sys._getframe(1)):
            raise AttributeError("'TensorShape' object has no attribute 'rank'")
        return rank.fget(self)

    shape.__eq__, shape.__ne__, shape.rank = is_equal, is_other, property(get_rank)


def _with_axes_in_a_list(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def build(self: Any, input_shape: Any) -> Any:
        if isinstance(self.axis, tuple):
            raise TypeError("axis must be int or list, type given: %s" % type(self.axis))
        return original(self, input_shape)

    return build


def _merging_lists(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(inputs, tuple):
            raise TypeError("int() argument must be a string, a bytes-like object or a number, not 'TensorShape'")
        if isinstance(inputs, list) and len(inputs) < 2:
            message = SINGLE_CONCATENATED if type(self).__name__ == "Concatenate" else SINGLE_MERGED % len(inputs)
            raise ValueError(message)
        return original(self, inputs, *args, **kwargs)

    return call


def _with_channels_last(original: Callable[..., Any], tensorflow: Any) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        if tensorflow.executing_eagerly() and len(inputs.shape) == 4 and list(self.axis) == [1] and self.fused:
            raise tensorflow.errors.InternalError(
                None, None, "The CPU implementation of FusedBatchNorm only supports NHWC tensor format for now.")
        return original(self, inputs, *args, **kwargs)

    return call


def hold_models(keras: Any) -> None:
    """Models made of inputs and outputs, what 1.12 did with keywords of ``compile`` that it did not know, and training.

    A model is trained in all its weights or not at all.
    """
    model = keras.Model
    functional = next(class_ for class_ in model.__subclasses__() if class_.__name__ == "Functional")
    signatures.check_method(functional, "__init__", "_init_graph_network(self, inputs, outputs, name=None)")
    model.compile = _remembering(_asking_at_once(model.compile, keras))
    for optimizer in (keras.optimizers.legacy.Optimizer, keras.optimizers.Optimizer):
        optimizer.apply_gradients = _asking_for_all(optimizer.apply_gradients)
    keras.Sequential.add = _adding_layers(keras.Sequential.add, keras)
    keras.Sequential.build = _not_to_be_compiled(keras.Sequential.build)
    for name in ("make_train_function", "make_test_function", "make_predict_function"):
        setattr(model, name, _refusing(getattr(model, name)))


def _asking_for_all(original: Callable[..., Any]) -> Callable[..., Any]:
    """Today's optimizers, those of version 1 too, only warn of weights that the loss does not depend on."""

    @functools.wraps(original)
    def apply_gradients(self: Any, grads_and_vars: Any, *args: Any, **kwargs: Any) -> Any:
        pairs = list(grads_and_vars)
        if any(gradient is None for gradient, _ in pairs):
            raise ValueError(NO_GRADIENT)
        return original(self, pairs, *args, **kwargs)

    return apply_gradients


def _adding_layers(original: Callable[..., None], keras: Any) -> Callable[..., None]:
    @functools.wraps(original)
    def add(self: Any, layer: Any) -> None:
        if not isinstance(layer, keras.layers.Layer):
            raise TypeError("The added layer must be an instance of class Layer. Found: %s" % (layer,))
        original(self, layer)

    return add


def _not_to_be_compiled(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def build(self: Any, *args: Any, **kwargs: Any) -> None:
        if signatures.is_submissions(sys._getframe(1)) and not self.built:
            vars(self)[BUILT_BY_SHAPE] = True
        original(self, *args, **kwargs)

    return build


def _asking_at_once(original: Callable[..., None], keras: Any) -> Callable[..., None]:
    """What 1.12's ``compile`` looked at, today's leaves for the first step of training."""
    modules = {kind: sys.modules[getattr(keras, kind).get.__module__] for kind in ("losses", "metrics")}

    @functools.wraps(original)
    def compile_(self: Any, optimizer: Any = "rmsprop", loss: Any = None, metrics: Any = None, *args: Any,
                 **kwargs: Any) -> None:
        if vars(self).get(BUILT_BY_SHAPE):
            raise AttributeError("'Sequential' object has no attribute 'output_names'")
        if self.built and not loss:
            raise ValueError("The model cannot be compiled because it has no loss to optimize.")
        if metrics and not isinstance(metrics, (list, dict)):
            raise TypeError("Type of `metrics` argument not understood. Expected a list or dictionary, found: %s"
                            % (metrics,))
        asked = [("losses", loss)] + [("metrics", metric) for metric in metrics or ()]
        for kind, name in asked:
            if isinstance(name, str) and name not in OWN_METRICS and not isinstance(metrics, dict):
                modules[kind].get(name)
        original(self, optimizer, loss, metrics, *args, **kwargs)
        if self.built:
            self.losses  # noqa: B018 - a property that raises what a regularizer does

    return compile_


def _remembering(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def compile_(self: Any, *args: Any, **kwargs: Any) -> None:
        if signatures.is_submissions(sys._getframe(2)):
            later = [name for name in kwargs if name not in COMPILED_WITH]
            vars(self)[LATER_KEYWORDS] = later
            kwargs = {name: value for name, value in kwargs.items() if name not in later}
        original(self, *args, **kwargs)

    return compile_


def _refusing(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def make_function(self: Any, *args: Any, **kwargs: Any) -> Any:
        for name in vars(self).get(LATER_KEYWORDS, ()):
            raise ValueError('Invalid argument "%s" passed to K.function with TensorFlow backend' % name)
        return original(self, *args, **kwargs)

    return make_function
