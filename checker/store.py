"""The store of a class: every verdict with what it depends on, and every earlier one, in one SQL database."""

import contextlib
import dataclasses
import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects import postgresql, sqlite

from checker.errors import StoreError, UsageError
from checker.model import Outcome
from checker.students import Grade, Student

FILE = "grades.sqlite"
# History of the tables:
# 1: first version
VERSION = 1
BUSY_SECONDS = 60.0
# Any number: whoever makes the tables of a PostgreSQL store has taken it.
LOCK = 0x67726164
# How a row is put in the place of another differs; a store is on one of these.
_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
POSTGRESQL, DRIVER = ("postgres", "postgresql"), "postgresql+psycopg"
EXAMPLE = "postgresql://user@host/database"
# What a database takes in no text: SQLite no lone surrogates, PostgreSQL no NUL either.
_REFUSED = re.compile("[\0\ud800-\udfff]")
NO_DRIVER = "its driver is not installed: pip install 'psycopg[binary]'"

TABLES = sql.MetaData()
ABOUT = sql.Table("about", TABLES, sql.Column("version", sql.Integer, nullable=False))
STUDENTS = sql.Table(
    "students",
    TABLES,
    sql.Column("id", sql.Text, primary_key=True),
    sql.Column("name", sql.Text, nullable=False),
    sql.Column("email", sql.Text, nullable=False),
    sql.Column("place", sql.Text, nullable=False),
    sql.Column("git", sql.Boolean, nullable=False),
    sql.Column("revision", sql.Text, nullable=False),
)
GRADES = sql.Table(
    "grades",
    TABLES,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("student", sql.Text, nullable=False),
    sql.Column("project", sql.Text, nullable=False),
    sql.Column("task", sql.Text, nullable=False),
    sql.Column("outcome", sql.Text, nullable=False),
    sql.Column("points", sql.Integer, nullable=False),
    sql.Column("max_points", sql.Integer, nullable=False),
    sql.Column("seconds", sql.Float, nullable=False),
    sql.Column("graded_at", sql.Text, nullable=False),
    sql.Column("reason", sql.Text, nullable=False),
    sql.Column("note", sql.Text, nullable=False),
    sql.Column("key", sql.Text, nullable=False),
    sql.Column("verdict", sql.Text, nullable=False),
    sql.Index("grades_of", "student", "project", "task"),
)


class Store:
    """The verdicts of a class; use it in a ``with`` statement.

    What has been added is on disk when `add` returns: whoever is killed afterwards has lost nothing of it.

    Args:
        place: a folder, in which the file FILE is (made when it is not), or the URL of a database.

    Raises:
        UsageError: when the URL is none, or one of a database that is not SQLite or PostgreSQL, or whose driver is not
            installed.
        StoreError: when the database can't be opened, or is none of ours.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        url = _url_of(place)
        try:
            self.engine = sql.create_engine(url)
            if self.engine.dialect.name == "sqlite":
                sql.event.listen(self.engine, "connect", _prepare_sqlite)
            with self._disposed_on_failure():
                self._prepare()
        except (sql.exc.ArgumentError, ValueError, sql.exc.NoSuchModuleError, ModuleNotFoundError) as error:
            why = f"{_shown(place)} is no store: {_reason(error)}"
            raise UsageError(f"{why}; give a folder, or a URL such as {EXAMPLE}") from error
        except sql.exc.SQLAlchemyError as error:
            raise StoreError(f"the store {_shown(place)} can't be opened: {_reason(error)}") from error

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *error: object) -> None:
        self.engine.dispose()

    def enrol(self, students: Iterable[Student]) -> None:
        """Keeps who they are; what was known of the same ids before is replaced."""
        # In one order, so that two that do it at once wait for each other and don't block each other.
        rows = sorted(map(_row_of, students), key=lambda row: str(row["id"]))
        added = _INSERTS[self.engine.dialect.name](STUDENTS)
        others = {column.name: added.excluded[column.name] for column in STUDENTS.columns if not column.primary_key}
        with self._begin() as connection:
            if rows:
                connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=others), rows)

    def students(self) -> list[Student]:
        """All that have been enrolled, in the order of their ids."""
        with self._begin() as connection:
            rows = connection.execute(sql.select(STUDENTS).order_by(STUDENTS.c.id)).mappings()
            return [Student(**row) for row in rows]

    def add(self, grade: Grade) -> None:
        """Keeps a verdict; it is the newest of its student and task from now on.

        Characters that the database takes in no text are written out, for one of them would stop a class.
        """
        row: dict[str, Any] = {
            "student": grade.student,
            "project": grade.project,
            "task": grade.task,
            "outcome": grade.outcome.value,
            "points": grade.points,
            "max_points": grade.max_points,
            "seconds": grade.seconds,
            "graded_at": grade.graded_at.astimezone(datetime.UTC).isoformat(timespec="milliseconds"),
            "reason": grade.reason,
            "note": grade.note,
            "key": json.dumps(dict(grade.key), sort_keys=True),
            "verdict": json.dumps(grade.verdict),
        }
        with self._begin() as connection:
            connection.execute(GRADES.insert(), _taken(row))

    def newest(
        self, project: str, *, verdicts: bool = False, student: str | None = None
    ) -> dict[tuple[str, str], Grade]:
        """(Student's id, task's name) → the newest grade, for all of a project; with its verdict where that is asked.

        A verdict takes some 20 KB.

        Args:
            student: the id of the only one that is wanted; None for all.
        """
        last = sql.select(sql.func.max(GRADES.c.id)).where(GRADES.c.project == project)
        if student is not None:
            last = last.where(GRADES.c.student == _text(student))
        last = last.group_by(GRADES.c.student, GRADES.c.task)
        columns = [column for column in GRADES.columns if verdicts or column is not GRADES.c.verdict]
        with self._begin() as connection:
            rows = connection.execute(sql.select(*columns).where(GRADES.c.id.in_(last))).mappings()
            return {(row["student"], row["task"]): self._grade(dict(row)) for row in rows}

    def history(self, student: str) -> list[Grade]:
        """All verdicts on a student's answers, the oldest first."""
        chosen = sql.select(GRADES).where(GRADES.c.student == _text(student)).order_by(GRADES.c.id)
        with self._begin() as connection:
            return [self._grade(dict(row)) for row in connection.execute(chosen).mappings()]

    @contextlib.contextmanager
    def _begin(self) -> Iterator[sql.Connection]:
        """A transaction, which is on disk when the block ends."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except sql.exc.SQLAlchemyError as error:
            raise StoreError(f"the store {_shown(self.place)} does not answer: {_reason(error)}") from error

    @contextlib.contextmanager
    def _disposed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.engine.dispose()
            raise

    def _prepare(self) -> None:
        """Makes the tables that are not there; one that finds another version changes nothing."""
        if self.engine.dialect.name not in _INSERTS:
            raise UsageError(f"{_shown(self.place)} is no store: give a folder, or a URL such as {EXAMPLE}")
        with self._begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(sql.select(sql.func.pg_advisory_xact_lock(LOCK)))
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # else two that open it at once make the same tables
            ABOUT.create(connection, checkfirst=True)
            versions = set(connection.execute(sql.select(ABOUT.c.version)).scalars())
            other = versions - {VERSION}
            if other:
                raise StoreError(
                    f"the store {_shown(self.place)} is of version {other.pop()}, this program's is {VERSION}: "
                    "use the program that made it, or another folder"
                )
            TABLES.create_all(connection)
            if not versions:
                connection.execute(ABOUT.insert(), {"version": VERSION})

    def _grade(self, row: Mapping[str, Any]) -> Grade:
        try:
            return _grade(row)
        except (ValueError, TypeError, AttributeError) as error:
            which = f"its grade {row['id']} can't be read: {error}"
            raise StoreError(f"the store {_shown(self.place)} is damaged: {which}") from error


def _row_of(student: Student) -> dict[str, Any]:
    """A student as the database keeps one: bytes of a path that are no text are written out."""
    return _taken(dataclasses.asdict(student))


def _taken(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose texts every database takes."""
    return {name: _text(value) if isinstance(value, str) else value for name, value in row.items()}


def _text(text: str) -> str:
    r"""`text` with what a database refuses as Python writes it: ``\x00``, ``\udcff``."""
    return _REFUSED.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def find_store(out: str) -> str:
    """The place of a store that there is already.

    Raises:
        UsageError: when there is none.
    """
    if "://" not in out and not (Path(out) / FILE).is_file():
        raise UsageError(f"{out} holds no grades: name the folder that `checker grade` was told with --out")
    return out


def _grade(row: Mapping[str, Any]) -> Grade:
    return Grade(
        student=row["student"],
        project=row["project"],
        task=row["task"],
        outcome=Outcome(row["outcome"]),
        points=row["points"],
        max_points=row["max_points"],
        seconds=row["seconds"],
        graded_at=datetime.datetime.fromisoformat(row["graded_at"]),
        reason=row["reason"],
        note=row["note"],
        key=json.loads(row["key"]),
        verdict=json.loads(row["verdict"]) if "verdict" in row else {},
    )


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Whoever finds the file locked waits; what is committed survives a loss of power too."""
    connection.execute(f"PRAGMA busy_timeout = {round(1000 * BUSY_SECONDS)}")
    connection.execute("PRAGMA synchronous = FULL")


def _url_of(place: str) -> str | sql.URL:
    """The URL of a store's database; PostgreSQL's usual one with our driver named in it."""
    kind, mark, rest = place.partition("://")
    if not mark:
        return sql.URL.create("sqlite", database=str(Path(place).absolute() / FILE))
    return f"{DRIVER}://{rest}" if kind in POSTGRESQL else place


def _shown(place: str) -> str:
    """A store's place without the password that a URL may hold; little of one that nobody can read."""
    try:
        return sql.make_url(place).render_as_string(hide_password=True) if "://" in place else place
    except (sql.exc.ArgumentError, ValueError):
        return f"{place.partition('://')[0]}://..."


def _reason(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        return NO_DRIVER
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().partition("\n")[0]
