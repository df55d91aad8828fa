"""Two summaries of models side by side, where the numbers in names that Keras gives don't count."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.comparators.layers import side_by_side

HEAD = ("Layer (type)", "Output Shape", "Connected to")
# The first column: "conv2d_3 (Conv2D)". Keras cuts it where it ends, so that the class may be there in part.
LAYER = re.compile(r"(?P<name>(?P<kind>[a-z0-9_]*?[a-z0-9])(?:_[0-9]+)?) \((?P<type>\w*)(?P<whole>\)?) *")
# The last one: "activation_2[0][0]".
SOURCE = re.compile(r"(?P<name>\S+)(?P<tensor>(?:\[[0-9]+\]){2}) *")


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryRow:
    """A line of each summary, as it is printed; an empty one means that side has no such line."""

    expected: str
    actual: str
    same: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A line; `key` is what of it can be compared by itself, `name` and `source` are automatic names in it, or ""."""

    text: str
    key: str
    name: str
    source: str


def lay_beside(expected: Sequence[str], actual: Sequence[str]) -> list[SummaryRow]:
    """The lines of two summaries as TensorFlow 1.12 prints them, aligned, without the rules between layers.

    Rows are the same when they differ at most in the numbers of automatic names (`conv2d_3`, `conv2d_5`), which come
    of what else was made and in which order. What a layer is connected to must still be the one beside its counterpart.
    """
    left, right = _lines(expected), _lines(actual)
    rows = side_by_side([line.key for line in left], [line.key for line in right])
    lefts, rights = iter(left), iter(right)
    pairs = [(next(lefts) if row.expected else None, next(rights) if row.actual else None) for row in rows]
    counterparts = {
        other.name: one.name
        for one, other in pairs
        if one and other and one.name and other.name and _kind(one.name) == _kind(other.name)
    }
    return [
        SummaryRow(
            expected=one.text if one else "",
            actual=other.text if other else "",
            same=_is_same(one, other, counterparts),
        )
        for one, other in pairs
    ]


def _is_same(one: _Line | None, other: _Line | None, counterparts: Mapping[str, str]) -> bool:
    """Whether both lines say the same, and are connected to layers that stand beside each other."""
    if one is None or other is None or one.key != other.key:
        return False
    return counterparts.get(other.source, one.source) == one.source


def _lines(texts: Sequence[str]) -> list[_Line]:
    kept = [text for text in texts if text.strip("_")]
    head = next((text for text in kept if text.startswith(HEAD[0])), "")
    shape, source = (place if (place := head.find(title)) > 0 else len(head) for title in HEAD[1:])
    names = [_automatic(text[: max(0, shape - 1)]) for text in kept]
    known = set(names)
    return [_line(text, name, text[shape:source], text[source:], known) for text, name in zip(kept, names, strict=True)]


def _line(text: str, name: str, middle: str, last: str, names: set[str]) -> _Line:
    found = SOURCE.fullmatch(last)
    source = found["name"] if found and found["name"] in names else ""
    if not (name or source):
        return _Line(text=text, key=f"={text}", name="", source="")
    first = f"{_kind(name)}_" if name else text[: len(text) - len(middle) - len(last)]
    connected = f"{_kind(source)}_{found['tensor']}" if found and source else last
    return _Line(text=text, key="\n".join(["", first, middle, connected]), name=name, source=source)


def _automatic(cell: str) -> str:
    """The layer's name where Keras made it of its class, which it then says alone: `max_pooling2d_1`; else ""."""
    found = LAYER.fullmatch(cell)
    if not found:
        return ""
    made_of, type_ = found["kind"].replace("_", ""), found["type"].lower()
    # An InputLayer is called input_1.
    fits = type_ in (made_of, f"{made_of}layer") if found["whole"] else f"{made_of}layer".startswith(type_)
    return found["name"] if fits else ""


def _kind(name: str) -> str:
    """An automatic name without its number."""
    return re.sub("_[0-9]+$", "", name)
