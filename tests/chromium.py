"""Headless Chromium that opens a file, what it then holds, and what it asks for."""

import contextlib
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAM = shutil.which("chromium") or ""
# Time enough on the page's own clock for timers, refreshes and what they load.
PAGE_MILLISECONDS = 3000
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", f"--virtual-time-budget={PAGE_MILLISECONDS}",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """The page's document after its scripts have run, as HTML, and the first line of each request to the network."""

    document: str
    requests: list[str]


def visit(page: Path, profile: Path) -> Seen:
    """What happens when a browser with an empty profile opens the file; its requests are noted and refused."""
    with _recorder() as (port, requests):
        proxy = (f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>")
        command = [PROGRAM, *QUIET, *proxy, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()]
        ended = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return Seen(document=ended.stdout.decode(), requests=requests)


@contextlib.contextmanager
def _recorder() -> Iterator[tuple[int, list[str]]]:
    """A proxy's port, and the requests that came to it."""
    requests: list[str] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    requests.append(connection.recv(4096).decode("latin-1").partition("\r\n")[0])
                    connection.sendall(REFUSED)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], requests
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()
