"""Specs of any text: a project comes out, or a SpecError, never another exception."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import workbench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mistakes import SPEC

from checker.errors import SpecError
from checker.specs import load_project

HONEST = {SPEC: workbench.NUMPY_SPEC, f"{workbench.PROJECT}/project.toml": workbench.PROJECT_SPEC}
WORDS = (
    "title file asks also framework siblings manual_review limits seconds memory_mib probes checks id probe function "
    "arguments keywords hidden reference_only group points static compare part needs explains against readings name "
    "normal seed input tuple placeholder allowed kinds parameters rtol x"
)
KEYS = st.sampled_from(WORDS.split())
VALUES = st.recursive(
    st.sampled_from(['""', '"numpy"', '"call"', '"arrays"', '"exists"', '"import"', '"rules"', "0", "100", "-1"])
    | st.sampled_from(["1e999", "nan", "true", "1979-05-27", "07:32:00", "9" * 99])
    | st.sampled_from(['"\\u0000"', '"../x.py"', '"/"', '"\\n"']),
    lambda inner: st.lists(inner, max_size=3).map(lambda values: f"[{', '.join(values)}]")
    | st.dictionaries(KEYS, inner, max_size=3).map(
        lambda pairs: f"{{ {', '.join(f'{key} = {value}' for key, value in pairs.items())} }}"
    ),
    max_leaves=6,
)  # fmt: skip
TABLES = st.sampled_from(["[[probes]]", "[[checks]]", "[limits]", "[checks.x]"])
LINES = st.tuples(KEYS, VALUES).map(" = ".join) | TABLES


@pytest.fixture(scope="module")
def specs() -> Iterator[Path]:
    """The specs' root folder of an instructor's own workspace."""
    with tempfile.TemporaryDirectory() as place:
        yield workbench.build(Path(place)) / "task_specs"


def load(specs: Path, file: str, text: bytes) -> None:
    """Loads the project with this text in one of its files."""
    for name, honest in HONEST.items():
        (specs / name).write_text(honest)
    (specs / file).write_bytes(text)
    with contextlib.suppress(SpecError):
        load_project(specs, workbench.PROJECT)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(sorted(HONEST)), data=st.data())
def test_any_change_of_a_line_gives_a_project_or_an_error(specs, file, data):
    """Lines are replaced by, or followed by, others of the words that specs are written in."""
    lines = HONEST[file].split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + data.draw(st.integers(0, 2))] = data.draw(st.lists(LINES, max_size=2))
    load(specs, file, "\n".join(lines).encode("utf-8", "replace"))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(sorted(HONEST)), lines=st.lists(LINES, max_size=8))
def test_any_lines_give_a_project_or_an_error(specs, file, lines):
    """A file of nothing but such lines."""
    load(specs, file, "\n".join(lines).encode())


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(sorted(HONEST)), content=st.binary(max_size=60))
def test_any_bytes_give_a_project_or_an_error(specs, file, content):
    """A file of any bytes, and an honest one with these bytes in it."""
    load(specs, file, content)
    half = len(HONEST[file]) // 2
    load(specs, file, HONEST[file][:half].encode() + content + HONEST[file][half:].encode())


@pytest.mark.parametrize(
    "value",
    ["[" * 5_000, "[" * 300 + "]" * 300, "{a=" * 5_000, "9" * 5_000, "0x" + "f" * 5_000, "9999-99-99", "a." * 5_000],
    ids=lambda value: value[:4],
)
@pytest.mark.parametrize("key", ["asks = ", "arguments = ", ""])
def test_what_exhausts_a_parser_is_an_error(specs, key, value):
    """Values nested without end, and numbers of thousands of digits."""
    load(specs, SPEC, f"{HONEST[SPEC]}{key}{value}\n".encode())
