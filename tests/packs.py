"""Git bundles for the tests, object by object, as no honest program would make them."""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

KINDS = {"commit": 1, "tree": 2, "blob": 3}
DIFFERENCE = 7
WHO = b"a <a@a> 1700000000 +0000"
LONGEST_COPY = 0xFFFFFF


class Pack:
    """Objects, each added under the hash that it gets."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, kind: str, data: bytes) -> bytes:
        """An object; its hash."""
        self.objects.append(_head(KINDS[kind], len(data)) + zlib.compress(data, 9))
        return hashlib.sha1(b"%s %d\0%s" % (kind.encode(), len(data), data), usedforsecurity=False).digest()

    def tree(self, name: bytes, inner: bytes, mode: bytes = b"40000") -> bytes:
        """A folder that holds one thing; its hash."""
        return self.add("tree", b"%s %s\0%s" % (mode, name, inner))

    def difference(self, base: bytes, size: int, number: int) -> None:
        """What is said to be a file of so many bytes with a number after them."""
        data = b"".join([_number(size), _number(size + 4), *_copies(size), b"\4", struct.pack("!I", number)])
        self.objects.append(_head(DIFFERENCE, len(data)) + base + zlib.compress(data, 9))

    def bundled(self, file: Path, tree: bytes, branch: str = "HEAD") -> Path:
        """A bundle of all objects whose branch is a commit of a tree."""
        text = b"tree %s\nauthor %s\ncommitter %s\n\nx\n" % (tree.hex().encode(), WHO, WHO)
        commit = self.add("commit", text)
        pack = b"PACK" + struct.pack("!II", 2, len(self.objects)) + b"".join(self.objects)
        head = f"# v2 git bundle\n{commit.hex()} {branch}\n\n".encode()
        file.write_bytes(head + pack + hashlib.sha1(pack, usedforsecurity=False).digest())
        return file


def _number(number: int) -> bytes:
    written = b""
    while number > 127:
        written += bytes([number & 127 | 128])
        number >>= 7
    return written + bytes([number])


def _head(kind: int, size: int) -> bytes:
    first = kind << 4 | size & 15
    return bytes([first | 128]) + _number(size >> 4) if size >> 4 else bytes([first])


def _copies(size: int) -> Iterator[bytes]:
    """The orders to copy a whole file."""
    for start in range(0, size, LONGEST_COPY):
        length = min(size - start, LONGEST_COPY)
        yield b"\xff" + struct.pack("<I", start) + struct.pack("<I", length)[:3]
