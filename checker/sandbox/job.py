"""One child's run, watched from outside: what it sent, what it printed, and how it ended."""

import os
import selectors
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from checker import wire
from checker.errors import WorkerError
from checker.model import Ending, Limits, Observation
from checker.sandbox import cgroup
from checker.sandbox.exceeded import Room, exceeded, over_memory, over_time
from checker.sandbox.incoming import Incoming
from checker.sandbox.pipes import own_pipe
from checker.sandbox.steps import MORE, STILL, Steps
from checker.sandbox.usage import children, descendants, longest_wish_below, usage_below
from checker.sandbox.worker import NAMESPACES, Worker, death
from checker.sandbox.written import Disk

ISOLATION = "isolation"
# The first look at what a step uses comes soon, later ones more seldom, but before memory could be run over.
FIRST_LOOK_SECONDS, LAST_LOOK_SECONDS = 0.02, 0.2
MIB = 2**20
BYTES_PER_SECOND = 8 * 2**30
# A step that had less than this share of one processor while its time ran out may have been kept waiting; it was kept
# waiting by others, when its threads could have run for that share of the time and did not.
BUSY, STARVED = 0.5, 0.25
AFTERMATH_SECONDS = 1.0
CHUNK = 2**18
# How many more messages there may be than steps: what nobody asked for is ignored, but not without end.
SPARE = 8
Probes = Sequence[dict[str, Any]]


@dataclass(slots=True)
class Job:
    """A child's run so far. `ending` is how it ended, in one word and in one sentence.

    `layers` are those that the child has put up around itself; None until it has said so. `held` are layers put up from
    outside. `waited`: its time ran out while it had little of the processor; `starved`: while others surely had it.
    `printed` is what was printed until hidden probes were sent, if they were; `cut`: how many bytes more than are kept.
    `size`: how many bytes of observations came, in how many `seconds`. `still_in`: the file and line where the child
    says it is, when a step's time is nearly over.
    """

    layers: tuple[str, ...] | None = None
    held: tuple[str, ...] = ()
    observed: list[Observation] = field(default_factory=list)
    waited: bool = False
    starved: bool = False
    sent_hidden: bool = False
    printed: bytes = b""
    cut: int = 0
    size: int = 0
    seconds: float = 0.0
    still_in: tuple[str, int] = ("", 0)
    ending: Ending = Ending.ANSWERED
    sentence: str = ""


def run_job(worker: Worker, request: dict[str, Any], limits: Limits, hidden: Probes, room: Room) -> Job:
    """Runs one request in a forked child; every step of it, see `steps`, may take `limits.seconds`.

    The child is given the `hidden` probes when it has done with those of the request, and no sooner. In all it may take
    what `room` there is.

    Returns only when the child and all that it started are gone.

    Raises:
        WorkerError: when the child ended before it met the submission.
    """
    watch = _Watch(worker, request, limits, hidden, room)
    try:
        watch.until_ended()
    finally:
        watch.close()
    if watch.job.layers is None and watch.job.ending is Ending.DIED:
        words = watch.job.printed.decode("utf-8", "replace").strip().splitlines() or [watch.job.sentence]
        raise WorkerError(f"the worker ({worker.runtime.python}) could not ready a child: {words[-1]}")
    return watch.job


class _Watch:
    """The descriptors, the deadline and the bytes under way of one running child."""

    def __init__(self, worker: Worker, request: dict[str, Any], limits: Limits, hidden: Probes, room: Room) -> None:
        self.worker = worker
        self.limits = limits
        self.disk = Disk(request["folder"], limits.files, limits.file_mib * MIB)
        self.steps = Steps(request["probes"], hidden)
        self.taken, self.cpu_before, self.cpu_seen, self.ended_at = 0, 0.0, 0.0, 0.0
        self.job = Job()
        self.hidden = hidden
        self.to_send = memoryview(wire.encode(dict(request, more=bool(hidden))))
        self.incoming = Incoming(room.size)
        theirs_requests, self.requests = own_pipe()
        self.observations, theirs_observations = own_pipe()
        self.output, theirs_output = os.pipe()
        theirs = [theirs_requests, theirs_observations, theirs_output]
        try:
            self.pid = worker.start_job(theirs)
        except BaseException:
            for descriptor in (self.requests, self.observations, self.output):
                os.close(descriptor)
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        self.group = self._enclose()
        for descriptor in (self.requests, self.observations, self.output):
            os.set_blocking(descriptor, False)
        self.started = time.monotonic()
        self.whole = self.started + room.seconds
        self.deadline = min(self.started + limits.seconds, self.whole)
        self.look_at = self.started
        self.look_seconds = FIRST_LOOK_SECONDS
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.requests, selectors.EVENT_WRITE, self._send)
        self.selector.register(self.observations, selectors.EVENT_READ, self._observe)
        self.selector.register(self.output, selectors.EVENT_READ, self._collect)
        self.selector.register(worker.control, selectors.EVENT_READ, self._ended)

    def until_ended(self) -> None:
        """Reads all that comes until the child is gone and its pipes are empty, and kills it past its limits."""
        while not self._is_over():
            before = len(self.job.observed)
            for key, _ in self.selector.select(max(0.0, self.look_at - time.monotonic())):
                key.data()
            if len(self.job.observed) > before:
                self.look_seconds = FIRST_LOOK_SECONDS
                self.look_at = min(self.look_at, time.monotonic() + FIRST_LOOK_SECONDS)
            if time.monotonic() >= self.look_at:
                self._look()

    def close(self) -> None:
        """Kills what still runs and closes every descriptor of this job."""
        self.job.size, self.job.seconds = self.incoming.size, time.monotonic() - self.started
        try:
            if not self.ended_at:
                self.worker.kill(self.pid)
                while not self.ended_at:
                    self._ended()
        finally:
            if self.hidden and not self._is_watched(self.requests):
                os.close(self.requests)
            for key in list(self.selector.get_map().values()):
                if key.fileobj is not self.worker.control:
                    self._drop(key.fd)
            self.selector.close()
            if self.group:
                self.group.remove()

    def _enclose(self) -> cgroup.Cgroup | None:
        """Puts the child, which still waits for its request, into a control group, where one can be had.

        An engine has groups of its own.
        """
        below = [] if self.worker.runtime.engine or not self.worker.isolation else children(self.worker.pid)
        group = cgroup.enclose(below[0], self.limits) if below else None
        if group:
            self.job.held = (cgroup.NAME,)
        return group

    def _is_over(self) -> bool:
        if not self.ended_at:
            return False
        still_open = self._is_watched(self.observations) or self._is_watched(self.output)
        return not still_open or time.monotonic() > self.ended_at + AFTERMATH_SECONDS

    def _look(self) -> None:
        """Looks at what is used, and says when to look again."""
        room = LAST_LOOK_SECONDS if self.ended_at else self._enforce() / BYTES_PER_SECOND
        wait = max(FIRST_LOOK_SECONDS, min(self.look_seconds, room))
        self.look_seconds = min(2 * self.look_seconds, LAST_LOOK_SECONDS)
        self.look_at = time.monotonic() + wait

    def _enforce(self) -> int:
        """Kills the child past its limits; returns how many bytes of memory it may still take."""
        limits = self.limits
        allowed = limits.memory_mib * MIB
        used = usage_below(self.worker.pid, waits=self._only_waits(), allowed=allowed)
        files = self.disk.taken(descendants(self.worker.pid))
        if time.monotonic() > self.deadline:
            self.job.waited = used.cpu_seconds - self.cpu_before < BUSY * limits.seconds
            had_by_others = longest_wish_below(self.worker.pid) - used.cpu_seconds
            self.job.starved = self.job.waited and had_by_others > STARVED * limits.seconds
            self._stop(Ending.TIMED_OUT, over_time(limits, altogether=time.monotonic() > self.whole))
        elif used.cpu_seconds - self.cpu_before > limits.cpu_seconds:
            self._stop(Ending.TIMED_OUT, f"used over {limits.cpu_seconds:g} s of processor time; one step may use that")
        elif found := exceeded(used, files, limits):
            self._stop(*found)
        self.cpu_seen = used.cpu_seconds
        return allowed - used.memory

    def _only_waits(self) -> bool:
        """Whether the child that was forked waits for another one, in namespaces of its own, that does the work."""
        return NAMESPACES in (self.job.layers or ())

    def _stop(self, ending: Ending, sentence: str) -> None:
        if self.job.ending is Ending.ANSWERED:
            self.job.ending, self.job.sentence = ending, sentence
        self.worker.kill(self.pid)

    def _send(self) -> None:
        try:
            self.to_send = self.to_send[os.write(self.requests, self.to_send[:CHUNK]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.to_send, self.hidden = self.to_send[:0], ()
        if not self.to_send and not self.hidden:
            self._drop(self.requests)
        elif not self.to_send:
            self.selector.unregister(self.requests)  # which stays open for the hidden ones

    def _send_hidden(self) -> None:
        """Sends the hidden probes; what is printed from now on may be of them, and is not kept."""
        self._collect()
        self.job.sent_hidden = True
        if self.hidden:
            self.to_send = memoryview(bytes(self.to_send) + wire.encode({"probes": list(self.hidden)}))
            self.hidden = ()
            if not self._is_watched(self.requests):
                self.selector.register(self.requests, selectors.EVENT_WRITE, self._send)

    def _is_watched(self, descriptor: int) -> bool:
        return descriptor in self.selector.get_map()

    def _observe(self) -> None:
        try:
            chunk = os.read(self.observations, CHUNK)
            if not chunk:
                self._drop(self.observations)
            for observed in self.incoming.observations(chunk):
                if self._take(observed):
                    self.job.still_in = ("", 0)
                    self.deadline = min(time.monotonic() + self.limits.seconds, self.whole)
                    self.cpu_before = self.cpu_seen
            if self.taken > SPARE * self.steps.number:
                raise wire.WireFault("there are more observations than were asked for")
        except BlockingIOError:
            return
        except wire.WireFault as fault:
            self._drop(self.observations)
            self._stop(Ending.DIED, f"sent the checker something that is no message: {fault}")

    def _take(self, observed: Observation) -> bool:
        """Keeps what was observed where a step is done with it, and says so; what nobody asked for is dropped."""
        self.taken += 1
        if observed.probe == STILL:
            self.job.still_in = (observed.file, observed.line)
            return False
        if self.job.layers is not None:
            is_step = self.steps.take(observed)
            if observed.probe != MORE:
                self.job.observed.extend([observed] if is_step else [])
            elif is_step:
                self._send_hidden()
            else:
                self._stop(Ending.DIED, "said that it was done before it had answered")
            return is_step
        if observed.probe != ISOLATION:
            return False
        self.job.layers = tuple(map(str, observed.value))
        self.worker.require(self.job.layers)
        return True

    def _collect(self) -> None:
        """Reads what was printed up to now; as much as a pipe holds."""
        if not self._is_watched(self.output):
            return
        try:
            chunk = os.read(self.output, CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self._drop(self.output)
        room = self.limits.output_bytes - len(self.job.printed)
        if not self.job.sent_hidden:
            self.job.printed += chunk[:room]
            self.job.cut += len(chunk[room:])

    def _ended(self) -> None:
        _, _, status = self.worker.receive()
        self.ended_at = time.monotonic()
        self.selector.unregister(self.worker.control)
        if self.job.ending is not Ending.ANSWERED or status == 0:
            return
        if self.group and self.group.killed_for_memory():
            self.job.ending, self.job.sentence = Ending.OUT_OF_MEMORY, over_memory(self.limits)
        else:
            self.job.ending, self.job.sentence = Ending.DIED, death(status)

    def _drop(self, descriptor: int) -> None:
        self.selector.unregister(descriptor)
        os.close(descriptor)
