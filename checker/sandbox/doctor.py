"""Which protections stand on this machine: each is tested just now, by an attempt that must fail."""

import contextlib
import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from checker.model import Ending, Framework, Limits, Observation, Runtime
from checker.sandbox import platforms
from checker.sandbox.observe import Request, observe
from checker.sandbox.scratch import scratch_copy
from checker.sandbox.worker import AUTO
from checker.sandbox.workers import Workers

MODULE = "attempt"
# What a submission does when asked to: it says how far it came. All of it does no harm where nothing stops it.
ATTEMPTS = '''
import ctypes, fcntl, os, signal, socket, struct, subprocess, threading, time

DONE = "done"


def read_elsewhere(path):
    return open(path).read() and DONE


def write_elsewhere(path):
    open(path, "a").write("!")
    return DONE


def change_elsewhere(path):
    os.chmod(path, 0o777)
    return DONE


def see_elsewhere(path):
    os.stat(path)
    return DONE


def change_by_newer_calls(path):
    path, name, value = path.encode(), b"user.checker", ctypes.create_string_buffer(b"!")
    value_there = struct.pack("QII", ctypes.addressof(value), 1, 0)
    setxattrat = 463, -100, path, 0, name, value_there, len(value_there)
    removexattrat = 466, -100, path, 0, name
    file_setattr = 469, -100, path, bytes(24), 24, 0
    call = ctypes.CDLL(None).syscall
    return DONE if 0 in [call(*one) for one in (setxattrat, removexattrat, file_setattr)] else "refused"


def change_flags():
    with open(os.__file__) as file:
        flags = fcntl.ioctl(file, 0x80086601, bytes(8))
        fcntl.ioctl(file, 0x40086602, flags)
    return DONE


def shorten_elsewhere(path):
    os.truncate(path, 1)
    return DONE


def forget_files():
    with open(os.__file__) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_NORMAL)
    return DONE


def connect(port):
    socket.create_connection(("127.0.0.1", port), 2)
    return DONE


def talk_to_others(name):
    socket.socket(socket.AF_UNIX).connect("\\0" + name)
    return DONE


def run_a_program():
    return subprocess.run(["/bin/true"]).returncode == 0 and DONE


def start_a_process():
    if os.fork() == 0:
        os._exit(0)
    return DONE


def stop_another(process):
    os.kill(process, 0)
    return DONE


def see_another(process):
    return os.listdir("/proc/%d" % process) and DONE


def share_memory():
    return DONE if ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0 else "refused"


def mount():
    libc, here = ctypes.CDLL(None), os.getcwd().encode()
    mounted = libc.mount(b"none", here, b"tmpfs", 0, None) == 0
    return DONE if mounted and libc.umount2(here, 0) == 0 else "refused"


def be_root():
    return DONE if os.getuid() == 0 else "is another user"


def take_memory():
    kept = []
    for _ in range(400):
        kept.append(bytearray(2**20))
        kept[-1][::4096] = b"x" * 256
        time.sleep(0.001)
    return DONE


def take_time():
    while True:
        pass


def start_threads():
    for _ in range(600):
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    return DONE


def write_much():
    with open("much", "wb") as file:
        for _ in range(80):
            file.write(bytes(2**20))
    return DONE


def write_many():
    for number in range(3000):
        open(str(number), "w").close()
    time.sleep(1)
    return DONE
'''
LIMITS = Limits(seconds=5.0, cpu_seconds=1.0, memory_mib=200)
# What is attempted, by which function, that no wall keeps out: it is watched from outside.
WATCHED = (
    (f"memory over {LIMITS.memory_mib} MiB", "take_memory"),
    (f"processor time over {LIMITS.cpu_seconds:g} s", "take_time"),
    (f"over {LIMITS.processes} processes and threads", "start_threads"),
    (f"files over {LIMITS.file_mib} MiB", "write_much"),
    (f"over {LIMITS.files} files", "write_many"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Protection:
    """One thing that a submission must not be able to do, whether it was kept from it just now, and by what."""

    what: str
    stands: bool
    evidence: str


def examine(runtime: Runtime, *, isolation: str = AUTO) -> tuple[tuple[str, ...], list[Protection]]:
    """The layers around a child of this runtime, and all protections, each tested.

    On a system without walls, what they keep out is told as open without a trial.

    Raises:
        WorkerError: when the runtime can't be used.
    """
    evidence = f"{platforms.name()} has no wall against it"
    untried = [Protection(what=what, stands=False, evidence=evidence) for what in platforms.not_walled()]
    with _surroundings() as around, Workers(runtime, isolation=isolation) as workers:
        worker = workers.start(Framework.NUMPY)
        attempts = [*around, *((what, function, []) for what, function in WATCHED)]
        probes = [
            {"id": what, "probe": "call", "parameters": {"function": function, "arguments": arguments}}
            for what, function, arguments in attempts
        ]
        source = {f"{MODULE}.py": ATTEMPTS.encode()}
        with scratch_copy(worker.home, source, worker.scratch, worker.user) as scratch:
            run = observe(worker, Request(folder=str(scratch), module=MODULE, probes=probes), LIMITS)
        seen = {one.probe: one for one in run.observations if one.part in ("returned", "")}
        return run.layers, [*untried, *(_judged(what, seen.get(what)) for what, _, _ in attempts)]


@contextlib.contextmanager
def _surroundings() -> Iterator[list[tuple[str, str, list[object]]]]:
    """What walls keep out, by which function, upon what: files, sockets and processes that are really there."""
    if not platforms.has_walls():
        yield []
        return
    with (
        tempfile.NamedTemporaryFile("w") as file,
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as local,
    ):
        file.write("secret")
        file.flush()
        os.chmod(file.name, 0o666)  # noqa: S103 - its mode is not to be what stops anybody
        name = f"checker-doctor-{os.getpid()}"
        local.bind(f"\0{name}")
        local.listen(1)
        yield [
            ("reading files elsewhere", "read_elsewhere", [file.name]),
            ("writing files elsewhere", "write_elsewhere", [file.name]),
            ("changing files elsewhere", "change_elsewhere", [file.name]),
            ("changing them by newer calls", "change_by_newer_calls", [file.name]),
            ("shortening files elsewhere", "shorten_elsewhere", [file.name]),
            ("seeing which files there are", "see_elsewhere", [file.name]),
            ("changing flags of libraries", "change_flags", []),
            ("the system's cache of files", "forget_files", []),
            ("the network", "connect", [server.getsockname()[1]]),
            ("sockets of other processes", "talk_to_others", [name]),
            ("running programs", "run_a_program", []),
            ("starting processes", "start_a_process", []),
            ("signals to other processes", "stop_another", [os.getpid()]),
            ("seeing other processes", "see_another", [os.getpid()]),
            ("shared memory", "share_memory", []),
            ("mounting", "mount", []),
            ("the rights of root", "be_root", []),
        ]


def _judged(what: str, seen: Observation | None) -> Protection:
    if seen is None:
        return Protection(what=what, stands=False, evidence="it could not be tried")
    if seen.ending is not Ending.ANSWERED:
        return Protection(what=what, stands=True, evidence=seen.message)
    said = str(seen.value.get("value"))
    return Protection(what=what, stands=said != "done", evidence=said)
