"""Attack 45: filling the disk, millions of files, sparse files; each meets a limit, and all is gone afterwards."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

FILLS = {
    "many large files": (
        "for n in range(10**6):\n    open(f'f{n}', 'wb').write(bytes(2**20))",
        "R004 wrote over 8 MiB to its folder, all that is allowed",
    ),
    "many small files": (
        "for n in range(10**6):\n    open(f'f{n}', 'w')",
        "R004 wrote over 100 files, all that are allowed",
    ),
    "many folders": (
        "import os\nfor n in range(10**6):\n    os.mkdir(f'f{n}')",
        "R004 wrote over 100 files, all that are allowed",
    ),
    "many links": (
        "import os\nfor n in range(10**6):\n    os.symlink('/dev/null', f'f{n}')",
        "R004 wrote over 100 files, all that are allowed",
    ),
    "one large file": (
        "with open('f', 'wb') as stream:\n    while True:\n        stream.write(bytes(2**20))",
        "R001 raised OSError: [Errno 27] File too large",
    ),
    "a sparse file": (
        "with open('f', 'wb') as stream:\n    stream.truncate(10**12)",
        "R001 raised OSError: [Errno 27] File too large",
    ),
}
# Both stay a moment, so that they are seen.
DEEP = {
    "folders inside one another": (
        "import os, time\nfor _ in range(993):\n    os.mkdir('d')\n    os.chdir('d')\ntime.sleep(2)",
        "R004 made folders over 50 levels deep",
    ),
    "long paths": (
        "import os, time\nfor _ in range(20):\n    os.mkdir('d' * 250)\n    os.chdir('d' * 250)\n"
        "open('f', 'wb').write(bytes(2**20))\ntime.sleep(2)",
        "R004 made a file whose path has over 4000 bytes",
    ),
}
ELSEWHERE = ("/dev/shm/f", "/tmp/f", "/var/tmp/f", "/run/f", "../f")  # noqa: S108 - what is attempted


@pytest.mark.parametrize("name", FILLS)
def test_a_full_folder_is_told(attack, monkeypatch, name):
    """The limit is named with its number, and the calls that write nothing are answered in a folder as it was."""
    attempts.limited(monkeypatch, files=100, file_mib=2)
    body, words = FILLS[name]
    verdict = attack(attempts.once(body))
    assert attempts.found(verdict, "published")[0].startswith(words)
    assert outcomes(verdict)["values"] is Outcome.PASSED


@pytest.mark.parametrize("name", DEEP)
def test_deep_folders_are_told_and_removed(attack, name):
    """They end their call alone, and the folder is as it was for the next."""
    body, words = DEEP[name]
    verdict = attack(attempts.once(body))
    assert attempts.found(verdict, "published")[0].startswith(words)
    assert outcomes(verdict)["values"] is Outcome.PASSED


@pytest.mark.parametrize("place", ELSEWHERE)
def test_there_is_no_other_disk(attack, place):
    """Nothing but its own folder can be written to."""
    verdict = attack(attempts.wrong(f"open({place!r}, 'wb')"))
    words = ("PermissionError", "FileNotFoundError", "OSError: [Errno 30] Read-only file system")
    assert attempts.found(verdict, "published")[0].removeprefix("R001 raised ").startswith(words)
    assert outcomes(verdict)["published"] is Outcome.FAILED
