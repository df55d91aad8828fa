"""Imports by a detour, under both runtimes: refused to the submission's own code, and to nobody else."""

import pytest
from bench import FILE, call, seen, write

from checker.model import Framework, Limits
from checker.runtimes import modern
from checker.sandbox.observe import Request, observe
from checker.sandbox.scratch import scratch_copy
from checker.sandbox.workers import Workers

BUILTINS = "getattr(np, '__buil' + 'tins__')"
DETOURS = {
    "out of a library": f"{BUILTINS}['__imp' + 'ort__']('sqlite3')",
    "as C code asks": f"{BUILTINS}['__imp' + 'ort__']('sqlite4', globals(), globals(), [], 0)",
    "in code made of text": f"{BUILTINS}['ex' + 'ec']('import sqlite3')",
    "by the machinery": (
        f"getattr({BUILTINS}['__imp' + 'ort__'], '__glo' + 'bals__')['sys'].modules['importlib'].import_module('wave')"
    ),
}
OTHERS = {
    "a statement": "import sqlite3 as got",
    "by its name": "got = __import__('wave')",
    "what the task allows": f"got = {BUILTINS}['__imp' + 'ort__']('colorsys')",
    "C code": "import datetime as got; got.datetime.strptime('1', '%d')",
    "a thread without frames": (
        "import _thread, time, sys; _thread.start_new_thread(__import__, ('wave',)); time.sleep(0.3); "
        "got = sys.modules['wave']"
    ),
    "far from the start of a long function": "\n    ".join(
        [*(f"a{n} = {n}" for n in range(300)), "import wave as got"]
    ),
}


@pytest.fixture(scope="module", params=["modern", "tf1.12"])
def worker(request):
    """A warm numpy worker of each runtime."""
    if request.param == "tf1.12":
        yield request.getfixturevalue("exact_workers").start(Framework.NUMPY)
        return
    with Workers(modern()) as started:
        yield started.start(Framework.NUMPY)


def told(worker, folder, body, allowed):
    """What is observed of f(), which runs `body`, where the modules in `allowed` may be imported by a detour."""
    write(folder, f"import numpy as np\n\n\ndef f():\n    {body}\n    return got.__name__\n")
    with scratch_copy(folder, {}, worker.scratch, worker.user) as scratch:
        request = Request(folder=str(scratch), module=FILE.removesuffix(".py"), probes=[call("p")], allowed=allowed)
        return seen(observe(worker, request, Limits(seconds=20.0)))


@pytest.mark.parametrize("way", DETOURS)
def test_a_detour_is_refused(worker, tmp_path, way):
    """With a sentence that says what the task allows."""
    one = told(worker, tmp_path, f"got = {DETOURS[way]}", ["numpy"])
    assert one.message.startswith("ImportError: the task doesn't allow the import of "), one.message
    assert one.message.endswith("it allows numpy")


@pytest.mark.parametrize("way", OTHERS)
def test_other_imports_go_on(worker, tmp_path, way):
    """What the static checks see is theirs to judge."""
    one = told(worker, tmp_path, OTHERS[way], ["numpy", "colorsys"])
    assert one.message == ""
    assert one.value["value"] in OTHERS[way]


def test_without_a_rule_nothing_is_refused(worker, tmp_path):
    """A task that says nothing of imports."""
    assert told(worker, tmp_path, f"got = {DETOURS['out of a library']}", None).value["value"] == "sqlite3"
