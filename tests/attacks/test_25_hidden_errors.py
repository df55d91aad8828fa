"""Attack 25: the display of errors switched off; that a call failed comes from the protocol, not from what is shown."""

import attempts
import pytest
from evidence import outcomes, require_failed

from checker.model import Outcome

HIDING = {
    "sys.excepthook": "sys.excepthook = lambda *a: os._exit(0)",
    "traceback": "import traceback\nfor name in dir(traceback):\n    setattr(traceback, name, lambda *a, **k: [])",
    "stderr": "sys.stderr = open(os.devnull, 'w')\nos.dup2(os.open(os.devnull, os.O_WRONLY), 2)",
    "stderr closed": "os.close(1)\nos.close(2)",
    "tracebacklimit": "sys.tracebacklimit = 0",
    "faulthandler": "import faulthandler\nfaulthandler.enable()\nfaulthandler.disable()",
    "unraisablehook": "sys.unraisablehook = lambda *a: os._exit(0)",
    "warnings": "import warnings\nwarnings.simplefilter('ignore')",
    "the reporter": (
        attempts.WORKER + "child['Reporter'].failed = lambda *a: None\nchild['Reporter']._place = lambda *a: ('', 0)"
    ),
}


@pytest.mark.parametrize("how", HIDING)
def test_an_error_that_nobody_sees_is_one(attack, how):
    """The calls failed; where the child could not say why, it is that they gave no answer."""
    verdict = attack(
        f"""
import os
import sys
{HIDING[how]}


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    raise ValueError("hidden")
"""
    )
    code = {"the reporter": "R004"}.get(how, "R001")
    words = {"the reporter": "", "traceback": "an error that raises another one when it is told"}
    require_failed(verdict, code, words.get(how, "ValueError: hidden"))
    assert outcomes(verdict)["import"] is Outcome.PASSED
