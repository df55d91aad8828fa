"""What a terminal shows while something takes its time."""

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def busy(what: str) -> Iterator[None]:
    """A spinner beside `what` is done; nothing where there is no terminal."""
    if not (sys.stdout.isatty() and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(what)):
        yield
