"""The store: what is added stays, in order, whoever else writes to it; and what can't be a store is told."""

import datetime
import json
import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sql

from checker import store as store_module
from checker.errors import StoreError, UsageError
from checker.model import Outcome
from checker.store import FILE, Store
from checker.students import Grade, Student

WHEN = datetime.datetime(2026, 11, 21, 10, 30, tzinfo=datetime.UTC)
ODD = "../=cmd|' /C calc'!A0\u202eада"


def grade(student: str = "ada", task: str = "0-a", **others: object) -> Grade:
    """A grade with something in all of its fields."""
    given: dict[str, object] = {
        "student": student, "project": "x/0x09", "task": task, "outcome": Outcome.FAILED, "points": 40,
        "max_points": 100, "seconds": 0.25, "graded_at": WHEN, "reason": "first", "key": {"submission": "1"},
        "verdict": {"checks": [{"message": "NUL \0, a lone \ud800, ü"}]},
    }  # fmt: skip
    return Grade(**(given | others))  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be: a folder, and a database of its own on a real PostgreSQL server."""
    if request.param == "sqlite":
        return str(tmp_path)
    url: str = request.getfixturevalue("postgresql")()
    return url


def test_what_is_added_comes_back(place):
    """All fields, as they were, after the store was closed too."""
    with Store(place) as store:
        store.add(grade())
    with Store(place) as store:
        assert store.history("ada") == [grade()]
        assert store.newest("x/0x09", verdicts=True) == {("ada", "0-a"): grade()}
        assert store.newest("x/0x09") == {("ada", "0-a"): grade(verdict={})}


def test_a_note_may_name_any_file(place):
    """Bytes that are no text are written out: a name in an archive that is refused must not stop a class."""
    with Store(place) as store:
        store.add(grade(note="the name '../a\udcffb\0c' leads out"))
        assert store.history("ada")[0].note == "the name '../a\\udcffb\\x00c' leads out"


def test_the_newest_grade_counts_and_earlier_ones_stay(place):
    """Of each student, task and project the one that was added last, whatever the clock said."""
    later = grade(points=100, outcome=Outcome.PASSED, graded_at=WHEN - datetime.timedelta(days=1))
    with Store(place) as store:
        for one in (grade(), grade("bob"), grade(task="1-b"), grade(project="y"), later):
            store.add(one)
        newest = store.newest("x/0x09")
        assert {key: one.points for key, one in newest.items()} == {("ada", "0-a"): 100, ("bob", "0-a"): 40,
                                                                   ("ada", "1-b"): 40}  # fmt: skip
        assert store.newest("x/0x09", student="bob").keys() == {("bob", "0-a")}
        assert store.newest("x/0x09", student="nobody") == {}
        assert [one.points for one in store.history("ada")] == [40, 40, 40, 100]


@pytest.mark.parametrize("sign", ["\0", "\udcff"])
def test_a_text_that_a_database_refuses_is_written_out(place, sign):
    """In any column, for one that a student has written would stop a class; and it is found by the same name."""
    shown = sign.encode("unicode_escape").decode()
    texts = dict.fromkeys(("student", "project", "task", "reason", "note"), f"a{sign}b")
    with Store(place) as store:
        store.add(grade(**texts, key={"submission": sign}))
        store.enrol([Student(id=f"a{sign}b", name=sign, email=sign, place=sign, revision=sign)])
        (kept,) = store.history(f"a{sign}b")
        assert [getattr(kept, name) for name in texts] == 5 * [f"a{shown}b"]
        assert kept.key == {"submission": sign}
        assert store.newest(f"a{shown}b", student=f"a{sign}b")
        assert store.students() == [
            Student(id=f"a{shown}b", name=shown, email=shown, place=shown, revision=shown)
        ]


def test_students_are_replaced_and_none_is_lost(place):
    """Who is enrolled again has what was told last; the others stay."""
    ada, bob = Student(id="ada", name="Ada", place="/a"), Student(id=ODD, email="b@b", place="u", git=True)
    with Store(place) as store:
        store.enrol([bob, ada])
        store.enrol([Student(id="ada", name="Countess", place="/b", revision="main")])
        store.enrol([])
        assert store.students() == sorted(
            [bob, Student(id="ada", name="Countess", place="/b", revision="main")], key=lambda one: one.id
        )
        store.add(grade(ODD))
        assert [one.student for one in store.history(ODD)] == [ODD]


def test_ten_thousand_students_are_enrolled(place):
    """In one go, and again."""
    many = [Student(id=f"s{number:05}", place="/p") for number in range(10_000)]
    with Store(place) as store:
        store.enrol(many)
        store.enrol(many)
        assert len(store.students()) == 10_000


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%41", "file:a?mode=memory"])
def test_a_folder_may_have_any_name(tmp_path, name):
    """What would mean something in a URL does not in a folder's name."""
    (tmp_path / name).mkdir()
    with Store(str(tmp_path / name)) as store:
        store.add(grade())
    assert (tmp_path / name / FILE).is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_added_grade_is_on_disk_at_once(tmp_path):
    """Whoever opens the file beside the writer sees it, though that has not closed it."""
    with Store(str(tmp_path)) as store:
        store.add(grade())
        with sqlite3.connect(tmp_path / FILE) as other:
            assert other.execute("select count(*) from grades").fetchone() == (1,)
        other.close()


def test_two_graders_at_once_corrupt_nothing(place):
    """Both open a new store, enrol the same students in another order and add grades: all are there, once."""
    many = [Student(id=f"s{number}", place="/p") for number in range(50)]
    start = threading.Barrier(4)

    def grader(number: int) -> None:
        start.wait()
        with Store(place) as store:
            for _ in range(3):
                store.enrol(many if number % 2 else many[::-1])
            for one in many:
                store.add(grade(one.id, reason=str(number)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(grader, range(4)))
    with Store(place) as store:
        assert len(store.students()) == 50
        histories = [sorted(one.reason for one in store.history(student.id)) for student in many]
        assert histories == [["0", "1", "2", "3"]] * 50


@pytest.mark.parametrize("content", [b"garbage " * 1000, b"SQLite format 3\0" + 4000 * b"\xff"])
def test_a_file_that_is_no_store_is_told_and_left(tmp_path, content):
    """The message names it; nothing in it is changed."""
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError, match=str(tmp_path)):
        Store(str(tmp_path))
    assert (tmp_path / FILE).read_bytes() == content


def test_a_store_of_a_later_version_is_left_as_it_is(place, monkeypatch):
    """Both versions are named, and no table is made in it."""
    monkeypatch.setattr(store_module, "VERSION", 7)
    monkeypatch.setattr(store_module, "TABLES", sql.MetaData())
    Store(place).engine.dispose()
    monkeypatch.undo()
    with pytest.raises(StoreError, match="version 7, this program's is 1"):
        Store(place)
    engine = sql.create_engine(place if "://" in place else f"sqlite:///{place}/{FILE}")
    assert sql.inspect(engine).get_table_names() == ["about"]
    engine.dispose()


def test_a_damaged_grade_is_told(tmp_path):
    """Not as a fault of the program."""
    with Store(str(tmp_path)) as store:
        store.add(grade())
        with sqlite3.connect(tmp_path / FILE) as other:
            other.execute("update grades set key = '{'")
        other.close()
        with pytest.raises(StoreError, match="damaged: its grade 1"):
            store.history("ada")


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path):
    """SQLite says it as it would of a real one, for its file may have no more pages."""
    with Store(str(tmp_path)) as store:
        store.add(grade())

        @sql.event.listens_for(store.engine, "connect")
        def full(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA max_page_count = 1")

        store.engine.dispose()
        with pytest.raises(StoreError, match="full"):
            store.add(grade(verdict={"long": 100_000 * "x"}))
    with Store(str(tmp_path)) as store:
        assert store.history("ada") == [grade()]


@pytest.mark.parametrize("url", ["mysql://host/x", "nothing://host/x", "://", "postgresql://h:port/x"])
def test_what_is_no_url_of_a_store_is_told(url):
    """What would be one is said."""
    with pytest.raises(UsageError, match="give a folder, or a URL such as postgresql"):
        Store(url)


@pytest.mark.parametrize("kind", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_that_does_not_answer_is_told_without_the_password(kind):
    """A person may copy the message to somebody. A URL in its usual form is understood."""
    with pytest.raises(StoreError, match="does not answer") as told:
        Store(f"{kind}://me:secret@127.0.0.1:9/x")
    assert "secret" not in str(told.value)


def test_what_to_install_for_a_database_is_told(monkeypatch):
    """The driver is an extra of its own."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"pip install 'psycopg\[binary\]'"):
        Store("postgresql://host/x")


def test_a_verdict_is_kept_as_json(place):
    """Other programs may read it."""
    with Store(place) as store:
        store.add(grade())
        with store.engine.connect() as connection:
            kept = connection.execute(sql.text("select verdict from grades")).scalar_one()
    assert json.loads(kept) == grade().verdict


def test_postgresql_is_tried_where_it_can_be():
    """Only where no server is installed are the tests on it left out, and then that is said at the end of the run."""
    assert postgres.FOLDER is None or os.access(postgres.FOLDER / "postgres", os.X_OK)
