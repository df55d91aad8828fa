"""The verdict on a ResNet-50 whose sibling, 3-projection_block.py, has the stride in the wrong place."""

from checker.model import CheckResult, Finding, Group, Outcome, Row, TaskVerdict
from tests.test_render_builders import check, requirements, task

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

STAGES = ((64, 3, 56), (128, 4, 28), (256, 6, 14), (512, 3, 7))


def resnet_rows(*, wrong: bool) -> tuple[Row, ...]:
    """ResNet-50's layers; in the `wrong` ones the stride of a stage sits on its first 3x3 convolution."""
    rows = [
        *_both("InputLayer → 224x224x3"),
        *_unit("Conv2D 7x7 64 filters stride 2x2 same → 112x112x64, 9,472 parameters"),
        *_both("MaxPooling2D 3x3 stride 2x2 same → 56x56x64"),
    ]
    for stage, (filters, blocks, size) in enumerate(STAGES):
        for block in range(blocks):
            rows += _block(filters, size, halves=stage > 0 and block == 0, wrong=wrong)
    return (
        *rows,
        *_both("AveragePooling2D 7x7 stride 7x7 valid → 1x1x2048"),
        *([Row(expected="", actual="Flatten → 2048")] if wrong else []),
        *_both("Dense 1000 nodes → 1x1x1000, 2,049,000 parameters"),
        *_both("softmax → 1x1x1000"),
    )


def _both(line: str) -> list[Row]:
    """A row that is the same on both sides."""
    return [Row(expected=line, actual=line)]


def _unit(line: str) -> list[Row]:
    """A convolution with what follows it."""
    return [*_both(line), *_both("BatchNormalization"), *_both("relu")]


def _block(filters: int, size: int, *, halves: bool, wrong: bool) -> list[Row]:
    """A residual block; one that `halves` the image has its stride where it is `wrong` or right."""
    place = [f"{n}x{n}x{filters}" for n in (size, size * 2)]
    strided = [f"Conv2D 1x1 {filters} filters stride 2x2 → {place[0]}", f"Conv2D 1x1 {filters} filters → {place[1]}"]
    plain = f"Conv2D 1x1 {filters} filters → {place[0]}"
    threes = [f"Conv2D 3x3 {filters} filters{stride} same → {place[0]}" for stride in ("", " stride 2x2")]
    return [
        Row(expected=strided[0] if halves else plain, actual=strided[wrong] if halves else plain),
        *_both("BatchNormalization"),
        *_both("relu"),
        Row(expected=threes[0], actual=threes[wrong and halves]),
        *_both("BatchNormalization"),
        *_both("relu"),
        *_both(f"Conv2D 1x1 {4 * filters} filters → {size}x{size}x{4 * filters}"),
        *_both("BatchNormalization"),
        *_both("Add"),
        *_both("relu"),
    ]


def failed_resnet() -> TaskVerdict:
    """Task 4 with a wrong 3-projection_block.py beside it, two lines that are too long and a remark."""
    return task(
        4,
        "resnet50",
        "ResNet-50",
        *_checks(),
        source=SOURCE,
        printed="Model built\n",
        diagnosis=(
            "Your 4-resnet50.py is right: with the reference's siblings in place it passes. Your 3-projection_block.py"
            " is not.",
        ),
        seconds=4.21,
        provenance={
            "spec_sha256": "5c1f08be",
            "submission_sha256": "03be41ff",
            "siblings_sha256": {"2-identity_block.py": "9a77d2c4"},
            "seeds": {"published": [1010]},
        },
    )


def _checks() -> tuple[CheckResult, ...]:
    """What came of the task's checks."""
    numbers = "expected 0.0117933, got 0.0130601, the largest difference; 937 of 2000 elements differ (in resnet50())"
    return (
        *requirements(_style()),
        check("wc", "lines, words and bytes as wc counts them", Outcome.PASSED, _size(), points=0),
        check("import", "the file can be imported", points=5),
        check("parameters", "25,636,712 parameters", points=5),
        check(
            "inference",
            "the same outputs from equal weights, in inference",
            Outcome.FAILED,
            Finding(code="C004", message=f"the output[0, 0, 0, 965]: {numbers}"),
            points=30,
        ),
        check(
            "training",
            "the same outputs from equal weights, in training mode",
            Outcome.SKIPPED,
            points=15,
            needs=("inference",),
        ),
        check("initializers", "every kernel starts he normal", points=15, group=Group.RULES),
        _hint(),
    )


def _hint() -> CheckResult:
    """The layers side by side."""
    rows = resnet_rows(wrong=True)
    parted = next(row for row in rows if not row.same)
    message = f"the layers part at row 36: expected {parted.expected}, got {parted.actual} (in resnet50())"
    return check(
        "layers",
        "where the layers part from the reference (no points)",
        Outcome.FAILED,
        Finding(code="C007", message=message, rows=rows),
        points=0,
        explains=("inference",),
    )


def _style() -> CheckResult:
    """Two lines that are too long."""
    lines = ((2, 84), (12, 85))
    findings = (
        Finding(code="S010", message=f"E501 line too long ({length} > 79 characters)", line=line, column=80)
        for line, length in lines
    )
    return check("style", "the file follows pycodestyle", Outcome.FAILED, *findings, points=5, group=Group.REQUIREMENTS)


def _size() -> Finding:
    """A remark that every file gets."""
    return Finding(code="S026", message="24 lines, 58 words, 1047 bytes", remark=True)


def test_the_wrong_network_differs_from_the_right_one() -> None:
    """The sample of a layer table has rows that differ, and the right one has none."""
    assert sum(not row.same for row in resnet_rows(wrong=True)) == 7
    assert all(row.same for row in resnet_rows(wrong=False))


def test_the_style_errors_are_where_they_are_said_to_be() -> None:
    """The sample's findings fit its source."""
    lengths = [len(line) for line in SOURCE.splitlines()]
    assert [(number, length) for number, length in enumerate(lengths, 1) if length > 79] == [(2, 84), (12, 85)]
