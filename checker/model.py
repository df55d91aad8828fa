"""The nouns of the program: plain, frozen values that the other modules pass to each other."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Outcome(enum.Enum):
    """How a check came out. BROKEN is the checker's own fault and costs the student nothing."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    BROKEN = "broken"


class Ending(enum.Enum):
    """How one step of a run ended; a question of its own, apart from whether the answer was right."""

    ANSWERED = "answered"
    RAISED = "raised"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "ran out of memory"
    DIED = "died"
    EXITED = "called sys.exit"
    UNSUPPORTED = "not supported"
    BLOCKED = "blocked"


class Group(enum.Enum):
    """What a check is about: the form of the file, what its code does, or rules that behaviour can't show."""

    REQUIREMENTS = "requirements"
    BEHAVIOUR = "behaviour"
    RULES = "rules"


class Framework(enum.Enum):
    """What a task's worker imports before it meets the submission; NONE runs no worker at all."""

    NONE = "none"
    NUMPY = "numpy"
    TENSORFLOW = "tensorflow"


class Against(enum.Enum):
    """What an observation is compared with."""

    FIXTURE = "fixture"
    ARGUMENTS = "arguments"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What each step (seconds, MiB) and each run of a submission may use; `processes` are threads too."""

    seconds: float = 30.0
    cpu_seconds: float = 120.0
    memory_mib: int = 2048
    output_bytes: int = 65536
    processes: int = 256
    file_mib: int = 64
    files: int = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeSpec:
    """One thing to do with a submission. `parameters` are the keywords of the probe's function in the worker."""

    id: str
    probe: str
    hidden: bool = True
    reference_only: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckSpec:
    """One question about a submission, worth `points`; 0 points make it informational.

    One of `static` (a row of STATIC_CHECKS) and `compare` (a row of COMPARATORS) is given; `parameters` are its
    keywords. A comparing check looks at one `part` of the observations of its `probes`, and compares it with the
    fixture's of that name, or `expected_part`. A check that `explains` others speaks only when one of those failed;
    its parameter `advice` is given only where all of `advice_needs` passed.
    """

    id: str
    title: str
    group: Group
    points: int = 0
    static: str = ""
    compare: str = ""
    probes: tuple[str, ...] = ()
    part: str = ""
    against: Against = Against.FIXTURE
    expected_part: str = ""
    needs: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    advice_needs: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskSpec:
    """What a task asks and how it is checked.

    `path`, the task's place without an ending (``supervised_learning/0x08-deep_cnns/4-resnet50``), names its spec,
    reference and fixture. `also` are patterns of other file names that the task accepts.
    """

    path: str
    number: int
    title: str
    file: str
    asks: str
    also: tuple[str, ...] = ()
    framework: Framework = Framework.NUMPY
    siblings: tuple[str, ...] = ()
    manual_review: str = ""
    limits: Limits = Limits()
    probes: tuple[ProbeSpec, ...] = ()
    checks: tuple[CheckSpec, ...] = ()

    @property
    def project(self) -> str:
        """The project's path, such as ``supervised_learning/0x08-deep_cnns``."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The task's own name, such as ``4-resnet50``."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectSpec:
    """A project: its path, its title, its own runtime, and its tasks in the order of their numbers."""

    path: str
    title: str
    tasks: tuple[TaskSpec, ...]
    runtime: str = "modern"

    @property
    def name(self) -> str:
        """The project's own name, such as ``0x08-deep_cnns``."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What was seen of one part of one probe; `value` is a tree of plain data and base arrays.

    Unless `ending` is ANSWERED there is no value; `message` says what happened, `file` and `line` where, if known.
    """

    probe: str
    part: str
    ending: Ending
    value: Any = None
    message: str = ""
    file: str = ""
    line: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """All observed of a submission's code, what it printed (and `cut` bytes more), and the layers that it ran in."""

    observations: tuple[Observation, ...] = ()
    printed: str = ""
    cut: int = 0
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Runtime:
    """An interpreter for workers, folders to search besides its own, an engine for its image, and how to repair it."""

    name: str
    python: str
    search: tuple[str, ...] = ()
    engine: str = ""
    image: str = ""
    repair: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What a comparator may say of the call that it judges; values of a `hidden` case's answer are not for printing."""

    probe: str
    call: str
    hidden: bool = True
    file: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of two tables laid side by side; an empty cell means that side has no such line."""

    expected: str
    actual: str
    place: str = ""

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return self.expected == self.actual


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing to tell about a submission, under a stable code; `line` and `column` count from 1, 0 is "not known".

    What explains two tables side by side carries their `rows`; a `remark` does not fail its check.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    remark: bool = False
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """How one check came out for one submission."""

    spec: CheckSpec
    outcome: Outcome
    findings: tuple[Finding, ...] = ()

    @property
    def points(self) -> int:
        """The points earned: all of the check's when it passed, else none."""
        return self.spec.points if self.outcome is Outcome.PASSED else 0

    @property
    def max_points(self) -> int:
        """The points that could be earned; a broken check is worth none, so that it costs none."""
        return 0 if self.outcome is Outcome.BROKEN else self.spec.points


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskVerdict:
    """The verdict on one task: its checks' results, what the submission printed, and where it all came from.

    `cut` are the bytes printed beyond `printed`, `source` is its file's readable text, `diagnosis` explains it all.
    """

    task: TaskSpec
    file: str
    results: tuple[CheckResult, ...]
    source: str = ""
    printed: str = ""
    cut: int = 0
    diagnosis: tuple[str, ...] = ()
    seconds: float = 0.0
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """The points earned in all checks."""
        return sum(result.points for result in self.results)

    @property
    def max_points(self) -> int:
        """The points that could be earned in all checks that are not broken."""
        return sum(result.max_points for result in self.results)

    @property
    def outcome(self) -> Outcome:
        """PASSED when every check worth points passed; BROKEN when the checker itself failed somewhere."""
        graded = [result.outcome for result in self.results if result.spec.points]
        if Outcome.BROKEN in graded:
            return Outcome.BROKEN
        return Outcome.PASSED if all(outcome is Outcome.PASSED for outcome in graded) else Outcome.FAILED


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The verdict on all the tasks of one run, in order; `project` and `title` name the project."""

    project: str
    title: str
    tasks: tuple[TaskVerdict, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """BROKEN when a task's is, else FAILED when a task's is, else PASSED."""
        outcomes = [task.outcome for task in self.tasks]
        return next((one for one in (Outcome.BROKEN, Outcome.FAILED) if one in outcomes), Outcome.PASSED)
