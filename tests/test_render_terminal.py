"""The terminal's report: short, plain where asked, and never under a student's command."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model import Finding, Outcome, Row
from checker.render import RENDERERS, text
from tests.test_render_builders import alone, check, failing, task, verdict
from tests.test_render_samples import HOSTILE, SAMPLES, hostile_task

OURS = re.compile(r"\x1b\[(?:0|1|2|31|32|33|35|36)m")
ANY_TEXT = st.text(st.characters(exclude_categories=()))
terminal = RENDERERS["terminal"]


def test_a_typical_failure_fits_a_screen() -> None:
    """A wrong network, a style error and a remark fit 24 lines of 100 columns."""
    lines = terminal(SAMPLES["failed"], width=100).splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [40, 80, 132])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_asked(name: str, width: int, verbose: bool) -> None:
    """Whatever is said, each line fits the width."""
    written = terminal(SAMPLES[name], width=width, verbose=verbose)
    assert max(text.cells(line) for line in written.split("\n")) <= width


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("verbose", [False, True])
def test_without_colour_all_is_plain(name: str, verbose: bool) -> None:
    """No escape code and no other control character but the line end, a student's included."""
    written = terminal(SAMPLES[name], verbose=verbose)
    assert written.replace("\n", "").isprintable()


@pytest.mark.parametrize("name", SAMPLES)
def test_with_colour_only_our_own_codes_are_left(name: str) -> None:
    """A student's escape sequences are shown, not obeyed, next to ours."""
    written = terminal(SAMPLES[name], colour=True, verbose=True)
    assert OURS.sub("", written).replace("\n", "").isprintable()


@pytest.mark.parametrize("name", SAMPLES)
def test_colour_changes_no_word(name: str) -> None:
    """Without its codes the coloured report is the plain one."""
    plain = [line.rstrip() for line in OURS.sub("", terminal(SAMPLES[name], colour=True)).split("\n")]
    assert plain == terminal(SAMPLES[name]).split("\n")


def test_coloured_output_has_colour() -> None:
    """Outcomes are coloured when asked."""
    assert "\x1b[31mFAILED\x1b[0m" in terminal(SAMPLES["failed"], colour=True)


@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_commands_a_ci_runner(verbose: bool) -> None:
    """No line begins as a workflow command does, and none holds an old one."""
    written = terminal(SAMPLES["hostile"], verbose=verbose)
    assert not re.search(r"^\s*::|##\w*\[", written, re.MULTILINE)


def test_the_heading_tells_task_file_points_and_outcome() -> None:
    """The first line alone is a verdict."""
    first = terminal(SAMPLES["failed"]).splitlines()[0]
    assert first == "4. ResNet-50 (4-resnet50.py): 50 of 100 points, FAILED"


def test_quiet_gives_a_line_for_each_task() -> None:
    """Eight tasks are eight lines, and nothing else but the runtime's."""
    lines = terminal(SAMPLES["project"], quiet=True).splitlines()
    assert [line.split(".")[0] for line in lines[:-1]] == [str(number) for number in range(8)]


def test_a_passed_task_is_one_line() -> None:
    """There is nothing to say about what is right, but which runtime said so."""
    lines = terminal(SAMPLES["passed"]).splitlines()
    assert lines[:-1] == ["4. ResNet-50 (4-resnet50.py): 100 of 100 points, PASSED"]


@pytest.mark.parametrize("quiet", [False, True])
def test_the_last_line_names_the_runtime(quiet: bool) -> None:
    """With the versions that the submission ran with."""
    last = terminal(SAMPLES["failed"], quiet=quiet).splitlines()[-1]
    assert last == "  runtime modern: python 3.11.7, tensorflow 2.21.0"


def test_where_nothing_ran_the_runtime_has_its_name_alone() -> None:
    """A blog post, or a file that is missing, meets no Python."""
    told = replace(SAMPLES["passed"], provenance={"runtime": {"name": "tf1.12"}})
    assert terminal(told).splitlines()[-1] == "  runtime tf1.12"


def test_a_finding_has_code_message_and_place() -> None:
    """Each finding says under which code, what, and where for an editor to jump to."""
    assert "S010 E501 line too long (85 > 79 characters) (4-resnet50.py:12:80)" in terminal(SAMPLES["failed"])


def test_skipped_checks_are_one_line() -> None:
    """All that waits for the same check stands together."""
    assert "  skipped inference, training (they need import)\n" in terminal(SAMPLES["unimportable"])


def test_a_skipped_check_alone_is_told_in_the_singular() -> None:
    """One check needs, two need."""
    assert "  skipped training (it needs inference)\n" in terminal(SAMPLES["failed"])


def test_a_broken_check_is_nobody_elses_fault() -> None:
    """The student reads that the checker is at fault, and why."""
    written = terminal(SAMPLES["broken"])
    assert "the checker's fault, not yours, and it costs you nothing" in written
    assert "N003 the fixture was recorded from another spec" in written


def test_what_broke_many_checks_is_told_once() -> None:
    """A runtime that can't be started breaks all checks of behaviour for one reason."""
    why = Finding(code="N002", message="the worker can't be started")
    results = [check(name, name.title(), Outcome.BROKEN, why) for name in ("import", "values")]
    written = terminal(alone(*results))
    assert written.count("N002 the worker can't be started") == 1
    assert "it costs you nothing: import, values\n" in written


def test_what_explains_a_failure_is_a_hint() -> None:
    """The layers' table, worth no points, stands below what it explains."""
    written = terminal(SAMPLES["failed"])
    assert (
        written.index("(0 of 30 points)") < written.index("\n  hint    where the layers part") < written.index(">   36")
    )


def test_the_diagnosis_stands_apart() -> None:
    """The sentence that explains the whole has an empty line before it."""
    assert "\n\n  Your 4-resnet50.py is right:" in terminal(SAMPLES["failed"])


def test_findings_beyond_three_are_counted() -> None:
    """A check with many findings shows three and says how to see the others."""
    many = [Finding(code="S006", message=f"E501 number {n}") for n in range(15)]
    written = terminal(failing(*many))
    assert "E501 number 2" in written
    assert "E501 number 3" not in written
    assert "and 12 more, see --verbose or --report FILE.html" in written


def test_calls_that_raise_at_one_place_are_told_once() -> None:
    """The same line raising in many calls takes one finding's room, another line its own."""
    raised = [Finding(code="R001", message=f"call {n} raised", line=7 + n // 3) for n in range(6)]
    told = re.findall(r"call \d", terminal(failing(*raised)))
    assert told == ["call 0", "call 3"]


def test_verbose_shows_every_finding() -> None:
    """Nothing is counted only."""
    many = [Finding(code="S006", message=f"E501 number {n}") for n in range(15)]
    written = terminal(failing(*many), verbose=True)
    assert "E501 number 14" in written
    assert "see --verbose" not in written


def test_verbose_points_into_the_source() -> None:
    """The student's own line, with a caret below the column."""
    lines = terminal(SAMPLES["failed"], verbose=True, width=120).splitlines()
    (above,) = [line for line in lines if "12 |     Y = K.layers.Conv2D(" in line]
    below = lines[lines.index(above) + 1]
    assert below.strip() == "^"
    assert above[below.index("^") :] == "it)(X)"


def test_verbose_shows_what_was_printed_behind_a_bar() -> None:
    """Captured output can't pass for the report's own lines."""
    assert "  printed | Model built" in terminal(SAMPLES["failed"], verbose=True)


def test_remarks_are_short_and_few() -> None:
    """What costs nothing takes a few lines each, three at most."""
    notes = [check(f"n{n}", "Note", Outcome.FAILED, Finding(code="C1", message="x" * 500), points=0) for n in range(5)]
    lines = terminal(alone(*notes)).splitlines()
    assert [line[2:8] for line in lines[1:14:4]] == ["remark"] * 3 + ["      "]
    assert lines[13].strip() == "and 2 remarks more"


def test_a_remark_is_not_cut_where_it_begins() -> None:
    """A long title leaves room for what was found."""
    finding = Finding(code="C1", message="your answer follows TensorFlow's SAME", remark=True)
    written = terminal(alone(check("n", "'same' with a stride " * 4, Outcome.PASSED, finding)), width=80)
    assert "your answer follows TensorFlow's SAME" in " ".join(written.split())


def test_manual_review_is_announced() -> None:
    """The student learns that a human still looks at the task."""
    assert "  review  by hand: the pictures" in terminal(verdict(task(6, "post", "Post", manual_review="the pictures")))


def test_a_table_shows_its_first_difference() -> None:
    """The first differing row is marked, between its neighbours, with the size of the whole."""
    written = terminal(SAMPLES["failed"])
    assert re.search(
        r"> +36 +Conv2D 1x1 128 filters stride 2x2 → +Conv2D 1x1 128 filters → 56x56x128\n +28x28x128\n", written
    )
    assert "169 rows, 7 of them differ" in written


def test_a_missing_row_is_told() -> None:
    """A side without such a row says so."""
    finding = Finding(code="C021", message="a layer is missing", rows=(Row(expected="ReLU", actual=""),))
    written = terminal(failing(finding))
    assert re.search(r">    1  ReLU +\(none\)\n", written)


def test_a_long_cell_is_not_cut_where_it_differs() -> None:
    """The cells of the differing row go on to the next line."""
    finding = Finding(code="C021", message="x", rows=(Row(expected="w " * 40 + "LEFT", actual="w " * 40 + "RIGHT"),))
    written = terminal(failing(finding))
    assert "LEFT" in written
    assert "RIGHT" in written


def test_a_long_message_keeps_its_beginning_and_end() -> None:
    """A message of ten thousand letters becomes a few lines."""
    finding = Finding(code="C001", message="start " + "x" * 10_000 + " end")
    lines = terminal(failing(finding)).splitlines()
    assert len(lines) <= 9
    assert any("C001 start" in line for line in lines)
    assert any("end" in line for line in lines)


def test_a_message_of_many_lines_is_cut_after_a_few() -> None:
    """A traceback does not push the rest off the screen."""
    finding = Finding(code="R001", message="\n".join("abcdefgh"))
    written = terminal(failing(finding))
    assert "[... 5 lines left out ...]" in written


def test_a_project_ends_with_a_table_and_a_total() -> None:
    """The last lines but the runtime's sum up all tasks."""
    lines = terminal(SAMPLES["project"]).splitlines()
    assert lines[-11].split() == ["task", "file", "points", "outcome"]
    assert lines[-2].split() == ["total", "610", "of", "760", "broken"]


def test_no_task_is_not_silence() -> None:
    """A run that checked nothing says so."""
    assert terminal(SAMPLES["empty"]) == "No task was checked.\n"


def test_a_hostile_file_name_breaks_no_line() -> None:
    """A title and a file name full of tricks stay within the one line that a quiet report has for a task."""
    assert len(terminal(verdict(hostile_task()), quiet=True).splitlines()) == 2


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_can_be_shown(value: str) -> None:
    """Whatever a submission wrote anywhere, the report comes out plain."""
    finding = Finding(code="C001", message=value, line=1, column=2, rows=(Row(expected=value, actual="", place=value),))
    told = task(0, "a", value, check("x", value, Outcome.FAILED, finding), source=value, printed=value, file=value)
    assert terminal(verdict(told), verbose=True).replace("\n", "").isprintable()


def test_the_terminal_needs_no_library() -> None:
    """A run at the prompt imports neither a template engine nor a console library."""
    code = "import sys, checker.render; print(sorted({'jinja2', 'rich', 'pygments', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_hostile_sample_is_hostile() -> None:
    """The tests above would see an escape sequence if it came through."""
    assert not HOSTILE.isprintable()
