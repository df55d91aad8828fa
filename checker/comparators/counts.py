"""Numbers of parameters, and shapes of outputs."""

from collections.abc import Mapping
from typing import Any

from checker.model import Case, Finding


def parameters(expected: Any, actual: Any, case: Case, *, hints: Mapping[str, str] | None = None) -> list[Finding]:
    """Trainable and other parameters are as many as the reference's.

    Args:
        hints: total number of parameters → what a model with that number usually got wrong.

    Findings:
        C008: another number of parameters.
    """
    findings = []
    for kind, count in expected.items():
        if actual[kind] != count:
            surplus = actual[kind] - count
            text = f"expected {count:,} {kind.replace('_', '-')} parameters, got {actual[kind]:,} ({surplus:+,})"
            findings.append(Finding(code="C008", message=f"{text} (in {case.call})"))
    hint = (hints or {}).get(str(sum(int(actual[kind]) for kind in expected)))
    if findings and hint:
        findings.append(Finding(code="C008", message=hint))
    return findings


def output_shape(expected: Any, actual: Any, case: Case, *, squeezed: bool = False) -> list[Finding]:
    """The outputs have the reference's shapes; the batch's axis is open, None.

    Args:
        squeezed: whether other axes of length 1 than expected earn a remark instead of a failure.

    Findings:
        C009: another shape.
    """
    if expected == actual:
        return []
    text = f"expected output shape {_shapes(expected)}, got {_shapes(actual)} (in {case.call})"
    same_but_for_ones = [_squeezed(shape) for shape in expected] == [_squeezed(shape) for shape in actual]
    if squeezed and same_but_for_ones:
        return [Finding(code="C009", message=f"{text}; accepted, for the numbers are the same", remark=True)]
    return [Finding(code="C009", message=text)]


def _squeezed(shape: list[Any]) -> list[Any]:
    return [length for length in shape if length != 1]


def _shapes(shapes: list[Any]) -> str:
    return ", ".join(str(tuple(shape)) for shape in shapes)
