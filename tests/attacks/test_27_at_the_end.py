"""Attack 27: code that runs at the end, on deletion, on import or on each line; it changes nothing that is judged."""

import pytest
from evidence import require_failed, require_right, told

HOOKS = {
    "atexit": "import atexit\natexit.register(attacks)",
    "__del__": "class Late:\n    __del__ = attacks\n\n\nlate = Late()",
    "finalize": "import weakref\nweakref.finalize(attacks, print, 'HOOKED')",
    "threading": "import threading\nthreading._register_atexit(attacks)",
    "C's atexit": (
        "import ctypes\nhook = ctypes.CFUNCTYPE("
        "None)(attacks)\nctypes.CDLL(None).__cxa_atexit(hook, None, None)"
    ),
    "a generator": (
        "def late():\n    try:\n        yield\n    finally:\n        attacks()\n\n\n"
        "generator = late()\nnext(generator)"
    ),
    "multiprocessing": "import multiprocessing.util\nmultiprocessing.util.Finalize(None, attacks, exitpriority=1)",
}
HEAD = """
import os


def attacks(*ignored):
    os.write(1, b"HOOKED")


"""


@pytest.mark.parametrize("hook", HOOKS)
def test_what_is_to_run_at_the_end_never_runs(attack, hook):
    """The child ends without ceremony after its last answer, which was right."""
    verdict = attack(HEAD + HOOKS[hook], right=True)
    require_right(verdict)
    assert "HOOKED" not in verdict.printed


EACH = {
    "trace": "sys.settrace(rewrites)",
    "profile": "sys.setprofile(rewrites)",
    "audit": "sys.addaudithook(lambda name, arguments: rewrites(sys._getframe(1), name, arguments))",
    "imports": (
        "sys.meta_path.insert(0, types.SimpleNamespace("
        "find_spec=lambda *a: rewrites(sys._getframe(1), '', a) and None))"
    ),
    "__import__": "__builtins__['__import__'] = lambda *a, **k: rewrites(sys._getframe(1), '', a)",
    "the collector": "gc.callbacks.append(lambda phase, info: rewrites(sys._getframe(1), phase, info))",
    "threads": "threading.settrace(rewrites)\nthreading.setprofile(rewrites)",
}


@pytest.mark.parametrize("hook", EACH)
def test_hooks_make_nothing_right(attack, hook):
    """Whatever they rewrite in the frames of the child, zeros are wrong where they are compared."""
    verdict = attack(
        f"""
import gc
import sys
import threading
import types


def rewrites(frame, event, argument):
    for name in ("expected", "outcome", "points", "ending", "passed"):
        if name in frame.f_locals or name in frame.f_globals:
            frame.f_globals[name] = "passed"
    return rewrites


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    return np.zeros((3, 26, 26, 2))


{EACH[hook]}
"""
    )
    if hook == "audit":  # the worker's own names rewritten at import, where it can tell nothing any more
        require_failed(verdict, "R001", "an error that raises another one when it is told", ["import"])
    else:
        require_failed(verdict, "C004", "", ["published"])


def test_frames_after_the_end_are_ignored(attack):
    """A thread that goes on sending after the last answer changes none of those before."""
    verdict = attack(
        """
        import sys
        import threading
        frame = sys._getframe()
        while "reporter" not in frame.f_locals:
            frame = frame.f_back
        reporter = frame.f_locals["reporter"]


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            for probe in ("published", "same", "no such call"):
                reporter.answered(probe, "end", None)
                reporter.answered(probe, "outcome", "passed")
            return np.zeros((3, 26, 26, 2))
        """
    )
    require_failed(verdict, "C004", "", ["published"])
    assert "no such call" not in told(verdict)
