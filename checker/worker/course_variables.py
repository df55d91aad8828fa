"""Variables of TensorFlow 1.12, where today's resource variables stand for them."""

import importlib
import inspect
import types
from typing import Any

from checker.worker import signatures


def install() -> None:
    """Readies TensorFlow, once imported, in the warm parent."""
    resource = importlib.import_module("tensorflow.python.ops.resource_variable_ops").BaseResourceVariable
    importlib.import_module("tensorflow.python.ops.variable_v1").VariableV1.register(resource)  # for isinstance
    resource.initialized_value = _initialized_value
    scope = vars(importlib.import_module("tensorflow.python.ops.variable_scope"))
    inspecting = scope["tf_inspect"]

    def getargspec(function: Any) -> Any:
        """What today's TensorFlow asks, whether to name the part of a partitioned variable; 1.12 always named it."""
        called = function if inspect.isfunction(function) else vars(type(function)).get("__call__")
        if signatures.is_of_submission(called):
            return types.SimpleNamespace(args=["partition_info"])
        return inspecting.getargspec(function)

    scope["tf_inspect"] = types.SimpleNamespace(**dict(vars(inspecting), getargspec=getargspec))


def _initialized_value(self: Any) -> Any:
    """The variable's value where it has one already, else what it is to start from."""
    cond = importlib.import_module("tensorflow.python.ops.cond").cond
    return cond(self.is_initialized(), self.read_value, lambda: self.initial_value)
