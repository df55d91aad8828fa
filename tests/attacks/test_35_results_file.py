"""Attack 35: writing, replacing or deleting the report, or filling its folder; the path is out of reach."""

import attempts
import pytest

ATTEMPTS = {
    "written": "open(path, 'w').write('100')",
    "appended": "open(path, 'a').write('100')",
    "read": "open(path).read()",
    "replaced": "open('mine', 'w').write('100')\nos.replace('mine', path)",
    "removed": "os.remove(path)",
    "made writable": "os.chmod(path, 0o777)",
    "truncated": "os.truncate(path, 0)",
    "made a folder": "os.mkdir(path + '.new')",
    "linked": "os.symlink('/dev/null', path + '.link')",
    "linked into": "os.link(path, 'mine')",
    "its folder filled": "open(os.path.join(os.path.dirname(path), 'fill'), 'wb').write(b'0')",
    "its folder listed": "os.listdir(os.path.dirname(path))",
    "its folder renamed": "os.rename(os.path.dirname(path), os.path.dirname(path) + '2')",
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_report_is_out_of_reach(attack, tmp_path, name):
    """The attempt is refused with an error, and the report that lies there is as it was."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "r.json").write_text("a report")
    body = f"import os\npath = {str(reports / 'r.json')!r}\n{ATTEMPTS[name]}\nreturn 0"
    verdict = attack(attempts.wrong(body))
    (told,) = attempts.found(verdict, "published")
    assert told.startswith(("R001 raised PermissionError", "R001 raised FileNotFoundError", "R001 raised OSError"))
    assert [path.name for path in reports.iterdir()] == ["r.json"]
    assert (reports / "r.json").read_text() == "a report"


def test_the_report_is_written_afterwards(tmp_path, capfd):
    """A submission that knows where the report will be can't keep it from being written, nor write it itself."""
    body = f"import os\nos.makedirs({str(tmp_path / 'r.json')!r})\nreturn 0"
    ran = attempts.run(attempts.hand_in(tmp_path / "a", attempts.wrong(body)), tmp_path, capfd)
    assert (ran.code, ran.codes("published"), ran.json["tasks"][0]["outcome"]) == (1, {"R001"}, "failed")
