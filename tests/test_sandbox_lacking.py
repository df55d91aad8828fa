"""Claims that a stand-in lacks something: few are looked into, each by one process that met no submission."""

import pytest

from checker.model import Ending, Observation, Run
from checker.sandbox.lacking import UNFOUNDED, confirmed

REST = "was there in the course's versions, but the checker's stand-in for them does not have it"


def claim(name, probe="p"):
    """One observation that claims that a name is lacking."""
    message = f"checker.worker.signatures.Gone: {name} {REST}"
    return Observation(probe=probe, part="", ending=Ending.UNSUPPORTED, message=message)


def judged(*claims, libraries=("numpy", "tensorflow")):
    """How claims end where every one of them is true, and how many were looked into."""
    tried = []

    def use(text):
        tried.append(text)
        return Run(observations=tuple(claims))

    ran = confirmed(Run(observations=tuple(claims)), use, asked=("p", "q"), libraries=libraries)
    return [one.ending for one in ran.observations], len(tried), ran.observations[-1].message


def test_two_claims_are_looked_into():
    """A third is unfounded; the same claim of another probe costs nothing more."""
    claims = [claim("numpy.a"), claim("numpy.a", "q"), claim("tensorflow.b"), claim("numpy.c")]
    endings, tried, message = judged(*claims)
    assert endings == [Ending.UNSUPPORTED] * 3 + [Ending.RAISED]
    assert (tried, message) == (2, UNFOUNDED)


@pytest.mark.parametrize(
    ("one", "libraries"),
    [
        (claim("tensorflow.a"), ("numpy",)),
        (claim("os.a"), ("numpy", "tensorflow")),
        (claim("numpy.a", "nobody asked"), ("numpy",)),
    ],
)
def test_no_process_is_spent_on_what_cant_be_true(one, libraries):
    """A library without a stand-in here, or a probe that was not asked for."""
    assert judged(one, libraries=libraries) == ([Ending.RAISED], 0, UNFOUNDED)
