"""A file system of a child's own: nothing is there but what it may read, which is never written to, and its folder."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from bench import function, run, seen, write

from checker.model import Framework
from checker.runtimes import modern
from checker.sandbox import worker as workers
from checker.sandbox.worker import Worker
from checker.worker import root

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="roots are Linux's")
PACKAGE = Path(workers.FOLDER).parent


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker with all walls there are."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


def said(worker: Worker, folder: Path, body: str) -> Any:
    """What a submission's function returns that does `body`."""
    ran = run(worker, write(folder, function(body)))
    if "root" not in ran.layers:
        pytest.skip("this system grants no root of its own")
    value = seen(ran).value
    return [one["value"] for one in value["items"]] if "items" in value else value["value"]


def test_the_machines_files_are_not_there(worker, tmp_path):
    """Not even whether a file exists, or how large it is, can be seen."""
    (tmp_path / "secret").write_text("x")
    paths = ["/etc/passwd", "/etc/hosts", "/boot", "/dev/tty", "/sys/kernel", str(tmp_path / "secret"), str(PACKAGE)]
    there = [path for path in paths if os.path.exists(path)]
    assert said(worker, tmp_path / "submission", f"return [p for p in {there!r} if os.path.lexists(p)]") == []


def test_the_mounts_name_nothing_of_the_machine(worker, tmp_path):
    """They are those of what may be read, and of the submission's own folder."""
    mine = said(worker, tmp_path, "return [line.split()[4] for line in open('/proc/self/mountinfo')]")
    assert {"/", "/proc", "/dev/null"} <= set(mine)
    outside = ("/proc", "/dev", "/usr", "/etc", "/sys", sys.prefix, sys.base_prefix, os.path.realpath("/lib"))
    places = [path for path in mine if path != "/" and not path.startswith(outside)]
    assert [os.path.basename(path).partition("-")[0] for path in places] == ["submission"]


def test_descriptors_have_their_paths(worker, tmp_path):
    """/dev has the few that programs use."""
    body = "open('/dev/null', 'w').write('x')\nreturn open('/dev/stdin').read() + os.readlink('/dev/fd')"
    assert said(worker, tmp_path, body) == "/proc/self/fd"


def test_the_folder_can_be_written_to(worker, tmp_path):
    """By its own path, by that of the home folder, and as the current one."""
    body = "open(os.path.expanduser('~/f'), 'w').write('x')\nreturn open(os.getcwd() + '/f').read() + open('f').read()"
    assert said(worker, tmp_path, body) == "xx"


def test_libraries_are_not_written_to_without_a_filter(monkeypatch, tmp_path):
    """Whoever owns them: the file system itself can't be written to."""
    monkeypatch.setattr(workers, "refusing_program", lambda: b"")
    body = "try:\n    os.utime(os.__file__)\nexcept OSError as error:\n    return error.strerror"
    with Worker(modern(), Framework.NUMPY) as worker:
        assert said(worker, tmp_path, body) == "Read-only file system"


def test_where_it_cannot_be_all_goes_on_as_before(monkeypatch, tmp_path):
    """Here the kernel has no such call; what was mounted until then is gone again."""
    shutil.copytree(PACKAGE, tmp_path / "checker", ignore=shutil.ignore_patterns("__pycache__"))
    source = tmp_path / "checker" / "worker" / "root.py"
    source.write_text(source.read_text().replace(" = 442,", " = 9999,"))
    monkeypatch.setattr(workers, "FOLDER", str(source.parent))
    with Worker(modern(), Framework.NUMPY) as worker:
        ran = run(worker, write(tmp_path / "submission", function("return open('0-task.py').read()[:6]")))
    assert "root" not in ran.layers
    assert seen(ran).value["value"] == "import"


def test_links_lead_to_what_is_shown(tmp_path):
    """A folder that is named by way of links is shown where it is, with these links and no others."""
    (tmp_path / "real" / "lib").mkdir(parents=True)
    (tmp_path / "one").symlink_to("real")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    made_of = root.plan([str(tmp_path / "two" / "lib"), str(tmp_path / "missing")], str(tmp_path))
    assert (made_of.shown, made_of.hidden) == ([str(tmp_path / "real" / "lib")], [])
    assert [link for link in made_of.links if link not in root.DEVICES] == [
        (str(tmp_path / "two"), str(tmp_path / "one")),
        (str(tmp_path / "one"), "real"),
    ]


def test_what_lies_in_a_shown_folder_is_shown_with_it(tmp_path):
    """Each is mounted once; this program's own folder is hidden where it would be shown."""
    (tmp_path / "lib" / "site-packages" / "checker").mkdir(parents=True)
    lib, inner, own = (str(tmp_path / part) for part in ("lib", "lib/site-packages", "lib/site-packages/checker"))
    made_of = root.plan([inner, lib], own)
    assert (made_of.shown, made_of.hidden) == ([lib], [own])
