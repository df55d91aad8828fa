"""What an instructor is told besides grades: mistakes in a list, why an answer failed, which answers are alike."""

import shutil

import pytest
import workbench
from packing import tarred, zipped
from somebodys_class import FILE, RIGHT, hand_in, students_in

from checker.cli_class import LONGEST, MOST_REASONS

GRADE = ("grade", "0x09", "0", "--submissions", "class", "--isolation", "none")
# Another way to the same numbers, long enough that nobody comes to it twice by chance.
OWN_WAY = '''\
"""Exponentially weighted mean"""
import numpy as np


def running_mean(data, beta):
    """Mean of data along its first axis"""
    rows = np.asarray(data, dtype=float)
    powers = beta ** np.arange(rows.shape[0])
    weights = np.tril(powers[:, None] / powers[None, :]) * (1 - beta)
    flat = rows.reshape(rows.shape[0], -1)
    summed = np.einsum("ij,jk->ik", weights, flat)
    assert np.isfinite(summed).all() and summed.shape[0] > 0
    return summed.reshape(rows.shape)
'''


def indented(out: str) -> list[str]:
    """The lines of reasons that `checker history` prints below a verdict."""
    return [line.strip() for line in out.splitlines() if line.startswith("    ")]


def test_what_could_not_be_opened_has_its_own_name_in_the_history(program, tmp_path):
    """Not that of the empty folder which is looked at in its place."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.zip").write_text("hello")
    program(*GRADE)
    (reason,) = [reason for reason in indented(program("history", "ada")[1]) if "S001" in reason]
    assert f"no {FILE} in ada.zip" in reason


def test_a_name_that_is_no_text_stops_no_class(program, tmp_path):
    """An archive is refused for a member whose name nobody can write, and the others are checked."""
    hand_in(tmp_path / "class" / "bob")
    tarred(tmp_path / "class" / "ada.tar", "../\udcff.py")
    code, out, err = program(*GRADE)
    assert (code, "1 passed, 1 failed" in out) == (0, True)
    assert "the name '../\\udcff.py' leads out of the archive" in err


def test_who_has_left_the_class_is_named_while_the_gradebook_keeps_them(program, tmp_path):
    """Their grades may be those of another list; nobody is named who is in the class."""
    students_in(tmp_path / "class", "ada", "bob", "cy")
    assert "gradebook" not in program(*GRADE)[2]
    shutil.rmtree(tmp_path / "class" / "bob")
    _, _, err = program(*GRADE)
    assert err == "checker: the gradebook also holds who is not among these submissions: bob\n"
    assert '"bob"' in (tmp_path / "grades" / "gradebook-0x09-something.csv").read_text()


@pytest.mark.parametrize("command", ["grade", "similar"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ada,nowhere,", "ada: there is no "),
        ("ada,nowhere.bundle,", "ada: there is no "),
        ("ada,notes.txt,", "notes.txt is no folder and no archive ("),
        ("ada,,--upload-pack=x", "'--upload-pack=x' is no repository"),
    ],
)
def test_a_list_that_names_what_is_not_there_gives_no_grade(program, tmp_path, command, row, said):
    """It is the instructor's mistake: the student is named, and nothing is looked at."""
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "class.csv").write_text(f"id,path,git\n{row}\n")
    code, out, err = program(command, "0x09", "0", "--submissions", "class.csv")
    assert (code, out, said in err, (tmp_path / "grades").exists()) == (2, "", True, False), err


def test_a_list_that_names_several_places_that_are_not_there_is_told_at_once(program, tmp_path):
    """So that it is mended once."""
    (tmp_path / "class.csv").write_text("id,path\nada,nowhere\nbob,elsewhere\n")
    code, _, err = program("grade", "0x09", "0", "--submissions", "class.csv")
    assert (code, "ada: there is no " in err, "bob: there is no " in err) == (2, True, True)


def test_a_class_is_not_graded_with_a_stale_fixture(program, tmp_path, instructor):
    """Each good grade would become a broken one; what to do is said before anybody is checked."""
    hand_in(tmp_path / "class" / "ada")
    assert program(*GRADE)[0] == 0
    own = shutil.copytree(instructor, tmp_path / "own")
    (spec,) = (own / "task_specs").rglob("0-*.toml")
    spec.write_text(spec.read_text().replace("seed = ", "seed = 1", 1))
    code, _, err = program("--workspace", str(own), *GRADE)
    assert (code, "the fixture of" in err, "checker fixtures generate" in err) == (3, True, True), err
    assert program("history", "ada")[1].count("first") == 1


@pytest.mark.parametrize("possible", ["", "ten", "0", "-1", "NaN", "sNaN", "Infinity"])
def test_what_is_no_scale_is_refused(program, possible):
    """What points are worth in Moodle is a number over 0; none at all is what Moodle takes as it comes."""
    code, out, err = program("export", "moodle", "0x09", "--possible", possible)
    said = "--possible is a number" if possible else "grades holds no grades"
    assert (code, out, err.startswith(f"checker: {said}")) == (2, "", True)


def test_history_says_why_the_newest_verdict_is_no_pass(program, tmp_path):
    """Each failed check with its first finding, below the newest verdict alone."""
    hand_in(tmp_path / "class" / "ada", "import nothing_of_that_name\n")
    program(*GRADE)
    hand_in(tmp_path / "class" / "ada", RIGHT.replace("(1 - beta)", "(2 - beta)"))
    program(*GRADE)
    code, out, _ = program("history", "ada")
    assert code == 0
    assert [reason.partition(" ")[0] for reason in indented(out)] == ["published:", "values:"]
    assert indented(out)[0].startswith("published: C004 the output[2]: expected 2.125, got 6.375")
    assert "nothing_of_that_name" not in out
    assert out.splitlines()[1].endswith("  changed: submission")


def test_history_of_a_pass_has_no_reasons(program, tmp_path):
    """There is nothing to explain."""
    hand_in(tmp_path / "class" / "ada")
    program(*GRADE)
    assert indented(program("history", "ada")[1]) == []


def test_history_says_what_could_not_be_opened(program, tmp_path):
    """Before what failed because of it."""
    (tmp_path / "class").mkdir()
    zipped(tmp_path / "class" / "ada.zip", ("../../evil.py", b"x"))
    program(*GRADE)
    first, *others = indented(program("history", "ada")[1])
    assert "ada.zip can't be checked" in first
    assert others


def test_history_says_why_a_verdict_is_broken(program, tmp_path):
    """Once, however many checks it broke."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada").symlink_to(hand_in(tmp_path / "elsewhere"))
    assert program(*GRADE)[0] == 3
    reasons = indented(program("history", "ada")[1])
    assert reasons
    assert all("N002" in reason and "is a link out of the folder of submissions" in reason for reason in reasons)


def test_reasons_are_few_and_harmless_lines(program, tmp_path):
    """Whatever an answer raises."""
    hostile = "\\x1b[31m\\n::error::" + 500 * "x"
    hand_in(tmp_path / "class" / "ada", RIGHT.replace("mean, means", f"raise ValueError('{hostile}')\n    mean, means"))
    program(*GRADE)
    _, out, _ = program("history", "ada")
    assert 0 < len(indented(out)) <= MOST_REASONS
    assert all(len(line) <= LONGEST and "\x1b" not in line for line in indented(out))


def test_answers_that_are_alike_are_listed(program, tmp_path):
    """Both students, how much they share and where; who solved the task alone is not named."""
    hand_in(tmp_path / "class" / "ada", OWN_WAY)
    hand_in(tmp_path / "class" / "bob", OWN_WAY.replace("summed", "total").replace("mean of", "average of"))
    hand_in(tmp_path / "class" / "eve")
    code, out, err = program("similar", "0x09", "0", "--submissions", "class")
    first, pair = out.splitlines()
    assert (code, err, first) == (0, "", f"{FILE}: 3 answers, 1 pairs alike")
    assert pair.startswith("  100%  ada and bob: lines ")


def test_how_much_is_alike_can_be_chosen(program, tmp_path):
    """A share that no pair reaches names nobody; one that is none is refused."""
    students_in(tmp_path / "class", "ada", "bob", source=OWN_WAY)
    half = OWN_WAY.replace("    assert", "    for row in rows:\n        summed[0] += row - row.copy() * 1\n    assert")
    hand_in(tmp_path / "class" / "bob", half)
    words = ("similar", "0x09", "0", "--submissions", "class", "--least")
    assert program(*words, "1")[1].splitlines() == [f"{FILE}: 2 answers, 0 pairs alike"]
    assert len(program(*words, "0.2")[1].splitlines()) == 2
    assert program(*words, "2")[0] == 2


def test_similar_goes_through_all_tasks_and_tells_what_it_could_not_open(program, tmp_path):
    """A link that leads out of the class is nobody's answer, and neither is a damaged archive."""
    hand_in(tmp_path / "class" / "ada", workbench.KERAS_REFERENCE, "1-autoencoder.py")
    (tmp_path / "class" / "bob.zip").write_text("no zip")
    (tmp_path / "class" / "eve").symlink_to(hand_in(tmp_path / "elsewhere"))
    code, out, err = program("similar", "0x09", "--submissions", "class")
    assert code == 0
    assert out.splitlines() == [f"{FILE}: 0 answers, 0 pairs alike", "1-autoencoder.py: 1 answers, 0 pairs alike"]
    assert [line[: len("checker: bob: ")] for line in err.splitlines()] == ["checker: bob: ", "checker: eve: "]


@pytest.mark.parametrize("out", ["file", "file/grades", "/proc/grades"])
def test_grades_that_can_be_put_nowhere_are_told_before_anything_is_checked(program, tmp_path, out):
    """With exit code 2, the folder and what the system says of it."""
    students_in(tmp_path / "class", "ada")
    (tmp_path / "file").write_text("x")
    code, said, err = program(*GRADE, "--out", out)
    assert (code, said, err.startswith(f"checker: the folder {out} can't be used: ")) == (2, "", True), err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "file"]
