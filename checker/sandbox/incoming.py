"""What a child sends, put together again: bytes as they come → observations, taken apart with care."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from checker import wire
from checker.model import Ending, Observation

# The endings that a child can know of; others are seen from outside.
SAID = {Ending.ANSWERED, Ending.RAISED, Ending.OUT_OF_MEMORY, Ending.EXITED, Ending.UNSUPPORTED}
# Arrays of one message together; the worker sends none over 64 MiB.
MOST_BODY_BYTES = 2**27
MOST_NAME_CHARACTERS = 200
# What a list, a dict or an item in one takes here, and some more.
BYTES_OF_AN_OBJECT = 1000
MOST_LINES = 2**31


class Incoming:
    """The bytes of messages under way; `size`: how many have come in all, and what they make here, of the `room`."""

    def __init__(self, room: int) -> None:
        self.buffer = bytearray()
        self.size, self.room = 0, room

    def observations(self, chunk: bytes) -> Iterator[Observation]:
        """The observations that are whole with these bytes.

        Raises:
            WireFault: when they are none, or too many.
        """
        self._take_room(len(chunk))
        self.buffer += chunk
        while (message := self._next()) is not None:
            yield observation(message)

    def _take_room(self, size: int) -> None:
        self.size += size
        if self.size > self.room:
            raise wire.WireFault("there are more observations than were asked for")

    def _next(self) -> Any:
        """The next message, None where it is not whole yet; itself it can't be None, for `observation` refuses that."""
        size = wire.PREFIX.size
        if len(self.buffer) < size:
            return None
        header, body = wire.decode_prefix(bytes(self.buffer[:size]))
        if body > MOST_BODY_BYTES:
            raise wire.WireFault(f"a message of {body} bytes is over the limits")
        end = size + header + body
        if len(self.buffer) < end:
            return None
        with memoryview(self.buffer) as view:
            outline, arrays = bytes(view[size : size + header]), bytes(view[size + header : end])
        self._take_room(BYTES_OF_AN_OBJECT * wire.marks(outline))
        message = wire.decode(outline, arrays)
        del self.buffer[:end]
        return [] if message is None else message


def observation(message: Any) -> Observation:
    """A message from the untrusted side as what it must be; its value, anything that can be sent, is looked at later.

    Raises:
        WireFault: when it is anything else.
    """
    if not isinstance(message, dict):
        raise _no_observation("kind")
    ending, seconds, line = _text(message, "ending"), message.get("seconds"), message.get("line", 0)
    if ending not in {one.value for one in SAID}:
        raise _no_observation("ending")
    if type(seconds) is not float or not math.isfinite(seconds):
        raise _no_observation("seconds")
    if type(line) is not int or not 0 <= line < MOST_LINES:
        raise _no_observation("line")
    return Observation(
        probe=_text(message, "probe")[:MOST_NAME_CHARACTERS],
        part=_text(message, "part")[:MOST_NAME_CHARACTERS],
        ending=Ending(ending),
        value=message.get("value"),
        message=_text(message, "message"),
        file=_text(message, "file"),
        line=line,
        seconds=seconds,
    )


def _text(message: Mapping[str, Any], key: str) -> str:
    value = message.get(key, "")
    if type(value) is not str:
        raise _no_observation(key)
    return value


def _no_observation(what: str) -> wire.WireFault:
    return wire.WireFault(f"it is not an observation (its {what} is wrong)")
