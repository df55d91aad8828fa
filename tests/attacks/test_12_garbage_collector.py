"""Attack 12: the expected values sought among all living objects, modules, closures and caches; none is there."""

from evidence import require_failed
from searching import ANSWER, WALK

LIVING = """

import gc
import linecache


def candidates():
    gc.collect()
    for one in gc.get_objects():
        if isinstance(one, (dict, list, tuple)):
            yield one
        elif type(one).__name__ in ("function", "cell"):
            yield [cell.cell_contents for cell in getattr(one, "__closure__", None) or () if gc.is_tracked(cell)]
    for module in list(sys.modules.values()):
        yield vars(module)


def arrays(value):
    for item in list(value.values() if isinstance(value, dict) else value)[:2000]:
        if type(item) is np.ndarray:
            yield item
"""


def test_no_living_object_is_what_is_expected(attack):
    """Of all arrays of the right shape none is the answer."""
    require_failed(attack(WALK + LIVING + ANSWER, seconds=60), "C004")


def test_no_source_of_the_judging_side_is_cached(attack):
    """`linecache` and `__main__` know the worker's files at most."""
    verdict = attack(
        """
        import linecache
        import sys
        names = [name for name in linecache.cache if "/checker/" in name and "/checker/worker/" not in name]
        print("LINES", names, "MAIN", sys.modules["__main__"].__name__, hasattr(sys.modules["__main__"], "judge"))
        """
    )
    assert "LINES [] MAIN __main__ False" in verdict.printed
    require_failed(verdict, "R001", "has no function conv_forward")
