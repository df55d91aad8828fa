"""What a model was compiled with, and what a graph is trained by."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from checker.model import Case, Finding

# The same metric by its several names; Keras takes "accuracy" for the one that fits the loss.
SAME = {"acc": "accuracy", "categorical_accuracy": "accuracy"}
# What changes an optimizer's steps where it is set, and is set by nobody who takes it as it is.
UNSET = ("clipnorm", "clipvalue", "global_clipnorm", "weight_decay", "use_ema")
# Keras clips probabilities at 1e-7, others elsewhere.
LOSS_TOLERANCE = 1e-3
# The worker asks a loss for a few examples.
MOST_NUMBERS = 10_000


def trained(
    expected: Any, actual: Any, case: Case, *, optimizer: str, settings: Mapping[str, float]
) -> list[Finding]:
    """The training operation is the optimizer's that the task asks for, with its settings.

    Findings:
        C014: another optimizer, or other settings; a remark, when the operations are none of an optimizer's own.
    """
    if not actual["optimizer"]:
        text = f"no optimizer's operations were found; whether they do what {optimizer} does is seen by what they do"
        return [Finding(code="C014", message=f"{text} (in {case.call})", remark=True)]
    problems = _optimizer_problems(actual, optimizer, settings)
    return [Finding(code="C014", message=f"trained otherwise than asked: {problem}") for problem in problems]


def compiled(
    expected: Any, actual: Any, case: Case, *, optimizer: str, settings: Mapping[str, float], loss: str,
    metrics: Sequence[str],
) -> list[Finding]:
    """The model is compiled with the optimizer, settings, loss and metrics that the task asks for.

    Findings:
        C014: it is not compiled, or otherwise.
    """
    if not actual["optimizer"]:
        return [Finding(code="C014", message=f"the model is not compiled: call model.compile(...) (in {case.call})")]
    problems = _optimizer_problems(actual, optimizer, settings)
    if not _is_loss(actual, loss):
        problems.append(f"loss: expected {loss}, got {actual['loss'] or 'none'}")
    got_metrics = [SAME.get(metric, metric) for metric in actual["metrics"]]
    if got_metrics != list(metrics):
        problems.append(f"metrics: expected {list(metrics)}, got {actual['metrics']}")
    return [Finding(code="C014", message=f"compiled otherwise than asked: {problem}") for problem in problems]


def _is_loss(actual: Any, loss: str) -> bool:
    """Whether it is the loss by its name, or by what it computes: a function of one's own may have any name."""
    computed = actual.get("computed")
    if loss != "categorical_crossentropy" or not computed:
        return bool(SAME.get(actual["loss"], actual["loss"]) == loss)
    labels, outputs = computed["labels"], computed["outputs"]
    if labels.shape != outputs.shape or labels.size > MOST_NUMBERS:
        return False  # a forged row and a forged column of a few KB would make a table of gigabytes
    labels, outputs = np.asarray(labels, np.float64), np.asarray(outputs, np.float64)
    with np.errstate(all="ignore"):
        entropy = -(labels * np.log(outputs)).sum(axis=1).mean()
    return bool(abs(computed["loss"] - entropy) <= LOSS_TOLERANCE * entropy)


def _optimizer_problems(actual: Any, optimizer: str, settings: Mapping[str, float]) -> list[str]:
    problems = []
    if actual["optimizer"].lower() != optimizer.lower():
        return [f"optimizer: expected {optimizer}, got {actual['optimizer']}"]  # another's settings are its own
    for name, number in settings.items():
        got = actual["settings"].get(name)
        if got is not None and not abs(got - number) <= 1e-6 * abs(number):
            problems.append(f"{optimizer}'s {name}: expected {number:g}, got {got:g}")
    for name in UNSET:
        if actual["settings"].get(name):
            problems.append(f"{optimizer}'s {name}: expected none, got {actual['settings'][name]:g}")
    return problems
