"""A longer run than the suite's over what reads other people's bytes: ``run.py TARGET FOLDER [libFuzzer's options]``.

TARGET is one of TARGETS; FOLDER keeps the inputs that reached something new, and is begun with honest ones. What is
found becomes a case in the suite. It needs atheris, in an environment of its own beside the checker's libraries::

    python run.py archives /tmp/archives -max_total_time=300
"""

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

with atheris.instrument_imports(include=["checker", "tarfile", "zipfile"]):
    import test_archives_fuzz as archives
    import test_static_checks_hostile as static
    import workbench

    from checker import wire
    from checker.errors import SpecError
    from checker.specs import load_project

FILES = ("a.py", "a.md", "a.html")
HERE = Path(tempfile.mkdtemp())
SPECS = workbench.build(HERE) / "task_specs"
SPEC = SPECS / workbench.PROJECT / "0-running_mean.toml"


def archive(data: bytes) -> None:
    """The first byte chooses the kind of archive."""
    archives.try_to_unpack(archives.KINDS[data[0] % 3] if data else "a.zip", data[1:])


def message(data: bytes) -> None:
    """A stream of messages is read to its end."""
    stream = io.BytesIO(data)
    with contextlib.suppress(wire.WireFault, EOFError):
        while True:
            wire.read_message(stream.read)


def spec(data: bytes) -> None:
    """A task's spec in a project."""
    SPEC.write_bytes(data)
    with contextlib.suppress(SpecError):
        load_project(SPECS, workbench.PROJECT)


def source(data: bytes) -> None:
    """The first byte chooses the kind of file, which all static checks are then asked about."""
    text = static.write(HERE, data[1:], FILES[data[0] % 3] if data else "a.py")
    for check, function in static.STATIC_CHECKS.items():
        for finding in function(text, **static.PARAMETERS.get(check, {})):
            assert finding.message


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "archives": archive, "wire": message, "specs": spec, "static": source,
}  # fmt: skip


def honest(target: str) -> Iterator[bytes]:
    """Inputs to begin with."""
    if target == "archives":
        yield from (bytes([number]) + archives.SEEDS[name] for number, name in enumerate(archives.KINDS))
    elif target == "wire":
        yield wire.encode({"x": [1, 2.5, None, "a", float("nan")], "y": archives.st and [True]})
    elif target == "specs":
        yield from (file.read_bytes() for file in [SPEC, *(ROOT / "task_specs").rglob("*.toml")])
    else:
        for number, name in enumerate(FILES):
            for file in (ROOT / "solutions").rglob(f"*{Path(name).suffix}"):
                yield bytes([number]) + file.read_bytes()


def main(target: str, folder: str, *options: str) -> None:
    """Runs until libFuzzer's limits, or the first thing that is raised."""
    Path(folder).mkdir(exist_ok=True)
    for number, data in enumerate(honest(target)):
        Path(folder, f"honest-{number}").write_bytes(data)
    atheris.Setup([sys.argv[0], folder, *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
