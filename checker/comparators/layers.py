"""Tables of layers side by side, and single settings of layers."""

import difflib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.model import Case, Finding, Row
from checker.rows import first_apart

SAME_CLASS = {"MaxPool2D": "MaxPooling2D", "AvgPool2D": "AveragePooling2D", "Convolution2D": "Conv2D"}
ACTIVATIONS = ("Activation", "ReLU", "Softmax")
# Aligning two tables takes time with the square of their lengths, or worse; nothing asked for is as long as this.
ALIGNED_ROWS = 1500
# A layer that names a thousand others must not make a text a thousand times as long as what was sent.
MOST_SOURCES = 20
LONGEST_TEXT = 100
# What a table may have of what is laid beside the reference's; deep networks have hundreds of layers.
MOST_LAYERS = 5000
MOST_LENGTHS = 10


def layers(expected: Any, actual: Any, case: Case, *, places: Mapping[str, str] | None = None) -> list[Finding]:
    """Lays the layers beside the reference's and tells where they part; equivalent spellings count as the same.

    Args:
        places: number of a row in the reference's table → what the paper calls the part that begins there.

    Findings:
        C007: the first row where the tables part, with both tables.
    """
    rows = _with_places(side_by_side(describe(expected), describe(_with_input(expected, actual))), places or {})
    place = first_apart(rows)
    if place < 0:
        return []
    first = rows[place]
    where = f"in {first.place} (row {place + 1})" if first.place else f"at row {place + 1}"
    text = f"the layers part {where}: {_difference(first, rows)} (in {case.call})"
    return [Finding(code="C007", message=text, rows=tuple(rows))]


def layer_setting(
    expected: Any, actual: Any, case: Case, *, layer: str, setting: str, allowed: Sequence[Any], code: str = "C013",
    present: int = 1, advice: str = "",
) -> list[Finding]:
    """Every layer of a class has one of the allowed settings, and there are at least `present` such layers.

    Layers of classes derived from it count too, and those within a wrapper such as ``TimeDistributed``.

    Args:
        layer: the class, such as ``Dropout``. setting: its setting, such as ``rate``. allowed: its legal values.
        code: C012 for dropout, C013 for others. advice: a sentence added to a finding.

    Findings:
        C012, C013: a layer with another setting, or too few such layers.
    """
    found = [one for entry in actual for one in (entry, _wrapped(entry)) if _is_a(one, layer)]
    findings = []
    if len(found) < present:
        text = f"expected at least {present} {layer} layer{'s' if present > 1 else ''}, got {len(found)}"
        findings.append(text)
    for entry in found:
        if entry["config"].get(setting) not in list(allowed):
            wanted = " or ".join(map(repr, allowed))
            got = _short_setting(entry["config"].get(setting))
            findings.append(f"{_short(entry['name'])}: expected {setting} {wanted}, got {got!r}")
    texts = [f"{text}. {advice}".rstrip(". ") for text in findings[:5]]
    return [Finding(code=code, message=f"{text} (in {case.call})") for text in texts]


def _wrapped(entry: Any) -> Any:
    """The layer within a wrapper, called as the wrapper is; of any other layer nothing."""
    return entry["wrapped"] | {"name": entry["name"]} if "wrapped" in entry else {"class": ""}


def _is_a(entry: Any, layer: str) -> bool:
    return layer in [SAME_CLASS.get(name, name) for name in (entry["class"], *entry.get("bases", ()))]


def describe(table: Sequence[Any]) -> list[str]:
    """One line for each operation of a model, names and equivalent spellings left out.

    A fused activation gets a line of its own, as if it were a layer. Long texts are cut, and layers after MOST_LAYERS
    left out.
    """
    lines = []
    cut = _cut(table)
    sources = [_source(entry)[:LONGEST_TEXT] for entry in cut]
    for entry in cut:
        kind = SAME_CLASS.get(entry["class"], entry["class"])
        config = entry["config"]
        lengths = "x".join("?" if length is None else str(length) for length in entry["shape"][1:])
        shape = f" → {lengths}" if lengths else ""  # nobody knows it of a layer that was never called
        if kind in ACTIVATIONS:
            lines.append(f"{_activation(kind, config)}{shape}")
            continue
        counted = f", {entry['parameters']:,} parameters" if entry["parameters"] else ""
        lines.append(f"{_operation(kind, config)}{_sources(entry, sources)}{shape}{counted}")
        if config.get("activation", "linear") != "linear":
            lines.append(f"{str(config['activation'])[:LONGEST_TEXT]}{shape}")
    return lines


def side_by_side(expected: Sequence[str], actual: Sequence[str]) -> list[Row]:
    """Two tables aligned so that as many rows as can be stand beside their equals; very long ones row by row."""
    if len(expected) + len(actual) > ALIGNED_ROWS:
        pairs = itertools.zip_longest(expected, actual, fillvalue="")
        return [Row(expected=one, actual=other) for one, other in pairs]
    rows: list[Row] = []
    matcher = difflib.SequenceMatcher(None, expected, actual, autojunk=False)
    for _, low, high, other_low, other_high in matcher.get_opcodes():
        left, right = list(expected[low:high]), list(actual[other_low:other_high])
        length = max(len(left), len(right))
        left += [""] * (length - len(left))
        right += [""] * (length - len(right))
        rows.extend(Row(expected=one, actual=other) for one, other in zip(left, right, strict=True))
    return rows


def _difference(row: Row, rows: Sequence[Row]) -> str:
    others = [other for other in rows if not other.same]
    if not row.expected:
        moved = any(other.expected == row.actual for other in others)
        theirs = "which the reference has in another place" if moved else "for which the reference has nothing"
        return f"yours has {row.actual}, {theirs}"
    if not row.actual:
        moved = any(other.actual == row.expected for other in others)
        yours = "which yours has in another place" if moved else "for which yours has nothing"
        return f"the reference has {row.expected}, {yours}"
    return f"expected {row.expected}, got {row.actual}"


def _with_input(expected: Sequence[Any], actual: Sequence[Any]) -> list[Any]:
    """The table with the reference's input layers; a Sequential model has them too, but doesn't list them."""
    if any(entry["class"] == "InputLayer" for entry in actual):
        return list(actual)
    return [entry for entry in expected if entry["class"] == "InputLayer"] + list(actual)


def _with_places(rows: Sequence[Row], places: Mapping[str, str]) -> list[Row]:
    """The rows, each with the name of the part that the reference's row beside or before it belongs to."""
    named, number, place = [], 0, ""
    for row in rows:
        number += bool(row.expected)
        place = places.get(str(number), place)
        named.append(replace(row, place=place))
    return named


def _cut(table: Sequence[Any]) -> list[Any]:
    """The table with short texts alone, so that no line of it takes long, however often others name it."""
    return [
        entry
        | {"class": _short(entry["class"]), "name": _short(entry.get("name", ""))}
        | {"config": {name: _short_setting(setting) for name, setting in entry["config"].items()}}
        for entry in table[:MOST_LAYERS]
    ]


def _short_setting(setting: Any) -> Any:
    return [_short(part) for part in setting[:MOST_LENGTHS]] if isinstance(setting, list) else _short(setting)


def _short(setting: Any) -> Any:
    if setting is None or isinstance(setting, float) or (isinstance(setting, int) and abs(setting) < 1 << 64):
        return setting
    return str(setting)[:LONGEST_TEXT]


def _sources(entry: Any, described: Sequence[str]) -> str:
    """What a layer with several inputs takes: the last operation of each and its channels, in order where it counts."""
    places = [place for place in entry["inputs"] if type(place) is int and 0 <= place < len(described)]
    if len(places) < 2:
        return ""
    places, more = places[:MOST_SOURCES], [f"{len(places) - MOST_SOURCES} more"] if places[MOST_SOURCES:] else []
    sources = [described[place] for place in places]
    return " of " + " and ".join([*(sources if entry["class"] == "Concatenate" else sorted(sources)), *more])


def _source(entry: Any) -> str:
    return f"{_last_operation(entry)} ({(entry['shape'] or '?')[-1]})"


def _last_operation(entry: Any) -> str:
    kind, activation = SAME_CLASS.get(entry["class"], entry["class"]), entry["config"].get("activation", "linear")
    return _activation(kind, entry["config"]) if kind in ACTIVATIONS or activation != "linear" else str(kind)


def _activation(kind: str, config: Any) -> str:
    settings = [f"{name} {config[name]}" for name in ("max_value", "negative_slope", "threshold") if config.get(name)]
    return " ".join([str(config.get("activation", kind.lower()))[:LONGEST_TEXT], *settings])


def _operation(kind: str, config: Any) -> str:
    window = _listed(config.get("kernel_size") or config.get("pool_size"))
    strides = _listed(config.get("strides"))
    words = [kind]
    if window:
        words.append("x".join(map(str, window)))
    if "filters" in config or "units" in config:
        words.append(f"{config['filters']} filters" if "filters" in config else f"{config['units']} nodes")
    if any(step != 1 for step in strides):
        words.append("stride " + "x".join(map(str, strides)))
    if any(length != 1 for length in window):
        words.append(str(config.get("padding", "")))
    if "rate" in config:
        words.append(f"rate {config['rate']}")
    return " ".join(words)


def _listed(setting: Any) -> list[Any]:
    """A setting that should be a list of lengths; a layer of the student's own may have anything there."""
    if not setting:
        return []
    return setting if isinstance(setting, list) else [setting]
