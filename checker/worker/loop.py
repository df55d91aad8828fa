"""The warm parent: imports the framework once, runs nothing with it, and forks a child for each job.

On the control socket the checker sends one byte with three file descriptors for each job (requests to read,
observations and printed output to write), and KILL alone to have the job's child killed, where it can't do that itself.
The parent answers with EVENT records: READY once, with the versions that it runs (or UNFIT, with the reason), then
FORKED and ENDED for each job. The child closes the control socket before it meets the submission, so what it can write
are its own observations alone.
"""

import array
import contextlib
import ctypes
import gc
import glob
import json
import os
import select
import signal
import socket
import struct
import sys
from typing import Callable, Dict, List, Sequence  # noqa: F401 - Dict stands in a comment

from checker import folders
from checker.worker import child, names

EVENT = struct.Struct("!cqq")
READY, UNFIT, FORKED, ENDED = b"r", b"u", b"f", b"e"
KILL = b"k"
PR_SET_CHILD_SUBREAPER = 36
REAPED = {}  # type: Dict[int, int]


def serve(control: socket.socket, framework: str, room: str) -> None:
    """Answers jobs one after the other until the checker closes its end of `control`, a Unix socket.

    Args:
        room: this process's own folder for temporary files; what a job leaves there goes with it.
    """
    try:
        names.import_framework(framework)
    except ImportError as error:
        text = str(error).encode("utf-8", "replace")[:4000]
        control.sendall(EVENT.pack(UNFIT, len(text), 0) + text)
        return
    child.prepare(framework)
    _adopt_orphans()
    _freeze_garbage_collector()
    wake_up = _wake_up_on_child()
    text = json.dumps(names.versions()).encode("ascii")
    control.sendall(EVENT.pack(READY, len(text), 0) + text)
    while True:
        descriptors = _receive_job(control)
        if not descriptors:
            return
        _run_job(control, wake_up, descriptors, framework, room)


def _adopt_orphans() -> None:
    """Makes this process the parent of whatever its children leave behind, where the system can do that (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _freeze_garbage_collector() -> None:
    """Spares the children from walking through the framework's objects, and from copying their pages for it."""
    gc.collect()
    if hasattr(gc, "freeze"):
        gc.freeze()  # novermin, for older Pythons do without


def _wake_up_on_child() -> int:
    """A descriptor that becomes readable when a child has ended."""
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    os.set_blocking(readable, False)
    for number in (signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)  # a shell may have them ignored for what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.set_wakeup_fd(writable)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    return readable


def _receive_job(control: socket.socket) -> List[int]:
    size = array.array("i", [0, 0, 0])
    space = socket.CMSG_SPACE(len(size) * size.itemsize)
    asked, ancillary, _, _ = control.recvmsg(1, space)
    while asked == KILL:  # a child that was gone before
        asked, ancillary, _, _ = control.recvmsg(1, space)
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            received = array.array("i")
            received.frombytes(payload[: len(payload) - len(payload) % received.itemsize])
            return list(received)
    return []


def _run_job(control: socket.socket, wake_up: int, descriptors: Sequence[int], framework: str, room: str) -> None:
    pid = os.fork()
    if pid == 0:
        _become_child(control, wake_up, descriptors, framework)
    for descriptor in descriptors:
        os.close(descriptor)
    _own_group(pid)
    control.sendall(EVENT.pack(FORKED, pid, 0))
    status = _wait_and_sweep(control, wake_up, pid)
    folders.empty(room)
    control.sendall(EVENT.pack(ENDED, pid, status))


def _become_child(control: socket.socket, wake_up: int, descriptors: Sequence[int], framework: str) -> None:
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _own_group(0)
        control.close()
        os.close(wake_up)
        child.run(descriptors, framework)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(70)
    os._exit(0)


def _own_group(pid: int) -> None:
    """Called on both sides of the fork, so that the group exists whoever comes first."""
    with contextlib.suppress(OSError):
        os.setpgid(pid, 0)


def _wait_and_sweep(control: socket.socket, wake_up: int, pid: int) -> int:
    """Waits for the child, kills what it left behind, and returns its wait status.

    When the checker goes away meanwhile, the child goes too.
    """
    asked = control.fileno()
    while not _has_ended(pid):
        readable, _, _ = select.select([asked, wake_up], [], [], 1.0)
        if wake_up in readable:
            os.read(wake_up, 4096)
        if asked in readable:
            _kill(os.kill, pid)
            if control.recv(1) != KILL:
                _sweep(pid)
                os._exit(0)
    return _sweep(pid)


def _has_ended(pid: int) -> bool:
    """Whether the child has ended.

    It stays unreaped, except where the system can't tell without: on macOS before Python 3.13.
    """
    if hasattr(os, "waitid"):
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        REAPED[pid] = status
    return bool(ended)


def _sweep(pid: int) -> int:
    """Kills the child and its group, reaps it, and does the same to all orphans; returns the child's wait status."""
    _kill(os.killpg, pid)
    _kill(os.kill, pid)
    status = REAPED.pop(pid) if pid in REAPED else os.waitpid(pid, 0)[1]
    orphans = _children()
    while orphans:
        for orphan in orphans:
            _kill(os.kill, orphan)
        os.waitpid(-1, 0)  # any of them: the first of a namespace ends only after the others have been waited for
        orphans = _children()
    return status


def _children() -> List[int]:
    """The process ids of all children of this process, which are orphans while no job runs."""
    found = []  # type: List[int]
    for path in glob.glob("/proc/self/task/*/children"):
        with contextlib.suppress(OSError), open(path) as stream:
            found.extend(int(pid) for pid in stream.read().split())
    return found


def _kill(function: Callable[[int, int], None], pid: int) -> None:
    with contextlib.suppress(OSError):
        function(pid, signal.SIGKILL)
