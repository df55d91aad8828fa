"""Golden fixtures: what the reference does, recorded down the same road as a submission, and dated by hashes.

A task's fixture is a folder of text: a JSON file for each probe with the parts that its checks compare (arrays with
dtype, shape and a line of numbers for each row), the models' layer tables and summaries as text for people, and
``provenance.json`` with hashes, seeds and versions. There is no clock in it: made twice on one machine, it is the same,
byte for byte; on another, sums may differ in their last digits.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from checker.comparators.layers import describe
from checker.errors import FixtureError
from checker.model import Against, Ending, Observation, ProbeSpec, Run, TaskSpec

# Raised whenever the same request comes to mean something else: other planted weights, other input arrays. 1: first.
FORMAT = 1
# The same for the requests of one kind of probe. graph, 2: kernels are planted as matrices.
FORMATS: Mapping[str, int] = {"graph": 2}
PROVENANCE = "provenance.json"
SUMMARY = ".summary.txt"
# Nanoseconds in which a file could be changed twice and look the same: until then it is read each time.
UNSETTLED = 2 * 10**9

Values = dict[tuple[str, str], Any]
_kept: dict[Path, tuple[tuple[Any, ...], Values]] = {}


def requests_digest(task: TaskSpec) -> str:
    """A hash of all that the reference is asked to do; another one makes a fixture stale."""
    asked = [[probe.id, probe.probe, probe.parameters] for probe in task.probes]
    parts = sorted(recorded_parts(task))
    formats = {probe.probe: FORMATS[probe.probe] for probe in task.probes if probe.probe in FORMATS}
    dated = [FORMAT, formats] if formats else [FORMAT]
    return _digest(json.dumps([*dated, task.file, asked, parts], sort_keys=True).encode())


def reference_digests(files: Iterable[Path]) -> dict[str, str]:
    """File name → hash of its content."""
    return {file.name: _digest(file.read_bytes()) for file in files}


def seeds(task: TaskSpec) -> dict[str, list[int]]:
    """Probe → the seeds of the arrays that it is asked with, in the order of its spec."""
    return {probe.id: _seeds(probe.parameters) for probe in task.probes}


def _seeds(entry: Any) -> list[int]:
    if isinstance(entry, Mapping):
        own = [entry["seed"]] if "seed" in entry else []
        return own + [seed for value in entry.values() for seed in _seeds(value)]
    return [seed for value in entry for seed in _seeds(value)] if isinstance(entry, list | tuple) else []


def recorded_parts(task: TaskSpec) -> set[tuple[str, str]]:
    """The (probe, part) pairs that the task's checks compare with."""
    pairs: set[tuple[str, str]] = set()
    for check in task.checks:
        if check.compare and check.against is Against.FIXTURE:
            probes = [*check.probes, *check.parameters.get("readings", ())]
            pairs.update((probe, check.expected_part or check.part) for probe in probes)
    return pairs


def write(folder: Path, task: TaskSpec, run: Run, reference: Iterable[Path], versions: Mapping[str, str]) -> None:
    """Writes a task's fixture from what was observed of its reference; what was in the folder before is gone.

    Raises:
        FixtureError: when the reference did not answer all that the checks compare.
    """
    texts = _texts(task, run.observations)
    digests = {name: _digest(text.encode()) for name, text in texts.items()}
    provenance = {
        "format": FORMAT,
        "task": task.path,
        "requests": requests_digest(task),
        "reference": reference_digests(reference),
        "seeds": seeds(task),
        "versions": dict(versions),
        "files": digests,
    }
    texts[PROVENANCE] = json.dumps(provenance, indent=2, sort_keys=True) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def read(folder: Path, task: TaskSpec) -> Values:
    """The recorded values, (probe, part) → value; not to be changed, for the next caller may get the same.

    Raises:
        FixtureError: when the fixture is missing, damaged, or older than the spec.
    """
    states = _states(folder)
    key = (requests_digest(task), states)
    if folder in _kept and _kept[folder][0] == key:
        return _kept[folder][1]
    require_fresh(folder, task)
    values: Values = {}
    for probe in task.probes:
        recorded = json.loads((folder / f"{probe.id}.json").read_text(encoding="utf-8"))
        values.update({(probe.id, part): _thaw(value) for part, value in recorded["parts"].items()})
    if all(changed < time.time_ns() - UNSETTLED for *_, changed in states):
        _kept[folder] = (key, values)
    return values


def _states(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """What tells, without reading them, whether a folder's files are still the same; none while they can't be seen."""
    try:
        stats = [(file.name, file.stat()) for file in sorted(folder.iterdir())]
    except OSError:
        return ()
    return tuple((name, stat.st_ino, stat.st_size, stat.st_ctime_ns) for name, stat in stats)


def read_summary(folder: Path, task: TaskSpec, probe: str) -> list[str]:
    """The lines of the recorded summary of the model that `probe` is answered with.

    Raises:
        FixtureError: as `read`, or when no model was recorded for this probe.
    """
    require_fresh(folder, task)
    file = folder / f"{probe}{SUMMARY}"
    if not file.is_file():
        raise FixtureError(f"the fixture of {task.path} has no {file.name}: run `checker fixtures generate` for it")
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")


def require_fresh(folder: Path, task: TaskSpec) -> None:
    """Makes sure that the fixture can be compared with.

    Raises:
        FixtureError: when it is missing, damaged or stale.
    """
    problem = staleness(folder, task)
    if problem:
        raise FixtureError(f"the fixture of {task.path} {problem}: run `checker fixtures generate` for it")


def staleness(folder: Path, task: TaskSpec, reference: Iterable[Path] = ()) -> str:
    """Why the fixture is not to be trusted, in words that follow "the fixture ..."; empty when it is.

    Args:
        reference: the reference's files, where they are at hand; others than the recorded ones make it stale.
    """
    try:
        provenance = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        recorded, files = provenance["requests"], dict(provenance["files"])
        versions = dict(provenance["reference"])
    except FileNotFoundError:
        return "is missing"
    except (ValueError, KeyError, TypeError):
        return f"is damaged ({PROVENANCE} can't be read)"
    damage = _damage(folder, files)
    if damage:
        return damage
    if recorded != requests_digest(task):
        return "is stale (the spec's probes have changed since)"
    unrecorded = [f"{probe.id}.json" for probe in task.probes if f"{probe.id}.json" not in files]
    if unrecorded:
        return f"is damaged ({unrecorded[0]} was never recorded)"
    changed = [name for name, digest in reference_digests(reference).items() if versions.get(name) != digest]
    return f"is stale (the reference's {', '.join(changed)} changed since)" if changed else ""


def _damage(folder: Path, files: Mapping[str, str]) -> str:
    for name, digest in files.items():
        file = folder / name
        if not file.is_file():
            return f"is damaged ({name} is missing)"
        if _digest(file.read_bytes()) != digest:
            return f"is damaged ({name} was changed after it was recorded)"
    return ""


def digest(folder: Path) -> str:
    """A hash of the whole fixture."""
    return _digest((folder / PROVENANCE).read_bytes())


def _texts(task: TaskSpec, observations: Iterable[Observation]) -> dict[str, str]:
    seen = {(one.probe, one.part): one for one in observations}
    failed = [one for one in seen.values() if one.ending is not Ending.ANSWERED]
    if failed:
        raise FixtureError(f"the reference of {task.path} {failed[0].ending.value}: {failed[0].message}")
    wanted = recorded_parts(task)
    missing = [f"{part} of {probe}" for probe, part in sorted(wanted) if (probe, part) not in seen]
    if missing:
        raise FixtureError(f"the reference of {task.path} gives no {', '.join(missing)}")
    texts = {}
    for probe in task.probes:
        parts = sorted(part for name, part in wanted if name == probe.id)
        texts[f"{probe.id}.json"] = _freeze_probe(probe, {part: seen[probe.id, part].value for part in parts})
        if (probe.id, "layers") in seen:
            table = seen[probe.id, "layers"].value
            texts[f"{probe.id}.layers.txt"] = "\n".join(describe(table)) + "\n"
            texts[f"{probe.id}{SUMMARY}"] = "\n".join(seen[probe.id, "summary"].value).rstrip("\n") + "\n"
    return texts


def _freeze_probe(probe: ProbeSpec, parts: Mapping[str, Any]) -> str:
    frozen = ",\n".join(f"{json.dumps(part)}: {_freeze(value)}" for part, value in sorted(parts.items()))
    return f'{{"probe": {json.dumps(probe.id)}, "parts": {{\n{frozen}\n}}}}\n'


def _freeze(value: Any) -> str:
    """A value as JSON text, an array as {"dtype", "shape", "rows"} with a line for each row of numbers."""
    if isinstance(value, np.ndarray):
        if not np.isfinite(value).all():
            raise FixtureError("the reference gives values that are not finite, which nothing can be compared with")
        rows = value.reshape(-1, value.shape[-1] if value.ndim and value.shape[-1] else 1)
        lines = ",\n".join("[" + ",".join(map(_number, row)) + "]" for row in rows)
        return f'{{"dtype": "{value.dtype}", "shape": {list(value.shape)}, "rows": [\n{lines}]}}'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_freeze(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        between = ",\n" if value and isinstance(value[0], dict) else ", "
        return "[" + between.join(map(_freeze, value)) + "]"
    return json.dumps(value)


def _number(number: Any) -> str:
    """The shortest text that gives the very same number again in its own precision."""
    return json.dumps(number.item()) if number.dtype.kind in "bui" else str(number)


def _thaw(value: Any) -> Any:
    if isinstance(value, dict):
        if sorted(value) == ["dtype", "rows", "shape"]:
            array = np.array(value["rows"], dtype=value["dtype"]).reshape(value["shape"])
            array.setflags(write=False)
            return array
        return {key: _thaw(item) for key, item in value.items()}
    return [_thaw(item) for item in value] if isinstance(value, list) else value


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
