"""``python -m checker`` and the command ``checker``."""

import os
import sys

# Python has put the current folder before its own library, and that may be a student's, with any names in it.
if sys.path[:1] == [os.getcwd()] != [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]:
    del sys.path[0]

import signal
import types

MOMENT_SECONDS = 0.001


def interrupt(number: int, frame: types.FrameType | None) -> None:
    """Raises KeyboardInterrupt; a moment later in the middle of an import, which might swallow it or end half-way."""
    while frame and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    if frame is None:
        raise KeyboardInterrupt
    _interrupt_soon()


def swallowed(exception: "sys.UnraisableHookArgs") -> None:
    """What could not be raised where it happened, in a finalizer say, is told; an interruption comes again."""
    if issubclass(exception.exc_type, KeyboardInterrupt):
        _interrupt_soon()
    else:
        sys.__unraisablehook__(exception)


def _interrupt_soon() -> None:
    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, MOMENT_SECONDS)


def run() -> None:
    """Runs the command line and ends the process with its exit code; being told to end is an interruption too."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    sys.unraisablehook = swallowed
    from checker.cli import main

    code = main()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)  # it ends already
    sys.exit(code)


if __name__ == "__main__":
    run()
