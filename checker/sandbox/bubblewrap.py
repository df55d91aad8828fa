"""A worker in bubblewrap: for institutions that name it as the wall. It needs no daemon and seldom root."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from checker.errors import WorkerError
from checker.model import Framework, Runtime
from checker.sandbox.usage import children
from checker.sandbox.worker import FOLDER, SHIPPED, USER, Worker, environment

NAME = "bwrap"
PACKAGE = Path(FOLDER).parent
# C libraries, time zones, and what TensorFlow asks of the processor.
SYSTEM = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo",
    "/etc/ld.so.cache", "/etc/localtime", "/sys/devices/system/cpu", "/sys/devices/system/node",
)  # fmt: skip
# Root's worker has no namespace of users, for its children are to become another one: they drop what it keeps for that.
RIGHTS = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH")
AS_ROOT = (
    "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL",
    *(word for right in RIGHTS for word in ("--cap-add", right)),
)  # fmt: skip
ASK = "import json, sys; print(json.dumps([sys.prefix, sys.base_prefix, *sys.path]))"
ASK_SECONDS = 20


def bwrap_command(
    readable: Iterable[str], hidden: Iterable[str], shared: Sequence[str], command: Sequence[str], *, root: bool
) -> list[str]:
    """The command that starts `command` in bubblewrap, with no network and no other process in view.

    Everything is seen at its own path; what is not named is not there.

    Args:
        readable: what can be read besides SYSTEM: the interpreter's folders and its libraries'.
        hidden: folders that appear empty, though they may lie in such a one; but for what is named and lies in them.
        shared: what can be written to; the first is the current folder.
        root: whether it is root who starts it.
    """
    mounts = {path: ["--ro-bind-try", path, path] for path in (*SYSTEM, *readable)}
    mounts |= {path: ["--tmpfs", path] for path in hidden}
    mounts |= {path: ["--ro-bind", path, path] for path in (str(PACKAGE / part) for part in SHIPPED)}
    mounts |= {path: ["--bind", path, path] for path in shared}
    return [
        NAME, *(AS_ROOT if root else ["--unshare-all"]), "--die-with-parent", "--new-session", "--as-pid-1",
        *[word for path in sorted(mounts) for word in mounts[path]],
        "--proc", "/proc", "--dev", "/dev",
        *[word for path in ("/dev", *hidden, "/") for word in ("--remount-ro", path)],
        "--chdir", shared[0], "--", *command,
    ]  # fmt: skip


def problem() -> str:
    """What keeps bubblewrap from being used, and what to do; empty when nothing does."""
    if not sys.platform.startswith("linux"):
        return f"{NAME} is Linux's alone: name --isolation auto"
    if shutil.which(NAME) is None:
        return f"--isolation {NAME} needs the program {NAME}, which is not on PATH: install the package bubblewrap"
    return ""


class BubblewrappedWorker(Worker):
    """A warm parent process in bubblewrap, where the children put up their own walls besides."""

    apart = True

    def __init__(self, runtime: Runtime, framework: Framework, *, isolation: str = NAME) -> None:
        super().__init__(runtime, framework, isolation=isolation)
        if os.geteuid() == 0:
            self.required = (USER,)

    @property
    def around(self) -> tuple[str, ...]:
        """Bubblewrap."""
        return (NAME,)

    @property
    def pid(self) -> int:
        """The warm parent's process id as it is outside; when it is gone, that of the program which waited for it."""
        return (children(self.process.pid) or [self.process.pid])[0]

    def _stop(self) -> None:
        """Ends the first process in there, and all with it, before the program that waits for it."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            for inside in children(self.process.pid):
                os.kill(inside, signal.SIGKILL)
            self.process.wait(timeout=5)
        super()._stop()

    def _command(self, arguments: Sequence[str]) -> list[str]:
        checkout = PACKAGE.parent if (PACKAGE.parent / "task_specs").is_dir() else PACKAGE
        hidden = sorted({str(PACKAGE), str(checkout)})
        shared = [str(self.home), str(self.scratch)]
        command = super()._command(arguments)
        boxed = bwrap_command(self._readable(), hidden, shared, command, root=os.geteuid() == 0)
        return [shutil.which(NAME) or NAME, *boxed[1:]]  # a worker's own PATH is the system's alone

    def _readable(self) -> list[str]:
        """The folders of the interpreter, as it says itself, of other libraries, and its program, which may be a link.

        A checkout of this program may be searched for libraries too, but holds none: specs, fixtures and solutions.
        """
        command = [self.runtime.python, "-I", "-c", ASK]
        try:
            said = subprocess.run(
                command, env=environment(str(self.home)), capture_output=True, timeout=ASK_SECONDS, check=True
            ).stdout
            folders = [str(folder) for folder in json.loads(said)]
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise WorkerError(self._unusable(f"{self.runtime.python} does not say where its libraries are")) from error
        program = os.path.realpath(self.runtime.python)
        named = [path for path in (*folders, *self.runtime.search, program) if os.path.isabs(path)]
        return [path for path in named if not os.path.isdir(os.path.join(path, "task_specs"))]
