"""Attack 10: a generator or another lazy object that attacks when it is walked through; nobody walks through it."""

import pytest
from evidence import require_failed

LAZY = {
    "generator": "(print('walked') for _ in range(3))",
    "endless generator": "iter(int, 1)",
    "map": "map(print, 'ab')",
    "subclass of list": "Items([1, 2])",
    "subclass of dict": "Pairs(a=1)",
}


@pytest.mark.parametrize("kind", LAZY)
def test_a_lazy_object_is_not_walked_through(attack, kind):
    """It is told by its class, and its code does not run."""
    verdict = attack(
        f"""
class Items(list):
    def __iter__(self):
        print("walked")
        while True:
            yield 1

    __len__ = lambda self: print("walked") or 2


class Pairs(dict):
    def items(self):
        print("walked")
        return iter(int, 1)


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return {LAZY[kind]}
"""
    )
    require_failed(verdict, "C001", "expected a numpy.ndarray")
    assert "walked" not in verdict.printed


def test_a_class_whose_name_is_computed_costs_its_own_call(attack):
    """Code of the value that the checker can't help asking runs in the child, and its error is the call's."""
    verdict = attack(
        """
        class Meta(type):
            @property
            def __name__(cls):
                raise ValueError("asked for its name")


        class Lazy(metaclass=Meta):
            pass


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return Lazy()
        """
    )
    require_failed(verdict, "R001", "asked for its name")
