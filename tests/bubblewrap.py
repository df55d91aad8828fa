"""Whether bubblewrap can be used here, and if not, why."""

import subprocess

TRIED = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")


def problem() -> str:
    """What keeps bubblewrap from being used on this machine; empty when nothing does."""
    try:
        ended = subprocess.run(TRIED, capture_output=True, text=True, timeout=20, check=False)
    except FileNotFoundError:
        return "there is no bwrap; apt-get install bubblewrap"
    return ended.stderr.strip() if ended.returncode else ""


PROBLEM = problem()
LEFT_OUT = f"LEFT OUT: nothing was run in bubblewrap, for {PROBLEM}"
