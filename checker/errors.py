"""What can go wrong that is not the submission's doing.

::

    CheckerError                 one clear sentence for the user; the base of all
    ├── UsageError               the command names something that is not there   → exit code 2
    └── CheckerFault             our side is at fault                            → exit code 3
        ├── SpecError            a mistake in a task's or project's TOML file
        ├── FixtureError         a fixture is missing, stale or damaged
        ├── CheckoutError        a student's repository can't be fetched
        │   └── GitFailed        git says why; of a bundle that was handed in, it is the bundle's fault
        │       └── GitOverLimit it takes too much time or memory
        ├── EngineError          the engine named for a class can't be used
        ├── StoreError           the store of a class can't be opened, read or written
        ├── RuntimeFault         a runtime is missing, broken, or can't be built
        └── WorkerError          the worker could not be started
            └── WorkerLost       its warm parent died while it ran a submission

A submission that is wrong, crashes or hangs raises nothing: it becomes a finding.
"""


class CheckerError(Exception):
    """A sentence for the user: what was expected, what came, where, and what to do next."""


class UsageError(CheckerError):
    """The command line, the project, the task or the folder named by the user does not exist."""


class CheckerFault(CheckerError):
    """The checker's or the instructor's side is at fault; the student loses nothing by it."""


class SpecError(CheckerFault):
    """A spec is wrong; the message names file, check and key, and the nearest legal key."""


class FixtureError(CheckerFault):
    """A golden fixture is missing, stale or damaged; the message says which and why."""


class CheckoutError(CheckerFault):
    """A student's repository can't be fetched; the message has what git said."""


class GitFailed(CheckoutError):
    """git could not read what it was given, though nothing that we know of failed it on this machine."""


class GitOverLimit(GitFailed):
    """git took more time or memory than it may; the message has the limit."""


class EngineError(CheckerFault):
    """The engine on which a class is to be graded can't be reached or used."""


class StoreError(CheckerFault):
    """The store of a class can't be opened, read or written; the message says which and why."""


class RuntimeFault(CheckerFault):
    """A runtime is missing or broken, or can't be built; the message has the command that repairs it."""


class WorkerError(CheckerFault):
    """The worker could not be started, or its warm parent does not answer as it should."""


class WorkerLost(WorkerError):
    """The warm parent died while it ran a submission, which may have done it."""
