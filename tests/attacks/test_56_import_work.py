"""Attack 56: work, windows and questions at import; that has a time of its own and is told as the import's."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

ENDINGS = {
    "training": ("while True:\n    np.random.rand(100, 100) @ np.random.rand(100, 100)\n", "R002 "),
    "waiting": ("import time\ntime.sleep(600)\n", "R002 took over 0.7 s"),
    "a question": ("input('Which data? ')\n", "R001 raised EOFError"),
    "a download": ("import urllib.request\nurllib.request.urlopen('http://127.0.0.1/data')\n", "R001 raised "),
    "an exit": ("raise SystemExit(0)\n", "R005 called sys.exit"),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_what_stops_an_import_is_the_imports_fault(attack, monkeypatch, name):
    """The import fails with the reason; what it would have made is skipped, not failed again."""
    attempts.limited(monkeypatch, seconds=0.7, cpu_seconds=0.6)
    source, words = ENDINGS[name]
    verdict = attack(source + attempts.right())
    assert outcomes(verdict)["import"] is Outcome.FAILED
    assert attempts.found(verdict, "import")[0].startswith(words)
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.SKIPPED


def test_work_at_import_is_remarked_upon(attack):
    """An import that does something and ends is no failure, but it is told, with its time."""
    verdict = attack("import time\ntime.sleep(0.3)\n" + attempts.right())
    assert attempts.missed(verdict) == {}
    assert attempts.found(verdict, "import")[0].startswith("R006 importing the file took 0.")
