"""From findings and observations to results: each ending has its code and is told once; our own faults cost nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import trees

from checker.calls import describe_call
from checker.comparators import COMPARATORS
from checker.model import (
    Against,
    CheckSpec,
    Ending,
    Finding,
    Group,
    Observation,
    Outcome,
    ProbeSpec,
    TaskSpec,
    TaskVerdict,
    Verdict,
)
from checker.verdict import Evidence, judge

IMPORTED = Observation(probe="import", part="import", ending=Ending.ANSWERED, value={"lines": []})
NAMED = {"path": "a/0-t", "number": 0, "title": "T", "file": "0-t.py", "asks": ""}
ONES = {"type": "ndarray", "array": np.ones(2)}


def probe(id_="one", **more):
    """A probe that calls f(1)."""
    return ProbeSpec(id=id_, probe="call", parameters={"function": "f", "arguments": [1]}, **more)


def check(id_="values", points=10, compare="arrays", probes=("one",), part="returned", **more):
    """A check that compares arrays, unless told otherwise."""
    fields = {"title": id_, "group": Group.BEHAVIOUR, "points": points, "compare": compare, "part": part, **more}
    return CheckSpec(id=id_, probes=probes, **fields)


def static(id_="exists", points=5, **more):
    """A check of the source text."""
    return CheckSpec(id=id_, title=id_, group=Group.REQUIREMENTS, points=points, static="exists", **more)


def answered(id_="one", value=ONES, part="returned"):
    """An observation that was answered."""
    return Observation(probe=id_, part=part, ending=Ending.ANSWERED, value=value)


def ended(ending, id_="one", message="what happened"):
    """A probe that ended otherwise."""
    return Observation(probe=id_, part="", ending=ending, message=message, file="0-t.py", line=7)


def judged(checks, *observations, probes=("one", "two"), static=None, fault=""):
    """Check id → (outcome, codes) of a task with these checks, when the reference gives ones everywhere."""
    task = TaskSpec(**NAMED, probes=tuple(map(probe, probes)), checks=tuple(checks))
    expected = {(id_, part): ONES for id_ in probes for part in ("returned", "again")}
    evidence = Evidence(static=static or {}, observations=observations, expected=expected, fault=fault)
    return judge(task, evidence)


def summed(results):
    """Check id → outcome and codes."""
    return {one.spec.id: (one.outcome, [finding.code for finding in one.findings]) for one in results}


@pytest.mark.parametrize(
    ("ending", "code", "words"),
    [
        (Ending.RAISED, "R001", "raised what happened (in f(1))"),
        (Ending.TIMED_OUT, "R002", "what happened (in f(1))"),
        (Ending.OUT_OF_MEMORY, "R003", "what happened (in f(1))"),
        (Ending.DIED, "R004", "what happened (in f(1))"),
        (Ending.EXITED, "R005", "called sys.exit, what happened (in f(1))"),
        (Ending.BLOCKED, "R007", "what happened (in f(1))"),
    ],
)
def test_each_ending_has_its_code(ending, code, words):
    """How a probe ended is a failed check with the ending's code, words and place."""
    (result,) = judged([check()], IMPORTED, ended(ending))
    assert (result.outcome, result.points) == (Outcome.FAILED, 0)
    assert result.findings == (Finding(code=code, message=words, file="0-t.py", line=7),)


def test_a_claimed_message_and_line_are_bounded():
    """A submission that writes its own observations makes no text without end, and no line that no file has."""
    claimed = replace(ended(Ending.RAISED), message="a" * 10**6, file="b" * 10**6, line=-1)
    ((finding,),) = [result.findings for result in judged([check()], IMPORTED, claimed)]
    assert (len(finding.message) < 2100, len(finding.file) < 2100, finding.line) == (True, True, 0)


def test_every_ending_but_an_answer_has_a_code():
    """No ending was forgotten."""
    for ending in set(Ending) - {Ending.ANSWERED, Ending.UNSUPPORTED}:
        (result,) = judged([check()], IMPORTED, ended(ending))
        assert result.outcome is Outcome.FAILED


def test_an_ending_is_told_once():
    """The first check that misses the answer tells why, the others are skipped and point to it."""
    results = judged([check("a"), check("b"), check("c", part="again")], IMPORTED, ended(Ending.RAISED))
    assert summed(results) == {
        "a": (Outcome.FAILED, ["R001"]), "b": (Outcome.SKIPPED, ["N001"]), "c": (Outcome.SKIPPED, ["N001"]),
    }
    assert results[1].findings[0].message == "skipped: what it compares is missing, see `a`"


def test_an_import_that_failed_is_told_once():
    """When the file can't be imported, the import's check says so, and nothing else is compared."""
    checks = [check("import", compare="imported", probes=("import",), part="import", against=Against.NOTHING), check()]
    results = judged(checks, ended(Ending.EXITED, "import"))
    assert summed(results) == {"import": (Outcome.FAILED, ["R005"]), "values": (Outcome.SKIPPED, ["N001"])}
    assert results[0].findings[0].message == "called sys.exit, what happened (in the import of 0-t.py)"


def test_an_import_that_failed_is_told_there_whatever_it_needs():
    """A need takes the pass from what passed on nothing, and hides no failure."""
    imported = {"compare": "imported", "probes": ("import",), "part": "import", "against": Against.NOTHING}
    checks, found = [static(), check("import", needs=("exists",), **imported)], [Finding(code="S014", message="no f")]
    for observation, outcome in ((IMPORTED, Outcome.SKIPPED), (ended(Ending.EXITED, "import"), Outcome.FAILED)):
        assert judged(checks, observation, static={"exists": found})[1].outcome is outcome


def test_other_probes_are_judged_all_the_same():
    """A probe that ended badly does not hide that another one answered wrong, or right."""
    wrong = {"type": "ndarray", "array": np.zeros(2)}
    results = judged([check(probes=("one", "two"))], IMPORTED, ended(Ending.DIED), answered("two", wrong))
    assert summed(results) == {"values": (Outcome.FAILED, ["R004", "C004"])}
    results = judged([check("a"), check("b", probes=("two",))], IMPORTED, ended(Ending.DIED), answered("two"))
    assert summed(results)["b"] == (Outcome.PASSED, [])


def test_a_right_answer_is_not_enough_when_another_is_missing():
    """A check of two probes of which one is told elsewhere is skipped, not passed."""
    results = judged([check("a"), check("b", probes=("one", "two"))], IMPORTED, ended(Ending.DIED), answered("two"))
    assert summed(results)["b"] == (Outcome.SKIPPED, ["N001"])


def test_silence_is_no_pass():
    """A probe of which nothing came, though nothing went wrong, fails."""
    (result,) = judged([check()], IMPORTED)
    assert (result.outcome, result.findings[0].code) == (Outcome.FAILED, "C001")
    (result,) = judged([check()], IMPORTED, answered(value={"type": "NoneType"}, part="other"))
    assert result.outcome is Outcome.FAILED


def test_a_part_that_is_missing_tells_what_was_returned():
    """Where a model was expected and None came, that is what the student reads."""
    (result,) = judged([check(part="inference")], IMPORTED, answered(value={"type": "NoneType"}))
    assert result.findings[0].message == (
        "expected the output of a layer, a tensor, to be returned, got None (in f(1))"
    )


def test_a_few_values_that_were_returned_are_told_each():
    """For their order may be what is wrong."""
    items = [{"type": "int", "value": 3}, {"type": "tensor", "shape": [None, 2]}]
    value = {"type": "tuple", "length": 2, "items": items}
    (result,) = judged([check(part="inference")], IMPORTED, answered(value=value))
    assert "got tuple of 2 values (int, tensor)" in result.findings[0].message


def test_needs_that_did_not_pass_skip():
    """A check whose need failed, or was itself skipped, is skipped."""
    found = {"exists": [Finding(code="S001", message="not there")]}
    results = judged(
        [static(), check("a", needs=("exists",)), check("b", needs=("a",))], IMPORTED, answered(), static=found
    )
    assert summed(results) == {
        "exists": (Outcome.FAILED, ["S001"]), "a": (Outcome.SKIPPED, ["N001"]), "b": (Outcome.SKIPPED, ["N001"]),
    }
    assert results[1].findings[0].message == "skipped: it needs `exists`, which did not pass"


def test_needs_that_passed_let_through():
    """A check whose needs passed, remarks or not, is judged."""
    remark = {"exists": [Finding(code="S001", message="by the way", remark=True)]}
    results = judged([static(), check(needs=("exists",))], IMPORTED, answered(), static=remark)
    assert [result.outcome for result in results] == [Outcome.PASSED, Outcome.PASSED]


def test_a_rule_is_compared_with_nothing():
    """What needs no fixture is judged though none holds it."""
    one = check(compare="parameters", part="unrecorded", against=Against.NOTHING)
    rule = check("rule", compare="layer_setting", part="unrecorded", against=Against.NOTHING,
                 parameters={"layer": "Dropout", "setting": "rate", "allowed": [0.4]})
    layer = {"class": "Dropout", "name": "d", "config": {"rate": 0.4}}
    results = judged([rule, one], IMPORTED, answered(value=[layer], part="unrecorded"))
    assert [result.outcome for result in results] == [Outcome.PASSED, Outcome.BROKEN]


def test_a_slow_import_is_remarked_upon():
    """The import's time reaches the check of the import."""
    slow = Observation(probe="import", part="import", ending=Ending.ANSWERED, value={"lines": []}, seconds=3.0)
    one = check(compare="imported", probes=("import",), part="import", against=Against.NOTHING)
    (result,) = judged([one], slow)
    assert summed([result]) == {"values": (Outcome.PASSED, ["R006"])}


def test_a_static_check_without_an_answer_is_skipped():
    """A file that can't be read as Python is not judged as if it could."""
    assert summed(judged([static()])) == {"exists": (Outcome.SKIPPED, ["N001"])}


def test_a_file_that_cant_be_run_is_skipped():
    """Without a run there is nothing to compare, and that is no pass."""
    assert summed(judged([check()])) == {"values": (Outcome.SKIPPED, ["N001"])}


def test_our_own_fault_breaks_and_costs_nothing():
    """A fixture that is missing breaks the checks that compare; what can be judged without it is."""
    results = judged([static(), check()], static={"exists": []}, fault="the fixture is missing")
    assert summed(results) == {"exists": (Outcome.PASSED, []), "values": (Outcome.BROKEN, ["N002"])}
    assert (results[1].points, results[1].max_points) == (0, 0)


def test_what_needs_a_broken_check_is_broken_too():
    """It is not the student's fault either."""
    results = judged([check("a"), check("b", needs=("a",))], fault="the fixture is missing")
    assert [result.outcome for result in results] == [Outcome.BROKEN, Outcome.BROKEN]


def test_a_comparison_that_breaks_is_our_fault(monkeypatch):
    """A comparator that raises breaks its check, with the place, and leaves the others alone."""
    monkeypatch.setitem(COMPARATORS, "tree", lambda *arguments: arguments[9])
    results = judged([check("a", compare="tree"), check("b")], IMPORTED, answered())
    assert summed(results) == {"a": (Outcome.BROKEN, ["N002"]), "b": (Outcome.PASSED, [])}
    assert "IndexError in test_verdict.py, line" in results[0].findings[0].message


PARAMETERS = {
    "cross_entropy": {"labels": "y"},
    "compiled": {"optimizer": "adam", "settings": {"lr": 0.1}, "loss": "mse", "metrics": ["acc"]},
    "initializers": {"asked": "he_normal"},
    "layer_setting": {"layer": "Dropout", "setting": "rate", "allowed": [0.4]},
    "reading": {"readings": {"one": "r"}},
    "value": {"name": "n"},
}


@pytest.mark.parametrize("compare", sorted(COMPARATORS))
@given(value=trees)
def test_no_forged_observation_stops_the_run_or_passes(compare, value):
    """Whatever an untrusted process sends as an answer, every check has a result, and nothing is won by it."""
    one = check(compare=compare, parameters=PARAMETERS.get(compare, {}))
    (result,) = judged([one], IMPORTED, answered(value=value))
    informational = ("reading", "imported", "same_kind")
    assert result.outcome in (Outcome.FAILED, Outcome.BROKEN) or compare in informational or compare == "unchanged"


def test_arguments_are_compared_with_what_was_sent():
    """Positional arguments first, then keywords by name, as the worker reports them."""
    parameters = {"function": "f", "arguments": [{"classes": [2]}], "keywords": {"z": 3, "a": {"classes": [1]}}}
    sent = ProbeSpec(id="one", probe="call", parameters=parameters)
    unchanged = check(compare="unchanged", part="arguments", against=Against.ARGUMENTS)
    task = TaskSpec(**NAMED, probes=(sent,), checks=(unchanged,))
    for last, outcome in (([5], Outcome.PASSED), ([6], Outcome.FAILED)):
        after = [np.array([5, 0], np.int32), np.array(last, np.int32), None]
        evidence = Evidence(observations=(IMPORTED, answered(value=after, part="arguments")))
        assert judge(task, evidence)[0].outcome is outcome


def test_calls_are_told_in_words():
    """A call is told with its function, its arrays' shapes and its keywords."""
    parameters = {"function": "conv", "arguments": [{"normal": [2, 3]}, {"function": "relu"}],
                  "keywords": {"stride": {"tuple": [2, 3]}, "padding": "same"}}
    one = ProbeSpec(id="one", probe="call", parameters=parameters)
    assert describe_call(one) == "conv(float64 array (2, 3), relu, stride=(2, 3), padding='same')"


@given(st.lists(st.sampled_from(["passed", "failed", "skipped", "broken", "informational"]), max_size=6))
def test_a_tasks_points_and_outcome(outcomes):
    """Passed checks earn their points, broken ones take theirs out of the sum; what has no points decides nothing."""
    results = []
    for place, name in enumerate(outcomes):
        found = {} if name == "skipped" else {f"c{place}": [Finding(code="S001", message="m")] * (name != "passed")}
        if name == "broken":
            results += judged([check(f"c{place}")], fault="ours")
        else:
            results += judged([static(f"c{place}", 0 if name == "informational" else 5)], static=found)
    task = TaskSpec(**NAMED)
    verdict = TaskVerdict(task=task, file="0-t.py", results=tuple(results))
    assert verdict.points == 5 * outcomes.count("passed")
    assert verdict.max_points == 5 * sum(outcomes.count(name) for name in ("passed", "failed", "skipped"))
    worst = next((name for name in ("broken", "failed", "skipped") if name in outcomes), "passed")
    expected = {"broken": Outcome.BROKEN, "passed": Outcome.PASSED}.get(worst, Outcome.FAILED)
    assert verdict.outcome is expected
    assert Verdict(project="a", title="T", tasks=(verdict, verdict)).outcome is expected


def test_an_open_point_is_no_failure_for_those_who_raise_there():
    """A call whose reading the task leaves open may raise; that is remarked upon."""
    open_point = check(points=0, compare="reading", parameters={"readings": {"one": "this way"}})
    (result,) = judged([open_point], IMPORTED, ended(Ending.RAISED))
    assert summed([result]) == {"values": (Outcome.PASSED, ["R001"])}
