"""What a child sends, put together again: bytes as they come → messages."""

from collections.abc import Iterator
from typing import Any

from checker import wire


class Incoming:
    """The bytes of messages under way; `size` is how many have come in all, of the `room` that there is."""

    def __init__(self, room: int) -> None:
        self.buffer = bytearray()
        self.size, self.room = 0, room

    def messages(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """The messages that are whole with these bytes.

        Raises:
            WireFault: when they are none, or too many.
        """
        self.size += len(chunk)
        if self.size > self.room:
            raise wire.WireFault("there are more observations than were asked for")
        self.buffer += chunk
        while (message := self._next()) is not None:
            yield message

    def _next(self) -> dict[str, Any] | None:
        size = wire.PREFIX.size
        if len(self.buffer) < size:
            return None
        header, body = wire.decode_prefix(bytes(self.buffer[:size]))
        if len(self.buffer) < size + header + body:
            return None
        message = wire.decode(bytes(self.buffer[size : size + header]), bytes(self.buffer[size + header :][:body]))
        del self.buffer[: size + header + body]
        if not isinstance(message, dict):
            raise wire.WireFault("it is not an observation")
        return message
