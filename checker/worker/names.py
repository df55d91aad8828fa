"""Libraries as a submission of the course's time knows them: numpy 1.15 and TensorFlow 1.12.

Where the worker runs on those very versions there is nothing to do. On today's, `facades` are modules that have exactly
the names of the originals (as `record_names` found them), and today's library behind them.
"""

import contextlib
import functools
import importlib
import importlib.util
import os
import platform
import sys
import types
import warnings
from typing import Any, Callable, Container, Dict, Iterator

from checker.worker import course_numpy, course_tensorflow, course_variables, shortcuts, summary, symbolic
from checker.worker.facades import read_record

IMPORTED_LATE = ("gast", "astor", "h5py", "termcolor", "keras_applications", "keras_preprocessing")

# What TensorFlow 1.12's initialisers say, which plant nothing here; and what to do.
FRACTION = (
    "Value passed to parameter 'shape' has DataType float32 or string not in list of allowed values: int32, int64: "
    "the number of filters is %r, make it an integer")

_FRAMEWORK = {}  # type: Dict[str, Any]

# Kinds of things that Keras takes by their names too, and what its errors call them.
BY_NAME = {
    "activations": "activation function:", "initializers": "initializer: ", "losses": "loss function:",
    "metrics": "metric function:",
}
RENAMED = {"cosine": "cosine_similarity", "cosine_proximity": "cosine_similarity"}


def import_framework(framework: str) -> None:
    """Imports what submissions of this framework ("numpy", "tensorflow") need, and runs no operation with it."""
    import numpy

    importlib.import_module("numpy.random")  # today's numpy puts that off, and every child would have to do it
    _FRAMEWORK["numpy"] = numpy
    if not _is_original(numpy):
        _FRAMEWORK["numpy_record"] = read_record("numpy-1.15.json")
        numpy.set_printoptions(legacy="1.25")  # a scalar's repr has been another one since
    if framework != "tensorflow":
        return
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    tensorflow = importlib.import_module("tensorflow")
    _FRAMEWORK["version"] = tensorflow.__version__
    _FRAMEWORK["modern"] = not tensorflow.__version__.startswith("1.")
    if not _FRAMEWORK["modern"]:
        _require_libraries()
        _FRAMEWORK["tensorflow"], _FRAMEWORK["keras"] = tensorflow, tensorflow.keras
        _count_first_step_as_first(tensorflow)
        return
    _FRAMEWORK["tensorflow"] = tensorflow.compat.v1
    _FRAMEWORK["keras"] = importlib.import_module("tf_keras")
    # Shapes as TensorFlow 1 gave them, of Dimensions; Keras' modules are touched here so that no child has to.
    tensorflow.compat.v1.disable_v2_tensorshape()
    for module in (tensorflow.compat.v1.layers, _FRAMEWORK["keras"].layers, _FRAMEWORK["keras"].optimizers.legacy):
        dir(module)
    tensor_class = importlib.import_module("tf_keras.src.engine.keras_tensor").KerasTensor
    tensor_class._shape_val = property(lambda tensor: tensor.shape)
    record = _FRAMEWORK["tensorflow_record"] = read_record("tensorflow-1.12.json")
    for kind, words in BY_NAME.items():
        offered = getattr(_FRAMEWORK["keras"], kind)
        module = sys.modules[offered.get.__module__]
        vars(module)["get"] = vars(offered)["get"] = _without_later(module.get, record["strings"][kind], words)
    model = _FRAMEWORK["keras"].Model
    summary.install(model)
    course_tensorflow.hold_models(_FRAMEWORK["keras"])
    course_tensorflow.hold_layers(_FRAMEWORK["keras"], tensorflow)
    convolution = _FRAMEWORK["keras"].layers.Conv2D.__mro__[1]
    convolution.__init__ = _without_fractions(convolution.__init__)
    _FRAMEWORK["keras"].layers.Reshape.call = _reshape
    symbolic.hasten(_FRAMEWORK["keras"], tensorflow.compat.v1, tensorflow.__internal__.decorator.make_decorator)
    course_variables.install()
    shortcuts.take()
    _silence_deprecations(tensorflow)


def _require_libraries() -> None:
    """TensorFlow 1.12 imports some of its libraries late; where one is missing, no submission is to pay for it."""
    missing = [name for name in IMPORTED_LATE if importlib.util.find_spec(name) is None]
    if missing:
        raise ImportError("TensorFlow is there without its library %s" % missing[0])


def _count_first_step_as_first(tensorflow: Any) -> None:
    """Keras' optimizers read the number of the step as it is before the step.

    In TensorFlow 1.12 they read it and add 1 to it in no order, so that Adam's first step is scaled as its first or as
    its second, whichever came first on the day. One step alone is ever compared.
    """
    optimizers = importlib.import_module("tensorflow.python.keras.optimizers")
    state_ops = vars(optimizers)["state_ops"]

    def assign_add(counter: Any, value: Any) -> Any:
        return tensorflow.identity(counter)

    patched = types.ModuleType("state_ops")
    vars(patched).update(vars(state_ops), assign_add=assign_add)
    vars(optimizers)["state_ops"] = patched


def versions() -> Dict[str, str]:
    """The versions of Python and of the libraries that submissions run with."""
    found = {"python": platform.python_version(), "numpy": str(_FRAMEWORK["numpy"].__version__)}
    if "version" in _FRAMEWORK:
        found["tensorflow"] = str(_FRAMEWORK["version"])
    return found


def _reshape(self: Any, inputs: Any) -> Any:
    """What a reshaping layer computes; TensorFlow 1.12 did not tell the length that -1 stands for."""
    return tensorflow().reshape(inputs, (tensorflow().shape(inputs)[0], *self.target_shape))


def _without_later(get: Callable[[Any], Any], known: Container[str], words: str) -> Callable[[Any], Any]:
    """Keras' way from a name in quotes to what it stands for, for the names that there were."""
    own = keras().utils.get_custom_objects

    @functools.wraps(get)
    def get_known(identifier: Any) -> Any:
        if isinstance(identifier, str) and identifier not in known and identifier not in own():
            raise ValueError("Unknown %s%s" % (words, identifier))
        return get(RENAMED.get(identifier, identifier) if isinstance(identifier, str) else identifier)

    return get_known


def _without_fractions(original: Callable[..., None]) -> Callable[..., None]:
    """A convolution's constructor that takes whole numbers of filters alone, as TensorFlow 1.12's kernels did."""

    @functools.wraps(original)
    def construct(self: Any, rank: Any, filters: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(filters, float):
            raise TypeError(FRACTION % filters)
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


@contextlib.contextmanager
def batches_as_they_are() -> Iterator[None]:
    """While this lasts, today's Keras takes a batch to train on eagerly as it is given.

    By itself it makes a data set with one element of it, whose threads take longer to come and go than a small network
    to train.
    """
    if not modern():
        yield
        return
    adapter = importlib.import_module("tf_keras.src.engine.data_adapter")
    original = vars(adapter)["single_batch_iterator"]
    as_tensors = vars(adapter)["_process_tensorlike"]
    vars(adapter)["single_batch_iterator"] = lambda strategy, x, y, *unweighted: iter([as_tensors((x, y))])
    try:
        yield
    finally:
        vars(adapter)["single_batch_iterator"] = original


def enter(framework: str, graph: bool, plant: Callable[[], None]) -> None:
    """Readies a child.

    In today's TensorFlow, tasks that build a graph by hand need eager execution off. Its variables are resource
    variables, for today's sessions update others while gradients through them are still to be computed, where no
    optimizer's minimize() makes them wait. Weights are planted in Keras' layers, by `plant`; those of a graph are set
    in its session instead.
    """
    if framework != "tensorflow":
        return
    if graph and modern():
        tensorflow().disable_eager_execution()
        tensorflow().enable_resource_variables()
        _draw_anew()
        shortcuts.compile_little()
    if not graph:
        plant()


def _draw_anew() -> None:
    """Today's initialisers give one tensor the same numbers at each run; those of TensorFlow 1.12 draw others."""
    generator = importlib.import_module("tf_keras.src.backend").RandomGenerator
    choose = generator._set_rng_type
    generator._set_rng_type = lambda self, kind, **others: choose(self, generator.RNG_LEGACY_STATEFUL, **others)


@functools.lru_cache()
def facades(framework: str) -> Dict[str, types.ModuleType]:
    """Top-level module name → the module that a submission gets in its place; none where nothing has changed."""
    table = {}  # type: Dict[str, types.ModuleType]
    numpy = _FRAMEWORK["numpy"]
    if not _is_original(numpy):
        table["numpy"] = course_numpy.module(numpy, _FRAMEWORK["numpy_record"])
    if framework == "tensorflow" and modern():
        table["tensorflow"] = course_tensorflow.module(tensorflow(), keras(), _FRAMEWORK["tensorflow_record"])
    return table


def _is_original(numpy: Any) -> bool:
    return str(numpy.__version__).startswith("1.15.")
