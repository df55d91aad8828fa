"""Attack 23: exceptions that `except Exception` lets through, and such as attack whoever tells of them."""

import pytest
from evidence import require_failed

RAISED = {
    "raise KeyboardInterrupt": "raised KeyboardInterrupt",
    "raise BaseException('odd')": "raised BaseException: odd",
    "raise GeneratorExit": "raised GeneratorExit",
    "raise StopIteration(3)": "raised StopIteration: 3",
    "raise StopAsyncIteration": "raised StopAsyncIteration",
    "raise BaseExceptionGroup('many', [KeyboardInterrupt()])": "raised BaseExceptionGroup: many",
    "raise type('Mine', (BaseException,), {})('odd')": "Mine: odd",
    "import signal, os; os.kill(os.getpid(), signal.SIGINT); __import__('time').sleep(1)": "raised KeyboardInterrupt",
    "f = lambda: f(); f()": "raised RecursionError",
}


@pytest.mark.parametrize("way", RAISED)
def test_whatever_is_raised_is_told(attack, way):
    """No exception is a way out of the probe, and each is told by its type."""
    verdict = attack(
        f"""
        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            {way}
        """
    )
    require_failed(verdict, "R001", RAISED[way])


HOSTILE = {
    "text that raises": ("ValueError", "__str__ = lambda self: 1 / 0", {"R001"}),
    "text that exits": ("ValueError", "def __str__(self):\n        raise SystemExit(0)", {"R001", "R004", "R005"}),
    "endless text": ("ValueError", "__str__ = lambda self: 'x' * 10**7", {"R001"}),
    "place that raises": (
        "SyntaxError", "filename = property(lambda self: 1 / 0)", {"R001", "R004"}
    ),
    "class that lies": ("ValueError", "__class__ = property(lambda self: SystemExit)", {"R001", "R005"}),
    "traceback that raises": ("ValueError", "__traceback__ = property(lambda self: 1 / 0)", {"R001", "R004"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_exception_that_attacks_its_telling_is_a_failure(attack, kind):
    """Its own code may end the child that asks it, and then the call failed by that; it is never passed."""
    base, member, allowed = HOSTILE[kind]
    verdict = attack(
        f"""
class Hostile({base}):
    {member}


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    raise Hostile("x")
"""
    )
    (code,) = allowed & {one.code for one in verdict.results[-1].findings} or {"none"}
    require_failed(verdict, code)
    assert all(len(one.message) < 5000 for result in verdict.results for one in result.findings)
