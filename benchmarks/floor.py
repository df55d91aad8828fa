"""The floor: what the student's functions cost by themselves, one answer after the other in one warm process.

Run as ``python -m benchmarks.floor CASES FOLDER...``: it prints the mean seconds of all answers but the first, which
warms the libraries up. An answer's time is that of importing it anew and of the calls that the checker makes: numpy
functions are called twice for each case, a Keras model is built, computes in inference and in training mode and is
trained for a step where the checker does that, a graph is built once and run for each of its feeds, before and after a
step. Nothing is compared,
planted, sent, watched or walled in, and TensorFlow and Keras do everything in their own way, which the checker hastens.
"""

import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import in_process
from checker.worker import arguments as arguments_
from checker.worker import modules, names, shortcuts, snapshots, symbolic

Asked = Mapping[str, Any]


def main(file: str, *folders: str) -> None:
    """Prints the mean seconds that an answer takes."""
    cases = in_process.read(Path(file))
    framework = cases.task.framework.value
    vars(symbolic)["hasten"] = vars(shortcuts)["take"] = vars(shortcuts)["compile_little"] = lambda *ignored: None
    names.import_framework(framework)
    names.enter(framework, any(probe.probe == "graph" for probe in cases.task.probes), lambda: None)
    facades = names.facades(framework)
    print(statistics.mean([_seconds(cases, modules.Importer(folder, facades)) for folder in folders][1:]))


def _seconds(cases: in_process.Cases, importer: modules.Importer) -> float:
    before = set(sys.modules)
    started = time.perf_counter()
    submission = importer.load(Path(cases.task.file).stem)
    for kind, asked in _grouped(cases):
        PROBES[kind](submission, *asked)
    seconds = time.perf_counter() - started
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(importer.folder):
            del sys.modules[name]
    return seconds


def _grouped(cases: in_process.Cases) -> list[tuple[str, list[Asked]]]:
    """The probes in their order with what they ask; those of a graph that is built upon equal arguments together."""
    groups: dict[str, tuple[str, list[Asked]]] = {}
    for probe in cases.task.probes:
        key = f"graph {probe.parameters['arguments']}" if probe.probe == "graph" else probe.id
        groups.setdefault(key, (probe.probe, []))[1].append(cases.parameters[probe.id])
    return list(groups.values())


def _call(submission: Any, asked: Asked) -> None:
    for _ in range(2):
        args, kwargs = arguments_.build_all(asked.get("arguments", ()), asked.get("keywords", {}))
        getattr(submission, asked["function"])(*args, **kwargs)


def _keras(submission: Any, asked: Asked) -> None:
    function, images, labels = getattr(submission, asked["function"]), asked.get("images"), asked.get("labels")
    given = asked.get("arguments", ()), asked.get("keywords", {})
    builder = snapshots.Builder(function, *given, asked.get("values", 1), asked.get("model", False))
    model = builder.as_model(builder.call())
    if images is not None:
        np.array(model(images, training=False))
        np.array(model(images, training=True))
    if labels is not None:
        model.run_eagerly = True
        model.train_on_batch(images, labels)
        np.array(model(images, training=False))


def _graph(submission: Any, *feeds: Asked) -> None:
    tensorflow, asked = names.tensorflow(), feeds[0]
    with tensorflow.Graph().as_default():
        args, _ = arguments_.build_all(asked["arguments"], {})
        returned = dict(zip(asked["names"], getattr(submission, asked["function"])(*args), strict=True))
        step = returned.pop("train_op")
        config = tensorflow.ConfigProto()
        config.graph_options.rewrite_options.disable_meta_optimizer = True  # takes longer than what it would spare here
        with tensorflow.Session(config=config) as session:
            start = tensorflow.global_variables_initializer()
            for one in feeds:
                fed = {f"{name}:0": value for name, value in one["feeds"].items()}
                session.run(start)
                session.run(returned, fed)
                session.run(step, fed)
                session.run(returned, fed)


PROBES = {"call": _call, "keras": _keras, "graph": _graph}

if __name__ == "__main__":
    main(*sys.argv[1:])
