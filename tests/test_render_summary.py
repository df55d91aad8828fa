"""A model's summary as text: alone, beside the reference's, as a patch, and harmless whatever its layers are called."""

from checker.comparators.summaries import lay_beside
from checker.model import Finding
from checker.render.summary import render_problem, render_summary

RULE = "_" * 20
GOLDEN = [RULE, "Layer", "=" * 20, "input_1   (None, 2)", RULE, "dense     (None, 3)", "=" * 20, RULE]
OWN = [RULE, "Layer", "=" * 20, "input_1   (None, 2)", RULE, "flat      (None, 3)", RULE, "more ", "=" * 20, RULE]
PATCH = """\
--- the reference
+++ yours
 Layer
 ====================
 input_1   (None, 2)
-dense     (None, 3)
+flat      (None, 3)
+more{}
 ====================
2 rows of 6 differ
(models that compute the same may have other summaries: checker run decides)
""".format(" ")
COLUMNS = """\
  the reference         yours
  Layer                 Layer
  ====================  ====================
  input_1   (None, 2)   input_1   (None, 2)
> dense     (None, 3)   flat      (None, 3)
>                       more
  ====================  ====================
2 rows of 6 differ
(models that compute the same may have other summaries: checker run decides)
"""


def test_alone_it_is_byte_for_byte_itself():
    """Nothing is added, and spaces at the ends of lines stay."""
    assert render_summary(OWN, None, 40) == "\n".join(OWN) + "\n"


def test_a_wide_terminal_has_both_beside_each_other():
    """Rows that differ have a mark; the rules between layers are left out."""
    assert render_summary(OWN, lay_beside(GOLDEN, OWN), 44) == COLUMNS


def test_a_narrow_terminal_has_one_beneath_the_other():
    """One column less, and it is a patch."""
    assert render_summary(OWN, lay_beside(GOLDEN, OWN), 43) == PATCH


def test_equal_summaries_are_said_to_be_equal():
    """The last line says so, for no mark is easily overlooked."""
    told = render_summary(GOLDEN, lay_beside(GOLDEN, GOLDEN), 44).splitlines()
    assert told[-1] == "no row differs"
    assert not any(line.startswith(">") for line in told)


def test_rows_that_keras_counted_otherwise_have_no_mark():
    """Both are shown as they are, and that they differ in numbers is said."""
    head = "Layer (type)     Output Shape"
    golden, own = [head, "dense (Dense)    (None, 3)   "], [head, "dense_3 (Dense)  (None, 3)   "]
    beside, patch = (render_summary(own, lay_beside(golden, own), width) for width in (80, 40))
    assert "\n  dense (Dense)    (None, 3)     dense_3 (Dense)  (None, 3)\n" in beside
    assert "\n dense_3 (Dense)  (None, 3)   \n" in patch
    for shown in (beside, patch):
        assert shown.splitlines()[-1] == "no row differs but in the numbers of automatic names"


def test_what_a_student_wrote_is_made_visible():
    """Escape sequences, line ends, marks of direction and commands to a runner in layers' names do nothing."""
    hostile = ["dense\x1b[2J (Dense)", "::error::no", "a\u202eb\r", "x" * 5000]
    for shown in (render_summary(hostile, None, 100), render_summary(hostile, lay_beside(GOLDEN, hostile), 100)):
        assert not set(shown) & {"\x1b", "\r", "\u202e"}
        assert "\\x1b[2J" in shown
        assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
        assert max(map(len, shown.splitlines())) < 1100


def test_a_problem_is_told_with_its_place():
    """A finding in a line of its own, harmless too."""
    problem = Finding(code="R001", message="raised ValueError: \x1b[31m", file="4-x.py", line=7)
    assert render_problem(problem) == "checker: no summary: R001 raised ValueError: \\x1b[31m (4-x.py:7)\n"
