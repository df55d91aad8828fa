"""The command line as a real process on a submission of 0x07 task 0 in a folder of its own."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
HEAD = '#!/usr/bin/env python3\n"""A file that means harm"""\nimport numpy as np\n'


def checked(folder: Path, source: str, *options: str) -> tuple[int, str, dict[str, Any]]:
    """Exit code, output and JSON report of ``checker run 0x07 task 0`` on a submission."""
    submission, report = folder / "0x07-cnn", folder / "report.json"
    submission.mkdir()
    (submission / "0-conv_forward.py").write_text(HEAD + textwrap.dedent(source))
    words = ["run", "0x07", "task", "0", "--dir", str(submission), "--report", str(report), *options]
    ended = subprocess.run(
        [sys.executable, "-m", "checker", "--workspace", str(ROOT), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return ended.returncode, " ".join((ended.stdout + ended.stderr).split()), json.loads(report.read_text())
