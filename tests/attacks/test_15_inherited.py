"""Attack 15: secrets in inherited descriptors, the environment and the arguments; none is handed down."""

import os

import pytest
from bench import run, seen, write

from checker.model import Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker

MARK = "a-word-of-the-graders"


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """A worker of a checker that has a secret in its environment and in an open, inheritable file."""
    monkeypatch.setenv("GRADER_TOKEN", MARK)
    (tmp_path / "secret").write_text(MARK)
    descriptor = os.open(tmp_path / "secret", os.O_RDWR)
    os.set_inheritable(descriptor, True)
    try:
        with Worker(modern(), Framework.NUMPY) as started:
            yield started
    finally:
        os.close(descriptor)


def test_nothing_is_inherited(worker, tmp_path):
    """Neither environment nor arguments nor descriptors have anything of the checker's.

    Open are the empty standard input, the two output pipes, which are one, and the pipe of the observations.
    """
    folder = tmp_path / "submission"
    ran = run(
        worker,
        write(
            folder,
            """
            import os, sys

            def read(path):
                try:
                    return open(path).read()
                except PermissionError:
                    return ""

            def f():
                links = {}
                for name in os.listdir("/proc/self/fd"):
                    if os.path.exists("/proc/self/fd/" + name):
                        links[name] = os.readlink("/proc/self/fd/" + name).split(":")[0]
                environment = read("/proc/self/environ") + str(os.environ)
                arguments = read("/proc/self/cmdline") + str(sys.argv) + str(sys.orig_argv)
                return [sorted(links.values()), environment, arguments]
            """,
        ),
    )
    value = seen(ran).value
    links, environment, arguments = value["items"]
    assert [item["value"] for item in links["items"]] == ["/dev/null", "pipe", "pipe", "pipe"]
    assert MARK not in environment["value"] + arguments["value"]
    assert "PYTEST" not in environment["value"]


@pytest.mark.parametrize("number", [0, 1, 2, "observations"])
def test_what_is_open_leads_nowhere(worker, tmp_path, number):
    """From none of the open descriptors anything of the checker's can be read, and seeking there is nothing."""
    ran = run(
        worker,
        write(
            tmp_path / "submission",
            f"""
            import os, select

            def f():
                number = {number!r}
                if number == "observations":
                    number = max(int(name) for name in os.listdir("/proc/self/fd")
                                 if os.path.exists("/proc/self/fd/" + name))
                try:
                    return os.read(number, 100).decode()
                except OSError as error:
                    return error.strerror
            """,
        ),
    )
    assert seen(ran).value["value"] == ("" if number == 0 else "Bad file descriptor")
