"""A class of students who have all handed in right answers, each with a remark of their own in every file.

They are the reference solutions; or, to the numpy tasks, samples in plain loops, as most students write them. A
reference takes a few milliseconds there, behind which nothing of what checking costs can hide.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import in_process
from checker import fixtures
from checker.inputs import expand
from checker.specs import load_project
from checker.workspace import find_project, find_task, find_workspace

SAMPLES = Path(__file__).resolve().parents[1] / "tests" / "right"


@dataclass(frozen=True, kw_only=True, slots=True)
class Class:
    """A task, the folders of the students who have answered it, and the file of its cases; all lies in `place`."""

    name: str
    place: Path
    folders: list[Path]
    cases: Path

    @property
    def words(self) -> list[str]:
        """How the task is named on the command line."""
        project, task = self.name.split("/")
        return [project, "task", task]

    def roster(self, count: int) -> Path:
        """A list of the first so many students, for `checker grade`."""
        file = self.place / f"first-{count}.csv"
        rows = [f"{folder.parent.name},{folder}" for folder in self.folders[:count]]
        file.write_text("\n".join(["id,path", *rows, ""]), encoding="utf-8")
        return file

    def results(self) -> AbstractContextManager[str]:
        """A folder for one run's grades, gone afterwards."""
        return tempfile.TemporaryDirectory(dir=self.place)


LOOPS = {
    "0x07/0": "0-conv_forward/loops_over_pixels_padding_is_same.py",
    "0x07/1": "1-pool_forward/loops_over_pixels_mode_is_max.py",
    "0x07/2": "2-conv_backward/four_loops_padding_is_same.py",
    "0x07/3": "3-pool_backward/four_loops_mode_is_max.py",
}


@contextlib.contextmanager
def class_of(name: str, count: int, *, loops: bool = False) -> Iterator[Class]:
    """A class of `count` students who answer the task ``0x07/0``; gone afterwards.

    Args:
        loops: whether they have the samples of LOOPS, where there is one, and not the references.
    """
    workspace = find_workspace()
    project_name, _, number = name.partition("/")
    project = load_project(workspace.specs, find_project(workspace, project_name))
    asked = find_task(project, number)
    task = in_process.comparing(asked)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        place = Path(temporary)
        place.chmod(0o755)
        cases = place / "cases"
        parameters = {probe.id: expand(probe.parameters) for probe in task.probes}
        expected = fixtures.read(workspace.fixture(asked), asked)
        in_process.write(cases, in_process.Cases(task=task, parameters=parameters, expected=expected))
        folders = [_hand_in(workspace.reference(task), place / f"student-{number:04}") for number in range(count)]
        if loops and name in LOOPS:
            sample = (SAMPLES / task.project / LOOPS[name]).read_text(encoding="utf-8").partition("\n")[2]
            for folder in folders:
                (folder / task.file).write_text(f"{sample}# {folder.parent.name}\n", encoding="utf-8")
        yield Class(name=name, place=place, folders=folders, cases=cases)


def _hand_in(reference: Path, student: Path) -> Path:
    """A student's copy of a project's folder; no two are the same, so that nothing is gained by remembering one."""
    folder = student / reference.name
    shutil.copytree(reference, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in folder.glob("*.py"):
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"# {student.name}\n")
    return folder
