"""What can be done with a submission: table PROBES.

A probe is a generator function (submission, **parameters): it yields (part, value) pairs, each sent to the checker as
soon as it is there. `submission` is the imported module; the parameters are those of the spec's [[probes]] entry, with
arrays in the place of their descriptions. What a probe raises ends it, and is reported as the submission's doing.
"""

from __future__ import generator_stop

from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Tuple

import numpy as np

from checker.worker import arguments as arguments_
from checker.worker import graphs, snapshots
from checker.worker.plain import plain

END = object()
Part = Tuple[str, Any]
Probe = Callable[..., Iterator[Part]]


def call(
    submission: Any, function: str, arguments: Sequence[Any] = (), keywords: Optional[Mapping[str, Any]] = None
) -> Iterator[Part]:
    """Calls a function with plain values and arrays, twice.

    Parts:
        returned: what the first call gave, as `plain` describes it.
        arguments: the arguments as the first call left them, positional ones first.
        again: what a second call with fresh arguments gave.
    """
    target = _function(submission, function)
    args, kwargs = arguments_.build_all(arguments, keywords or {})
    np.random.seed(0)
    yield "returned", plain(target(*args, **kwargs))
    kept = args + [kwargs[name] for name in sorted(kwargs)]
    yield "arguments", [value if isinstance(value, np.ndarray) else None for value in kept]
    args, kwargs = arguments_.build_all(arguments, keywords or {})
    yield "again", plain(target(*args, **kwargs))


def keras(
    submission: Any, function: str, arguments: Sequence[Any] = (), keywords: Optional[Mapping[str, Any]] = None,
    images: Optional[np.ndarray] = None, labels: Optional[np.ndarray] = None, values: int = 1, model: bool = False
) -> Iterator[Part]:
    """Calls a function that lays layers upon its inputs and returns the last one's output; see `snapshots`.

    Args:
        images: float array (m, ...), a batch to compute outputs for, in inference and in training mode.
        labels: one-hot float array (m, classes), for one step of training where the model is to be compiled.
        values: how many values are to be returned; the first is the output.
        model: whether a Keras model is due in the place of an output.
    """
    build = snapshots.Builder(_function(submission, function), arguments, keywords or {}, values, model)
    return snapshots.observe(build, images, labels)


def graph(
    submission: Any, function: str, arguments: Sequence[Any], feeds: Mapping[str, Any], names: Sequence[str]
) -> Iterator[Part]:
    """Calls a function that builds a graph of TensorFlow 1 upon placeholders; see `graphs`.

    Args:
        feeds: placeholder name → array fed to it, an example in each row.
        names: what the returned tensors are called, in order; the one called "train_op" is an operation.
    """
    return graphs.observe(_function(submission, function), arguments, feeds, names)


def _function(submission: Any, name: str) -> Any:
    if not hasattr(submission, name):
        raise AttributeError("%s.py has no function %s" % (submission.__name__, name))
    return getattr(submission, name)


PROBES = {"call": call, "keras": keras, "graph": graph}  # type: Mapping[str, Probe]
