"""How a wrong loss came about, where that can be recognised from the right outputs and the labels."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from checker.model import Case, Finding

Array = np.ndarray[Any, Any]


def cross_entropy(
    expected: Mapping[str, Array], actual: Any, case: Case, *, labels: str, rtol: float = 1e-3
) -> list[Finding]:
    """Says what a loss is that is not the mean cross-entropy; nothing when it is none of what is known.

    Args:
        expected: the right probabilities, ``outputs``, and the ``labels``: one-hot, or the classes' numbers.
        labels: the feed of the probe that holds the labels.

    Findings:
        C016: what the loss is instead.
    """
    if not isinstance(actual, np.ndarray) or actual.dtype.kind != "f":
        return []
    words = [
        words
        for words, loss in _known(np.asarray(expected["outputs"], np.float64), expected["labels"])
        if loss.shape == actual.shape and np.allclose(actual, loss, rtol=rtol)
    ]
    return [Finding(code="C016", message=f"{text} (in {case.call})") for text in words[:1]]


def _known(outputs: Array, labels: Array) -> list[tuple[str, Array]]:
    """What is often computed in the place of the loss, in words, with its value."""
    chosen = np.eye(outputs.shape[1])[labels] if labels.ndim == 1 else labels
    each = _entropies(chosen, outputs)
    powers = np.exp(outputs)
    twice = _entropies(chosen, powers / powers.sum(axis=1, keepdims=True))
    return [
        ("the loss is that of the softmax's softmax: give the cross-entropy the logits, not y_pred", twice.mean()),
        ("the loss is the sum over the examples: take their mean", each.sum()),
        ("the loss is a number for each example: take their mean", each),
        ("the loss is a number for each example, of the softmax's softmax: take the mean, and of the logits", twice),
        ("the loss is a mean over the classes too: take it over the examples alone", each.mean() / outputs.shape[1]),
        ("the loss has the wrong sign", -each.mean()),
    ]


def _entropies(chosen: Array, probabilities: Array) -> Array:
    """The cross-entropy of each example."""
    entropies: Array = -(chosen * np.log(np.maximum(probabilities, 1e-30))).sum(axis=1)
    return entropies
