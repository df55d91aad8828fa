"""What numpy 1.15 and TensorFlow 1.12 have, from the records that the worker's stand-ins for them are made of."""

import ast
import difflib
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).parents[1] / "worker" / "originals"
# Top-level module → what it is called, its record, and the table of what came later.
LIBRARIES = {
    "numpy": ("numpy", "numpy-1.15.json", "numpy-later.json"),
    "tensorflow": ("TensorFlow", "tensorflow-1.12.json", "tensorflow-later.json"),
}
HIDDEN = "tensorflow.python.keras"  # where 1.12 keeps what it offers as tensorflow.keras
KINDS = ("class", "layer", "optimizer")
LAYER = "tensorflow.keras.layers.Layer"
KERAS_CLASSES = "tensorflow.keras.initializers."

ADVICE = {
    "numpy.concat": "write numpy.concatenate",
    "numpy.permute_dims": "write numpy.transpose",
    "numpy.astype": "write a.astype(dtype)",
    "numpy.broadcast_shapes": "write numpy.broadcast(numpy.empty(a), numpy.empty(b)).shape",
    "numpy.lib.stride_tricks.sliding_window_view": "slice with strides instead",
    "numpy.random.default_rng": "write numpy.random.RandomState",
    "numpy.trapezoid": "write numpy.trapz",
    "numpy.pow": "write numpy.power",
    "numpy.max(where": "choose the elements first",
    "numpy.sum(where": "choose the elements first",
    "numpy.stack(dtype": "write numpy.stack(...).astype(dtype)",
    "numpy.concatenate(dtype": "write numpy.concatenate(...).astype(dtype)",
    "tensorflow.compat.v1": "in 1.12 these names are in tensorflow itself",
    "tensorflow.compat.v2": "in 1.12 there is only version 1",
    "tensorflow.disable_eager_execution": "leave it out: 1.12 is not eager",
    "tensorflow.disable_v2_behavior": "leave it out: 1.12 is version 1",
    "tensorflow.random.set_seed": "write tensorflow.set_random_seed",
    "tensorflow.keras.losses.CategoricalCrossentropy": "write 'categorical_crossentropy'",
    "tensorflow.keras.losses.SparseCategoricalCrossentropy": "write 'sparse_categorical_crossentropy'",
    "tensorflow.keras.losses.BinaryCrossentropy": "write 'binary_crossentropy'",
    "tensorflow.keras.losses.MeanSquaredError": "write 'mse'",
    "tensorflow.keras.metrics.CategoricalAccuracy": "write 'accuracy'",
    "tensorflow.keras.metrics.Accuracy": "write 'accuracy'",
    "tensorflow.keras.activations.swish": "write x * tensorflow.keras.backend.sigmoid(x)",
    "tensorflow.keras.layers.Rescaling": "write K.layers.Lambda",
    "tensorflow.keras.regularizers.L1": "write K.regularizers.l1",
    "tensorflow.keras.regularizers.L2": "write K.regularizers.l2",
    "tensorflow.keras.regularizers.l2(l2": "call it l",
    "tensorflow.keras.regularizers.l1(l1": "call it l",
} | {
    f"{KERAS_CLASSES}{name}": f"write K.initializers.{function}()"
    for name, function in {
        "HeNormal": "he_normal", "HeUniform": "he_uniform", "GlorotNormal": "glorot_normal",
        "GlorotUniform": "glorot_uniform", "LecunNormal": "lecun_normal", "LecunUniform": "lecun_uniform",
    }.items()
} | {
    f"tensorflow.keras.optimizers.{name}(learning_rate": "call it lr" for name in ("Adam", "SGD", "RMSprop", "Adagrad")
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """One library as it was: its name and version, its record, and in which version what came later came first."""

    name: str
    version: str
    record: Mapping[str, Any]
    later: Mapping[str, str]

    def lacking(self, full: str) -> str:
        """The part of a full name that the original doesn't have (``tensorflow.compat.v1``); "" when it has it all."""
        path, what = self._walk(full)
        return "" if what is not None else path

    def refused(self, full: str, keyword: str) -> bool:
        """Whether a function or class of the original takes no such keyword argument; False where that isn't known."""
        path, what = self._walk(full)
        if not what or "(" not in what or path in self.record.get("methods", {}):
            return False
        parameters = _parameters(what[what.index("(") :])
        named = {parameter.arg for parameter in [*parameters.args, *parameters.kwonlyargs]}
        if keyword in named:
            return False
        if parameters.kwarg is None:
            return True
        keywords = self.record.get("keywords", {})
        kind = what.partition(" ")[0]
        allowed = [*keywords.get(kind, ()), *keywords.get(path, ())]
        return (kind in keywords or path in keywords) and keyword not in allowed

    def reason(self, full: str) -> str:
        """Since which version there is a name or ``function(keyword``, and what to write instead."""
        since = self.later.get(full, "")
        if not since and "(" in full:
            since = self.later.get(f"{LAYER}({full.partition('(')[2]}", "")
        first = f"{self.name} has it since {since}" if since else f"{self.name} {self.version} has nothing like it"
        advice = ADVICE.get(full, "") or ("" if since else self._nearest(full))
        return f"{first}; {advice}" if advice else first

    def _walk(self, full: str) -> tuple[str, str | None]:
        """As far as a full name leads: the place's full name, and what the record says of it, None for nothing."""
        tables = self.record["modules"]
        path, *rest = full.split(".")
        for name in rest:
            if path not in tables or name.startswith("_") or name == "*":
                return path, ""
            what = tables[path].get(name)
            if what is None:
                return f"{path}.{name}", None
            same = what.removeprefix("module ")
            path = same if same in tables else f"{path}.{name}"
            if path not in tables:
                return path, "" if what.startswith("module") else what
        return path, ""

    def _nearest(self, full: str) -> str:
        path, _, name = full.partition("(")[0].rpartition(".")
        near = difflib.get_close_matches(name, self.record["modules"].get(path, ()), n=1) if "(" not in full else []
        return f"did you mean {path}.{near[0]}?" if near else ""


def original_of(full: str) -> tuple[Original, str] | None:
    """The original that a full name is about, and the name as it is known there; None for other libraries."""
    if f"{full}.".startswith(f"{HIDDEN}."):
        full = "tensorflow.keras" + full[len(HIDDEN) :]
    top, _, below = full.partition(".")
    if top not in LIBRARIES or below.partition(".")[0] in ("contrib", "python", "core"):
        return None
    return _read(top), full


@functools.cache
def _read(top: str) -> Original:
    name, record_file, later_file = LIBRARIES[top]
    record = json.loads((RECORDS / record_file).read_text(encoding="utf-8"))
    versions = json.loads((RECORDS / later_file).read_text(encoding="utf-8"))["versions"]
    later = {full: version for version, every in versions.items() for full in every}
    version = ".".join(record["version"].split(".")[:2])
    return Original(name=name, version=version, record=record, later=later)


@functools.cache
def _parameters(signature: str) -> ast.arguments:
    tree = ast.parse(f"def original{signature}: pass")
    assert isinstance(tree.body[0], ast.FunctionDef)  # noqa: S101 - that is what was written
    return tree.body[0].args
