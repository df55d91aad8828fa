"""A job's own control group, where the kernel itself holds memory and processes to their limits (Linux, cgroup v2).

What is charged there is what the job takes beyond its warm parent, shared memory and files in memory too. Where no
group can be had, what is watched from outside must do: sandbox/usage.py.
"""

import contextlib
import os
import secrets
import time
from pathlib import Path

from checker.model import Limits

NAME = "cgroup"
ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
WANTED = {"memory", "pids"}
MIB = 2**20
REMOVE_SECONDS = 1.0


class Cgroup:
    """A group that is there; `remove` it when its processes are gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def killed_for_memory(self) -> bool:
        """Whether the kernel has killed something in the group because it was over its memory."""
        with contextlib.suppress(OSError):
            events = dict(line.split() for line in (self.folder / "memory.events").read_text().splitlines())
            return int(events.get("oom_kill", 0)) > 0
        return False

    def remove(self) -> None:
        """Kills what is left in the group, and takes it away as soon as the kernel lets it go."""
        with contextlib.suppress(OSError):
            (self.folder / "cgroup.kill").write_text("1")
        deadline = time.monotonic() + REMOVE_SECONDS
        while time.monotonic() < deadline:
            try:
                self.folder.rmdir()
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.01)
            else:
                return


def enclose(pid: int, limits: Limits) -> Cgroup | None:
    """Puts a process, which has not started others yet, into a new group with these limits; None where it can't be."""
    above = _delegated()
    if above is None:
        return None
    group = Cgroup(above / f"checker-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        group.folder.mkdir()
        (group.folder / "memory.max").write_text(str(limits.memory_mib * MIB))
        (group.folder / "pids.max").write_text(str(limits.processes))
        for optional, value in (("memory.swap.max", "0"), ("memory.oom.group", "1")):
            with contextlib.suppress(OSError):  # without swap accounting, and before Linux 4.19
                (group.folder / optional).write_text(value)
        (group.folder / "cgroup.procs").write_text(str(pid))
    except OSError:
        group.remove()
        return None
    return group


def _delegated() -> Path | None:
    """The nearest group where this process may make others, and move processes to, with limits of both kinds.

    That is its own in a container alone: elsewhere a group that has processes has no groups with limits below it.
    """
    with contextlib.suppress(OSError):
        own = next((line[4:] for line in OWN.read_text().splitlines() if line.startswith("0::/")), None)
        for above in [] if own is None else [ROOT / own, *(ROOT / own).parents]:
            if not above.is_relative_to(ROOT):
                break
            given = set((above / "cgroup.subtree_control").read_text().split())
            if given >= WANTED and all(os.access(path, os.W_OK) for path in (above, above / "cgroup.procs")):
                return above
    return None
