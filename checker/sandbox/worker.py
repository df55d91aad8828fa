"""A warm worker: the process that imports a framework once and forks a child for each job."""

import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from checker import folders
from checker.errors import WorkerError, WorkerLost
from checker.model import Framework, Runtime
from checker.sandbox.seccomp import refusing_program

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "worker")
# What of the package that it is in runs beside submissions; specs, fixtures and solutions stay outside.
SHIPPED = ("__init__.py", "folders.py", "wire.py", "worker")
EVENT = struct.Struct("!cqq")
READY, UNFIT, FORKED, ENDED = b"r", b"u", b"f", b"e"
KILL = b"k"
START_SECONDS = 120.0
AUTO, GRADED, FULL, NONE = "auto", "graded", "full", "none"
# What worker/isolation.py calls them.
LAYERS = NAMESPACES, ROOT, USER, LANDLOCK, SECCOMP = "namespaces", "root", "user", "landlock", "seccomp"
# Without these, others' files and the network are open to a submission; namespaces are not granted everywhere.
NEEDED = (USER, LANDLOCK, SECCOMP)


class Worker:
    """A warm parent process of one runtime and framework; use it in a ``with`` statement.

    It starts at once and imports the framework meanwhile: `wait_until_ready` is for when it is needed; after that
    `versions` has those of its Python and libraries. Copies of submissions belong in its folder `scratch`.
    `isolation` is what its children need to know to wall themselves in, empty when they are not to; `required` are the
    layers without which nothing is to be run, and `less` is the isolation to name where they can't be had. Where it is
    `apart`, process ids of its children mean nothing out here.

    Raises:
        WorkerError: when the runtime's program can't be started.
    """

    apart = False

    def __init__(self, runtime: Runtime, framework: Framework, *, isolation: str = AUTO) -> None:
        self.runtime = runtime
        self.framework = framework
        self.user = _nobody()
        self.isolation = {} if isolation == NONE else {"user": self.user, "filter": _program()}
        self.required: tuple[str, ...] = {FULL: LAYERS, GRADED: NEEDED}.get(isolation, ())
        self.less = NONE if isolation == GRADED else AUTO
        self.ready = self.busy = False
        self.versions: dict[str, str] = {}
        self.folder = tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True)
        self.scratch, self.home = (Path(self.folder.name, name).resolve() for name in ("scratch", "home"))
        for folder in (self.scratch, self.home):
            folder.mkdir()
        if os.geteuid() == 0:
            for folder in (Path(self.folder.name), self.scratch):
                folder.chmod(0o711)  # for the user that children become, who can't list it
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        try:
            self.control, self.process = self._start()
        except WorkerError:
            self._clean_up()
            raise
        except OSError as error:
            self._clean_up()
            raise WorkerError(self._unusable(f"{runtime.python} can't be started: {error.strerror}")) from error

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *error: object) -> None:
        self.control.close()
        if self.busy:
            # Seeing that, it kills the job's child and all that this left behind, which nobody would after its own end.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=2)
        self._stop()
        self._clean_up()

    @property
    def around(self) -> tuple[str, ...]:
        """The walls that the warm parent itself is within, by name."""
        return ()

    @property
    def pid(self) -> int:
        """The warm parent's process id."""
        return self.process.pid

    def kill(self, pid: int) -> None:
        """Kills the child `pid` of a job under way, and its group, which it may have left; `apart`, has it killed."""
        if self.apart:
            with contextlib.suppress(OSError):
                self.control.send(KILL)
            return
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                kill(pid, signal.SIGKILL)

    def wait_until_ready(self) -> None:
        """Returns when the framework is imported.

        Raises:
            WorkerError: when it can't be, with the reason.
        """
        if self.ready:
            return
        if not select.select([self.control], [], [], START_SECONDS)[0]:
            raise WorkerError(f"the worker ({self.runtime.python}) did not start within {START_SECONDS:.0f} s")
        kind, length, _ = self.receive()
        text = self.control.recv(length, socket.MSG_WAITALL).decode("utf-8", "replace")
        if kind == UNFIT:
            raise WorkerError(self._unusable(text))
        self.versions = json.loads(text)
        self.ready = True

    def require(self, layers: Sequence[str]) -> None:
        """Makes sure that a child has the walls without which nothing is to be run.

        Raises:
            WorkerError: when one is not among `layers`, those that it has put up.
        """
        missing = [layer for layer in self.required if layer not in layers]
        if missing:
            raise WorkerError(
                f"this system does not grant {', '.join(missing)}, and nothing is to be run without: "
                f"see `checker doctor`, or name --isolation {self.less}"
            )

    def start_job(self, descriptors: list[int]) -> int:
        """Hands a job's three descriptors to the warm parent, and returns the process id of the child that runs it.

        Raises:
            WorkerError: when the warm parent can't be reached.
        """
        self.wait_until_ready()
        with contextlib.suppress(OSError):  # what it said last, if anything, is told by `receive`
            socket.send_fds(self.control, [b"j"], descriptors)
        kind, pid, _ = self.receive()
        if kind != FORKED:
            raise WorkerError(f"the worker answered {kind!r} where a fork was expected")
        self.busy = True
        return pid

    def receive(self) -> tuple[bytes, int, int]:
        """The warm parent's next event: its kind, and two numbers that go with it.

        Raises:
            WorkerError: when the warm parent is gone, WorkerLost when it was ready before; the message ends with what
                it printed last.
        """
        try:
            data = self.control.recv(EVENT.size, socket.MSG_WAITALL)
        except OSError:
            data = b""
        if len(data) != EVENT.size:
            if self.ready:
                raise WorkerLost(f"the worker ({self.runtime.python}) ended unexpectedly: {self.last_words()}")
            raise WorkerError(self._unusable(f"its program {self.runtime.python} ends at once: {self.last_line()}"))
        kind, first, second = EVENT.unpack(data)
        self.busy = self.busy and kind != ENDED
        return kind, first, second

    def last_words(self) -> str:
        """The end of what the warm parent has printed."""
        self.log.seek(0)
        return self.log.read()[-2000:].decode("utf-8", "replace").strip()

    def last_line(self) -> str:
        """The last line of what the warm parent has printed, where Python names an error."""
        return (self.last_words().splitlines() or ["it says nothing"])[-1]

    def _unusable(self, why: str) -> str:
        reason = f"the runtime {self.runtime.name} can't run {self.framework.value} tasks: {why}"
        return "; ".join(filter(None, [reason, self.runtime.repair]))

    def _start(self) -> "tuple[socket.socket, subprocess.Popen[bytes]]":
        """Starts the warm parent; returns our end of its control socket, and its process."""
        search = os.pathsep.join(self.runtime.search)
        ours, theirs = socket.socketpair()
        with theirs:
            arguments = [str(theirs.fileno()), self.framework.value, search, str(self.home)]
            try:
                process = self._open(self._command(arguments), environment(str(self.home)), [theirs.fileno()])
            except (OSError, WorkerError):
                ours.close()
                raise
        return ours, process

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [self.runtime.python, "-I", FOLDER, *arguments]

    def _open(
        self, command: Sequence[str], variables: Mapping[str, str], pass_fds: Sequence[int] = ()
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env=variables,
            cwd=self.home,
            pass_fds=pass_fds,
            start_new_session=True,
        )

    def _stop(self) -> None:
        """Ends the warm parent, if it has not seen that its control socket is closed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _clean_up(self) -> None:
        self.log.close()
        folders.empty(self.folder.name)
        self.folder.cleanup()


def death(status: int) -> str:
    """How a child ended, in words; `status` as `wait` gives it."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.strsignal(number) or "unknown"
        return f"died (signal {number}, {name.lower()})"
    return f"ended its own process with exit code {os.waitstatus_to_exitcode(status)}"


def _nobody() -> int:
    """A user's id that nobody has, of those that systemd sets aside for the like; another one for each process."""
    return 61184 + os.getpid() % 4000


def _program() -> "np.ndarray[Any, np.dtype[np.uint8]]":
    return np.frombuffer(refusing_program(), dtype=np.uint8)


def environment(home: str) -> dict[str, str]:
    """A worker's whole environment: nothing of the user's, little noise, the processor alone."""
    return {
        "PATH": os.defpath,
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "HDF5_USE_FILE_LOCKING": "FALSE",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # fewer and larger pages: forks, and what children write first
    }
