"""The workers of an existing Dask cluster: each with its own warm workers; Dask does again what is lost with one."""

import importlib.util
import os
import shutil
import tempfile
import uuid
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from checker.engines.work import Bench, Done, Work, do, end_workers, fingerprint, judged_by
from checker.errors import EngineError, UsageError
from checker.sandbox import turns

CONNECT_SECONDS = 20
NAME = "checker-run-"
_DROPPED = "the cluster at {} has lost what was under way: does its scheduler run? The same command goes on from here"


class DaskEngine:
    """The cluster whose scheduler is at `address`, ``host:port``; use it in a ``with`` statement.

    Others may use the cluster at the same time: nothing of theirs is touched.

    Raises:
        UsageError: when there is no address, or Dask is not installed.
    """

    packs = True

    def __init__(self, address: str, jobs: int = 0) -> None:
        if not address:
            raise UsageError("which cluster? Name its scheduler, as in: --engine dask://localhost:8786")
        if importlib.util.find_spec("distributed") is None:
            raise UsageError("Dask is not installed: pip install distributed")
        self.address = address
        self.jobs = jobs
        self.width = max(jobs, 1)
        self.name = NAME + uuid.uuid4().hex
        self.judges = ""
        self.under_way: set[Any] = set()

    def __enter__(self) -> Self:
        import distributed

        connect: Any = distributed.Client
        try:
            self.client: Any = connect(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise EngineError(f"no scheduler answers at {self.address}: {error}; is it running?") from error
        threads: Mapping[str, int] = self.client.nthreads()
        if not threads:
            self.client.close()
            raise EngineError(f"the cluster at {self.address} has no workers: start some with `dask worker`")
        self.width = 2 * min(filter(None, (self.jobs, sum(threads.values()))))
        self.client.register_plugin(_plugin(self.name), name=self.name)
        return self

    def __exit__(self, *error: object) -> None:
        self.drop()
        if self.client.status == "running":
            self.client.unregister_worker_plugin(self.name)
        self.client.close()

    def submit(self, work: Work) -> "Future[Done]":
        """Has a piece of work done by a worker that is free.

        It is under way from now on, and can't be cancelled one by one. Its future raises EngineError where the cluster
        is lost.
        """
        told: Future[Done] = Future()
        told.set_running_or_notify_cancel()
        own = replace(work, bench=replace(work.bench, owner=self.name, judges=self.judges))
        asked = self.client.submit(do, own, pure=False)
        self.under_way.add(asked)
        asked.add_done_callback(lambda ended: self._take(ended, told))
        return told

    def drop(self) -> None:
        """Forgets what is under way; what a worker is at ends by its own limits."""
        self.client.cancel(list(self.under_way))

    def require_same(self, bench: Bench) -> None:
        """Makes sure that all workers judge as this process would; those that come later refuse, one by one.

        Raises:
            EngineError: when one has another version of the checker, or of the project's specs or fixtures.
        """
        own = judged_by(bench)
        self.judges = fingerprint(own)
        for worker, other in self.client.run(judged_by, bench, on_error="return").items():
            if isinstance(other, Exception):
                raise EngineError(f"the worker {worker} can't check answers: {other}; install the same there")
            different = [what for what, digest in own.items() if other.get(what) != digest]
            if different:
                raise EngineError(f"the worker {worker} has another {' and '.join(different)}: install the same there")

    def _take(self, ended: Any, told: "Future[Done]") -> None:
        import distributed

        self.under_way.discard(ended)
        try:
            told.set_result(ended.result())
        except distributed.KilledWorker as error:
            told.set_exception(BrokenExecutor(str(error)))
        except BaseException as error:
            lost = EngineError(f"{_DROPPED.format(self.address)} ({error or type(error).__name__})")
            told.set_exception(lost)


def _plugin(owner: str) -> Any:
    from distributed import WorkerPlugin

    class Tidy(WorkerPlugin):
        """Ends the owner's warm workers with its work; takes away its files, also those of a worker that was lost."""

        def setup(self, worker: Any) -> None:
            folder = Path(tempfile.gettempdir())
            self.folder = folder.parent if folder.name.startswith(NAME) else folder  # another run's may end first
            self.place = self.folder / f"{owner}-{os.getpid()}"
            self.place.mkdir(mode=0o711, exist_ok=True)  # submissions run as another user, who can't list it
            tempfile.tempdir = str(self.place)
            turns.share(self.folder / f"{owner}-turns")

        def teardown(self, worker: Any) -> None:
            end_workers(owner)
            if tempfile.tempdir == str(self.place):
                tempfile.tempdir = None
            for left in self.folder.glob(f"{owner}-*"):
                shutil.rmtree(left, ignore_errors=True)

    return Tidy()
