"""The processes of this machine: each with its own warm workers, replaced when one is lost."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import tempfile
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Self

from checker.engines.work import Bench, Done, Work, do, end_workers
from checker.errors import UsageError
from checker.sandbox import turns


class LocalEngine:
    """A pool of `jobs` processes; use it in a ``with`` statement.

    Raises:
        UsageError: when there is an address.
    """

    packs = False

    def __init__(self, address: str = "", jobs: int = 1) -> None:
        if address:
            raise UsageError(f"local is this machine and has no address, got {address!r}")
        self.jobs = jobs
        self.width = 2 * jobs

    def __enter__(self) -> Self:
        self.turns = tempfile.TemporaryDirectory(prefix="checker-", ignore_cleanup_errors=True)
        self.pool = self._open()
        return self

    def __exit__(self, *error: object) -> None:
        self.pool.shutdown(cancel_futures=True)
        self.turns.cleanup()

    def submit(self, work: Work) -> "Future[Done]":
        """Has a piece of work done by the next process that is free; in a new pool where one of the old has died."""
        try:
            return self.pool.submit(do, work)
        except (BrokenProcessPool, OSError):  # the latter where it breaks just while it starts one more process
            self.pool.shutdown()
            self.pool = self._open()
            return self.pool.submit(do, work)

    def drop(self) -> None:
        """Ends all processes and what they run, at once."""
        for process in multiprocessing.active_children():
            process.terminate()

    def require_same(self, bench: Bench) -> None:
        """Its processes run this very program."""

    def _open(self) -> ProcessPoolExecutor:
        # Else they would look for modules in the current folder first, which may be a student's.
        os.environ["PYTHONSAFEPATH"] = "1"
        context = multiprocessing.get_context("spawn")
        places = (tempfile.gettempdir(), self.turns.name)
        pool = ProcessPoolExecutor(self.jobs, context, initializer=_prepare, initargs=places)
        # All processes start now: one that starts while another is lost would be waited for without end (Python 3.11).
        for _ in range(self.jobs):
            pool.submit(os.getpid)
        return pool


def _prepare(temporary: str, turns_taken: str) -> None:
    """Makes a new process one of the pool: it minds its parent alone, and leaves nothing behind when that goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: _quit())
    tempfile.tempdir = temporary
    turns.share(Path(turns_taken))
    threading.Thread(target=_quit_with_parent, daemon=True).start()


def _quit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        multiprocessing.connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _quit() -> None:
    # Whatever the signal came in the middle of: who is waited for must end.
    try:
        end_workers()
    finally:
        os._exit(128 + signal.SIGTERM)
