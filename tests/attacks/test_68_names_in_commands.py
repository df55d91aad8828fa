"""Attack 68: names of folders and files that a shell, a page or a path would obey; each is a name and nothing else."""

import attempts
import pytest
from packing import zipped

NAMES = (
    "$(touch pwned)",
    "`touch pwned`",
    "a; touch pwned #",
    "a' || touch pwned '",
    'a" && touch pwned "',
    "| touch pwned",
    "--report=pwned",
    "'); DROP TABLE students; --",
    "<script>alert(1)</script>".replace("/", ""),
    "a\nb\ttouch pwned",
    "%s%n{0}",
    "..\u2215..\u2215etc",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_any_name_is_checked(tmp_path, capfd, monkeypatch, name):
    """The answer in it is right, the reports are where they were asked for, and nothing else is made."""
    monkeypatch.chdir(tmp_path)
    folder = attempts.hand_in(tmp_path / name, attempts.right())
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    assert ran.check("values")["outcome"] == "passed"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "reports"])
    assert [path.name for path in folder.iterdir()] == [attempts.FILE]
    assert "<script" not in ran.html
    assert attempts.is_harmless(ran.out + ran.err)


def test_an_archive_of_such_a_name_is_checked(tmp_path, capfd, monkeypatch):
    """Nor does unpacking hand the name to anybody."""
    monkeypatch.chdir(tmp_path)
    data = (attempts.HEAD + attempts.right()).encode()
    file = zipped(tmp_path / "$(touch pwned).zip", (f"{attempts.PROJECT}/{attempts.FILE}", data))
    ran = attempts.run(file, tmp_path / "reports", capfd)
    assert ran.check("values")["outcome"] == "passed"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file.name, "reports"])
