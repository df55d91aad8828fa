"""The check of the function's name and parameters."""

from pathlib import Path

import pytest

from checker.errors import SpecError
from checker.static_checks import Source, read_source
from checker.static_checks.signature import defines, signature

PARAMETERS = ["A", "b", "padding='same'", "stride=(1, 1)"]
GOOD = 'A, b, padding="same", stride=(1,1)'


def write(folder: Path, content: str) -> Source:
    """A source with this content."""
    (folder / "a.py").write_bytes(content.encode())
    return read_source(folder, "a.py")


@pytest.mark.parametrize(
    "content",
    [
        f"def f({GOOD}):\n    pass\n",
        f"def f({GOOD}) -> int:\n    pass\n",
        "def f(A: int, b, padding: str = 'same', stride: tuple = (1, 1)):\n    pass\n",
        f"f = lambda {GOOD}: 0\n",
        f"def g({GOOD}):\n    pass\nh = g\nf = h\n",
        f"f: object = lambda {GOOD}: 0\n",
        f"def f():\n    pass\ndef f({GOOD}):\n    pass\n",
        f"try:\n    pass\nexcept Error:\n    def f({GOOD}):\n        pass\n",
        f"if a:\n    pass\nelse:\n    with b:\n        def f({GOOD}):\n            pass\n",
        f"match a:\n    case 1:\n        def f({GOOD}):\n            pass\n",
    ],
)
def test_the_asked_parameters_pass(tmp_path: Path, content: str) -> None:
    """The last top-level definition counts, whatever quotes, annotations or form it has."""
    assert signature(write(tmp_path, content), function="f", parameters=PARAMETERS) == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ("A, B, padding='same', stride=(1, 1)", "parameters have other names: B must be called b"),
        ("b, A, padding='same', stride=(1, 1)", "in another order: b, A, padding, stride"),
        ("A, b", "the function lacks padding, stride"),
        (f"{GOOD}, more=1", "the function has more too many"),
        ("A, b, **options", "lacks padding, stride and has **options too many"),
        ("A, b, *others", "lacks padding, stride and has *others too many"),
        ("A, b, padding, stride", "padding must have the default 'same'"),
        ("A, b=1, padding='same', stride=(1, 1)", "b must have no default"),
        ("A, b, padding='valid', stride=(1, 1)", "padding has the default 'valid', it must be 'same'"),
        ("A, b, padding='same', stride=[1, 1]", "stride has the default [1, 1], it must be (1, 1)"),
        ("A, b, padding='same', stride=(1, 1.0)", "stride has the default (1, 1.0), it must be (1, 1)"),
        ("A, b, padding=SAME, stride=(1, 1)", "has the default SAME, it must be 'same', written as a literal"),
        ("A, b, *, padding='same', stride=(1, 1)", "padding is keyword-only"),
        ("A, /, b, padding='same', stride=(1, 1)", "A is positional-only"),
    ],
)
def test_other_parameters_fail(tmp_path: Path, parameters: str, words: str) -> None:
    """S015 says how name, order, number, kind or default differ, and what the task asks for."""
    finding, *_ = signature(write(tmp_path, f"\ndef f({parameters}):\n    pass\n"), function="f", parameters=PARAMETERS)
    assert (finding.code, finding.line, finding.column, finding.remark) == ("S015", 2, 1, False)
    assert words in finding.message
    assert finding.message.endswith("the task asks for f(A, b, padding='same', stride=(1, 1))")


def test_each_difference_is_reported(tmp_path: Path) -> None:
    """Defaults are judged one by one."""
    source = write(tmp_path, "def f(A, b, padding=1, stride=2):\n    pass\n")
    assert len(signature(source, function="f", parameters=PARAMETERS)) == 2


def test_an_async_function_fails(tmp_path: Path) -> None:
    """S015: calling it gives a coroutine."""
    (finding,) = signature(write(tmp_path, "async def f():\n    pass\n"), function="f", parameters=[])
    assert "async" in finding.message


@pytest.mark.parametrize(
    ("content", "words", "line"),
    [
        ("", "there is no function lenet5 at the top level", 0),
        ("class lenet5:\n    pass\n", "lenet5 is a class", 1),
        ("a = 1\ndef leNet5():\n    pass\n", "is leNet5 meant? The name must be exactly lenet5", 2),
        ("def a():\n    pass\ndef b():\n    pass\n", "it defines a, b", 1),
        ("class A:\n    def lenet5(self):\n        pass\n", "no function", 0),
        ("lenet5 = other\nother = lenet5\n", "no function", 0),
    ],
)
def test_a_missing_function(tmp_path: Path, content: str, words: str, line: int) -> None:
    """S014 names what is there instead."""
    (finding,) = signature(write(tmp_path, content), function="lenet5", parameters=["X"])
    assert (finding.code, finding.line) == ("S014", line)
    assert words in finding.message


@pytest.mark.parametrize("content", ["from a import f\n", "import b as f\n", "f = partial(g)\n", "f: int\nf = 1\n"])
def test_unknown_parameters_are_a_remark(tmp_path: Path, content: str) -> None:
    """What can't be seen in the file is left to the call."""
    (finding,) = signature(write(tmp_path, content), function="f", parameters=["X"])
    assert (finding.code, finding.remark) == ("S015", True)


@pytest.mark.parametrize(
    ("asked", "came", "passes"),
    [("1.0", "1", True), ("(1.0,)", "(1,)", True), ("1", "1.0", False), ("1", "True", False), ("1.0", "True", False)],
)
def test_a_whole_number_stands_for_a_float(tmp_path: Path, asked: str, came: str, passes: bool) -> None:
    """1 is 1.0 wherever that is computed with; 1.0 can't count or index, and True is no number that anybody means."""
    source = write(tmp_path, f"def f(a={came}):\n    pass\n")
    assert (signature(source, function="f", parameters=[f"a={asked}"]) == []) == passes


def test_defaults_that_are_no_literals_are_compared_as_text(tmp_path: Path) -> None:
    """A spec may ask for a default that only the program knows."""
    source = write(tmp_path, "def f(a=X.y, *others, c, d=-1, **more):\n    pass\n")
    assert signature(source, function="f", parameters=["a=X.y", "*others", "c", "d=-1", "**more"]) == []
    assert len(signature(source, function="f", parameters=["a=X.z", "*others", "c", "d=-1", "**more"])) == 1


def test_a_spec_must_give_a_definition(tmp_path: Path) -> None:
    """A mistake in the parameters is the spec's and says so."""
    with pytest.raises(SpecError, match="make no definition"):
        signature(write(tmp_path, ""), function="f", parameters=["a b"])


@pytest.mark.parametrize("content", ["def f():\n    pass\n", "f = lambda: 0\n", "from a import f\n"])
def test_what_defines_the_function_may_take_anything(tmp_path: Path, content: str) -> None:
    """Whether it is there is one question, what it takes another."""
    assert defines(write(tmp_path, content), function="f") == []


@pytest.mark.parametrize("content", ["", "def g():\n    pass\n", "class f:\n    pass\n", "f(1)\n"])
def test_what_does_not_define_the_function_fails_alike(tmp_path: Path, content: str) -> None:
    """Both questions give the same answer where there is no function."""
    source = write(tmp_path, content)
    assert [one.code for one in defines(source, function="f")] == ["S014"]
    assert defines(source, function="f") == signature(source, function="f", parameters=PARAMETERS)
