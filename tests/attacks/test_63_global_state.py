"""Attack 63: loosened global state, patched seeds and policies; none makes a wrong answer right, or another's wrong."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

STATES = {
    "errors": "np.seterr(all='ignore')",
    "comparisons": "np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True",
    "seeds": "np.random.seed = lambda *a: None\nnp.random.RandomState = None",
    "printing": "np.set_printoptions(precision=0)",
    "closeness": "np.isclose = lambda *a, **k: np.bool_(True)\nnp.abs = lambda x: 0 * x",
    "copies": "np.array = np.copy = lambda *a, **k: np.zeros(1)",
}
REFERENCE = attempts.SOLUTIONS / "0x08-deep_cnns" / "2-identity_block.py"
POLICIES = {
    "float16": "K.backend.set_floatx('float16')",
    "float64": "K.backend.set_floatx('float64')",
    "epsilon": "K.backend.set_epsilon(0.5)",
    "channels first": "K.backend.set_image_data_format('channels_first')",
}


@pytest.mark.parametrize("name", STATES)
def test_loosened_state_sells_nothing(attack, name):
    """A wrong answer of the right shape stays wrong, by its values."""
    verdict = attack(STATES[name] + "\n" + attempts.wrong("return np.zeros((3, 26, 26, 2))"))
    assert outcomes(verdict)["published"] is Outcome.FAILED
    assert attempts.found(verdict, "published")[0].startswith(("C004 ", "R001 ", "C001 "))
    assert outcomes(verdict)["values"] is Outcome.FAILED


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_of_its_own_makes_no_wrong_block_right(attack, name):
    """A block without its shortcut fails under any policy."""
    text = REFERENCE.read_text().replace("add([Y, A_prev])", "add([Y, Y])")
    source = text.replace("as K\n", f"as K\n{POLICIES[name]}\n", 1)
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": source})
    assert outcomes(verdict)["inference"] is Outcome.FAILED
