"""Watching from outside: whatever a submission does, its run ends, says how, leaves nothing behind and harms no other.

The walls around the child are left out here: what is held here must hold where a system has none.
"""

import os
import time
from pathlib import Path

import psutil
import pytest
from bench import FILE, HEAD, call, function, run, seen, write
from somebody import somebody

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.scratch import Copy, scratch_copy
from checker.sandbox.worker import Worker
from checker.static_checks.reading import MAX_BYTES

ENDINGS = {
    "raise ValueError('boom')": (Ending.RAISED, "ValueError: boom"),
    "raise KeyboardInterrupt": (Ending.RAISED, "KeyboardInterrupt"),
    "raise type('Odd', (BaseException,), {})('odd')": (Ending.RAISED, "odd"),
    "raise RecursionError('deep')": (Ending.RAISED, "RecursionError: deep"),
    "sys.exit(0)": (Ending.EXITED, "SystemExit: 0"),
    "exit()": (Ending.EXITED, "SystemExit"),
    "input()": (Ending.RAISED, "EOFError"),
    "np.zeros(10**13)": (Ending.OUT_OF_MEMORY, "Unable to allocate"),
    "raise MemoryError": (Ending.OUT_OF_MEMORY, "MemoryError"),
    "os._exit(0)": (Ending.DIED, "exit code 0"),
    "os._exit(3)": (Ending.DIED, "exit code 3"),
    "os.abort()": (Ending.DIED, "signal 6"),
    "os.kill(os.getpid(), 9)": (Ending.DIED, "signal 9"),
    "ctypes.string_at(0)": (Ending.DIED, "signal 11"),
}
@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker, which all tests of this file share: none of them may harm it."""
    with Worker(modern(), Framework.NUMPY, isolation="none") as started:
        yield started


@pytest.mark.parametrize("body", ENDINGS)
def test_a_call_that_goes_wrong_costs_itself_alone(worker, tmp_path, body):
    """How the call ended is named, and the calls before and after it are answered."""
    probes = [call("before", False), call("bad", True), call("after", False)]
    ran = run(worker, write(tmp_path, function(body)), *probes)
    ending, words = ENDINGS[body]
    bad = seen(ran, "bad")
    assert (bad.ending, words in bad.message) == (ending, True), bad.message
    assert [seen(ran, probe).value for probe in ("before", "after")] == [{"type": "int", "value": 1}] * 2


@pytest.mark.parametrize("body", ENDINGS)
def test_an_import_that_goes_wrong_is_told_as_such(worker, tmp_path, body):
    """What happens at import is the import's ending, and no probe is answered."""
    ran = run(worker, write(tmp_path, HEAD + body), call("p"))
    ending, words = ENDINGS[body]
    (only,) = ran.observations
    assert (only.probe, only.ending, words in only.message) == ("import", ending, True), only.message


def test_an_error_has_its_place_in_the_submission(worker, tmp_path):
    """The last line of the student's own in the traceback is told, by the file's name alone."""
    write(tmp_path, "def g():\n    return 1 / 0\n", "helper.py")
    one = seen(run(worker, write(tmp_path, "import helper\n\ndef f():\n    helper.g()\n")))
    assert (one.file, one.line, one.message) == ("helper.py", 2, "ZeroDivisionError: division by zero")


def test_a_syntax_error_has_its_place_too(worker, tmp_path):
    """A file that can't be compiled is told with the line."""
    (one,) = run(worker, write(tmp_path, "x = 1\ndef f(:\n")).observations
    assert (one.probe, one.ending, one.file, one.line) == ("import", Ending.RAISED, FILE, 2)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "time.sleep(60)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 60))\ntime.sleep(60)",
        "while True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass",
        "os.setpgid(0, os.getpgid(os.getppid()))\ntime.sleep(60)",
        "os.close(1)\nos.close(2)\n[os.close(n) for n in range(3, 60) if os.path.exists('/proc/self/fd/%d' % n)]\n"
        "time.sleep(60)",
    ],
    ids=["loop", "sleep", "signals blocked", "exceptions swallowed", "out of its group", "descriptors closed"],
)
def test_a_hang_is_ended_from_outside(worker, tmp_path, body):
    """No signal mask, bare except, change of group or closed pipe saves a call from its time limit."""
    started = time.monotonic()
    ran = run(worker, write(tmp_path, function(body)), call("bad"), call("after", False), seconds=1.0)
    assert seen(ran, "bad").message.startswith("took over 1 s, the time allowed for one step")
    assert (seen(ran, "bad").ending, seen(ran, "after").ending) == (Ending.TIMED_OUT, Ending.ANSWERED)
    assert time.monotonic() - started < 15


def test_a_hang_at_import_is_ended(worker, tmp_path):
    """An import that does not end is the import's time-out."""
    (one,) = run(worker, write(tmp_path, "while True: pass"), seconds=1.0).observations
    assert (one.probe, one.ending) == ("import", Ending.TIMED_OUT)


def test_many_hangs_are_given_up_on(worker, tmp_path):
    """After two time-outs the remaining calls are not tried, and each says so."""
    probes = [call(name) for name in "abcd"]
    ran = run(worker, write(tmp_path, function("time.sleep(60)")), *probes, seconds=1.0)
    endings = [seen(ran, name).ending for name in "abcd"]
    assert endings == [Ending.TIMED_OUT, Ending.TIMED_OUT, Ending.BLOCKED, Ending.BLOCKED]


def test_memory_in_use_is_limited(worker, tmp_path):
    """What fills memory for real, under the cap on addresses, is ended when it is over its limit."""
    body = "kept = []\nwhile True:\n    kept.append(bytearray(8 * 2**20))\n    time.sleep(0.005)"
    ran = run(worker, write(tmp_path, function(body)), call("bad"), call("after", False), memory_mib=150)
    assert seen(ran, "bad").message == "used over 150 MiB of memory, all that is allowed"
    assert (seen(ran, "bad").ending, seen(ran, "after").ending) == (Ending.OUT_OF_MEMORY, Ending.ANSWERED)


def test_memory_of_children_counts(worker, tmp_path):
    """Memory that a process of the submission's takes is the submission's, in its group or out of it."""
    code = "import time; kept = b'x' * (300 * 2**20); time.sleep(60)"
    body = f"subprocess.Popen([sys.executable, '-c', {code!r}], start_new_session=True).wait()"
    one = seen(run(worker, write(tmp_path, function(body)), memory_mib=200))
    assert one.ending is Ending.OUT_OF_MEMORY


@pytest.mark.parametrize("stream", ["sys.stdout.write", "sys.stderr.write", "lambda text: os.write(1, text.encode())"])
def test_endless_output_is_capped(worker, tmp_path, stream):
    """Ten megabytes of output block nothing, and as much as is allowed is kept."""
    body = f"write = {stream}\nfor _ in range(1280):\n    write('x' * 8191 + '\\n')"
    ran = run(worker, write(tmp_path, function(body)), output_bytes=1000)
    assert ran.printed == "x" * 1000
    assert seen(ran).value == {"type": "int", "value": 1}


def test_output_of_all_kinds_is_kept(worker, tmp_path):
    """What is printed at import, in calls, to either stream and by programs is kept; bytes that are no text too."""
    body = "print('out')\nprint('err', file=sys.stderr)\nos.system('echo program')\nos.write(1, b'\\xff\\n')"
    ran = run(worker, write(tmp_path, "print('import')\n" + function(body)))
    assert ran.printed.split()[:4] == ["import", "out", "err", "program"]
    assert "\ufffd" in ran.printed


@pytest.mark.parametrize("read", ["sys.stdin.read()", "os.read(0, 1).decode()", "open('/dev/stdin').read()"])
def test_standard_input_is_empty(worker, tmp_path, read):
    """Nothing waits for a person at a keyboard."""
    one = seen(run(worker, write(tmp_path, f"{HEAD}\ndef f():\n    return {read}")))
    assert one.value == {"type": "str", "value": ""}


@pytest.mark.parametrize(
    "start",
    [
        "subprocess.Popen(['sleep', '60']).pid",
        "subprocess.Popen(['sleep', '60'], start_new_session=True).pid",
        "int(subprocess.check_output(['sh', '-c', 'setsid sleep 60 >/dev/null & echo $!']))",
        "os.fork() or (os.setsid(), time.sleep(60))",
    ],
    ids=["background", "own session", "daemon", "fork"],
)
def test_processes_left_behind_are_gone_afterwards(worker, tmp_path, start):
    """Background processes, daemons in sessions of their own included, do not outlive the run."""
    one = seen(run(worker, write(tmp_path, f"{HEAD}\nstarted = {start}\n\ndef f():\n    return started")))
    assert one.value["type"] == "int"
    assert not psutil.pid_exists(one.value["value"])


def test_a_run_ends_though_its_output_is_held_open(worker, tmp_path):
    """A process that holds the pipes does not keep the checker waiting."""
    started = time.monotonic()
    ran = run(worker, write(tmp_path, function("subprocess.Popen(['sleep', '60'], start_new_session=True)")))
    assert seen(ran).ending is Ending.ANSWERED
    assert time.monotonic() - started < 15


def test_thirty_jobs_leave_nothing(worker, tmp_path):
    """Neither side keeps descriptors, processes or folders of the jobs that have ended, however they did."""
    bodies = ["pass", "os._exit(0)", "subprocess.Popen(['sleep', '9'])"]
    folders = [write(tmp_path / str(place), function(body)) for place, body in enumerate(bodies)]
    run(worker, folders[0])
    parent = psutil.Process(worker.process.pid)
    before = (len(os.listdir("/proc/self/fd")), parent.num_fds(), list(Path(worker.folder.name).rglob("*")))
    for place in range(30):
        run(worker, folders[place % 3])
    assert parent.children(recursive=True) == []
    after = (len(os.listdir("/proc/self/fd")), parent.num_fds(), list(Path(worker.folder.name).rglob("*")))
    assert after == before


def test_the_scratch_folder_holds_python_files_alone(tmp_path):
    """Small regular Python files are copied; links that lead out, folders, data and very long files are not."""
    for name in ("0-task.py", "helper.py", "secret.txt"):
        (tmp_path / name).write_text("x = 1")
    (tmp_path / "long.py").write_bytes(b"#" * (MAX_BYTES + 1))
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    with scratch_copy(tmp_path, {"helper.py": b"y = 2", "new.py": b"z = 3"}, tmp_path, os.getuid()) as scratch:
        assert {path.name: path.read_text() for path in scratch.iterdir()} == {
            "0-task.py": "x = 1", "helper.py": "y = 2", "new.py": "z = 3",
        }
    assert not scratch.exists()


def test_a_link_inside_the_folder_is_followed(worker, tmp_path):
    """An answer that is a link to another file of its folder runs, as `exists` says that it is there."""
    write(tmp_path, "def f():\n    return 1\n", "task.py")
    (tmp_path / FILE).symlink_to("task.py")
    assert seen(run(worker, tmp_path)).value == {"type": "int", "value": 1}


def test_what_may_not_be_read_is_left_out():
    """A Python file without permission beside the answer is no reason to give up."""
    with somebody() as folder:
        (folder / FILE).write_text("x = 1")
        (folder / "locked.py").touch(mode=0)
        with scratch_copy(folder, {}, folder, os.getuid()) as scratch:
            assert [path.name for path in scratch.iterdir()] == [FILE]


def test_the_scratch_folder_goes_with_what_was_written_there(worker, tmp_path):
    """The current folder, home and temporary folder of a run are one, and it is deleted afterwards."""
    body = """\
    import os, tempfile
    def f():
        open("written", "w").close()
        os.makedirs("a/b", exist_ok=True)
        tempfile.mkstemp()
        return [os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), str(len(os.listdir(".")))]
    """
    items = [item["value"] for item in seen(run(worker, write(tmp_path, body))).value["items"]]
    assert len(set(items[:3])) == 1
    assert (items[3], os.path.exists(items[0])) == ("4", False)


def test_the_next_child_meets_the_folder_as_it_was(worker, tmp_path):
    """What one call left behind when it died is gone, folders that may not be entered too."""
    body = "os.makedirs('a/b')\nos.chmod('a', 0)\nopen('left', 'w').close()\nos.remove('0-task.py')\nos._exit(1)"
    ran = run(worker, write(tmp_path, function(body)), call("bad", True), call("after", False))
    assert (seen(ran, "bad").ending, seen(ran, "after").value) == (Ending.DIED, {"type": "int", "value": 1})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: folder.chmod(0),
        lambda folder: ((folder / "inner").mkdir(), (folder / "inner").chmod(0), folder.chmod(0)),
        lambda folder: ((folder / FILE).chmod(0), folder.chmod(0o500)),
    ],
    ids=["shut", "shut with a folder in it", "shut for writing"],
)
def test_a_folder_that_was_shut_is_opened_again(spoil):
    """A user without special rights gets back into the folder that a submission has taken the modes from."""
    with somebody() as folder:
        (folder / FILE).write_text("x = 1")
        copy = Copy(folder)
        spoil(folder)
        copy.restore()
        assert {path.name: path.read_text() for path in folder.iterdir()} == {FILE: "x = 1"}


def test_a_folder_that_is_beyond_repair_is_not_our_error(tmp_path):
    """It stays as the submission has left it."""
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch" / FILE).write_text("x = 1")
    copy = Copy(tmp_path / "scratch")
    (tmp_path / "scratch").rename(tmp_path / "elsewhere")
    copy.restore()
    assert not (tmp_path / "scratch").exists()
