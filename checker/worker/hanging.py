"""Where a submission is when a step's time is nearly over: what hangs is told with its line."""

import _thread
import os
import sys
import time
from typing import Any, Callable, Tuple

# When that is told, as a share of the time that a step may take.
SHARE = 0.9


class Watch:
    """A thread beside the submission's that sleeps until the time of a step is nearly over.

    It sees where Python's own code is; while a library holds the interpreter it sees nothing.

    Args:
        tell: called with a file in `folder` and a line, at most once for each step.
        seconds: what a step may take; the first begins now.
    """

    def __init__(self, tell: Callable[[str, int], None], folder: str, seconds: float) -> None:
        self.tell, self.folder, self.seconds = tell, folder, seconds * SHARE
        self.main = _thread.get_ident()
        self.began = time.monotonic()
        # A signal would end what waits for one, and threading would list the thread.
        _thread.start_new_thread(self._run, (time.monotonic, time.sleep, sys._current_frames))

    def begin_step(self) -> None:
        """Starts the clock anew."""
        self.began = time.monotonic()

    def _run(self, now: Callable[[], float], sleep: Callable[[float], None], frames: Callable[[], Any]) -> None:
        told = -1.0
        while True:
            began = self.began
            left = began + self.seconds - now()
            if left <= 0 and told != began:
                told = began
                self.tell(*_place(frames().get(self.main), self.folder))
            sleep(left if left > 0 else self.seconds)


def _place(frame: Any, folder: str) -> Tuple[str, int]:
    while frame is not None and not frame.f_code.co_filename.startswith(folder + os.sep):
        frame = frame.f_back
    return (os.path.relpath(frame.f_code.co_filename, folder), frame.f_lineno) if frame else ("", 0)
