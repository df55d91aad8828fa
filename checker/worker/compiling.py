"""What a model was compiled with, as plain data: optimizer, loss and metrics."""

from typing import Any, Callable, Dict, List

import numpy as np

from checker.worker import names

# As many as the tasks' models tell apart, for a loss may be written for that number.
LOSS_CLASSES = 10


def describe(model: Any) -> Dict[str, Any]:
    """What a model was compiled with.

    Returns:
        "optimizer" (its class, "" where there is none), "settings" (its numbers by their names), "loss" and "metrics"
        by their names, and "computed", what a loss computes that is a function, see `_computed`.
    """
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None:
        return {"optimizer": ""}
    config = optimizer.get_config()
    loss = _single(model.loss)
    return {
        "optimizer": type(optimizer).__name__,
        "settings": {str(key): float(value) for key, value in sorted(config.items())
                     if isinstance(value, (int, float, np.generic))},
        "loss": _name(loss),
        "computed": _computed(loss) if callable(loss) else {},
        "metrics": [_name(metric) for metric in _asked_metrics(model)],
    }


def _computed(loss: Callable[..., Any]) -> Dict[str, Any]:
    """What a loss computes: {"labels": one-hot, "outputs": probabilities, "loss": mean}; {} where it can't be told.

    Both arrays are float32, (m, n) for m examples and n classes.
    """
    keras = names.keras()
    labels = np.eye(LOSS_CLASSES, dtype=np.float32)
    outputs = np.random.RandomState(0).uniform(1, 9, labels.shape).astype(np.float32)
    outputs /= outputs.sum(axis=1, keepdims=True)
    try:
        losses = loss(keras.backend.constant(labels), keras.backend.constant(outputs))
        mean = np.mean(keras.backend.get_value(losses), dtype=np.float64)
    except Exception:
        return {}  # a loss may need what there is in training alone
    return {"labels": labels, "outputs": outputs, "loss": float(mean)}


def _asked_metrics(model: Any) -> List[Any]:
    container = getattr(model, "compiled_metrics", None)
    metrics = getattr(container, "_user_metrics", None) if container is not None else getattr(model, "metrics", None)
    flat = []  # type: List[Any]
    for metric in metrics.values() if isinstance(metrics, dict) else metrics or []:
        flat.extend(metric if isinstance(metric, (list, tuple)) else [metric])
    return flat


def _single(value: Any) -> Any:
    """The one thing that is in a dict or a list of it."""
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value


def _name(value: Any) -> str:
    value = _single(value)
    if isinstance(value, str):
        return value
    return str(getattr(value, "__name__", None) or getattr(value, "name", None) or type(value).__name__)
