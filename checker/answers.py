"""What a student handed in to a project, opened: a folder, an archive, or what git fetches."""

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.archives import is_archive
from checker.changes import changed_at
from checker.checkouts import checked_out, name_of
from checker.errors import CheckerFault, CheckoutError, UsageError
from checker.model import ProjectSpec, TaskSpec
from checker.render import text
from checker.static_checks.reading import read_source
from checker.students import Student
from checker.submissions import Submission, opened
from checker.workspace import find_submission

_FAULT = "a fault of the checker, while it opened what was handed in: {}: {}; please report it"
_LINK = "{} is a link out of the folder of submissions: put what it leads to there, or name that in a list"


@dataclass(kw_only=True, slots=True)
class Answer:
    """A student's opened folder, closed with the last of the tasks that are `left`.

    Args:
        note: what a person should know of it; `fault`: why it could not be opened, by nobody's doing that we know.
            Names of files that stand in them are made visible.
        refused: whether it could not be opened, by the student's doing, as `note` says.
        changed: when it was changed last, in seconds since 1970.
    """

    student: Student
    folder: Path = Path()
    modeless: frozenset[str] = frozenset()
    changed: float = 0.0
    note: str = ""
    fault: str = ""
    refused: bool = False
    left: int = 0
    resources: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def done_with_one(self) -> None:
        """Closes the folder with the last of its tasks."""
        self.left -= 1
        if self.left <= 0:
            self.resources.close()


def open_answer(project: ProjectSpec, student: Student) -> Answer:
    """The student's folder of the project; an empty one, and why, where there is none."""
    resources = contextlib.ExitStack()
    note = fault = ""
    try:
        if os.path.islink(student.place):
            raise CheckoutError(_LINK.format(student.place))
        if student.git:
            base = resources.enter_context(checked_out(student.place, student.revision, project.name))
            submission = Submission(folder=find_submission(project, str(base), above=False))
        else:
            submission = resources.enter_context(opened(project, student.place, above=False))
        packed_at = os.stat(student.place).st_mtime if is_archive(student.place) else 0.0
        changed = packed_at or changed_at(submission.folder)
        return Answer(
            student=student,
            folder=submission.folder,
            modeless=submission.modeless,
            changed=changed,
            note=text.visible(submission.left_out),
            resources=resources,
        )
    except (UsageError, CheckerFault, OSError) as error:
        why = text.visible(str(error))
        note, fault = (why, "") if _is_theirs(error) else ("", why)
    except Exception as error:  # one student's files are not to end a class
        fault = text.visible(_FAULT.format(type(error).__name__, error))
    resources.close()
    empty = _empty_folder(student, resources)
    return Answer(student=student, folder=empty, note=note, fault=fault, refused=bool(note), resources=resources)


def _empty_folder(student: Student, resources: contextlib.ExitStack) -> Path:
    """A folder that is called what was to be opened, for findings tell its name."""
    place = resources.enter_context(tempfile.TemporaryDirectory(prefix="checker-"))
    name = name_of(student.place) if student.git else os.path.basename(student.place).lstrip(".")[:60]
    folder = Path(place, name or "answer")
    folder.mkdir()
    return folder


def _is_theirs(error: Exception) -> bool:
    """Whether what was handed in is not there or refused; a disk that is full or can't be read is nobody's doing."""
    cause = error.__cause__
    missing = isinstance(cause, FileNotFoundError | NotADirectoryError)
    return isinstance(error, UsageError) and (missing or not isinstance(cause, OSError))


def texts_of(
    project: ProjectSpec, tasks: Sequence[TaskSpec], students: Sequence[Student]
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """A task's name → a student's id → the text of the answer, where it can be read; and why other folders can't be."""
    texts: dict[str, dict[str, str]] = {task.name: {} for task in tasks}
    troubles = []
    for student in students:
        answer = open_answer(project, student)
        with answer.resources:
            if answer.fault or answer.refused:
                troubles.append(f"{student.id}: {answer.fault or answer.note}")
            for task in tasks:
                source = read_source(answer.folder, task.file, also=task.also)
                if source.tree:
                    texts[task.name][student.id] = source.text
    return texts, troubles
