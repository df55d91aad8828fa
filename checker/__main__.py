"""``python -m checker`` and the command ``checker``."""

import sys

from checker.cli import main


def run() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(main())


if __name__ == "__main__":
    run()
