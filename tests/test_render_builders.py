"""How the tests of the renderers build verdicts by hand."""

from typing import Any

from checker.model import CheckResult, CheckSpec, Finding, Group, Outcome, TaskSpec, TaskVerdict, Verdict

PROJECT = "supervised_learning/0x08-deep_cnns"
REQUIREMENTS = {
    "shebang": "the first line is #!/usr/bin/env python3",
    "newline": "the file ends with a new line",
    "executable": "the file is executable",
    "documentation": "module, classes and functions are documented",
    "imports": "only the imports that the task allows",
    "style": "the file follows pycodestyle",
}


def check(id_: str, title: str, outcome: Outcome = Outcome.PASSED, *findings: Finding, **spec: Any) -> CheckResult:
    """A check with its outcome and findings; `spec` are fields of `CheckSpec`, a point of behaviour by default."""
    fields: dict[str, Any] = {"points": 1, "group": Group.BEHAVIOUR} | spec
    return CheckResult(spec=CheckSpec(id=id_, title=title, **fields), outcome=outcome, findings=findings)


def requirements(*failed: CheckResult) -> tuple[CheckResult, ...]:
    """The checks of a file's form, those in `failed` in place of the passed ones."""
    by_id = {result.spec.id: result for result in failed}
    return tuple(
        by_id.get(id_) or check(id_, title, points=5, group=Group.REQUIREMENTS) for id_, title in REQUIREMENTS.items()
    )


def task(
    number: int, name: str, title: str, *results: CheckResult, manual_review: str = "", **fields: Any
) -> TaskVerdict:
    """A task's verdict; `fields` are those of `TaskVerdict`."""
    spec = TaskSpec(
        path=f"{PROJECT}/{number}-{name}",
        number=number,
        title=title,
        file=f"{number}-{name}.py",
        asks="",
        manual_review=manual_review,
    )
    told: dict[str, Any] = {"task": spec, "file": spec.file, "results": results} | fields
    return TaskVerdict(**told)


def alone(*results: CheckResult, **fields: Any) -> Verdict:
    """A verdict on one task with those checks."""
    return verdict(task(0, "a", "A", *results, **fields))


def failing(*findings: Finding, **fields: Any) -> Verdict:
    """A verdict on one task with one check that failed by those findings."""
    return alone(check("values", "the values", Outcome.FAILED, *findings), **fields)


def verdict(*tasks: TaskVerdict) -> Verdict:
    """A verdict on those tasks of project 0x08."""
    return Verdict(
        project=PROJECT,
        title="Deep Convolutional Architectures",
        tasks=tasks,
        provenance={
            "versions": {"python": "3.11.7", "checker": "1.0.0", "numpy": "2.4.6", "tensorflow": "2.21.0"},
            "runtime": {"name": "modern", "python": "3.11.7", "tensorflow": "2.21.0"},
        },
    )
