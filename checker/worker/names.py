"""Libraries as a submission of the course's time knows them: numpy 1.15 and TensorFlow 1.12.

Where the worker runs on those very versions there is nothing to do. On today's, `facades` are modules that look
through to the installed library, with the names put back that have gone since and without those that came later.
"""

import functools
import importlib
import math
import os
import platform
import sys
import types
import warnings
from typing import Any, Callable, Dict, Iterable, List, Mapping

from checker.worker import contrib, summary

_FRAMEWORK = {}  # type: Dict[str, Any]

GONE_FROM_NUMPY = {
    "int": int, "float": float, "bool": bool, "complex": complex, "object": object, "str": str, "unicode": str,
}

# Names in use in answers to these tasks that TensorFlow 1.12 did not have.
LATER_IN_KERAS = {
    "initializers": (
        "HeNormal", "HeUniform", "GlorotNormal", "GlorotUniform", "LecunNormal", "LecunUniform",
        "he_normal_v2", "he_uniform_v2",
    ),
    "losses": (
        "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "MeanSquaredError", "Loss",
    ),
    "metrics": ("Accuracy", "CategoricalAccuracy", "Precision", "Recall", "Metric"),
    "layers": ("LayerNormalization", "MultiHeadAttention", "Rescaling", "Resizing", "RandomFlip"),
}


def import_framework(framework: str) -> None:
    """Imports what submissions of this framework ("numpy", "tensorflow") need, and runs no operation with it."""
    import numpy

    _FRAMEWORK["numpy"] = numpy
    if framework != "tensorflow":
        return
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    tensorflow = importlib.import_module("tensorflow")
    _FRAMEWORK["version"] = tensorflow.__version__
    _FRAMEWORK["modern"] = not tensorflow.__version__.startswith("1.")
    if not _FRAMEWORK["modern"]:
        _FRAMEWORK["tensorflow"], _FRAMEWORK["keras"] = tensorflow, tensorflow.keras
        _count_first_step_as_first(tensorflow)
        return
    _FRAMEWORK["tensorflow"] = tensorflow.compat.v1
    _FRAMEWORK["keras"] = importlib.import_module("tf_keras")
    # Shapes as TensorFlow 1 gave them, of Dimensions; Keras' modules are touched here so that no child has to.
    tensorflow.compat.v1.disable_v2_tensorshape()
    for module in (tensorflow.compat.v1.layers, _FRAMEWORK["keras"].layers, _FRAMEWORK["keras"].optimizers.legacy):
        dir(module)
    symbolic = importlib.import_module("tf_keras.src.engine.keras_tensor").KerasTensor
    symbolic._shape_val = property(lambda tensor: tensor.shape)
    for kind, words in (("initializers", "initializer"), ("losses", "loss function")):
        module = sys.modules[getattr(_FRAMEWORK["keras"], kind).get.__module__]
        vars(module)["get"] = _without_later(module.get, LATER_IN_KERAS[kind], words)
    model = _FRAMEWORK["keras"].Model
    model.compile = _with_known_loss(model.compile)
    summary.install(model)
    convolution = _FRAMEWORK["keras"].layers.Conv2D.__mro__[1]
    convolution.__init__ = _without_fractions(convolution.__init__)
    _FRAMEWORK["keras"].layers.Reshape.call = _reshape
    _silence_deprecations(tensorflow)


def _count_first_step_as_first(tensorflow: Any) -> None:
    """Keras' optimizers read the number of the step as it is before the step.

    In TensorFlow 1.12 they read it and add 1 to it in no order, so that Adam's first step is scaled as its first or as
    its second, whichever came first on the day. One step alone is ever compared.
    """
    optimizers = importlib.import_module("tensorflow.python.keras.optimizers")
    state_ops = vars(optimizers)["state_ops"]

    def assign_add(counter: Any, value: Any) -> Any:
        return tensorflow.identity(counter)

    vars(optimizers)["state_ops"] = Facade("state_ops", state_ops, {"assign_add": assign_add})


def versions() -> Dict[str, str]:
    """The versions of Python and of the libraries that submissions run with."""
    found = {"python": platform.python_version(), "numpy": str(_FRAMEWORK["numpy"].__version__)}
    if "version" in _FRAMEWORK:
        found["tensorflow"] = str(_FRAMEWORK["version"])
    return found


def _reshape(self: Any, inputs: Any) -> Any:
    """What a reshaping layer computes; TensorFlow 1.12 did not tell the length that -1 stands for."""
    return tensorflow().reshape(inputs, (tensorflow().shape(inputs)[0], *self.target_shape))


def _without_later(get: Callable[[Any], Any], later: Iterable[str], words: str) -> Callable[[Any], Any]:
    """Keras' way from a name in quotes to what it stands for, for the names that there were."""

    def get_known(identifier: Any) -> Any:
        if isinstance(identifier, str) and identifier in later:
            raise ValueError("Unknown %s:%s" % (words, identifier))
        return get(identifier)

    return get_known


def _with_known_loss(original: Callable[..., None]) -> Callable[..., None]:
    """A model's ``compile`` that looks a loss up at once, as TensorFlow 1.12's did."""

    @functools.wraps(original)
    def compile_(self: Any, optimizer: Any = "rmsprop", loss: Any = None, *args: Any, **kwargs: Any) -> None:
        if isinstance(loss, str):
            sys.modules[keras().losses.get.__module__].get(loss)
        original(self, optimizer, loss, *args, **kwargs)

    return compile_


def _without_fractions(original: Callable[..., None]) -> Callable[..., None]:
    """A convolution's constructor that takes whole numbers of filters alone, as TensorFlow 1.12's kernels did."""

    @functools.wraps(original)
    def construct(self: Any, rank: Any, filters: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(filters, float):
            raise TypeError(
                "Value passed to parameter 'shape' has DataType float32 not in list of allowed values: int32, int64: "
                "the number of filters is %r, make it an integer" % filters)
        original(self, rank, filters, *args, **kwargs)

    return construct


def _silence_deprecations(tensorflow: Any) -> None:
    """What is deprecated today was not in the course's time; and what today's TensorFlow advises, a task may forbid."""
    warnings.filterwarnings("ignore", message="`tf|.*deprecated")
    tensorflow.get_logger().setLevel("ERROR")


def tensorflow() -> Any:
    """TensorFlow with the names of its first version."""
    return _FRAMEWORK["tensorflow"]


def keras() -> Any:
    """The Keras that submissions get as ``tensorflow.keras``."""
    return _FRAMEWORK["keras"]


def modern() -> bool:
    """Whether this is today's TensorFlow, which computes eagerly."""
    return bool(_FRAMEWORK["modern"])


def enter(framework: str, graph: bool, plant: Callable[[], None]) -> None:
    """Readies a child.

    In today's TensorFlow, tasks that build a graph by hand need eager execution off. Weights are planted in Keras'
    layers, by `plant`; those of a graph are set in its session instead.
    """
    if framework != "tensorflow":
        return
    if graph and modern():
        tensorflow().disable_eager_execution()
    if not graph:
        plant()


def facades(framework: str) -> Dict[str, types.ModuleType]:
    """Top-level module name → the module that a submission gets in its place; none where nothing has changed."""
    table = {}  # type: Dict[str, types.ModuleType]
    numpy = _FRAMEWORK["numpy"]
    if not numpy.__version__.startswith("1.15."):
        table["numpy"] = _numpy_facade(numpy)
    if framework == "tensorflow" and modern():
        table["tensorflow"] = _tensorflow_facade()
    return table


class Facade(types.ModuleType):
    """A module that looks through to another, with some names of its own and some left out.

    Args:
        name: what the module calls itself in error messages.
        behind: the module looked through to.
        own: name → value, put over the other's.
        hidden: names that it does not have.
    """

    def __init__(self, name: str, behind: Any, own: Mapping[str, Any], hidden: Iterable[str] = ()) -> None:
        types.ModuleType.__init__(self, name, behind.__doc__)
        self.__path__ = []
        vars(self).update(own)
        vars(self)["_behind"] = behind
        vars(self)["_hidden"] = frozenset(hidden)

    def __getattr__(self, name: str) -> Any:
        if name in self._hidden:
            raise AttributeError("module %r has no attribute %r" % (self.__name__, name))
        return getattr(self._behind, name)

    def __dir__(self) -> List[str]:
        return sorted((set(dir(self._behind)) | set(vars(self))) - self._hidden)


def _numpy_facade(numpy: Any) -> Facade:
    def pad(array: Any, pad_width: Any, mode: Any, **kwargs: Any) -> Any:
        return numpy.pad(array, pad_width, mode, **kwargs)

    def in1d(ar1: Any, ar2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
        return numpy.isin(ar1, ar2, assume_unique, invert).ravel()

    pad.__qualname__, pad.__doc__ = "pad", numpy.pad.__doc__
    own = dict(GONE_FROM_NUMPY, pad=pad, in1d=in1d, math=math, __version__="1.15.4")
    own.update(product=numpy.prod, cumproduct=numpy.cumprod, sometrue=numpy.any, alltrue=numpy.all)
    own.update(float_=numpy.float64, complex_=numpy.complex128, string_=numpy.bytes_, unicode_=numpy.str_)
    own.update(Inf=numpy.inf, Infinity=numpy.inf, infty=numpy.inf, PINF=numpy.inf, NINF=-numpy.inf)
    own.update(NaN=numpy.nan, NAN=numpy.nan, PZERO=0.0, NZERO=-0.0)
    own.update(round_=numpy.round, mat=numpy.asmatrix, rank=numpy.ndim, row_stack=numpy.vstack, alen=len)
    own.update(asscalar=lambda a: a.item(), msort=lambda a: numpy.sort(a, axis=0))
    own.update(asfarray=lambda a, dtype=numpy.float64: numpy.asarray(a, dtype))
    own.update(trapz=getattr(numpy, "trapezoid", None) or numpy.trapz)
    return Facade("numpy", numpy, own)


def _tensorflow_facade() -> Facade:
    behind = _FRAMEWORK["tensorflow"]
    own = {"keras": _keras_facade(), "contrib": contrib.module(behind), "VERSION": "1.12.0", "__version__": "1.12.0"}
    return Facade("tensorflow", behind, own, hidden=["compat"])


def _keras_facade() -> Facade:
    behind = _FRAMEWORK["keras"]
    own = {"optimizers": Facade("tensorflow.keras.optimizers", behind.optimizers, _optimizers(behind))}
    for name, later in LATER_IN_KERAS.items():
        table = _initializer_functions(behind) if name == "initializers" else {}
        own[name] = Facade("tensorflow.keras." + name, getattr(behind, name), table, later)
    return Facade("tensorflow.keras", behind, own)


def _initializer_functions(behind: Any) -> Dict[str, Callable[..., Any]]:
    """Initialisers that were functions of a seed: given to a layer uncalled, they fail there as they did."""

    def function(name: str) -> Callable[..., Any]:
        def initializer(seed: Any = None) -> Any:
            return getattr(behind.initializers, name)(seed)

        initializer.__name__ = initializer.__qualname__ = name
        return initializer

    return {name: function(name) for name in ("he_normal", "he_uniform", "lecun_normal", "lecun_uniform")}


def _optimizers(behind: Any) -> Dict[str, Callable[..., Any]]:
    """Today's optimizers with their names and signatures of TensorFlow 1.12."""

    def Adam(lr: Any = 0.001, beta_1: Any = 0.9, beta_2: Any = 0.999, epsilon: Any = None, decay: Any = 0.0,
             amsgrad: Any = False, **kwargs: Any) -> Any:
        _only_clipping(kwargs)
        epsilon = 1e-7 if epsilon is None else epsilon
        return behind.optimizers.legacy.Adam(lr, beta_1, beta_2, epsilon, amsgrad, decay=decay, **kwargs)

    def SGD(lr: Any = 0.01, momentum: Any = 0.0, decay: Any = 0.0, nesterov: Any = False, **kwargs: Any) -> Any:
        _only_clipping(kwargs)
        return behind.optimizers.legacy.SGD(lr, momentum, nesterov, decay=decay, **kwargs)

    def RMSprop(lr: Any = 0.001, rho: Any = 0.9, epsilon: Any = None, decay: Any = 0.0, **kwargs: Any) -> Any:
        _only_clipping(kwargs)
        epsilon = 1e-7 if epsilon is None else epsilon
        return behind.optimizers.legacy.RMSprop(lr, rho, epsilon=epsilon, decay=decay, **kwargs)

    return {"Adam": Adam, "SGD": SGD, "RMSprop": RMSprop}


def _only_clipping(kwargs: Iterable[str]) -> None:
    for name in kwargs:
        if name not in ("clipnorm", "clipvalue"):
            raise TypeError("Unexpected keyword argument passed to optimizer: " + name)
