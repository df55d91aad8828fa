"""The warm workers of a run: one for each framework, started when first asked for."""


from checker.errors import WorkerError
from checker.model import Framework, Runtime
from checker.sandbox import bubblewrap
from checker.sandbox.docker import ContainedWorker
from checker.sandbox.worker import Worker


class Workers:
    """Warm workers of one runtime, by framework; use it in a ``with`` statement, which ends them all.

    Args:
        isolation: ``auto`` for all walls that the system has around each child, ``graded`` to run nothing without those
            that a class needs, ``full`` nothing without all of them, ``none`` for no walls, ``bwrap`` for those in
            bubblewrap. A runtime with an engine is in a container.

    Raises:
        WorkerError: when bubblewrap is asked for and missing, with what to install.
    """

    def __init__(self, runtime: Runtime, *, isolation: str = "auto") -> None:
        self.runtime = runtime
        self.isolation = isolation
        self.kind = ContainedWorker if runtime.engine else Worker
        if isolation == bubblewrap.NAME:
            self.kind = bubblewrap.BubblewrappedWorker
            if problem := bubblewrap.problem():
                raise WorkerError(problem)
        self.started: dict[Framework, Worker] = {}

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self.started.values():
            worker.__exit__(*error)

    def start(self, framework: Framework) -> Worker:
        """The worker for a framework; a new one imports its framework while the caller goes on.

        One that has died is replaced, so that whoever killed it did so to himself alone.
        """
        worker = self.started.get(framework)
        if worker and worker.process.poll() is not None:
            worker.__exit__()
            worker = None
        self.started[framework] = worker or self.kind(self.runtime, framework, isolation=self.isolation)
        return self.started[framework]

    def end(self, framework: Framework) -> None:
        """Ends the worker for a framework; the next `start` makes a new one."""
        self.started.pop(framework).__exit__()

    def versions(self) -> dict[str, str]:
        """The versions that submissions have run with: of Python, and of the libraries of all workers started."""
        return {name: version for worker in self.started.values() for name, version in worker.versions.items()}
