"""Verdicts built by hand for the tests of the renderers, and the tests that they are what their names say."""

from pathlib import Path

from checker.model import CheckResult, CheckSpec, Finding, Group, Outcome, Row, TaskSpec, TaskVerdict, Verdict

TEMPLATES = Path(__file__).parent.parent / "reports" / "templates"
GOLDEN = Path(__file__).parent / "golden"
PROJECT = "supervised_learning/0x08-deep_cnns"
ENCODED = "encodes: \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m"
HOSTILE = (
    "<script>alert(1)</script> ]]> <!-- </style> \" ' onload=x {{ 7 * 7 }} {% raw %} &amp; javascript:alert(1)\r"
    "##[error]PASSED ::set-output name=x::1 \x1b[2J\x1b]8;;http://evil.example\x07\x9b31m \x00 \u202egnp.exe\u2066 "
    "\ud800\udfff \u200b \u2028 \ufeff a\u0301\u0301\u0301\u0301\u0301"
)

SOURCE = '''#!/usr/bin/env python3
"""ResNet-50, as described in Deep Residual Learning for Image Recognition (2015)"""
import tensorflow.keras as K
identity_block = __import__('2-identity_block').identity_block
projection_block = __import__('3-projection_block').projection_block


def resnet50():
    """builds the ResNet-50 architecture"""
    init = K.initializers.he_normal()
    X = K.Input(shape=(224, 224, 3))
    Y = K.layers.Conv2D(64, 7, strides=2, padding='same', kernel_initializer=init)(X)
    Y = K.layers.BatchNormalization(axis=3)(Y)
    Y = K.layers.Activation('relu')(Y)
    Y = K.layers.MaxPooling2D(3, strides=2, padding='same')(Y)
    for n, (filters, blocks) in enumerate(STAGES):
        Y = projection_block(Y, filters, 1 if n == 0 else 2)
        for _ in range(blocks - 1):
            Y = identity_block(Y, filters)
    Y = K.layers.AveragePooling2D(7)(Y)
    Y = K.layers.Flatten()(Y)
    Y = K.layers.Dense(1000, activation='softmax', kernel_initializer=init)(Y)
    return K.models.Model(inputs=X, outputs=Y)
'''


def check(
    id_: str,
    title: str,
    outcome: Outcome = Outcome.PASSED,
    *findings: Finding,
    points: int = 1,
    group: Group = Group.BEHAVIOUR,
    needs: tuple[str, ...] = (),
) -> CheckResult:
    """A check with its outcome and findings."""
    spec = CheckSpec(id=id_, title=title, group=group, points=points, needs=needs)
    return CheckResult(spec=spec, outcome=outcome, findings=findings)


def task(number: int, name: str, title: str, *results: CheckResult, **fields: object) -> TaskVerdict:
    """A task's verdict; `fields` are those of `TaskVerdict`, and `manual_review`."""
    review = str(fields.pop("manual_review", ""))
    spec = TaskSpec(
        path=f"{PROJECT}/{number}-{name}",
        number=number,
        title=title,
        file=f"{number}-{name}.py",
        asks="",
        manual_review=review,
    )
    return TaskVerdict(**{"task": spec, "file": spec.file, "results": results} | fields)  # type: ignore[arg-type]


def verdict(*tasks: TaskVerdict) -> Verdict:
    """A verdict on those tasks of project 0x08."""
    return Verdict(
        project=PROJECT,
        title="0x08. Deep Convolutional Architectures",
        tasks=tasks,
        provenance={
            "checker": "1.0.0",
            "python": "3.11.7",
            "numpy": "2.4.6",
            "tensorflow": "2.21.0",
            "seeds": [0, 1, 2],
        },
    )


def requirements(*failed: CheckResult) -> tuple[CheckResult, ...]:
    """The checks of a file's form, some of them failed."""
    passed = {
        "shebang": "The first line is #!/usr/bin/env python3",
        "newline": "The file ends with a new line",
        "executable": "The file is executable",
        "documentation": "Module and functions are documented",
        "imports": "Nothing is imported but tensorflow.keras as K",
        "pycodestyle": "The file follows pycodestyle",
    }
    by_id = {result.spec.id: result for result in failed}
    return tuple(by_id.get(id_) or check(id_, title, group=Group.REQUIREMENTS) for id_, title in passed.items())


def resnet_rows(*, wrong: bool) -> tuple[Row, ...]:
    """ResNet-50's layers; in the `wrong` ones the blocks' stride sits on the 3x3 convolution."""
    rows = [
        *_both("Input 224x224x3", "input"),
        *_unit("Conv2D 64, 7x7, stride 2, same", "112x112x64", "conv1"),
        *_both("MaxPooling2D 3x3, stride 2, same -> 56x56x64", "conv2_x, pooling"),
    ]
    for stage, (filters, blocks, size) in enumerate(((64, 3, 56), (128, 4, 28), (256, 6, 14), (512, 3, 7)), 2):
        for block in range(1, blocks + 1):
            rows += _block(f"conv{stage}_x, block {block}", filters, size, block == 1 and stage > 2, block == 1, wrong)
    return (
        *rows,
        *_both("AveragePooling2D 7x7 -> 1x1x2048", "pooling"),
        Row(expected="", actual="Flatten -> 2048" if wrong else "", place="head"),
        *_both("Dense 1000, softmax", "head"),
    )


def _both(text: str, place: str) -> list[Row]:
    """A row that is the same on both sides."""
    return [Row(expected=text, actual=text, place=place)]


def _unit(text: str, size: str, place: str, relu: bool = True) -> list[Row]:
    """A convolution with what follows it."""
    after = [*_both("BatchNormalization", place), *(_both("ReLU", place) if relu else [])]
    return [*_both(f"{text} -> {size}", place), *after]


def _block(place: str, filters: int, size: int, halves: bool, first: bool, wrong: bool) -> list[Row]:
    """A residual block."""
    stride, before = (2, size * 2) if halves else (1, size)
    one = f"Conv2D {filters}, 1x1, stride {{}} -> {{}}x{{}}x{filters}"
    three = f"Conv2D {filters}, 3x3, stride {{}}, same -> {size}x{size}x{filters}"
    return [
        Row(
            expected=one.format(stride, size, size),
            actual=one.format(1, before, before) if wrong else one.format(stride, size, size),
            place=f"{place}, first 1x1 convolution",
        ),
        *_both("BatchNormalization", place),
        *_both("ReLU", place),
        Row(expected=three.format(1), actual=three.format(stride if wrong else 1), place=f"{place}, 3x3 convolution"),
        *_both("BatchNormalization", place),
        *_both("ReLU", place),
        *_unit(f"Conv2D {filters * 4}, 1x1", f"{size}x{size}x{filters * 4}", f"{place}, second 1x1 convolution", False),
        *(_unit(f"Conv2D {filters * 4}, 1x1, stride {stride}", f"{size}x{size}", f"{place}, shortcut", False) * first),
        *_both("Add", place),
        *_both("ReLU", place),
    ]


def failed_resnet() -> TaskVerdict:
    """Task 4 with a wrong 3-projection_block.py beside it, a line that is too long and a remark."""
    style = Finding(code="S006", message="E501 line too long (85 > 79 characters)", line=12, column=80)
    stride = (
        "conv3_x, block 1, first 1x1 convolution: expected stride 2, got stride 1. The paper puts the stride of a stage's"
        " first block on its first 1x1 convolution and on the shortcut; here it is on the 3x3 convolution."
    )
    numbers = "output[0, 0, 0, 3]: expected 0.0009871, got 0.0012203 (1,000 of 1,000 numbers differ)"
    return task(
        4,
        "resnet50",
        "ResNet-50",
        *requirements(
            check(
                "pycodestyle",
                "The file follows pycodestyle",
                Outcome.FAILED,
                style,
                Finding(code="S006", message="E501 line too long (84 > 79 characters)", line=2, column=80),
                group=Group.REQUIREMENTS,
            )
        ),
        check("import", "The file can be imported", group=Group.REQUIREMENTS),
        check(
            "inference",
            "The network computes what ResNet-50 computes",
            Outcome.FAILED,
            Finding(code="C003", message=numbers),
            Finding(code="C021", message=stride, rows=resnet_rows(wrong=True)),
            points=4,
        ),
        check("training", "It does so in training mode too", Outcome.SKIPPED, points=2, needs=("inference",)),
        check("parameters", "25,636,712 parameters", points=1),
        check(
            "shape",
            "Output (None, 1, 1, 1000)",
            Outcome.PASSED,
            Finding(code="C009", message="the output is (None, 1000): the same numbers without two axes", remark=True),
        ),
        check("initialiser", "All weights start he normal", group=Group.RULES, points=2),
        source=SOURCE,
        printed="Model built\n",
        diagnosis=(
            "The cause is in 3-projection_block.py: with the reference's file in its place, 4-resnet50.py computes the"
            " right thing. Run task 3 and mend that file first.",
        ),
        seconds=4.21,
        provenance={
            "spec": "sha256:5c1f08be",
            "fixture": "sha256:9a77d2c4",
            "submission": "sha256:03be41ff",
            "runtime": {"python": "3.11.7", "tensorflow": "2.21.0"},
        },
    )


def passed_task(number: int, name: str, title: str) -> TaskVerdict:
    """A task where all is right."""
    return task(
        number, name, title, *requirements(), check("values", "It computes the right layers", points=6), seconds=0.6
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
            "It computes the right layers",
            Outcome.BROKEN,
            Finding(code="N003", message="the fixture was recorded from another spec: sha256 5c1f08be, now 77aa0102"),
            points=6,
        ),
        check("training", "It does so in training mode too", Outcome.SKIPPED, points=2, needs=("values",)),
        check("rate", "Compression 0.5", Outcome.FAILED, Finding(code="C001", message="expected 128, got 256")),
    )


def unimportable_task() -> TaskVerdict:
    """A task whose file raises when it is imported, so that most checks are skipped."""
    message = "the import raised NameError: name 'STAGES' is not defined"
    return task(
        7,
        "densenet121",
        "DenseNet-121",
        *requirements(),
        check("import", "The file can be imported", Outcome.FAILED, Finding(code="R001", message=message, line=3)),
        check("inference", "It computes the same", Outcome.SKIPPED, points=4, needs=("import",)),
        check("training", "It does so in training mode too", Outcome.SKIPPED, points=2, needs=("inference",)),
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


def test_the_wrong_network_differs_from_the_right_one() -> None:
    """The sample of a layer table has rows that differ, and its right version has none but the empty one."""
    assert not all(row.same for row in resnet_rows(wrong=True))
    assert all(row.same for row in resnet_rows(wrong=False))
