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
from types import TracebackType

from checker.errors import WorkerError, WorkerLost
from checker.model import Framework, Runtime

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "worker")
EVENT = struct.Struct("!cqq")
READY, UNFIT, FORKED, ENDED = b"r", b"u", b"f", b"e"
START_SECONDS = 120.0


class Worker:
    """A warm parent process of one runtime and framework; use it in a ``with`` statement.

    It starts at once and imports the framework meanwhile: `wait_until_ready` is for when it is needed; after that
    `versions` has those of its Python and libraries.

    Raises:
        WorkerError: when the runtime's program can't be started.
    """

    def __init__(self, runtime: Runtime, framework: Framework) -> None:
        self.runtime = runtime
        self.framework = framework
        self.ready = False
        self.versions: dict[str, str] = {}
        self.home = tempfile.TemporaryDirectory(prefix="checker-home-", ignore_cleanup_errors=True)
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self.control, theirs = socket.socketpair()
        with theirs:
            try:
                self.process = self._start(theirs.fileno())
            except OSError as error:
                self._clean_up()
                reason = f"the worker ({runtime.python}) can't be started: {error.strerror}"
                raise WorkerError("; ".join(filter(None, [reason, runtime.repair]))) from error

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._clean_up()

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
            reason = f"the runtime {self.runtime.name} can't run {self.framework.value} tasks: {text}"
            raise WorkerError("; ".join(filter(None, [reason, self.runtime.repair])))
        self.versions = json.loads(text)
        self.ready = True

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
            self.log.seek(0)
            last_words = self.log.read()[-2000:].decode("utf-8", "replace").strip()
            kind_of_error = WorkerLost if self.ready else WorkerError
            raise kind_of_error(f"the worker ({self.runtime.python}) ended unexpectedly: {last_words}")
        kind, first, second = EVENT.unpack(data)
        return kind, first, second

    def _start(self, control: int) -> "subprocess.Popen[bytes]":
        search = os.pathsep.join(self.runtime.search)
        return subprocess.Popen(
            [self.runtime.python, "-I", FOLDER, str(control), self.framework.value, search],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env=_environment(self.home.name),
            cwd=self.home.name,
            pass_fds=[control],
            start_new_session=True,
        )

    def _clean_up(self) -> None:
        self.control.close()
        self.log.close()
        self.home.cleanup()


def _environment(home: str) -> dict[str, str]:
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
    }
