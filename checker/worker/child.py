"""What a forked child does: reads its request, prepares itself, imports the submission and runs the probes.

It sends one message for each part of each probe, as soon as it is there, so that what hangs or crashes costs only
itself and what comes after it in the same probe.
"""

import _thread
import contextlib
import functools
import os
import shutil
import sys
import tempfile
import time
from typing import Any, Callable, Dict, Iterator, Sequence, Tuple

from checker import wire
from checker.worker import hanging, imports, isolation, limits, modules, names, own, planting, probes, raised
from checker.worker.signatures import Gone

IMPORT, ISOLATION, MORE, STILL = "import", "isolation", "(more)", "(still)"


class Reporter:
    """Sends observations to the checker; `folder` is cut from the places that errors name."""

    def __init__(self, write: Callable[[bytes], None], folder: str) -> None:
        self.write = write
        self.folder = folder
        self.started = time.time()
        self.sending = _thread.allocate_lock()
        self.begin_step = lambda: None  # type: Callable[[], None]

    def answered(self, probe: str, part: str, value: Any) -> None:
        """Sends one part's value, with the time it took since the last message."""
        self._send({"probe": probe, "part": part, "ending": "answered", "value": value})

    def failed(self, probe: str, part: str, ending: str, error: BaseException) -> None:
        """Sends how a part ended that has no value: the error's type and text, and its place in the submission."""
        told, file, line = "an error that raises another one when it is told", "", 0
        with contextlib.suppress(BaseException):
            told = raised.text(error)
            file, line = raised.place(error, self.folder)
        self._send({"probe": probe, "part": part, "ending": ending, "message": told, "file": file, "line": line})

    def still_in(self, file: str, line: int) -> None:
        """Sends where the submission is, where that is known."""
        place = {"probe": STILL, "part": STILL, "ending": "answered", "seconds": 0.0, "file": file, "line": line}
        if file:
            with self.sending:
                self.write(wire.encode(place))

    def _send(self, message: Dict[str, Any]) -> None:
        message["seconds"] = time.time() - self.started
        data = wire.encode(message)
        with self.sending:
            self.write(data)
        self.started = time.time()
        self.begin_step()


def prepare(framework: str) -> None:
    """Looks up, in the warm parent, what need not be looked up for each child."""
    isolation.prepare()
    names.facades(framework)
    imports.loaded()
    own.parts()


def run(descriptors: Sequence[int], framework: str) -> None:
    """Runs one request; `descriptors` are where it is read and where observations and output are written.

    Where the request says that there is more, a second one follows when all probes of the first have been run and what
    was printed meanwhile is on its way: the hidden probes.
    """
    requests, observations, output = descriptors
    stream = os.fdopen(requests, "rb")
    request = wire.read_message(stream.read)
    if not request["more"]:
        stream.close()
    streams = _redirect(output)
    folder = _settle(request["folder"])
    limits.apply(request["limits"], framework)
    walls = request["isolation"]
    kept = [requests, observations] if request["more"] else [observations]
    layers = isolation.enter(dict(walls, scratch=folder), kept) if walls else []
    names.enter(framework, request["graph"], planting.install)
    reporter = Reporter(_writer(observations), folder)
    reporter.answered(ISOLATION, ISOLATION, layers)
    if not set(request["required"]) <= set(layers):
        return
    importer = modules.Importer(folder, names.facades(framework), request["allowed"])
    reporter.begin_step = hanging.Watch(reporter.still_in, folder, request["limits"]["seconds"]).begin_step
    is_intact = own.put_away()
    loaded = _attempt(reporter, IMPORT, IMPORT, lambda: _load(importer, request["module"]))
    if loaded is None:
        return
    submission, lines = loaded
    reporter.answered(IMPORT, IMPORT, {"lines": lines})
    _run_probes(request["probes"], reporter, submission, is_intact, streams)
    if request["more"]:
        reporter.answered(MORE, MORE, None)
        hidden = wire.read_message(stream.read)["probes"]
        stream.close()
        _run_probes(hidden, reporter, submission, is_intact, streams)


def _load(importer: modules.Importer, name: str) -> Tuple[Any, Sequence[int]]:
    """The submission's module, and the lines of it that do something when it is imported."""
    submission = importer.load(name)
    return submission, modules.lines_run(importer.path_of(name))


def _run_probes(
    entries: Sequence[Dict[str, Any]], reporter: Reporter, submission: Any, is_intact: Callable[[], bool],
    streams: Sequence[Any]
) -> None:
    for entry in entries:
        _run_probe(reporter, submission, entry, is_intact)
    for stream in streams:
        stream.flush()


def _settle(folder: str) -> str:
    """Makes `folder`, or a copy where it may not be written to, the place for everything that is written.

    What is left there goes with it.
    """
    if not os.access(folder, os.W_OK):
        folder = shutil.copytree(folder, os.path.join(tempfile.mkdtemp(), "submission"))
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None
    return folder


def _redirect(output: int) -> Sequence[Any]:
    """Standard input becomes empty; everything printed, by C code too, goes to `output`; returns the two streams."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout = os.fdopen(1, "w", 1, "utf-8", "replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "replace", closefd=False)
    return sys.stdout, sys.stderr


def _writer(descriptor: int) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    return write


def _run_probe(reporter: Reporter, submission: Any, entry: Dict[str, Any], is_intact: Callable[[], bool]) -> None:
    probe = probes.PROBES[entry["probe"]]
    parts = _attempt(reporter, entry["id"], "", lambda: probe(submission, **entry["parameters"]))
    while parts is not None:
        step = _attempt(reporter, entry["id"], "", lambda: _next(parts, is_intact))
        if step is None:
            return
        if step is probes.END:
            reporter.answered(entry["id"], "end", None)
            return
        _attempt(reporter, entry["id"], step[0], functools.partial(reporter.answered, entry["id"], *step))


def _next(parts: Iterator[probes.Part], is_intact: Callable[[], bool]) -> Any:
    """A probe's next part, or END; nothing is said in the name of a worker that is another one now."""
    step = next(parts, probes.END)
    if not is_intact():
        raise RuntimeError(own.REPLACED)
    return step


def _attempt(reporter: Reporter, probe: str, part: str, action: Callable[[], Any]) -> Any:
    """What `action` returns; when it raises, that is reported and None comes back."""
    try:
        return action()
    except MemoryError as error:
        reporter.failed(probe, part, "ran out of memory", error)
    except SystemExit as error:
        reporter.failed(probe, part, "called sys.exit", error)
    except Gone as error:
        reporter.failed(probe, part, "not supported", error)
    except BaseException as error:
        reporter.failed(probe, part, "raised", error)
    return None
