"""A worker in a container of Docker's or Podman's: for institutions that trust an engine's walls."""

import os
import secrets
import select
import socket
import struct
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from checker.errors import WorkerError
from checker.model import Runtime
from checker.sandbox.worker import FOLDER, SHIPPED, START_SECONDS, Worker, environment

INSIDE = "/opt/checker"
ROOM = "/room"
NOBODY = "65534:65534"
MEMORY, PROCESSES, ROOM_SIZE = "4g", 512, "256m"
SOCKET = "control"
LOOK_SECONDS, STOP_SECONDS = 0.1, 30


def docker_command(
    runtime: Runtime, name: str, package: Path, shared: Path, variables: Mapping[str, str], arguments: tuple[str, ...]
) -> list[str]:
    """The command that starts a warm worker in a container called `name`; it is the same for docker and podman.

    No network, nothing to write to but a small folder in memory, nobody's user, no capability, and of the checker's
    side only the worker's source and `shared`, both read-only.

    Args:
        package: the folder of the package ``checker``.
        shared: where control socket and submissions are; at the same path inside, for requests name folders in it.
        variables: the worker's environment.
        arguments: the worker's own.
    """
    mounts = [(package / part, f"{INSIDE}/checker/{part}") for part in SHIPPED]
    mounts.append((shared, str(shared)))
    return [
        runtime.engine, "run", "--rm", "--pull=never", "--name", name,
        "--network", "none", "--read-only", "--tmpfs", f"{ROOM}:size={ROOM_SIZE},mode=1777", "--workdir", ROOM,
        "--user", NOBODY, "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
        "--memory", MEMORY, "--memory-swap", MEMORY, "--pids-limit", str(PROCESSES),
        *[f"--mount=type=bind,source={source},target={target},readonly" for source, target in mounts],
        *[f"--env={variable}={value}" for variable, value in variables.items()],
        runtime.image, runtime.python, "-I", f"{INSIDE}/checker/worker", *arguments,
    ]  # fmt: skip


class ContainedWorker(Worker):
    """A warm parent process in a container, reached through a socket in the folder that it shares with us."""

    apart = True

    @property
    def around(self) -> tuple[str, ...]:
        """The engine's name."""
        return (Path(self.runtime.engine).name,)

    @property
    def pid(self) -> int:
        """The warm parent's process id as it is outside the container."""
        peer = self.control.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", peer)[0])

    def wait_until_ready(self) -> None:
        """Returns when the framework is imported in there.

        Raises:
            WorkerError: when it can't be, with the reason.
        """
        if not self.ready:
            self._accept()
        super().wait_until_ready()

    def _start(self) -> "tuple[socket.socket, subprocess.Popen[bytes]]":
        self.name = f"checker-{secrets.token_hex(8)}"
        self.scratch.chmod(0o755)
        path = self.scratch / SOCKET
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.bind(str(path))
            path.chmod(0o777)
            listening.listen(1)
            variables = environment(ROOM)
            arguments = (str(path), self.framework.value, "", ROOM)
            package = Path(FOLDER).parent
            command = docker_command(self.runtime, self.name, package, self.scratch, variables, arguments)
            return listening, self._open(command, os.environ)
        except OSError:
            listening.close()
            raise

    def _accept(self) -> None:
        """Replaces the listening socket by the connection that the warm parent makes."""
        deadline = time.monotonic() + START_SECONDS
        with self.control as listening:
            while not select.select([listening], [], [], LOOK_SECONDS)[0]:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise WorkerError(self._unusable(f"{self.runtime.engine} started no worker: {self.last_line()}"))
            self.control, _ = listening.accept()
        (self.scratch / SOCKET).unlink()

    def _stop(self) -> None:
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            subprocess.run([self.runtime.engine, "rm", "--force", self.name], capture_output=True, check=False)
            super()._stop()
