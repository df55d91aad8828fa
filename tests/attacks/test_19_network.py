"""Attack 19: data sent out, names asked for, a shell offered; a child has no network and no sockets at all."""

import socket
import threading

import pytest
from evidence import require_failed

ATTEMPTS = {
    "tcp": ("socket.create_connection(('127.0.0.1', PORT), 1)", "PermissionError"),
    "tcp over IPv6": ("socket.socket(socket.AF_INET6)", "PermissionError"),
    "udp": ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))", "PermissionError"),
    "names": ("socket.getaddrinfo('example.com', 80)", "gaierror"),
    "http": ("urllib.request.urlopen('http://127.0.0.1:PORT', timeout=1)", "Operation not permitted"),
    "cloud metadata": ("urllib.request.urlopen('http://169.254.169.254/latest', timeout=1)", "Operation not permitted"),
    "listening": ("socket.create_server(('127.0.0.1', 0))", "PermissionError"),
    "unix": ("socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')", "PermissionError"),
    "abstract unix": ("socket.socket(socket.AF_UNIX).connect('\\\\0x')", "PermissionError"),
    "a pair": ("socket.socketpair()", "PermissionError"),
    "raw": ("socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)", "PermissionError"),
    "packets": ("socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "PermissionError"),
    "netlink": ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "PermissionError"),
    "vsock": ("socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)", "PermissionError"),
    "a shell": ("subprocess.run(['bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/PORT'])", "PermissionError"),
    "curl": ("os.system('curl http://127.0.0.1:PORT') and 1 / 0", "ZeroDivisionError"),
    "ftp": ("__import__('ftplib').FTP('127.0.0.1', timeout=1)", "PermissionError"),
    "an event loop": ("asyncio.run(asyncio.open_connection('127.0.0.1', PORT))", "PermissionError"),
}


@pytest.fixture(scope="module")
def listener():
    """A server of this machine that notes who calls: (port, callers)."""
    callers = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def listen():
            while not over.is_set():
                try:
                    callers.append(server.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], callers
        over.set()
        thread.join()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_leaves(attack, listener, attempt):
    """The attempt is the call's own error, and nobody is reached."""
    port, callers = listener
    made, words = ATTEMPTS[attempt]
    verdict = attack(
        f"""
        import asyncio
        import os
        import socket
        import subprocess
        import urllib.request


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            print("REACHED", {made.replace("PORT", str(port))})
        """
    )
    require_failed(verdict, "R001", words)
    assert "REACHED" not in verdict.printed
    assert callers == []


def test_sockets_are_refused_whatever_asks_for_them(attack):
    """The system call itself is refused, by whatever library it is made."""
    verdict = attack(
        """
        import ctypes
        import sys


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.syscall(41, 2, 1, 0) < 0:
                sys.exit(ctypes.get_errno())
        """
    )
    require_failed(verdict, "R005")
    assert "SystemExit: 1 " in " ".join(one.message for result in verdict.results for one in result.findings)
