"""Which limit of memory, threads or files a job has gone over, in words; its time is looked at in `job`."""

from dataclasses import dataclass

from checker.model import Ending, Limits
from checker.sandbox.usage import Usage
from checker.sandbox.written import Written

MIB = 2**20
# A job's files together may take as many times what one of them may.
FILES_OF_FULL_SIZE = 4


@dataclass(slots=True)
class Room:
    """What the children of one run may still take together: bytes of observations, and time."""

    size: int
    seconds: float


def exceeded(used: Usage, files: Written, limits: Limits) -> tuple[Ending, str] | None:
    """How a job ends that uses and has written this, in one word and in one sentence; None where it may go on."""
    if used.memory > limits.memory_mib * MIB:
        return Ending.OUT_OF_MEMORY, over_memory(limits)
    if used.threads > limits.processes:
        return Ending.DIED, f"had over {limits.processes} processes and threads, all that are allowed"
    if files.depth:
        return Ending.DIED, files.depth
    if files.files > limits.files:
        return Ending.DIED, f"wrote over {limits.files} files, all that are allowed"
    most = FILES_OF_FULL_SIZE * limits.file_mib
    if files.size > most * MIB:
        return Ending.DIED, f"wrote over {most} MiB to its folder, all that is allowed"
    return None


def over_memory(limits: Limits) -> str:
    """The sentence on memory."""
    return f"used over {limits.memory_mib} MiB of memory, all that is allowed"


def over_time(limits: Limits, *, altogether: bool) -> str:
    """The sentence on time: that of one step, or of all of them."""
    if altogether:
        return "took all the time that is allowed for all steps together"
    return f"took over {limits.seconds:g} s, the time allowed for one step"
