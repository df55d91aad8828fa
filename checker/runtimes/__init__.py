"""Which interpreters there are to run submissions, what each is, and how the exact one is built."""

from checker.runtimes.choice import choose, listing, modern
from checker.runtimes.environment import NAME, diagnose, exact, install, problem
from checker.runtimes.pythons import fitting_pythons
from checker.runtimes.versions import versions

__all__ = [
    "NAME",
    "choose",
    "diagnose",
    "exact",
    "fitting_pythons",
    "install",
    "listing",
    "modern",
    "problem",
    "versions",
]
