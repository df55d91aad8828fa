"""Containers: the engine's command line, what goes through an engine to a worker and back, and how one is named."""

import sys
from pathlib import Path

import pytest
from bench import call, function, run, seen, write

from checker import cli, runtimes
from checker.errors import RuntimeFault, UsageError, WorkerError
from checker.model import Ending, Framework, Runtime
from checker.runtimes.container import IMAGE
from checker.sandbox.docker import ContainedWorker, docker_command
from checker.sandbox.workers import Workers

# What an engine does, without its walls: the mounts appear as links, and the command runs.
ENGINE = """#!{python}
import os, pathlib, sys
arguments = sys.argv[1:]
pathlib.Path("{log}").open("a").write(" ".join(arguments) + "\\n")
{before}
mounts = [dict(part.split("=") for part in word[8:].split(",") if "=" in part)
          for word in arguments if word.startswith("--mount=")]
variables = dict(word[6:].split("=", 1) for word in arguments if word.startswith("--env="))
for mount in mounts:
    if mount["target"] != mount["source"]:
        target = pathlib.Path("{root}" + mount["target"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(mount["source"])
os.mkdir("{root}/room")
command = arguments[arguments.index("{image}") + 2 :]
command = [word.replace("/opt/", "{root}/opt/").replace("/room", "{root}/room") for word in command]
os.chdir("{root}/room")
os.execve(sys.executable, [sys.executable, *command], dict(variables, HOME="{root}/room", TMPDIR="{root}/room"))
"""
RUNTIME = Runtime(name="docker", python="python3", engine="docker", image=IMAGE)


def engine(folder: Path, before: str = "", name: str = "docker", image: str = IMAGE) -> Path:
    """A program that stands in for docker or podman; `before` is what it does first."""
    program = folder / "bin" / name
    program.parent.mkdir()
    root = folder / "root"
    root.mkdir()
    text = ENGINE.format(python=sys.executable, log=folder / "log", before=before, root=root, image=image)
    program.write_text(text)
    program.chmod(0o755)
    return program


@pytest.fixture
def runtime(tmp_path):
    """The runtime docker with our engine."""
    return Runtime(name="docker", python="python3", engine=str(engine(tmp_path)), image=IMAGE)


def test_the_command_line_is_as_institutions_read_it():
    """No network, nothing writable but a folder in memory, another user, limits, and three parts of our side."""
    command = docker_command(
        RUNTIME, "checker-1", Path("/p/checker"), Path("/t/scratch"), {"LANG": "C"}, ("/t/scratch/control", "numpy")
    )
    assert command == [
        "docker", "run", "--rm", "--pull=never", "--name", "checker-1",
        "--network", "none", "--read-only", "--tmpfs", "/room:size=256m,mode=1777", "--workdir", "/room",
        "--user", "65534:65534", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
        "--memory", "4g", "--memory-swap", "4g", "--pids-limit", "512",
        "--mount=type=bind,source=/p/checker/__init__.py,target=/opt/checker/checker/__init__.py,readonly",
        "--mount=type=bind,source=/p/checker/folders.py,target=/opt/checker/checker/folders.py,readonly",
        "--mount=type=bind,source=/p/checker/wire.py,target=/opt/checker/checker/wire.py,readonly",
        "--mount=type=bind,source=/p/checker/worker,target=/opt/checker/checker/worker,readonly",
        "--mount=type=bind,source=/t/scratch,target=/t/scratch,readonly",
        "--env=LANG=C",
        "tensorflow/tensorflow:1.12.0-py3", "python3", "-I", "/opt/checker/checker/worker",
        "/t/scratch/control", "numpy",
    ]  # fmt: skip


def test_a_submission_is_observed_through_an_engine(runtime, tmp_path):
    """Requests go in and observations come out over the socket in the shared folder."""
    with ContainedWorker(runtime, Framework.NUMPY) as worker:
        assert seen(run(worker, write(tmp_path / "one", function("pass")))).value == {"type": "int", "value": 1}
        assert worker.versions["python"] == ".".join(map(str, sys.version_info[:3]))


def test_what_hangs_is_killed_from_within(runtime, tmp_path):
    """The container's own process numbers mean nothing outside: its warm parent kills the child, and goes on."""
    folder = write(tmp_path / "one", function("time.sleep(60)"))
    with ContainedWorker(runtime, Framework.NUMPY) as worker:
        ran = run(worker, folder, call("hangs", True), call("answers", False), seconds=0.5)
        assert (seen(ran, "hangs").ending, seen(ran, "answers").value) == (
            Ending.TIMED_OUT, {"type": "int", "value": 1},
        )  # fmt: skip


def test_memory_is_watched_from_outside(runtime, tmp_path):
    """The socket tells which process of ours the warm parent is."""
    body = "kept = []\nwhile True:\n    kept.append(np.ones(10**6))\n    time.sleep(0.01)"
    with ContainedWorker(runtime, Framework.NUMPY) as worker:
        ran = run(worker, write(tmp_path / "one", function(body)), call("p", True), memory_mib=200)
    assert (seen(ran).ending, seen(ran).message) == (
        Ending.OUT_OF_MEMORY, "used over 200 MiB of memory, all that is allowed",
    )  # fmt: skip


def test_what_a_submission_leaves_behind_is_gone_before_the_next(runtime, tmp_path):
    """All submissions of a container have the same user, so its one writable folder is emptied between them."""
    leave = """\
    import os
    def f(room):
        if not os.listdir(room):
            os.makedirs(os.path.join(room, "locked", "in"))
            os.chmod(os.path.join(room, "locked"), 0)
            os.symlink("/", os.path.join(room, "all"))
        return len(os.listdir(room))
    """
    look = """\
    import os
    def f(room):
        return str(os.listdir(room))
    """
    room = str(tmp_path / "root" / "room")
    with ContainedWorker(runtime, Framework.NUMPY, isolation="none") as worker:
        assert seen(run(worker, write(tmp_path / "one", leave), call("p", room))).value["value"] == 2
        assert seen(run(worker, write(tmp_path / "two", look), call("p", room))).value["value"] == "[]"


def test_a_container_that_does_not_start_is_told_at_once(tmp_path):
    """With what the engine said, and long before the time to start is over."""
    failing = engine(tmp_path, before="sys.exit('no space left on device')")
    runtime = Runtime(name="docker", python="python3", engine=str(failing), image=IMAGE)
    with ContainedWorker(runtime, Framework.NUMPY) as worker, pytest.raises(WorkerError) as raised:
        worker.wait_until_ready()
    assert str(raised.value) == (
        f"the runtime docker can't run numpy tasks: {failing} started no worker: no space left on device"
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("sys.exit('Error response from daemon: No such image: x')", f"lacks its image {IMAGE}; `docker pull {IMAGE}`"),
        ("sys.exit('Cannot connect to the Docker daemon')", "can't be used: Cannot connect to the Docker daemon"),
    ],
)
def test_an_engine_that_can_not_be_used_is_told_with_what_to_do(tmp_path, monkeypatch, before, words):
    """Before anything is run, in one sentence."""
    monkeypatch.setenv("PATH", str(engine(tmp_path, before).parent))
    with pytest.raises(RuntimeFault) as raised:
        runtimes.choose("docker", "modern")
    assert words in str(raised.value)


def test_without_an_engine_the_program_is_named(tmp_path, monkeypatch):
    """It says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeFault, match="docker, which is not on PATH"):
        runtimes.choose("docker", "modern")


def test_the_workers_of_a_run_are_contained_where_the_runtime_is(tmp_path, monkeypatch):
    """The name on the command line is all it takes."""
    program = engine(tmp_path, before="if arguments[0] == 'image': sys.exit(0)")
    monkeypatch.setenv("PATH", str(program.parent))
    with Workers(runtimes.choose("docker", "modern")) as workers:
        workers.start(Framework.NUMPY).wait_until_ready()
        assert workers.versions()["python"] == ".".join(map(str, sys.version_info[:3]))
    assert (tmp_path / "log").read_text().splitlines()[1].startswith("run --rm --pull=never --name checker-")


@pytest.mark.parametrize("name", ["docker", "podman"])
@pytest.mark.parametrize("image", ["", "registry:5000/course:2026"])
def test_either_engine_can_be_named_as_the_wall(tmp_path, monkeypatch, name, image):
    """With the course's own image, or with one that an institution has made; the report names engine and image."""
    program = engine(tmp_path, "if arguments[0] == 'image': sys.exit(0)", name, image or IMAGE)
    monkeypatch.setenv("PATH", str(program.parent))
    isolation = f"{name}:{image}" if image else name
    with Workers(runtimes.choose("auto", "tf1.12", isolation), isolation=isolation) as workers:
        ran = run(workers.start(Framework.NUMPY), write(tmp_path / "one", function("pass")))
        assert (workers.runtime.name, seen(ran).value) == (isolation, {"type": "int", "value": 1})
    assert ran.layers[0] == name
    assert (tmp_path / "log").read_text().splitlines()[0] == f"image inspect --format {{{{.Id}}}} {image or IMAGE}"


@pytest.mark.parametrize(
    ("runtime", "wanted", "isolation", "words"),
    [
        ("modern", "tf1.12", "podman", "for modern name one whose python3 has the libraries"),
        ("auto", "modern", "docker", "as in --isolation docker:IMAGE"),
        ("tf1.12", "tf1.12", "docker:mine", "the runtime is that of the image 'mine'; leave out --runtime tf1.12"),
    ],
)
def test_a_container_needs_an_image_that_has_the_libraries(runtime, wanted, isolation, words):
    """Which one is only known for the course's own versions."""
    with pytest.raises(UsageError, match=words):
        runtimes.choose(runtime, wanted, isolation)


@pytest.mark.parametrize(
    ("isolation", "code", "words"),
    [
        ("podman:mine", 3, "podman:mine needs the program podman, which is not on PATH: install the package podman"),
        ("docker:mine", 3, "docker:mine needs the program docker, which is not on PATH: install Docker Engine"),
        ("podmann", 2, "there is no isolation 'podmann'; is podman meant?"),
        ("docker:", 2, "there is no isolation 'docker:'; is docker meant?"),
        ("qqq", 2, "there are auto, full, none, bwrap, podman, docker, and podman:IMAGE, docker:IMAGE"),
    ],
)
def test_what_is_no_isolation_or_not_there_is_said(student, monkeypatch, capsys, isolation, code, words):
    """Before anything is run: exit code 2 for a wrong name, 3 for what is to be installed."""
    monkeypatch.setenv("PATH", str(student))
    assert cli.main(["run", "0x07", "task", "0", "--dir", str(student), "--isolation", isolation]) == code
    out, err = capsys.readouterr()
    assert (out, words in " ".join(err.split())) == ("", True), err
