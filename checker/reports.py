"""A page for each student of a class: the newest verdicts that the store has on a project's tasks → HTML files."""

import datetime
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from checker.errors import StoreError, UsageError
from checker.model import ProjectSpec, TaskSpec, TaskVerdict, Verdict
from checker.render import RENDERERS
from checker.render.from_json import task_from_json
from checker.store import Store
from checker.students import Grade, Student
from checker.workspace import Workspace
from checker.writing import file_name, write_whole

MILLISECOND = 1_000_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Reports:
    """The pages of a class in a folder; use it in a ``with`` statement.

    A page has the newest verdict on each task of the project that has one, also where this run has not checked it. It
    is written when its student is done with, and dated by the youngest of its verdicts: one that has that date already
    stays as it is. So a run that was killed leaves no page that the next one would not make good.

    Args:
        folder: as `folder_of` has made it.
        tasks: how many tasks of each student the run goes through.
    """

    def __init__(self, folder: Path, store: Store, workspace: Workspace, project: ProjectSpec, tasks: int) -> None:
        self.folder = folder
        self.store = store
        self.templates = workspace.templates
        self.project = project
        self.tasks = tasks
        self.begun: dict[Student, int] = {}
        self.written = 0

    def __enter__(self) -> "Reports":
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        """Writes the pages of students whom an orderly stop came between."""
        if kind is None:
            for student in self.begun:
                self._write(student)

    def done_with_one(self, student: Student) -> None:
        """Counts a task of a student that is done with; after the last one the page is written.

        Raises:
            UsageError: when it can't be written.
            StoreError: when a verdict in the store is none.
        """
        self.begun[student] = self.begun.get(student, 0) + 1
        if self.begun[student] == self.tasks:
            del self.begun[student]
            self._write(student)

    def _write(self, student: Student) -> None:
        file = self.folder / f"{file_name(student.id)}.html"
        date = _date(self._newest(student, verdicts=False))
        if not date or _date_of(file) == date:
            return
        page = RENDERERS["html"](self._verdict(student), templates=self.templates)
        try:
            write_whole(file, page)
            os.utime(file, ns=(date, date))
        except OSError as error:
            raise UsageError(f"the report can't be written to {file}: {error.strerror}") from error
        self.written += 1

    def _newest(self, student: Student, *, verdicts: bool) -> dict[str, Grade]:
        newest = self.store.newest(self.project.path, student=student.id, verdicts=verdicts)
        return {task: grade for (_, task), grade in newest.items()}

    def _verdict(self, student: Student) -> Verdict:
        grades = self._newest(student, verdicts=True)
        return Verdict(
            project=self.project.path,
            title=f"{self.project.title}: {student.name or student.id}",
            tasks=tuple(_task(grades[task.name], task) for task in self.project.tasks if task.name in grades),
            provenance={"student": student.id, "name": student.name},
        )


def folder_of(place: str, project: ProjectSpec) -> Path:
    """The folder of a project's pages in the place that a person names; it is made, and tried.

    Raises:
        UsageError: when nothing can be written there.
    """
    folder = Path(place) / project.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise UsageError(f"reports can't be written to {folder}: {error.strerror}; name another folder") from error


def _task(grade: Grade, task: TaskSpec) -> TaskVerdict:
    try:
        verdict = task_from_json(grade.verdict, task)
        source, versions = str(grade.verdict.get("source", "")), dict(grade.verdict.get("versions", {}))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        which = f"the verdict on {grade.task} of {grade.student}"
        raise StoreError(f"the store is damaged: {which} can't be read; check it again with --again") from error
    checked = {"checked_at": grade.graded_at.isoformat(timespec="seconds"), "runtime": grade.key.get("runtime", "")}
    return replace(verdict, source=source, provenance={**verdict.provenance, **checked, "versions": versions})


def _date(grades: Mapping[str, Grade]) -> int:
    """When the youngest of the verdicts was made, in nanoseconds since 1970, of which the store has milliseconds."""
    youngest = max((grade.graded_at for grade in grades.values()), default=EPOCH)
    return (youngest - EPOCH) // datetime.timedelta(milliseconds=1) * MILLISECOND


def _date_of(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
