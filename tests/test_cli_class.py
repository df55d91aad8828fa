"""The commands for a class as a person meets them: what they print, their exit codes, and what they refuse."""

import datetime
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
import workbench
from packing import zipped
from somebodys_class import FILE, RIGHT, TASK, WRONG, git, hand_in, repository, students_in

from checker.store import FILE as STORE
from checker.store import Store


def grade(program, *more: str, submissions: str = "class") -> tuple[int, str, str]:
    """Grades the numpy task of a class, without walls unless told otherwise."""
    walls = () if "--isolation" in more else ("--isolation", "none")
    return program("grade", "0x09", "task", "0", "--submissions", submissions, *walls, *more)


def test_a_class_is_graded_and_graded_again(program, tmp_path):
    """Folders, an archive, a bundle and nothing; then what changed alone; the history says why."""
    students_in(tmp_path / "class", "ada", "eve")
    hand_in(tmp_path / "class" / "bob", WRONG)
    zipped(tmp_path / "class" / "dan.zip", (f"{workbench.PROJECT}/{FILE}", RIGHT.encode()))
    place = repository(tmp_path / "repo")
    git(place, "bundle", "create", "-q", str(tmp_path / "class" / "fay.bundle"), "HEAD")
    (tmp_path / "class" / "gus").mkdir()
    code, out, err = grade(program, "--jobs", "2")
    assert (code, err) == (0, "")
    assert re.match(r"6 answers of 6 students checked in \d+ s, \d+ a minute: 4 passed, 2 failed, 0 could not", out)
    hand_in(tmp_path / "class" / "bob")
    code, out, _ = grade(program)
    assert (code, out.partition(" in ")[0]) == (0, "1 answers of 6 students checked")
    assert out.rstrip().endswith("5 were left as they are")
    code, out, _ = program("history", "bob")
    lines = out.splitlines()
    assert code == 0
    assert re.fullmatch(rf"\d{{4}}-.*  0x09-something  {TASK} +failed +40 of 100  first", lines[0])
    assert re.search(r"passed +100 of 100  changed: submission$", lines[1])


@pytest.mark.parametrize(
    ("option", "checked"),
    [("--resume", {"new"}), ("--only-failed", {"bad", "new"}), ("--again", {"bad", "good", "new"}),
     (f"--since={datetime.date(2030, 1, 1)}", {"new"})],
)  # fmt: skip
def test_options_choose_answers(program, tmp_path, option, checked):
    """Each as its help says."""
    hand_in(tmp_path / "class" / "bad", WRONG)
    hand_in(tmp_path / "class" / "good")
    assert grade(program)[0] == 0
    hand_in(tmp_path / "class" / "new")
    at = datetime.datetime(2030, 1, 1).astimezone().timestamp()
    os.utime(tmp_path / "class" / "new" / FILE, (at, at))
    assert grade(program, option)[0] == 0
    with Store("grades") as store:
        newest = max(one.graded_at for name in ("bad", "good") for one in store.history(name)[:1])
        again = {name for name in ("bad", "good", "new") if store.history(name)[-1].graded_at > newest}
    assert again == checked


def test_the_grades_may_lie_in_the_folder_of_submissions(program, tmp_path, monkeypatch):
    """As they do for whoever stands there: they are no student."""
    hand_in(tmp_path / "class" / "ada")
    monkeypatch.chdir(tmp_path / "class")
    assert grade(program, submissions=".")[1].startswith("1 answers of 1 students")
    assert grade(program, submissions=".")[1].startswith("0 answers of 1 students")


def test_names_that_mean_harm_are_names(program, tmp_path):
    """Each has a grade, all is printed in harmless lines, and nothing is written elsewhere."""
    names = [
        "x..\u2215etc",
        "=cmd|' C'!A0",
        "a\nb",
        "\u202exe.ssap",
        "--out",
        "$(touch pwned)",
        "::error::x",
        "';DROP TABLE grades",
    ]
    students_in(tmp_path / "class", *names)
    hand_in(Path(os.fsdecode(os.fsencode(tmp_path / "class") + b"/\xff")))
    code, out, err = grade(program)
    assert (code, out.startswith("9 answers of 9 students"), err) == (0, True, ""), out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "grades"]
    with Store("grades") as store:
        ids = [one.id for one in store.students()]
        assert all(len(store.history(one)) == 1 for one in ids)
    for one in ids:
        assert one.isprintable()
        code, out, _ = program("history", "--", one)
        assert code == 0


def test_a_link_out_of_the_class_is_not_followed(program, tmp_path):
    """It is told, costs the student nothing, and a person has to look."""
    hand_in(tmp_path / "secret")
    hand_in(tmp_path / "class" / "ada")
    (tmp_path / "class" / "eve").symlink_to(tmp_path / "secret")
    code, out, _ = grade(program)
    assert (code, "1 passed, 0 failed, 1 could not be judged" in out) == (3, True)
    with Store("grades") as store:
        (kept,) = store.history("eve")
    assert "is a link out of the folder of submissions" in kept.verdict["checks"][0]["findings"][0]["message"]


def test_a_clone_with_a_hostile_configuration_is_a_folder(program, tmp_path):
    """Its files are read, and git is not asked."""
    place = repository(tmp_path / "class" / "eve")
    for name in ("core.fsmonitor", "core.sshCommand", "alias.status", "filter.x.smudge", "core.pager"):
        git(place, "config", name, f"touch {tmp_path}/pwned")
    assert grade(program)[0] == 0
    assert not (tmp_path / "pwned").exists()


def test_one_students_harm_is_his_own(program, instructor, tmp_path):
    """A hang, a crash, a memory bomb, a flood and a signal: the others' verdicts are as without them."""
    bad = {
        "hangs": "while True:\n        pass",
        "dies": "import os\n    os._exit(0)",
        "bombs": "return bytearray(1 << 40)",
        "floods": "print('x' * 10_000_000)",
        "kills": "import os, signal\n    os.kill(os.getppid(), signal.SIGKILL)",
    }
    for name, body in bad.items():
        hand_in(tmp_path / "class" / name, f"def running_mean(data, beta):\n    {body}\n")
    good = students_in(tmp_path / "class", *(f"r{n}" for n in range(5)))
    quick = Path(shutil.copytree(instructor, tmp_path / "workspace"))
    spec = quick / "task_specs" / workbench.PROJECT / f"{TASK}.toml"
    spec.write_text(spec.read_text().replace("seconds = 20.0", "seconds = 2.0"))
    words = ("--workspace", str(quick), "grade", "0x09", "0", "--submissions", "class", "--jobs", "2")
    code, out, _ = program(*words)
    assert (code, "5 passed, 5 failed, 0 could not be judged" in out) == (0, True)
    with Store("grades") as store:
        assert {store.history(one.id)[0].points for one in good} == {100}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grade", "0x09", "--submissions", "nowhere"], "no folder nowhere"),
        (["grade", "0x09", "--submissions", "."], "holds no submission"),
        (["grade", "0x09", "--submissions", "class/ada"], "class/ada looks like one student's own, not like a class"),
        (["similar", "0x09", "--submissions", "class/ada"], "it holds 0-running_mean.py; name the folder in which"),
        (["grade", "0x09"], "Missing option '--submissions'"),
        (["grade", "0x09", "--submissions", "class", "--engine", "spark"], "no engine 'spark'"),
        (["grade", "0x09", "--submissions", "class", "--engine", "dask://"], "which cluster?"),
        (["grade", "0x09", "--submissions", "class", "--jobs", "0"], "--jobs"),
        (["grade", "0x09", "--submissions", "class", "--resume", "--again"], "give one of them"),
        (["grade", "0x09", "--submissions", "class", "--since", "yesterday"], "--since"),
        (["grade", "0x09", "--submissions", "class", "--since", "0001-01-01"], "give a date from 1970 on"),
        (["grade", "0x09", "--submissions", "class", "--out", "mysql://x/y"], "give a folder, or a URL"),
        (["history", "ada"], "grades holds no grades"),
    ],
)
def test_a_mistake_is_told(program, tmp_path, words, said):
    """With exit code 2, before anything is made."""
    if {"class", "class/ada"} & set(words):
        hand_in(tmp_path / "class" / "ada")
    code, out, err = program(*words)
    assert (code, out, said in err) == (2, "", True), err
    assert "Traceback" not in err


def test_a_student_who_is_not_known_is_told_with_those_who_are(program, tmp_path):
    """That come near."""
    students_in(tmp_path / "class", "lovelace")
    grade(program)
    code, _, err = program("history", "lovelance")
    assert (code, "there is lovelace" in err) == (2, True)


def test_a_store_that_is_garbage_is_told_and_left(program, tmp_path):
    """With exit code 3: it is nobody's answer that is wrong."""
    students_in(tmp_path / "class", "ada")
    (tmp_path / "grades").mkdir()
    (tmp_path / "grades" / STORE).write_bytes(b"garbage" * 1000)
    for words in (["history", "ada"], ["grade", "0x09", "0", "--submissions", "class", "--isolation", "none"]):
        code, _, err = program(*words)
        assert (code, "not a database" in err, "Traceback" in err) == (3, True, False)
    assert (tmp_path / "grades" / STORE).read_bytes() == b"garbage" * 1000


def test_a_store_of_a_later_version_is_told(program, tmp_path):
    """And not touched."""
    students_in(tmp_path / "class", "ada")
    grade(program)
    with sqlite3.connect(tmp_path / "grades" / STORE) as store:
        store.execute("update about set version = 9")
    store.close()
    code, _, err = grade(program, "--again")
    assert (code, "is of version 9, this program's is 1" in err) == (3, True)


def test_out_that_may_not_be_written_to_is_told(program, tmp_path):
    """Nothing is graded in vain."""
    students_in(tmp_path / "class", "ada")
    (tmp_path / "grades").write_text("x")
    code, _, err = grade(program)
    assert (code, "can't be used: File exists" in err) == (2, True)
