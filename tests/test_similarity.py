"""Copies are told whatever was done to them, and who solved the task alone is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from disguises import DISGUISES
from hypothesis import given
from hypothesis import strategies as st

from checker.similarity import LEAST_PRINTS, MOST_ANSWERS, fingerprints, similar

ROOT = Path(__file__).parents[1]
RIGHT = ROOT / "tests" / "right" / "supervised_learning"
SOLUTIONS = ROOT / "solutions" / "supervised_learning"
ORIGINALS = {
    "0x07-cnn/0-conv_forward": "matrix_product_tensorflow_same",
    "0x07-cnn/2-conv_backward": "einsum_over_strided_views",
    "0x07-cnn/4-lenet5": "variables_by_hand",
    "0x08-deep_cnns/1-inception_network": "without_the_sibling",
    "0x08-deep_cnns/4-resnet50": "without_the_siblings",
    "0x08-deep_cnns/7-densenet121": "without_the_siblings",
}
INDEPENDENT = {
    "0x07-cnn/0-conv_forward": ["loops_over_pixels_padding_is_same", "strided_view_einsum"],
    "0x07-cnn/1-pool_forward": ["every_number_on_its_own", "strided_view_of_windows", "loops_over_pixels_mode_is_max"],
    "0x07-cnn/2-conv_backward": ["pixel_by_pixel_all_examples", "four_loops_padding_is_same"],
    "0x07-cnn/3-pool_backward": ["all_examples_at_once", "four_loops_mode_is_max", "first_maximum_alone"],
    "0x07-cnn/4-lenet5": ["functional_layers"],
    "0x08-deep_cnns/3-projection_block": ["shortcut_first", "he_normal_by_its_name"],
    "0x08-deep_cnns/4-resnet50": ["block_after_block"],
    "0x08-deep_cnns/5-dense_block": ["number_of_filters_from_the_shape", "all_features_in_a_list"],
    "0x08-deep_cnns/7-densenet121": ["block_after_block"],
}
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def sample(task: str, name: str) -> str:
    """A right answer to a task that lies among the tests."""
    return (RIGHT / task / f"{name}.py").read_text(encoding="utf-8")


def others(task: str) -> dict[str, str]:
    """Right answers to a task that have nothing to do with each other, the reference too."""
    found = {name: sample(task, name) for name in INDEPENDENT.get(task, ())}
    return found | {"reference": (SOLUTIONS / f"{task}.py").read_text(encoding="utf-8")}


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.__name__)
@pytest.mark.parametrize("task", ORIGINALS)
def test_a_disguised_copy_is_told(task, disguise):
    """Names, layout, comments, documentation and the order of functions hide nothing, and nobody else is told."""
    original = sample(task, ORIGINALS[task])
    copy = disguise(original)
    assert copy != original
    (pair,) = similar(others(task) | {"student": original, "copy": copy})
    assert {pair.one, pair.other} == {"student", "copy"}
    assert pair.share > 0.9


@pytest.mark.parametrize("task", INDEPENDENT)
def test_independent_answers_are_not_told(task):
    """Who solves the same task alone writes something else, though they call the same functions."""
    answers = others(task)
    assert len(answers) > 1
    assert similar(answers) == []


def test_a_part_that_was_copied_is_told():
    """One function of somebody else's in a file of one's own: the smaller one's share counts."""
    task = "0x07-cnn/0-conv_forward"
    original = sample(task, "matrix_product_tensorflow_same")
    (pair,) = similar({"a": original, "b": original + others("0x07-cnn/2-conv_backward")["reference"]})
    assert pair.share == 1.0


def test_lines_of_both_are_told():
    """A person finds the place in both files, here the same code three lines further down."""
    original = sample("0x07-cnn/0-conv_forward", "strided_view_einsum")
    (pair,) = similar({"a": original, "b": "\n\n\n" + original})
    assert pair.lines
    assert all(other == one + 3 for one, other in pair.lines)
    assert list(pair.lines) == sorted(pair.lines)


def test_given_code_counts_for_nobody():
    """What all were given, or the reference has, makes no pair; what is a student's own on top of it does."""
    starter = others("0x07-cnn/2-conv_backward")["reference"]
    one, other = (sample("0x07-cnn/0-conv_forward", name) for name in INDEPENDENT["0x07-cnn/0-conv_forward"])
    answers = {"a": starter + one, "b": starter + other}
    assert len(similar(answers)) == 1
    assert similar(answers, common=[starter]) == []
    assert len(similar(answers | {"c": starter + one}, common=[starter])) == 1


def test_what_many_have_counts_for_nobody():
    """Ten answers may be copies of each other; what eleven have is the task's."""
    original = sample("0x07-cnn/0-conv_forward", "strided_view_einsum")
    answers = {str(number): original for number in range(MOST_ANSWERS)}
    assert len(similar(answers)) == MOST_ANSWERS * (MOST_ANSWERS - 1) // 2
    assert similar(answers | {"one more": original}) == []


def test_pairs_come_in_order():
    """The most alike first; names decide where two are equally so."""
    original = sample("0x07-cnn/4-lenet5", "variables_by_hand")
    changed = original.replace("strides=2", "strides=(2, 2)").replace("6", "7").replace("120", "121")
    pairs = similar({"c": original, "b": changed, "a": original})
    assert [(pair.one, pair.other) for pair in pairs] == [("a", "c"), ("a", "b"), ("b", "c")]
    assert pairs[0].share == 1.0 > pairs[1].share == pairs[2].share
    assert len(similar({"c": original, "b": changed, "a": original}, least=1.0)) == 1


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="this Python can't read async as a name")
def test_a_name_that_is_a_keyword_today_hides_nothing():
    """A copy in which a variable is called async is a copy still."""
    original = sample("0x07-cnn/0-conv_forward", "strided_view_einsum")
    assert fingerprints(original + "async = 1\n").items() >= fingerprints(original).items() != set()


@pytest.mark.parametrize(
    "text",
    ["", "x = 1\n", "def f(", "\0", "(" * 5000, "x = " + "-" * 100_000 + "1", "x = 0x" + "f" * 5000, "# only words\n"],
)
def test_what_is_too_little_is_like_nothing(text):
    """Two empty, short or unreadable files are no copies of each other, and nothing is raised."""
    assert len(fingerprints(text)) < LEAST_PRINTS
    assert similar({"a": text, "b": text}) == []


def test_fingerprints_are_the_same_everywhere():
    """No hash of Python's own, which differs from run to run: another process gives the same."""
    text = sample("0x07-cnn/0-conv_forward", "strided_view_einsum")
    program = "import sys; from checker.similarity import fingerprints; print(sorted(fingerprints(sys.argv[1])))"
    ended = subprocess.run(
        [sys.executable, "-c", program, text],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout.strip() == str(sorted(fingerprints(text)))


@given(ANY_TEXT)
def test_any_text_is_taken(text):
    """Whatever a file holds, nothing is raised."""
    assert all(line > 0 for line in fingerprints(text).values())
