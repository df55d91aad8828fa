"""The command line as a real process: its output in a pipe, its end, and what it leaves behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from checker import __main__

ROOT = Path(__file__).parent.parent


def command(instructor: Path, *arguments: str) -> list[str]:
    """The command line of a real process."""
    return [sys.executable, "-m", "checker", "--workspace", str(instructor), *arguments]


def started(instructor: Path, *arguments: str, **more) -> subprocess.Popen[str]:
    """A real process of the program."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command(instructor, *arguments), env=environment, **pipes, **more)


@pytest.mark.parametrize("words", ["run 0x09 task 0", "run 0x09 task 0 --verbose", "list", "show 0x09"])
def test_no_escape_codes_where_there_is_no_terminal(instructor, student, words):
    """Into a pipe go plain lines: no colours, no spinner, no carriage returns."""
    ended = started(instructor, *words.split())
    out, err = ended.communicate(timeout=60)
    assert (ended.returncode, err) == (0, "")
    assert not set(out) & {"\x1b", "\r", "\x08"}


def test_a_reader_that_has_gone_is_no_verdict(instructor):
    """When nobody reads the output any more, the program ends quietly, and not with 0 or 1."""
    read, write = os.pipe()
    os.close(read)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    try:
        ended = subprocess.run(
            command(instructor, "list"), env=environment, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
        )
    finally:
        os.close(write)
    assert (ended.returncode, ended.stderr) == (3, b"")


def test_output_that_the_terminal_cant_show_is_no_fault(instructor, tmp_path):
    """Where the terminal's encoding lacks a sign, an escape stands for it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    words = command(instructor, "run", "0x09", "task", "0", "--dir", str(tmp_path))
    ended = subprocess.run(words, env=environment, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"")


def hear_interrupts() -> None:
    """Undoes what a shell does to a program in the background, tests among them: it ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_real_interrupt_ends_everything(instructor, student):
    """Ctrl-C in the middle of a hanging submission exits with 130, and no worker or child stays behind."""
    here = student / "here"
    (student / "0-running_mean.py").write_text(f"import time\nopen({str(here)!r}, 'w').close()\ntime.sleep(60)\n")
    running = started(
        instructor, "run", "0x09", "task", "0", "--isolation", "none",
        start_new_session=True, preexec_fn=hear_interrupts,
    )  # fmt: skip
    while not here.exists():
        assert running.poll() is None
        time.sleep(0.05)
    below = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err.strip()) == (130, "checker: interrupted")
    assert len(below) >= 2
    assert psutil.wait_procs(below, timeout=5)[1] == []


def test_who_kills_the_worker_has_failed(instructor, student):
    """Where no wall keeps it from ending the process which runs it, a submission did that to itself alone."""
    (student / "0-running_mean.py").write_text("import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(9)\n")
    ended = started(instructor, "run", "0x09", "task", "0", "--isolation", "none")
    out, _ = ended.communicate(timeout=60)
    assert ended.returncode == 1
    assert "ended, twice, the process that runs it" in " ".join(out.split())


def test_a_worker_that_ends_whatever_it_runs_is_our_fault(instructor, student, tmp_path):
    """A submission is blamed only where the worker survives an empty file."""
    broken = tmp_path / "python"
    broken.write_text(
        f"#!{sys.executable}\n"
        "import os, socket, sys\n"
        f"sys.path.append({str(ROOT)!r})\n"
        "from checker.worker import loop\n"
        "loop._run_job = lambda *job: os._exit(1)\n"
        "loop.serve(socket.socket(fileno=int(sys.argv[3])), sys.argv[4], os.getcwd())\n"
    )
    broken.chmod(0o755)
    ended = started(instructor, "run", "0x09", "task", "0", "--runtime", str(broken))
    out, _ = ended.communicate(timeout=60)
    assert ended.returncode == 3
    assert f"N002theworker({broken})endedunexpectedly" in "".join(out.split())


@pytest.mark.parametrize("words", ["list", "grade 0x09 task 0 --submissions class --isolation none"])
def test_what_lies_in_the_current_folder_is_not_the_programs(instructor, student, tmp_path, words):
    """Whoever stands in a student's folder runs none of its files, whatever library's name they have."""
    for name in ("click.py", "pickle.py", "signal.py"):
        (tmp_path / name).write_text("raise SystemExit(9)\n")
    shutil.copytree(student, tmp_path / "class" / "ada")
    ended = started(instructor, *words.split(), cwd=tmp_path)
    out, err = ended.communicate(timeout=60)
    assert (ended.returncode, err) == (0, ""), out


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_a_full_disk_under_the_output_is_told_in_a_sentence(instructor):
    """It is nobody's fault, and no traceback."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            command(instructor, "list"), env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert ended.stderr.startswith("checker: there is no space left")


@pytest.mark.parametrize("module", ["checker.cli", "pydantic", "checker.pipeline"])
def test_being_interrupted_in_an_import_is_an_interruption(instructor, tmp_path, module):
    """Python can swallow it there, or leave a module half imported: it waits until the import is done."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    words = command(instructor, "run", "0x09", "task", "0", "--dir", str(tmp_path))
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (130, "checker: interrupted")


def test_an_interruption_that_a_finalizer_swallows_comes_again():
    """Python can't raise it there, and would go on as if nobody had asked."""

    class Interrupted:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGINT)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGALRM)}
    hook, sys.unraisablehook = sys.unraisablehook, __main__.swallowed
    signal.signal(signal.SIGINT, __main__.interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            _sleep_after([Interrupted()])
    finally:
        sys.unraisablehook = hook
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _sleep_after(last: list[object]) -> None:
    last.clear()
    time.sleep(5)
