"""Attack 21: sys.exit(0), so that a grader ends with 0; it is told as such, and the program ends with 1."""

import pytest
from commands import checked
from evidence import codes, outcomes, require_failed, told

from checker.model import Outcome

EXITS = ["import sys; sys.exit(0)", "exit()", "quit()", "raise SystemExit", "raise SystemExit('passed')"]


@pytest.mark.parametrize("way", EXITS)
def test_an_exit_at_import_is_the_imports(attack, way):
    """The import check tells it, and every other check of what the code does is without an answer."""
    verdict = attack(f"{way}\n")
    require_failed(verdict, "R005", "called sys.exit, SystemExit", ["import"])
    assert {outcomes(verdict)[check] for check in ("published", "values", "inputs_kept")} == {Outcome.SKIPPED}


@pytest.mark.parametrize("way", EXITS)
def test_an_exit_in_a_call_is_the_calls(attack, way):
    """Each call is tried all the same, and each ended so."""
    verdict = attack(
        f"""
        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            {way}
        """
    )
    require_failed(verdict, "R005", "called sys.exit, SystemExit")


def test_an_exit_in_one_call_costs_that_one(attack):
    """The other calls are right, and their checks pass."""
    verdict = attack(
        """
        import sys
        answer = conv_forward


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            if A_prev.dtype == np.float32:
                sys.exit(0)
            return answer(A_prev, W, b, activation, padding, stride)
        """,
        right=True,
    )
    assert outcomes(verdict)["published"] is outcomes(verdict)["values"] is Outcome.PASSED, told(verdict)
    assert (outcomes(verdict)["single_precision"], codes(verdict)["single_precision"]) == (Outcome.FAILED, {"R005"})


def test_the_program_ends_with_one(tmp_path):
    """Neither the exit code nor the report takes the submission's 0 for its own."""
    code, output, report = checked(tmp_path, "import sys\nsys.exit(0)\n")
    assert code == 1
    assert "R005 called sys.exit, SystemExit: 0" in output
    assert report["tasks"][0]["outcome"] == "failed"
