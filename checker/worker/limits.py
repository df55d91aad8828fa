"""Limits that a child sets on itself before it meets the submission; time and the tree's memory are watched outside."""

import contextlib
import resource
from typing import Mapping

MIB = 2**20
FILES_OPEN = 512
# A backstop for where nobody watches any more; what a submission may use is less, and watched outside.
MOST_CPU_SECONDS = 3600
# TensorFlow with its threads has some GiB of addresses, more on machines with many processors.
MAPPED_MIB = 128 * 1024


def apply(limits: Mapping[str, int], framework: str) -> None:
    """Caps core dumps, files, processor time and the address space.

    Args:
        limits: {"memory_mib": int, "file_mib": int}.
        framework: TensorFlow maps many times what it uses, so that its children may too: the checker watches what they
            use. Without a cap the tables of what is mapped would take any memory.
    """
    cap(resource.RLIMIT_CORE, 0)
    cap(resource.RLIMIT_NOFILE, FILES_OPEN)
    cap(resource.RLIMIT_FSIZE, limits["file_mib"] * MIB)
    cap(resource.RLIMIT_CPU, MOST_CPU_SECONDS)
    spare = 1024 if framework == "numpy" else MAPPED_MIB
    cap(resource.RLIMIT_AS, (limits["memory_mib"] + spare) * MIB)


def cap(kind: int, amount: int) -> None:
    """Sets a limit, soft and hard, that this process can't raise again."""
    hard = resource.getrlimit(kind)[1]
    allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (allowed, allowed))
