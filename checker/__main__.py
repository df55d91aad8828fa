"""``python -m checker`` and the command ``checker``."""

import os
import sys

# Python has put the current folder before its own library, and that may be a student's, with any names in it.
if sys.path[:1] == [os.getcwd()] != [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]:
    del sys.path[0]

import signal

from checker.cli import main


def run() -> None:
    """Runs the command line and ends the process with its exit code; being told to end is an interruption too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())


if __name__ == "__main__":
    run()
