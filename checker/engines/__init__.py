"""Where the answers of a class are checked: table ENGINES.

=======  ====================================================  =========================================
engine   where                                                 named by
=======  ====================================================  =========================================
local    processes of this machine                             nothing, or ``local``
dask     the workers of a Dask cluster                         its scheduler, ``dask://host:8786``
=======  ====================================================  =========================================

An engine is a context manager with `submit(work)`, which gives a future of a `Done`; `width`, how much of it is best
under way at a time; and `packs`, whether a student's files must go along with the work as a parcel. The
libraries that one takes are imported when it is used.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Protocol, Self

from checker.engines import dask, local
from checker.engines.work import Bench, Done, Work
from checker.errors import UsageError

__all__ = ["ENGINES", "Engine", "find_engine"]


class Engine(Protocol):
    """What `classroom` asks of an engine."""

    width: int
    packs: bool

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def submit(self, work: Work) -> "Future[Done]":
        """Has a piece of work done; the future raises BrokenExecutor where a process was lost."""

    def drop(self) -> None:
        """Ends what is under way, at once."""

    def require_same(self, bench: Bench) -> None:
        """Makes sure that answers are judged there as this process would; raises EngineError where they are not."""


ENGINES: Mapping[str, Callable[[str, int], Engine]] = {"local": local.LocalEngine, "dask": dask.DaskEngine}


def find_engine(name: str, jobs: int) -> Engine:
    """The engine of this name.

    Raises:
        UsageError: when there is none, or its library is not installed.
    """
    kind, _, address = name.partition("://")
    if kind not in ENGINES:
        raise UsageError(f"no engine {name!r}; there is local, and dask://HOST:PORT")
    return ENGINES[kind](address, jobs)
