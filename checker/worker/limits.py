"""Limits that a child sets on itself before it meets the submission; time and the tree's memory are watched outside."""

import contextlib
import resource
from typing import Mapping

MIB = 2**20


def apply(limits: Mapping[str, int], framework: str) -> None:
    """Caps core dumps, file sizes and, where the framework leaves it meaning, the address space.

    Args:
        limits: {"memory_mib": int}.
        framework: TensorFlow maps many times what it uses, so its children have no cap on addresses: the checker
            watches what they use.
    """
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_FSIZE, 64 * MIB)
    if framework == "numpy":
        _cap(resource.RLIMIT_AS, (limits["memory_mib"] + 1024) * MIB)


def _cap(kind: int, amount: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (allowed, allowed))
