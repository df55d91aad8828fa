"""The workers of an existing Dask cluster: each with its own warm workers; Dask does again what is lost with one."""

import importlib.util
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Self

from checker.engines.work import Bench, Done, Work, do, end_workers, judged_by
from checker.errors import EngineError, UsageError

CONNECT_SECONDS = 20
NAME = "checker"


class DaskEngine:
    """The cluster whose scheduler is at `address`, ``host:port``; use it in a ``with`` statement.

    Raises:
        UsageError: when there is no address, or Dask is not installed.
    """

    packs = True

    def __init__(self, address: str, jobs: int = 0) -> None:
        if not address:
            raise UsageError("which cluster? Name its scheduler, as in: --engine dask://localhost:8786")
        if importlib.util.find_spec("distributed") is None:
            raise UsageError("Dask is not installed: pip install 'checker[cluster]'")
        self.address = address
        self.jobs = jobs
        self.width = max(jobs, 1)

    def __enter__(self) -> Self:
        import distributed

        connect: Any = distributed.Client
        try:
            self.client: Any = connect(self.address, timeout=CONNECT_SECONDS)
        except OSError as error:
            raise EngineError(f"no scheduler answers at {self.address}: {error}; is it running?") from error
        threads: Mapping[str, int] = self.client.nthreads()
        if not threads:
            self.client.close()
            raise EngineError(f"the cluster at {self.address} has no workers: start some with `dask worker`")
        self.width = 2 * min(filter(None, (self.jobs, sum(threads.values()))))
        self.client.register_plugin(_plugin(), name=NAME)
        self.executor = self.client.get_executor(pure=False)
        return self

    def __exit__(self, *error: object) -> None:
        self.executor.shutdown(wait=False)
        self.client.unregister_worker_plugin(NAME)
        self.client.close()

    def submit(self, work: Work) -> "Future[Done]":
        """Has a piece of work done by a worker that is free."""
        future: Future[Done] = self.executor.submit(do, work)
        return future

    def drop(self) -> None:
        """Ends what is under way, at once."""
        self.client.restart()

    def require_same(self, bench: Bench) -> None:
        """Makes sure that all workers judge as this process would.

        Raises:
            EngineError: when one has another version of the checker, or of the project's specs or fixtures.
        """
        own = judged_by(bench)
        for worker, other in self.client.run(judged_by, bench).items():
            different = [what for what, digest in own.items() if other.get(what) != digest]
            if different:
                raise EngineError(f"the worker {worker} has another {' and '.join(different)}: install the same there")


def _plugin() -> Any:
    from distributed import WorkerPlugin

    class Tidy(WorkerPlugin):
        """Ends the warm workers of a Dask worker with the work."""

        def teardown(self, worker: Any) -> None:
            end_workers()

    return Tidy()
