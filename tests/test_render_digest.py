"""What a reader is told of a verdict in every format: shares, reasons for skipping, places, differences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model import Finding, Group, Outcome, Row
from checker.render import digest
from tests.test_render_builders import check, task
from tests.test_render_resnet import failed_resnet, resnet_rows
from tests.test_render_samples import SAMPLES, broken_task

WORDS = st.text("ab \t", max_size=12)


@pytest.mark.parametrize(
    ("points", "most", "percent"), [(0, 0, 0), (0, 7, 0), (1, 1000, 1), (1, 2, 50), (999, 1000, 99), (7, 7, 100)]
)
def test_only_full_marks_read_100(points: int, most: int, percent: int) -> None:
    """A percentage is never rounded up to all or down to nothing."""
    assert digest.Share(points=points, max_points=most).percent == percent


def test_the_total_is_that_of_all_tasks() -> None:
    """Points are summed over tasks, without what is broken."""
    assert digest.total(SAMPLES["project"]) == digest.Share(points=610, max_points=760)


def test_groups_are_those_worth_points() -> None:
    """A group that can't earn anything has no meter."""
    assert [group for group, _ in digest.groups((broken_task(),))] == [Group.REQUIREMENTS, Group.BEHAVIOUR]


def test_skipped_checks_name_what_they_need() -> None:
    """A skipped check is told with the check that failed."""
    (skipped,) = digest.skipped(failed_resnet())
    assert [need.spec.id for need in skipped.needs] == ["inference"]


def test_a_chain_of_skipped_checks_names_its_root() -> None:
    """What waits for a check that itself was skipped waits for the one that failed."""
    (skipped,) = digest.skipped(SAMPLES["unimportable"].tasks[0])
    assert [result.spec.id for result in skipped.checks] == ["inference", "training"]
    assert [need.spec.id for need in skipped.needs] == ["import"]


def test_a_circle_of_needs_ends() -> None:
    """Checks that need each other, which no spec should say, don't hang the report."""
    around = task(
        0, "a", "A", *(check(one, one, Outcome.SKIPPED, needs=(two,)) for one, two in (("x", "y"), ("y", "x")))
    )
    assert sum(len(skipped.checks) for skipped in digest.skipped(around)) == 2


def test_a_skipped_check_without_a_need_gives_its_finding() -> None:
    """Where nothing failed that it needs, the check's own finding says why it did not run."""
    lonely = task(0, "a", "A", check("x", "X", Outcome.SKIPPED, Finding(code="N001", message="skipped: no runtime")))
    assert [skipped.because for skipped in digest.skipped(lonely)] == ["no runtime"]


def test_a_need_that_is_not_there_is_left_out() -> None:
    """A need that names no check of this verdict is no reason."""
    lonely = task(0, "a", "A", check("x", "X", Outcome.SKIPPED, needs=("gone",)))
    assert [skipped.needs for skipped in digest.skipped(lonely)] == [()]


def test_informational_checks_are_remarks() -> None:
    """What a check without points found costs nothing and is no failure."""
    note = check("x", "X", Outcome.FAILED, Finding(code="C001", message="ties"), points=0)
    lenient = task(0, "a", "A", note)
    assert [finding.message for _, finding in digest.remarks(lenient)] == ["ties"]
    assert digest.failed(lenient) == ()


def test_what_explains_a_failure_comes_after_it() -> None:
    """A check that tells why others failed is no remark, though it is worth no points."""
    assert [result.spec.id for result in digest.failed(failed_resnet())] == ["style", "inference", "layers"]
    assert [result.spec.id for result, _ in digest.remarks(failed_resnet())] == ["wc"]


def test_what_had_nothing_to_explain_is_not_told() -> None:
    """Where nothing failed, a check that explains failures did not pass anything worth mentioning."""
    right = task(0, "a", "A", check("x", "X"), check("layers", "Layers", points=0, explains=("x",)))
    assert [result.spec.id for result in digest.passed(right)] == ["x"]


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (Finding(code="S1", message=""), ""),
        (Finding(code="S1", message="", file="a.py"), ""),
        (Finding(code="S1", message="", file="b.py"), "b.py"),
        (Finding(code="S1", message="", line=3), "a.py:3"),
        (Finding(code="S1", message="", file="b.py", line=3, column=9), "b.py:3:9"),
    ],
)
def test_a_place_is_what_is_known_of_it(finding: Finding, told: str) -> None:
    """File, line and column, as far as they are known; the task's own file alone says nothing new."""
    assert digest.place(finding, "a.py") == told


def test_what_others_need_is_no_remark_of_its_own() -> None:
    """That a check without points failed is seen in those that need it, and were skipped."""
    found = Finding(code="S014", message="there is no function f")
    told = task(0, "a", "A", check("function", "it is there", Outcome.FAILED, found, points=0))
    assert [finding for _, finding in digest.remarks(told)] == [found]
    needing = check("style", "the style", Outcome.SKIPPED, needs=("function",))
    assert list(digest.remarks(task(0, "a", "A", *told.results, needing))) == []


def test_lines_are_counted_as_python_counts_them() -> None:
    """A form feed ends no line; a Windows line end is one, and its carriage return stays to be seen."""
    assert digest.source_lines("a\x0c\u2028b\r\nc\rd\n") == ("a\x0c\u2028b\r", "c", "d")


def test_an_excerpt_has_the_lines_around() -> None:
    """The line found fault with stands in the middle, in focus."""
    lines = digest.excerpt(tuple("abcde"), Finding(code="S1", message="", line=3), around=1, width=80)
    assert [(line.number, line.text, line.focus, line.caret) for line in lines] == [
        (2, "b", False, -1),
        (3, "c", True, -1),
        (4, "d", False, -1),
    ]


def test_the_caret_stands_below_its_column() -> None:
    """Tabs and characters written out move the caret as they move the text."""
    (line,) = digest.excerpt(("\t\x1b中x",), Finding(code="S1", message="", line=1, column=4), around=0, width=80)
    assert (line.text, line.caret) == (r"    \x1b中x", 10)


def test_a_caret_may_stand_after_the_last_character() -> None:
    """What is missing at the end of a line is pointed at there."""
    (line,) = digest.excerpt(("abc",), Finding(code="S1", message="", line=1, column=4), around=0, width=80)
    assert line.caret == 3


def test_a_column_outside_the_line_has_no_caret() -> None:
    """A column that the line doesn't have is not pointed at."""
    (line,) = digest.excerpt(("abc",), Finding(code="S1", message="", line=1, column=9), around=0, width=80)
    assert line.caret == -1


def test_a_line_outside_the_file_has_no_excerpt() -> None:
    """A line that the source doesn't have shows nothing."""
    assert digest.excerpt(("abc",), Finding(code="S1", message="", line=2), around=2, width=80) == ()


def test_a_very_long_line_is_cut_around_its_column() -> None:
    """Of a line of megabytes only the place is shown."""
    long = "a" * 5000 + "!" + "b" * 5000
    (line,) = digest.excerpt((long,), Finding(code="S1", message="", line=1, column=5001), around=0, width=20)
    assert line.text == "...aaaaaaaaa!bbbbbbbbbb..."
    assert line.text[line.caret] == "!"


def test_the_window_lies_around_the_first_difference() -> None:
    """The first row that differs, and as many as asked for on either side."""
    rows = resnet_rows(wrong=True)
    assert digest.window(rows, 1) == range(34, 37)
    assert not rows[35].same


def test_equal_tables_have_no_window() -> None:
    """Where nothing differs there is nothing to point at."""
    assert digest.window((Row(expected="a", actual="a"),), 2) == range(0)


def test_words_in_the_same_places_are_compared_one_by_one() -> None:
    """Of two sentences of one form just the words that differ are marked."""
    expected, actual = digest.changed("stride 2 -> 28", "stride 1 -> 56")
    assert expected == (("stride ", False), ("2", True), (" -> ", False), ("28", True))
    assert actual == (("stride ", False), ("1", True), (" -> ", False), ("56", True))


def test_otherwise_all_between_the_equal_ends_is_marked() -> None:
    """An inserted word doesn't make all that follows differ."""
    expected, actual = digest.changed("Conv2D 64 relu", "Conv2D 64 linear or relu")
    assert expected == (("Conv2D 64 relu", False),)
    assert actual == (("Conv2D 64 ", False), ("linear or ", True), ("relu", False))


@given(WORDS, WORDS)
def test_pieces_make_up_their_text(expected: str, actual: str) -> None:
    """No letter is lost or added in taking a text apart."""
    for whole, pieces in zip((expected, actual), digest.changed(expected, actual), strict=True):
        assert "".join(piece for piece, _ in pieces) == whole


@given(WORDS)
def test_equal_texts_have_no_differing_piece(value: str) -> None:
    """What is the same is not marked."""
    assert not any(differs for pieces in digest.changed(value, value) for _, differs in pieces)


def test_a_tree_is_flattened_in_its_order() -> None:
    """Nested names are joined by dots, lists by commas."""
    tree = {"python": "3.11", "hashes": {"spec": "a1", "seeds": [0, 1]}}
    assert list(digest.flat(tree)) == [("python", "3.11"), ("hashes.spec", "a1"), ("hashes.seeds", "0, 1")]
