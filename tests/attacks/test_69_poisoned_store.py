"""Attack 69: a verdict in the store that nobody earned, or one that is taken for another answer's."""

import os
import sqlite3
import tempfile
from pathlib import Path

import pytest
import workbench
from somebodys_class import FILE, RIGHT, WRONG, hand_in

from checker import cli
from checker.exclusive import LEFT, LOCK, PREFIX
from checker.model import Outcome
from checker.store import FILE as STORE
from checker.store import Store

HARM = """
import glob, os, sqlite3
OUT = {out!r}
TRIES = [
    lambda: sqlite3.connect(OUT + "/{store}").execute("update grades set outcome = 'passed', points = 100"),
    lambda: open(OUT + "/{store}", "r+b").write(b"harm"),
    lambda: open(OUT + "/{store}-journal", "wb").write(b"harm"),
    lambda: open(OUT + "/{left}").read(),
    lambda: open(OUT + "/{left}", "w").write("/"),
    lambda: open(OUT + "/new", "w"),
    lambda: os.unlink(OUT + "/{store}"),
    lambda: os.rename(OUT, OUT + "2"),
    lambda: os.listdir(OUT),
    lambda: os.listdir(os.path.dirname(OUT) + "/class"),
    lambda: open(os.path.dirname(OUT) + "/class/good/{file}", "a").write("# harm"),
    lambda: open(os.path.dirname(OUT) + "/class/good/{file}").read(),
    lambda: open(os.path.dirname(os.getcwd()) + "/new.py", "w"),
    lambda: os.listdir({temporary!r}),
]


def running_mean(data, beta):
    for number, attempt in enumerate(TRIES):
        try:
            attempt()
        except Exception as error:
            print("DENIED", number, type(error).__name__)
        else:
            print("DONE", number)
    return 0
"""


def grade(workspace: Path, folder: Path) -> int:
    """Grades the class in a folder behind all walls that there are."""
    words = ["--submissions", str(folder / "class"), "--out", str(folder / "out")]
    return int(cli.main(["--workspace", str(workspace), "grade", "0x09", "0", *words]))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that everybody may enter and write to, so that walls alone protect it."""
    for folder in (tmp_path, tmp_path / "out", tmp_path / "class"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
    return tmp_path


def test_a_submission_reaches_neither_the_store_nor_its_class(instructor, place):
    """All tries are denied, the store is as it was left, and the others' verdicts are their own."""
    hand_in(place / "class" / "good")
    source = HARM.format(out=str(place / "out"), store=STORE, left=LEFT, file=FILE, temporary=tempfile.gettempdir())
    hand_in(place / "class" / "harm", source)
    assert grade(instructor, place) == 0
    for file in (place / "out").iterdir():
        file.chmod(0o666)
    assert grade(instructor, place) == 0
    hand_in(place / "class" / "harm", source + "\n# again\n")
    assert grade(instructor, place) == 0
    with Store(str(place / "out")) as store:
        first, again = store.history("harm")
        assert [one.outcome for one in store.history("good")] == [Outcome.PASSED]
    for one in (first, again):
        printed = one.verdict["printed"]
        assert (one.outcome, "DONE" in printed) == (Outcome.FAILED, False)
        assert all(f"DENIED {number} " in printed for number in range(14)), printed
    names = {path.name for path in (place / "out").iterdir()}
    assert names == {LOCK, STORE, "gradebook-0x09-something.csv", "gradebook-0x09-something.json"}
    assert (place / "class" / "good" / FILE).read_text() == RIGHT


def test_a_changed_answer_is_checked_whatever_its_times_and_size_say(instructor, place):
    """What counts is its content."""
    file = hand_in(place / "class" / "eve") / FILE
    status = file.stat()
    assert grade(instructor, place) == 0
    file.write_text(WRONG.ljust(len(RIGHT))[: len(RIGHT)] if len(WRONG) < len(RIGHT) else WRONG)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert grade(instructor, place) == 0
    with Store(str(place / "out")) as store:
        assert [one.outcome for one in store.history("eve")] == [Outcome.PASSED, Outcome.FAILED]


def test_a_verdict_is_nobody_elses(instructor, place):
    """The same answer of another student is checked for itself, and a store that a student hands in is a file."""
    hand_in(place / "class" / "ada", WRONG)
    hand_in(place / "class" / "bob", WRONG)
    with Store(str(place / "class" / "ada")) as planted, planted.engine.begin() as connection:
        connection.exec_driver_sql("insert into about values (1)")
    (place / "class" / "ada" / LEFT).write_text(str(place / f"{PREFIX}x"))
    assert grade(instructor, place) == 0
    with Store(str(place / "out")) as store:
        newest = store.newest(workbench.PROJECT)
    assert {student: one.outcome for (student, _), one in newest.items()} == dict.fromkeys(
        ("ada", "bob"), Outcome.FAILED
    )


def test_a_row_that_claims_another_content_is_not_believed(instructor, place):
    """Where somebody has edited a verdict's key, the answer is checked again; who edits outcomes owns the folder."""
    hand_in(place / "class" / "eve", WRONG)
    assert grade(instructor, place) == 0
    with sqlite3.connect(place / "out" / STORE) as store:
        store.execute(
            "update grades set outcome = 'passed', key = replace(key, 'submission\": \"', 'submission\": \"f')"
        )
    store.close()
    assert grade(instructor, place) == 0
    with Store(str(place / "out")) as store:
        assert (store.history("eve")[-1].outcome, store.history("eve")[-1].reason) == (
            Outcome.FAILED,
            "changed: submission",
        )
