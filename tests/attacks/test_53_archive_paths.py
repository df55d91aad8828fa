"""Attack 53: archives whose members would land elsewhere or on each other; refused, and nothing is written."""

import stat

import attempts
import pytest
from packing import tar_member, tarred, zip_link, zipped

ANSWER = (f"{attempts.PROJECT}/{attempts.FILE}", (attempts.HEAD + attempts.right()).encode())
NAMES = {
    "up": "../evil.py",
    "up from below": "a/../../evil.py",
    "absolute": "/tmp/evil.py",  # noqa: S108 - what is attempted
    "a drive": "C:/evil.py",
    "a share": "//host/share/evil.py",
    "backslashes": "..\\evil.py",
    "a case collision": f"{attempts.PROJECT}/0-CONV_forward.py",
}


def everything(folder):
    """All paths below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("name", NAMES)
def test_a_member_that_would_land_elsewhere_is_refused(tmp_path, capfd, name):
    """One sentence says why; nothing is checked or written, and the exit code is that of a misuse."""
    file = zipped(tmp_path / "a.zip", ANSWER, NAMES[name])
    ran = attempts.run(file, tmp_path / "reports", capfd)
    assert (ran.code, ran.out, everything(tmp_path)) == (2, "", ["a.zip", "reports"])
    assert ran.err.startswith("checker: a.zip can't be checked: ")


@pytest.mark.parametrize("name", ["CON.py", "aux", "NUL.txt", "com1.py"])
def test_a_device_name_of_windows_is_left_out(tmp_path, capfd, name):
    """It is not unpacked, which is told, and the answer beside it is checked."""
    ran = attempts.run(zipped(tmp_path / "a.zip", ANSWER, f"{attempts.PROJECT}/{name}"), tmp_path / "reports", capfd)
    assert ran.check("values")["outcome"] == "passed"
    assert ran.err.startswith(f"checker: left out of a.zip: {attempts.PROJECT}/{name}")


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_link_in_an_archive_is_not_followed(tmp_path, capfd, kind):
    """A folder that is a link does not take a file out of the archive."""
    if kind == "zip":
        file = zipped(tmp_path / "a.zip", ANSWER, zip_link("out"), ("out/evil.py", b""))
    else:
        link = tar_member("out", b"2", linkname=str(tmp_path))
        file = tarred(tmp_path / "a.tar", ANSWER[0], link, "out/evil.py", content=ANSWER[1])
    ran = attempts.run(file, tmp_path / "reports", capfd)
    assert not (tmp_path / "evil.py").exists()
    assert not list(tmp_path.rglob("evil.py"))
    assert ran.code in (1, 2)


def test_a_device_in_an_archive_is_not_made(tmp_path, capfd):
    """Nor one that would take the answer's place."""
    file = tarred(tmp_path / "a.tar", tar_member(ANSWER[0], b"3", devmajor=1, devminor=5, mode=stat.S_IFCHR | 0o666))
    ran = attempts.run(file, tmp_path / "reports", capfd)
    assert ran.code in (1, 2)
    assert "passed" not in str(ran.json.get("tasks", ""))
