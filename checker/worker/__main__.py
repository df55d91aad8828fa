"""Run as ``python -I checker/worker CONTROL FRAMEWORK SEARCH ROOM``.

CONTROL is the control socket's descriptor, or the path of one to connect to; FRAMEWORK what to import first; SEARCH
folders to look for libraries in besides the interpreter's own, joined as in PATH; ROOM the process's own folder for
temporary files.
"""

import os
import socket
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))


def main(control: str, framework: str, search: str, room: str) -> None:
    """Serves jobs until the checker closes the control socket."""
    del sys.path[0]
    sys.path.extend(folder for folder in search.split(os.pathsep) if folder and folder not in sys.path)
    # Only the package itself is found: beside it may lie libraries, which are not those of this interpreter.
    package = types.ModuleType("checker")
    package.__path__ = [os.path.dirname(HERE)]
    sys.modules["checker"] = package
    from checker.worker import loop

    loop.serve(_open(control), framework, room)


def _open(control: str) -> socket.socket:
    if control.isdigit():
        return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, int(control))
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connected.connect(control)
    return connected


main(*sys.argv[1:5])
