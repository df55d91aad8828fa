"""Attack 30: processes and threads without end; the first is refused, and of threads there are as many as allowed."""

import pytest
from evidence import require_failed, require_right


def test_a_fork_bomb_makes_none(attack):
    """The first fork is refused already."""
    verdict = attack("import os\nwhile True:\n    os.fork()\n")
    require_failed(verdict, "R001", "PermissionError", ["import"])


THREADS = ["threading.Thread(target=time.sleep, args=[60]).start()", "_thread.start_new_thread(time.sleep, (60,))"]


@pytest.mark.parametrize("start", THREADS)
def test_a_thread_bomb_is_stopped(attack, start):
    """Whether the kernel refuses the next thread or the watcher counts them: the import failed, with its reason."""
    verdict = attack(f"import _thread, threading, time\nwhile True:\n    {start}\n", processes=40)
    codes = {one.code for result in verdict.results if result.spec.id == "import" for one in result.findings}
    assert codes in ({"R001"}, {"R004"})
    words = "can't start new thread" if codes == {"R001"} else "had over 40 processes and threads"
    require_failed(verdict, codes.pop(), words, ["import"])


def test_a_bomb_that_goes_on_when_refused_is_stopped(attack):
    """Trying for ever is a time-out, and not more threads than are allowed."""
    verdict = attack(
        """
        import threading, time
        while True:
            try:
                threading.Thread(target=time.sleep, args=[60]).start()
            except RuntimeError:
                time.sleep(0.001)
        """,
        seconds=0.6,
        cpu_seconds=0.05,
        processes=40,
    )
    codes = {one.code for result in verdict.results if result.spec.id == "import" for one in result.findings}
    assert codes in ({"R002"}, {"R004"})


def test_some_threads_are_nobodys_failure(attack):
    """A pool of threads is allowed."""
    verdict = attack(
        """
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor(16)
        list(pool.map(np.zeros, range(64)))
        """,
        right=True,
    )
    require_right(verdict)
