"""How the tests of sandbox and worker run a file of a few lines, the way submissions are run."""

import textwrap
from pathlib import Path
from typing import Any

from checker.model import Limits, Observation, Run
from checker.sandbox.observe import Request, observe
from checker.sandbox.scratch import scratch_copy
from checker.sandbox.worker import Worker

FILE = "0-task.py"
HEAD = "import ctypes, os, signal, subprocess, sys, threading, time\nimport numpy as np\n"


def call(id_: str, *arguments: Any, function: str = "f", **keywords: Any) -> dict[str, Any]:
    """A request to call a function of the submission."""
    parameters = {"function": function, "arguments": list(arguments), "keywords": keywords}
    return {"id": id_, "probe": "call", "parameters": parameters}


def function(body: str) -> str:
    """A submission whose f(bad) does what `body` says when it is told to, and else returns 1."""
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    return f"{HEAD}\ndef f(bad=True):\n    if bad:\n{lines}\n    return 1\n"


def write(folder: Path, source: str, name: str = FILE) -> Path:
    """A submission's folder with one file, of which the common indentation is taken away."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(textwrap.dedent(source))
    return folder


def run(worker: Worker, folder: Path, *probes: dict[str, Any], module: str = "0-task", **limits: Any) -> Run:
    """What is observed of the submission in `folder`; steps may take 20 s unless `limits` say otherwise."""
    with scratch_copy(folder, {}, worker.scratch, worker.user) as scratch:
        request = Request(folder=str(scratch), module=module, probes=probes or (call("p"),))
        return observe(worker, request, Limits(**{"seconds": 20.0, "memory_mib": 512} | limits))


def seen(run_: Run, probe: str = "p", part: str = "returned") -> Observation:
    """The one observation of a part of a probe; when the probe ended otherwise, of that."""
    (one,) = [one for one in run_.observations if one.probe == probe and (one.part == part or one.message)]
    return one
