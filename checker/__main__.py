"""``python -m checker`` and the command ``checker``."""

import signal
import sys

from checker.cli import main


def run() -> None:
    """Runs the command line and ends the process with its exit code; being told to end is an interruption too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())


if __name__ == "__main__":
    run()
