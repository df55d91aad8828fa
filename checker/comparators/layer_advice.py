"""A sentence for layers that are likely to be why outputs differ."""

from collections.abc import Sequence
from typing import Any

from checker.model import Case, Finding


def layer_advice(expected: Any, actual: Any, case: Case, *, classes: Sequence[str], advice: str) -> list[Finding]:
    """Says what is to be known of layers that the reference has none of, where a model has them.

    Args:
        classes: the layers' classes, such as ``ZeroPadding2D``. advice: the sentence.

    Findings:
        C018: there are such layers; with the sentence.
    """
    found = [entry["class"] for entry in actual if entry["class"] in classes]
    if not found:
        return []
    kinds = " and ".join(sorted(set(found)))
    which = f"a {kinds} layer" if len(found) == 1 else f"{len(found)} {kinds} layers"
    return [Finding(code="C018", message=f"yours has {which}. {advice} (in {case.call})")]
