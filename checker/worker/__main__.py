"""Run as ``python -I checker/worker FD FRAMEWORK SEARCH``.

FD is the control socket, FRAMEWORK what to import first, SEARCH folders to look for libraries in besides the
interpreter's own, joined as in PATH.
"""

import os
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main(control_fd: str, framework: str, search: str) -> None:
    """Serves jobs until the checker closes the control socket."""
    sys.path.extend(folder for folder in search.split(os.pathsep) if folder and folder not in sys.path)
    sys.path[0] = os.path.dirname(os.path.dirname(HERE))
    from checker.worker import loop

    del sys.path[0]
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, int(control_fd))
    loop.serve(control, framework)


main(*sys.argv[1:4])
