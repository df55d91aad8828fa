"""The learning phase of TensorFlow 1.12, made of today's Keras, which asks what a model is called with instead."""

import functools
import sys
from typing import Any, Callable, Dict


class _LearningPhase(int):
    """What stands for 1.12's placeholder that is fed with 1 in training and with 0 else.

    To a layer that is given it as `training` it is as if nothing had been given; all else takes it for the number that
    it is.
    """


PHASE = _LearningPhase(0)


def _unless_phase(training: Any) -> Any:
    return None if training is PHASE else training


def functions(tensorflow: Any, keras: Any) -> Dict[str, Any]:
    """Functions of ``keras.backend`` that know the phase, by their names.

    Args:
        tensorflow: today's ``tensorflow.compat.v1``. keras: today's Keras of version 2.
    """
    base_layer = sys.modules[keras.layers.Layer.__module__]
    call_context = vars(base_layer)["base_layer_utils"].call_context

    is_set = vars(sys.modules[keras.backend.learning_phase.__module__])["global_learning_phase_is_set"]

    def learning_phase() -> Any:
        if is_set() or not tensorflow.executing_eagerly_outside_functions():
            return keras.backend.learning_phase()
        training = call_context().training
        return PHASE if training is None else training

    def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
        return keras.backend.in_train_phase(x, alt, _unless_phase(training))

    def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
        return keras.backend.in_test_phase(x, alt, _unless_phase(training))

    return {"learning_phase": learning_phase, "in_train_phase": in_train_phase, "in_test_phase": in_test_phase}


def without_phase(original: Callable[..., Any]) -> Callable[..., Any]:
    """A layer's ``__call__`` to which the learning phase is as if nothing had been given."""

    @functools.wraps(original)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("training") is PHASE:
            del kwargs["training"]
        return original(self, *map(_unless_phase, args), **kwargs)

    return call
