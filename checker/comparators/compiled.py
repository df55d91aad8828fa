"""What a model was compiled with."""

from collections.abc import Mapping, Sequence
from typing import Any

from checker.model import Case, Finding

# The same metric by its several names; Keras takes "accuracy" for the one that fits the loss.
SAME = {"acc": "accuracy", "categorical_accuracy": "accuracy", "CategoricalCrossentropy": "categorical_crossentropy"}


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
    problems = []
    if actual["optimizer"].lower() != optimizer.lower():
        problems.append(f"optimizer: expected {optimizer}, got {actual['optimizer']}")
    for name, number in settings.items():
        got = actual["settings"].get(name)
        if got is not None and not abs(got - number) <= 1e-6 * abs(number):
            problems.append(f"{optimizer}'s {name}: expected {number:g}, got {got:g}")
    if SAME.get(actual["loss"], actual["loss"]) != loss:
        problems.append(f"loss: expected {loss}, got {actual['loss'] or 'none'}")
    got_metrics = [SAME.get(metric, metric) for metric in actual["metrics"]]
    if got_metrics != list(metrics):
        problems.append(f"metrics: expected {list(metrics)}, got {actual['metrics']}")
    return [Finding(code="C014", message=f"compiled otherwise than asked: {problem}") for problem in problems]
