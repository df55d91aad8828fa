"""From findings and observations to the results of checks: needs, endings, and what was expected."""

import contextlib
import itertools
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from checker.calls import as_published, describe_call, together
from checker.comparators import COMPARATORS
from checker.comparators.arrays import kind
from checker.comparators.values import MOST_LINES
from checker.inputs import expand
from checker.model import (
    Against,
    Case,
    CheckResult,
    CheckSpec,
    Ending,
    Finding,
    Observation,
    Outcome,
    ProbeSpec,
    TaskSpec,
)
from checker.requests import IMPORT

CODES = {
    Ending.RAISED: "R001",
    Ending.TIMED_OUT: "R002",
    Ending.OUT_OF_MEMORY: "R003",
    Ending.DIED: "R004",
    Ending.EXITED: "R005",
    Ending.BLOCKED: "R007",
}
# What a rule can be asked of though there is nothing: no layers, or a model that is not compiled.
EMPTY: tuple[Any, ...] = ([], {"optimizer": ""})
RETURNED = "returned"
MOST_TOLD = 6
_IMPORTED = ProbeSpec(id=IMPORT, probe=IMPORT)
# A worker says no more of an error; a forged observation can claim more.
MOST_CHARACTERS = 2000
# No honest finding is longer but one that tells a returned text, of which this is enough; the call stands at the end.
LONGEST_MESSAGE, LONGEST_CALL = 4000, 500
# Of one check: more than anybody reads, and all that a report has to hold.
MOST_FINDINGS, MOST_TEXT = 200, 100_000

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """All that is known of a submission to one task.

    Args:
        static: id of a static check → its findings; a check that could not be answered is not there.
        observations: what was seen; none when the file can't be run.
        expected: the fixture's values, (probe, part) → value.
        fault: why the checker can't judge what the code does (no fixture, no worker); empty when it can.
    """

    static: Mapping[str, list[Finding]] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    expected: Mapping[Pair, Any] = field(default_factory=dict)
    fault: str = ""


def judge(task: TaskSpec, evidence: Evidence) -> tuple[CheckResult, ...]:
    """The results of all of a task's checks, in order.

    Findings:
        R001 raised, R002 timed out, R003 ran out of memory, R004 died, R005 called sys.exit, R007 blocked: how the run
        ended instead of answering; told by the first check that misses the answer, the others are skipped.
        C001: something else than the task asks for was returned, or came back as the answer.
        N001: skipped, for something it needs did not pass. N002: the checker's own fault. N003: there are more findings
        than are told.
    """
    bench = _Bench(task, evidence)
    for check in task.checks:
        bench.results[check.id] = _bounded(bench.result(check))
    return tuple(bench.results.values())


def unanswered(task: TaskSpec, observations: tuple[Observation, ...], probe: str) -> Finding:
    """Why a probe of `task` gave no answer, as `judge` tells it: a finding R... or C001."""
    return _Bench(task, Evidence(observations=observations)).unanswered(probe)


class _Bench:
    """The results so far, and which endings have been told."""

    def __init__(self, task: TaskSpec, evidence: Evidence) -> None:
        self.task = task
        self.evidence = evidence
        self.probes = {probe.id: probe for probe in task.probes}
        self.seen = {(one.probe, one.part): one for one in evidence.observations}
        self.failed = {one.probe: one for one in evidence.observations if one.ending is not Ending.ANSWERED}
        self.told: dict[str, str] = {}
        self.missed: set[Pair] = set()
        self.results: dict[str, CheckResult] = {}

    def result(self, check: CheckSpec) -> CheckResult:
        unmet = [name for name in check.needs if self.results[name].outcome is not Outcome.PASSED]
        ended = IMPORT in check.probes and IMPORT in self.failed  # that is told here, whatever else there is not
        if unmet and not ended and not any(self.results[name].outcome is Outcome.BROKEN for name in unmet):
            return _skipped(check, f"it needs `{unmet[0]}`, which did not pass")
        if check.static:
            return self._static(check)
        if check.explains and not any(self.results[name].outcome is Outcome.FAILED for name in check.explains):
            return _result(check, [])
        return self._answered(check)

    def unanswered(self, name: str) -> Finding:
        return self._ending(name) if self._breakdown(name) else self._other_returned(name)

    def _answered(self, check: CheckSpec) -> CheckResult:
        if self.evidence.fault:
            return _broken(check, self.evidence.fault)
        if not self.evidence.observations:
            return _skipped(check, "the file can't be run")
        try:
            return self._compared(check)
        except Exception as error:
            return self._incomparable(check, error)

    def _incomparable(self, check: CheckSpec, error: Exception) -> CheckResult:
        """Whose fault it is that a comparison raises: ours, when right answers can't be compared either."""
        place = _place(error)
        if not all(self._can_compare(check, name) for name in check.probes if (name, check.part) in self.seen):
            return _broken(check, f"the checker can't judge what came back: {place}")
        text = f"what came back as `{check.part}` is none that can be compared: {place}"
        return _result(check, [Finding(code="C001", message=text)])

    def _can_compare(self, check: CheckSpec, name: str) -> bool:
        """Whether the check can judge one answer at least that is as it must be."""
        part = check.expected_part or check.part
        right: tuple[Any, ...] = (self.evidence.expected.get((name, part)),)
        if check.against is not Against.FIXTURE:
            right = EMPTY if check.against is Against.NOTHING else (_sent_arguments(self.probes[name]),)
        for value in right:
            with contextlib.suppress(Exception):
                self._compare(check, name, replace(self.seen[name, check.part], value=value))
                return True
        return False

    def _static(self, check: CheckSpec) -> CheckResult:
        if check.id not in self.evidence.static:
            return _skipped(check, "the file can't be read")
        return _result(check, self.evidence.static[check.id])

    def _compared(self, check: CheckSpec) -> CheckResult:
        found: list[tuple[ProbeSpec, list[Finding]]] = []
        waiting = ""
        for name in check.probes:
            if check.explains and (found or not any((other, name) in self.missed for other in check.explains)):
                continue  # a difference that did no harm explains nothing
            observation = self.seen.get((name, check.part))
            if observation is not None and observation.ending is Ending.ANSWERED:
                findings = list(self._compare(check, name, observation))
            elif self._is_unsupported(name):
                return _broken(check, self.failed[self._source(name)].message)
            elif self._tells(name, check):
                # An open point is nobody's failure, not even for those who did not foresee it.
                findings = [replace(self.unanswered(name), remark="readings" in check.parameters)]
            else:
                waiting = f"what it compares is missing, see `{self.told[self._source(name)]}`"
                continue
            self.missed |= {(check.id, name) for one in findings if not one.remark}
            if findings or not check.explains:
                found.append((self.probes.get(name, _IMPORTED), findings))
        if waiting and all(finding.remark for _, findings in found for finding in findings):
            return _skipped(check, waiting)
        return _result(check, together(found))

    def _compare(self, check: CheckSpec, name: str, observation: Observation) -> Iterable[Finding]:
        value = observation.value
        if name == IMPORT:
            value = {"seconds": observation.seconds, "told": value}
        case = self._case(name)
        parameters = dict(check.parameters)
        if not all(self.results[need].outcome is Outcome.PASSED for need in check.advice_needs):
            parameters.pop("advice", None)  # what it takes for granted is not so
        found = COMPARATORS[check.compare](self._expected(check, name), value, case, **parameters)
        return [replace(one, message=_cut(one.message)) for one in found]

    def _expected(self, check: CheckSpec, name: str) -> Any:
        part = check.expected_part or check.part
        if check.against is Against.NOTHING:
            return None
        if check.against is Against.ARGUMENTS:
            return _sent_arguments(self.probes[name])
        if "readings" in check.parameters:
            return {probe: self.evidence.expected[probe, part] for probe in check.parameters["readings"]}
        if "labels" in check.parameters:
            labels = expand(self.probes[name].parameters["feeds"][check.parameters["labels"]])
            return {"outputs": self.evidence.expected[name, part], "labels": labels}
        return self.evidence.expected[name, part]

    def _case(self, name: str) -> Case:
        if name == IMPORT:
            return Case(probe=name, call=f"the import of {self.task.file}", file=self.task.file)
        probe = self.probes[name]
        return Case(probe=name, call=describe_call(probe), hidden=probe.hidden)

    def _source(self, name: str) -> str:
        """The probe that is why `name` has no answer: itself, or the import."""
        return IMPORT if IMPORT in self.failed else name

    def _breakdown(self, name: str) -> Observation | None:
        return self.failed.get(self._source(name))

    def _is_unsupported(self, name: str) -> bool:
        breakdown = self._breakdown(name)
        return breakdown is not None and breakdown.ending is Ending.UNSUPPORTED

    def _tells(self, name: str, check: CheckSpec) -> bool:
        return self.told.setdefault(self._source(name), check.id) == check.id

    def _ending(self, name: str) -> Finding:
        observation = self.failed[self._source(name)]
        verb = {Ending.RAISED: "raised ", Ending.EXITED: "called sys.exit, "}.get(observation.ending, "")
        shown = [probe.id for probe in self.task.probes if not probe.hidden]
        published = [self.failed[probe] for probe in shown if probe in self.failed]
        message = as_published(observation, published)[:MOST_CHARACTERS]
        text = f"{verb}{message} (in {self._case(self._source(name)).call})"
        line = observation.line if 0 < observation.line <= MOST_LINES else 0
        return Finding(code=CODES[observation.ending], message=text, file=observation.file[:MOST_CHARACTERS], line=line)

    def _other_returned(self, name: str) -> Finding:
        returned = self.seen.get((name, RETURNED))
        got = _got(returned.value) if returned is not None else "no answer"
        text = f"expected {_wanted(self.probes[name])} to be returned, got {got} (in {self._case(name).call})"
        return Finding(code="C001", message=_cut(text))


def _got(value: Any) -> str:
    """What was returned, in words; of a few values each, for their order may be what is wrong."""
    items = value.get("items") if isinstance(value, dict) else None
    is_short = isinstance(items, list) and 0 < len(items) <= MOST_TOLD
    told = f" ({', '.join(map(kind, items))})" if items and is_short else ""
    return f"{kind(value)}{told}"


def _cut(message: str) -> str:
    """A finding's message at a length that can be read, with its end, where the call is told."""
    if len(message) <= LONGEST_MESSAGE + LONGEST_CALL:
        return message
    return f"{message[:LONGEST_MESSAGE]} [...] {message[-LONGEST_CALL:]}"


def _bounded(result: CheckResult) -> CheckResult:
    """A result of findings that can be read: short ones, and no more than that."""
    findings = [replace(one, message=_cut(one.message)) for one in result.findings[:MOST_FINDINGS]]
    lengths = itertools.accumulate(len(one.message) for one in findings)
    told = findings[: sum(length <= MOST_TEXT for length in lengths)]
    left = result.findings[len(told) :]
    if left:
        remark = all(one.remark for one in left)
        told.append(Finding(code="N003", message=f"and {len(left):,} more findings, left out here", remark=remark))
    return replace(result, findings=tuple(told))


def _wanted(probe: ProbeSpec) -> str:
    """What a probe's function is to return, in words."""
    if "names" in probe.parameters:
        return f"{len(probe.parameters['names'])} tensors ({', '.join(probe.parameters['names'])})"
    one = "a K.Model" if probe.parameters.get("model") else "the output of a layer, a tensor,"
    values = probe.parameters.get("values", 1)
    return one if values == 1 else f"{values} values, first {one}"


def _sent_arguments(probe: ProbeSpec) -> list[Any]:
    keywords = probe.parameters.get("keywords", {})
    entries = [*probe.parameters.get("arguments", ()), *(keywords[name] for name in sorted(keywords))]
    return [expand(entry) for entry in entries]


def _result(check: CheckSpec, findings: Iterable[Finding]) -> CheckResult:
    findings = tuple(findings)
    passed = all(finding.remark for finding in findings)
    return CheckResult(spec=check, outcome=Outcome.PASSED if passed else Outcome.FAILED, findings=findings)


def _broken(check: CheckSpec, why: str) -> CheckResult:
    return CheckResult(spec=check, outcome=Outcome.BROKEN, findings=(Finding(code="N002", message=why),))


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


def _skipped(check: CheckSpec, why: str) -> CheckResult:
    return CheckResult(spec=check, outcome=Outcome.SKIPPED, findings=(Finding(code="N001", message=f"skipped: {why}"),))
