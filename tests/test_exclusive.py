"""One run at a time, and nothing left of those that were killed."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from somebody import somebody

from checker.errors import UsageError
from checker.exclusive import LEFT, PREFIX, alone_in

OUTSIDE = tempfile.gettempdir()
WAITING = """
import sys, tempfile, time, pathlib
from checker.exclusive import alone_in
with alone_in(pathlib.Path(sys.argv[1])):
    pathlib.Path(tempfile.mkdtemp(), "file").write_text("x")
    print(tempfile.gettempdir(), flush=True)
    time.sleep(60)
"""


def places() -> set[str]:
    """The folders for temporary files that there are now."""
    return {name for name in os.listdir(OUTSIDE) if name.startswith(PREFIX)}


def test_temporary_files_go_to_one_place_that_is_gone_afterwards(tmp_path):
    """The folder is made, and the process has its own place for temporary files again."""
    before = places()
    with alone_in(tmp_path / "a" / "b"):
        assert Path(tempfile.mkdtemp()).parent.parent == Path(OUTSIDE)
        assert len(places() - before) == 1
    assert (tempfile.gettempdir(), places() - before) == (OUTSIDE, set())
    assert not (tmp_path / "a" / "b" / LEFT).exists()


def test_what_is_raised_within_comes_out_and_nothing_is_left(tmp_path):
    """An OSError of the block is not taken for one of the folder's."""
    before = places()
    with pytest.raises(OSError, match="mine"), alone_in(tmp_path):
        raise OSError("mine")
    assert places() == before
    with alone_in(tmp_path):
        pass


def test_a_second_run_is_refused_and_what_a_killed_one_left_is_cleared(tmp_path):
    """Another process is at work in it, then is killed; the next one clears its place."""
    with subprocess.Popen([sys.executable, "-c", WAITING, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        place = Path(other.stdout.readline().strip())
        with pytest.raises(UsageError, match="another run is at work in"), alone_in(tmp_path):
            pytest.fail("two at once")
        assert place.is_dir()
        other.send_signal(signal.SIGKILL)
    assert place.is_dir()
    with alone_in(tmp_path):
        assert not place.exists()


@pytest.mark.parametrize("left", ["/", "/etc", "{}/keep", "{}/checker-class-link", "\0", "checker-class-\udcff", ""])
def test_what_is_no_place_of_ours_is_not_cleared(tmp_path, left):
    """Whatever the note says; a link of such a name is not followed."""
    keep = tmp_path / "keep"
    keep.mkdir()
    (keep / "file").write_text("x")
    (tmp_path / "checker-class-link").symlink_to(keep)
    out = tmp_path / "out"
    out.mkdir()
    (out / LEFT).write_bytes(left.format(tmp_path).encode("utf-8", "surrogatepass"))
    with alone_in(out):
        pass
    assert (keep / "file").is_file()


def test_a_folder_that_may_not_be_written_to_is_told():
    """Before anything is done; the folder and why."""
    with somebody() as folder:
        folder.chmod(0o500)
        for place in (folder, folder / "new"):
            with pytest.raises(UsageError, match=f"{folder.name}.* can't be used: Permission denied"), alone_in(place):
                pytest.fail("it was used")


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    """It stays."""
    (tmp_path / "grades").write_text("x")
    with pytest.raises(UsageError, match="can't be used: File exists"), alone_in(tmp_path / "grades"):
        pytest.fail("it was used")
    assert (tmp_path / "grades").read_text() == "x"


def test_folders_as_deep_as_they_may_be_are_gone_too(tmp_path, monkeypatch):
    """A killed run may have left a submission's: neither Python's recursion nor the length of a path keeps them."""
    before = places()
    with alone_in(tmp_path / "out"):
        monkeypatch.chdir(tempfile.gettempdir())
        for _ in range(1200):
            os.mkdir("deep")
            os.chdir("deep")
        monkeypatch.chdir(tmp_path)
    assert places() == before
