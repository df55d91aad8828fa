"""Verdicts built by hand for the tests of the renderers, by name."""

from pathlib import Path

from checker.model import Finding, Outcome, Row, TaskVerdict, Verdict
from tests.test_render_builders import check, requirements, task, verdict
from tests.test_render_resnet import failed_resnet

TEMPLATES = Path(__file__).parent.parent / "reports" / "templates"
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = (
    "<script>alert(1)</script> ]]> <!-- </style> \" ' onload=x {{ 7 * 7 }} {% raw %} &amp; javascript:alert(1)\r"
    "##[error]PASSED ::set-output name=x::1 \x1b[2J\x1b]8;;http://evil.example\x07\x9b31m \x00 \u202egnp.exe\u2066 "
    "\ud800\udfff \u200b \u2028 \ufeff a\u0301\u0301\u0301\u0301\u0301"
)


def passed_task(number: int, name: str, title: str) -> TaskVerdict:
    """A task where all is right."""
    return task(
        number,
        name,
        title,
        *requirements(),
        check("inference", "the same outputs from equal weights, in inference", points=70),
        seconds=0.6,
    )


def broken_task() -> TaskVerdict:
    """A task whose fixture is stale, with a mistake of the student's as well."""
    return task(
        6,
        "transition_layer",
        "Transition Layer",
        *requirements(),
        check(
            "values",
            "the same outputs from equal weights, in inference",
            Outcome.BROKEN,
            Finding(code="N003", message="the fixture was recorded from another spec: sha256 5c1f08be, now 77aa0102"),
            points=40,
        ),
        check("training", "the same outputs in training mode", Outcome.SKIPPED, points=20, needs=("values",)),
        check(
            "count",
            "the number of filters returned",
            Outcome.FAILED,
            Finding(code="C004", message="expected 128, got 256"),
            points=10,
        ),
    )


def unimportable_task() -> TaskVerdict:
    """A task whose file raises when it is imported, so that most checks are skipped."""
    message = "the import raised NameError: name 'STAGES' is not defined"
    return task(
        7,
        "densenet121",
        "DenseNet-121",
        *requirements(),
        check(
            "import",
            "the file can be imported",
            Outcome.FAILED,
            Finding(code="R001", message=message, line=3),
            points=5,
        ),
        check("inference", "the same outputs in inference", Outcome.SKIPPED, points=40, needs=("import",)),
        check("training", "the same outputs in training mode", Outcome.SKIPPED, points=25, needs=("inference",)),
        source='"""DenseNet"""\n\nSTAGES\n',
    )


def hostile_task() -> TaskVerdict:
    """A task that writes whatever might break a page, a terminal or a parser, everywhere it can."""
    findings = [
        Finding(code="C001", message=HOSTILE, file=HOSTILE, line=1, column=3),
        Finding(code="C001", message="x" * 10_000),
        Finding(code="C001", message=HOSTILE, line=1, column=30),
        Finding(
            code="C001", message=HOSTILE, line=99, column=99, rows=(Row(expected="a", actual=HOSTILE, place=HOSTILE),)
        ),
        *(Finding(code="C001", message=f"{n} \u4e2d\u6587 {HOSTILE}") for n in range(300)),
    ]
    return task(
        0,
        "hostile",
        HOSTILE,
        check("values", HOSTILE, Outcome.FAILED, *findings),
        check("later", HOSTILE, Outcome.SKIPPED, Finding(code="N001", message=HOSTILE)),
        check("ours", HOSTILE, Outcome.BROKEN, Finding(code="N002", message=HOSTILE)),
        check("note", HOSTILE, Outcome.FAILED, Finding(code="C002", message=HOSTILE), points=0),
        check("fine", HOSTILE, Outcome.PASSED, Finding(code="C002", message=HOSTILE, remark=True)),
        file=HOSTILE,
        source=HOSTILE + "\t" * 9000,
        printed="::error::" + HOSTILE + "\n  ::error::PASSED\n" + "y" * 100_000,
        diagnosis=(HOSTILE,),
        manual_review=HOSTILE,
        provenance={HOSTILE: {HOSTILE: [HOSTILE]}, "nan": float("nan"), "inf": float("-inf")},
    )


def whole_project() -> Verdict:
    """All of 0x08: five right tasks, one wrong, one broken, one that can't be imported."""
    return verdict(
        passed_task(0, "inception_block", "Inception Block"),
        passed_task(1, "inception_network", "Inception Network"),
        passed_task(2, "identity_block", "Identity Block"),
        passed_task(3, "projection_block", "Projection Block"),
        failed_resnet(),
        passed_task(5, "dense_block", "Dense Block"),
        broken_task(),
        unimportable_task(),
    )


SAMPLES = {
    "passed": verdict(passed_task(4, "resnet50", "ResNet-50")),
    "failed": verdict(failed_resnet()),
    "broken": verdict(broken_task()),
    "project": whole_project(),
    "unimportable": verdict(unimportable_task()),
    "hostile": verdict(hostile_task(), hostile_task()),
    "empty": verdict(),
}


def test_the_samples_have_every_outcome() -> None:
    """Between them the sample verdicts show each outcome a task can have."""
    assert {task.outcome for task in SAMPLES["project"].tasks} == {Outcome.PASSED, Outcome.FAILED, Outcome.BROKEN}
