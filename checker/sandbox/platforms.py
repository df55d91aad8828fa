"""Which protections a system has; where it has no walls, what that leaves open is said and not tried."""

import sys

NAMES = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
# What the walls keep a submission from, which are Linux's: see worker/isolation.py. The rest is watched everywhere.
WALLED = (
    "reading files elsewhere", "writing files elsewhere", "changing files elsewhere",
    "changing them by newer calls", "shortening files elsewhere",
    "seeing which files there are", "changing flags of libraries", "the system's cache of files", "the network",
    "sockets of other processes", "running programs", "starting processes", "signals to other processes",
    "seeing other processes", "shared memory", "mounting", "the rights of root",
)  # fmt: skip


def has_walls() -> bool:
    """Whether there are walls to be put up on this system."""
    return sys.platform.startswith("linux")


def not_walled() -> tuple[str, ...]:
    """What nothing keeps a submission from on this system."""
    return () if has_walls() else WALLED


def name() -> str:
    """The system's name, as people call it."""
    return NAMES.get("linux" if has_walls() else sys.platform, sys.platform)


def problem() -> str:
    """Why nothing can be run on this system, and what to do; empty where it can."""
    if sys.platform != "win32":
        return ""
    return "no submission can be run on Windows: install the checker in its Linux (`wsl --install`)"


def notice() -> str:
    """What a person should know before a submission runs here; empty where there are walls."""
    if has_walls():
        return ""
    return (
        f"{name()} has no walls around a submission: nothing keeps it from your files, the network and other programs. "
        "Time, memory, threads, files and output are watched. Run what you would run yourself, or use Linux"
    )
