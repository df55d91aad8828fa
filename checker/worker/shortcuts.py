"""Today's TensorFlow and Keras with less ado, for a process that checks one answer and ends.

What is done for accelerators or for long runs is left out, and what each process looks up once is looked up in the warm
parent. No operation runs there, and nothing here changes what is computed.
"""

import collections.abc
import importlib
import os
import sys
import types
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple  # noqa: F401 - two stand in comments alone

from checker.worker import signatures

# Of a class of the one and a base of the other, Python keeps the answer whether it is a subclass, once asked.
KINDS = (types.FunctionType, type(None), bool, int, float, str, list, tuple, dict)
BASES = (collections.abc.Mapping, collections.abc.MutableMapping, collections.abc.Sequence)
TENSORS = {
    "tensorflow.python.framework.ops": ("Operation", "SymbolicTensor", "EagerTensor"),
    "tensorflow.python.framework.tensor_shape": ("TensorShape",),
    "tensorflow.python.ops.resource_variable_ops": ("ResourceVariable", "_UnreadVariable"),
    "tensorflow.python.types.core": ("Tensor", "TensorProtocol"),
    "tf_keras.src.engine.input_spec": ("InputSpec",),
    "tf_keras.src.engine.keras_tensor": ("KerasTensor",),
}
TENSORS_BASES = {
    "tensorflow.python.framework.composite_tensor": ("CompositeTensor",),
    "tensorflow.python.framework.type_spec": ("TypeSpec",),
    "tensorflow.python.ops.resource_variable_ops": ("BaseResourceVariable",),
    "tensorflow.python.types.core": ("TensorProtocol",),
}


def take() -> None:
    """Readies TensorFlow and Keras, both imported, in the warm parent."""
    _run_operations_directly()
    _swap_bases_once()
    _register_kernels()
    _ask_for_subclasses()
    _trace_each_line_once()
    _enter_graphs_once()


def compile_little() -> None:
    """Has matrices multiplied by code for older processors: for a small network the newest takes longer to be made."""
    os.environ["ONEDNN_MAX_CPU_ISA"] = "AVX2"


def _run_operations_directly() -> None:
    """TensorFlow makes a function of every operation that is new to it, of each variable's making too.

    Compiling that takes it 0.3 ms where running the operation takes a twentieth, and is of use for accelerators alone.
    """
    options = vars(importlib.import_module("tensorflow.python.pywrap_tfe"))
    choose = options["TFE_ContextOptionsSetRunEagerOpAsFunction"]
    options["TFE_ContextOptionsSetRunEagerOpAsFunction"] = lambda context, as_function: choose(context, False)


def _swap_bases_once() -> None:
    """Keras gives the class of each new layer its bases again, and Python then forgets what it knows of the class."""
    module = vars(importlib.import_module("tf_keras.src.utils.version_utils"))
    swap = module["swap_class"]  # type: Callable[..., Any]

    def swap_class(kind: Any, newer: Any, older: Any, to_newer: bool) -> Any:
        if kind not in (newer, older) and _is_swapped(kind, newer, older, to_newer):
            return kind
        return swap(kind, newer, older, to_newer)

    module["swap_class"] = swap_class


def _is_swapped(kind: Any, newer: Any, older: Any, to_newer: bool) -> bool:
    """Whether a class descends from the base wanted alone; Keras' older base is itself derived from the newer."""
    if to_newer:
        return older not in kind.__mro__
    return all(newer not in base.__bases__ for base in kind.__mro__ if base is not older)


def _trace_each_line_once() -> None:
    """TensorFlow notes with each operation of a graph which calls made it; what counts is the submission's line."""
    module = vars(importlib.import_module("tensorflow.python.util.tf_stack"))
    extract = module["extract_stack"]  # type: Callable[..., Any]
    traces = {}  # type: Dict[Tuple[Any, int], Any]

    def extract_stack(*args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)  # type: Any
        while frame is not None and not signatures.is_submissions(frame):
            frame = frame.f_back
        line = (frame.f_code, frame.f_lasti) if frame else (None, 0)
        if line not in traces:
            traces[line] = extract(*args, **kwargs)
        return traces[line]

    module["extract_stack"] = extract_stack


def _enter_graphs_once() -> None:
    """For each operation of a graph, TensorFlow makes the graph the default one again, in three steps."""
    ops = vars(sys.modules["tensorflow.python.framework.ops"])
    graph_class, graphs = ops["Graph"], ops["_default_graph_stack"]
    executes_eagerly = sys.modules["tensorflow.python.eager.context"].executing_eagerly
    make_default = graph_class.as_default  # type: Callable[[Any], Any]

    class Default:
        """What a ``with`` statement takes; there is nothing to do where the graph is the default one then."""

        def __init__(self, graph: Any) -> None:
            self.graph = graph
            self.context = None  # type: Any

        def __enter__(self) -> Any:
            is_default = bool(graphs.stack) and graphs.stack[-1] is self.graph and not executes_eagerly()
            self.context = None if is_default and type(self.graph) is graph_class else make_default(self.graph)
            return self.context.__enter__() if self.context else self.graph

        def __exit__(self, *error: Any) -> Any:
            return self.context.__exit__(*error) if self.context else None

    def as_default(self: Any) -> Any:
        return Default(self)

    graph_class.as_default = as_default


def _register_kernels() -> None:
    """TensorFlow makes its table of kernels when it is first asked for one, and XLA's with it."""
    importlib.import_module("tensorflow.python.framework.kernels").get_registered_kernels_for_op("Const")
    importlib.import_module("tensorflow.python.util.pywrap_xla_ops").get_cpu_kernel_names()


def _ask_for_subclasses() -> None:
    for base in [*BASES, *_classes(TENSORS_BASES)]:
        for kind in [*KINDS, *_classes(TENSORS)]:
            issubclass(kind, base)


def _classes(names: Mapping[str, Sequence[str]]) -> List[Any]:
    """The classes of these names in modules that are all imported."""
    return [getattr(sys.modules[module], name) for module in names for name in names[module]]
