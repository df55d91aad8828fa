"""Attack 37: model files that run code when they are loaded; that happens behind the walls or not at all."""

import attempts
import pytest
from evidence import outcomes

from checker.model import Outcome

HEAD = '#!/usr/bin/env python3\n"""A model that means harm"""\nimport tensorflow.keras as K\n'
LAMBDA = """

def identity_block(A_prev, filters):
    \"\"\"Loads code\"\"\"
    harm = K.layers.Lambda(lambda x: (open({marker!r}, 'w'), x)[1])
    config = harm.get_config()
    return K.layers.Lambda.from_config(config)(A_prev)
"""
FILE = """

def identity_block(A_prev, filters):
    \"\"\"Loads a file\"\"\"
    return K.models.load_model({name!r})(A_prev)
"""


def test_a_lambda_layer_runs_behind_the_walls(attack, tmp_path):
    """Its code may do what the submission may: a file outside can't be written, and that is told."""
    marker = tmp_path / "marker"
    source = HEAD + LAMBDA.format(marker=str(marker))
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": source})
    assert outcomes(verdict)["inference"] is not Outcome.PASSED
    found = "".join(attempts.found(verdict, "parameters"))
    assert "PermissionError" in found or "FileNotFoundError" in found  # the latter where nothing of the kind is there
    assert not marker.exists()


@pytest.mark.parametrize("name", ["model.keras", "model.h5", "model.yaml"])
def test_a_model_file_is_not_there(attack, tmp_path, name):
    """Files other than Python's are not copied to where the answer runs, so loading one fails."""
    folder = tmp_path / "0x08-deep_cnns"
    folder.mkdir()
    (folder / name).write_bytes(b"PK\x03\x04 or anything")
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": HEAD + FILE.format(name=name)})
    assert outcomes(verdict)["parameters"] is Outcome.FAILED
    assert attempts.found(verdict, "parameters")[0].startswith("R001 raised OSError")
