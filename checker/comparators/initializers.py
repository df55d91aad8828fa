"""Initialisers, judged by what they draw."""

from typing import Any, Literal

from checker.model import Case, Finding

# Relative deviation of the variance that the numbers drawn leave open; a kurtosis under this is a uniform's 1.8.
VARIANCE_TOLERANCE = 0.1
UNIFORM_KURTOSIS = 2.05
NORMAL_KURTOSIS = 3.4


def initializers(expected: Any, actual: Any, case: Case, *, asked: Literal["he_normal"]) -> list[Finding]:
    """Every kernel starts from the initialiser that the task asks for, however it is spelled.

    He normal draws from a normal distribution with variance 2 / fan-in, cut at two standard deviations or not
    (He et al. 2015, arXiv:1502.01852, eq. 10).

    Findings:
        C011: a kernel starts from something else, or there are no kernels.
    """
    if not actual:
        return [Finding(code="C011", message=f"expected kernels that start {asked}, got no kernels (in {case.call})")]
    wrong = [kernel for kernel in actual if not _is_he_normal(kernel)]
    findings = []
    for kernel in wrong[:3]:
        text = (
            f"{_layer(kernel)}, kernel {_shape(kernel)}: expected {asked}, got {_describe(kernel)}; "
            f"give the layer kernel_initializer"
        )
        findings.append(Finding(code="C011", message=f"{text} (in {case.call})"))
    if len(wrong) > len(findings):
        text = f"{len(wrong)} of {len(actual)} kernels start from something else than {asked}"
        findings.append(Finding(code="C011", message=text))
    return findings


def _is_he_normal(kernel: Any) -> bool:
    if "refused" in kernel:
        return False
    right_variance = abs(kernel["scaled_variance"] / 2.0 - 1.0) <= VARIANCE_TOLERANCE
    right_form = UNIFORM_KURTOSIS < kernel["kurtosis"] < NORMAL_KURTOSIS and abs(kernel["mean"]) < 0.05
    return bool(right_variance and right_form)


def _layer(kernel: Any) -> str:
    return str(kernel["variable"]).rpartition("/")[0] or str(kernel["variable"])


def _shape(kernel: Any) -> str:
    return "x".join(map(str, kernel["shape"]))


def _describe(kernel: Any) -> str:
    if "refused" in kernel:
        return f"{kernel['asked']}, which fails: {kernel['refused']}"
    if kernel["scaled_variance"] == 0:
        return f"{kernel['asked']} (the same number everywhere)"
    drawn = "a uniform" if kernel["kurtosis"] <= UNIFORM_KURTOSIS else "another"
    return f"{kernel['asked']} ({drawn} distribution with variance {kernel['scaled_variance']:.2g} / fan-in)"
