"""Attack 31: a process that dies without an error; having seen none is no pass."""

import pytest
from commands import checked
from evidence import codes, outcomes, require_failed, told

from checker.model import Outcome

SILENT = {
    "in the first call": "def conv_forward(*a, **k):\n    os._exit(0)",
    "before its definition": "os._exit(0)",
    "after its pipes are closed": "os.closerange(0, 512)\nos._exit(0)",
    "with its pipes closed": "os.closerange(0, 512)",
    "after the import was told": "import threading\nthreading.Timer(0.05, os._exit, [0]).start()\n\n\n"
    "def conv_forward(*a, **k):\n    import time\n    time.sleep(1)",
}


@pytest.mark.parametrize("when", SILENT)
def test_silence_is_no_pass(attack, when):
    """No check of what the code does passes without an answer to it."""
    verdict = attack(f"import os\n\n\n{SILENT[when]}\n")
    assert verdict.outcome is Outcome.FAILED, told(verdict)
    graded = [one.spec.id for one in verdict.results if one.spec.compare and one.points]
    assert set(graded) <= {"import"}
    assert "R004" in codes(verdict)["import"] | codes(verdict)["published"], told(verdict)


def test_a_silent_worker_is_its_own_failure(attack):
    """Ends that were not told are told by the number that the process left."""
    verdict = attack("import os\n\n\ndef conv_forward(*a, **k):\n    os._exit(0)\n")
    require_failed(verdict, "R004", "ended its own process with exit code 0")
    assert outcomes(verdict)["import"] is Outcome.PASSED


def test_the_program_does_not_end_with_zero(tmp_path):
    """A process that says nothing and ends with 0 makes the program end with 1."""
    code, output, report = checked(tmp_path, "import os\nos._exit(0)\n", "--isolation", "full")
    assert (code, report["tasks"][0]["outcome"]) == (1, "failed")
    assert "R004 ended its own process with exit code 0" in output
