"""Attack 59: a library that does the work, called openly or by detours; the check of imports names it."""

import attempts
import pytest
from evidence import outcomes, told

from checker import evidence
from checker.model import Outcome
from checker.specs import load_project
from checker.static_checks import read_source
from checker.workspace import find_project, find_task

CALLS = {
    "directly": "import scipy.signal",
    "an alias": "from scipy import signal as np2",
    "importlib": "import importlib\nimportlib.import_module('scipy.signal')",
    "__import__": "__import__('scipy.signal')",
    "an alias of __import__": "load = __import__\nload('scipy.signal')",
    "exec": "exec('import scipy.signal')",
    "eval": "eval('__imp' + 'ort__')('scipy.signal')",
    "base64": "import base64\nexec(base64.b64decode('aW1wb3J0IHNjaXB5'))",
    "builtins": "__builtins__['__imp' + 'ort__']('scipy.signal')",
    "getattr": "getattr(__builtins__, 'ex' + 'ec')('import scipy')",
    "a loader": "__loader__.load_module('scipy')",
    "sys": "import sys\nsys.modules.get('scipy')",
    "another framework": "import torch\ntorch.nn.functional.conv2d",
    "another numpy": "import numpy",
}
HIDDEN = {
    "numpy's builtins": "getattr(np, '__buil' + 'tins__')['__imp' + 'ort__']('sqlite3')",
    "a function's globals": "getattr(np.pad, '__glo' + 'bals__')['__buil' + 'tins__']['__imp' + 'ort__']('sqlite3')",
    "the import machinery": (
        "getattr(np.pad, '__glo' + 'bals__')['sys'].modules['import' + 'lib'].import_module('sqlite3')"
    ),
    "an exec": "getattr(np, '__buil' + 'tins__')['ex' + 'ec']('import sqlite3')",
    "an exec of its own globals": (
        "getattr(np, '__buil' + 'tins__')['ex' + 'ec']('import sqlite3', {'__buil' + 'tins__': "
        "getattr(np, '__buil' + 'tins__')})"
    ),
    "own builtins": ("getattr(conv_forward, '__glo' + 'bals__')['__buil' + 'tins__']['__imp' + 'ort__']('sqlite3')"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_forbidden_import_is_told(attack, name):
    """Static checks see it, and the requirement is not met."""
    body = "try:\n" + "".join(f"    {line}\n" for line in CALLS[name].splitlines()) + "except Exception:\n    pass"
    verdict = attack(attempts.right(body))
    assert outcomes(verdict)["imports"] is Outcome.FAILED
    assert attempts.found(verdict, "imports")[0].startswith("S013 ")


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_import_is_told(attack, name):
    """What no static check can see is refused when it happens."""
    verdict = attack(attempts.right(HIDDEN[name]))
    assert outcomes(verdict)["imports"] is Outcome.PASSED
    assert attempts.found(verdict, "published")[0].startswith(
        "R001 raised ImportError: the task doesn't allow the import of 'sqlite3', and this is a detour"
    )


def test_keras_by_another_way_is_told(attack):
    """Under TensorFlow too, all but the one statement that the task allows is refused."""
    reference = attempts.SOLUTIONS / "0x08-deep_cnns" / "2-identity_block.py"
    source = reference.read_text().replace("as K\n", "as K\nimport tf_keras\n", 1)
    verdict = attack("", project="0x08", number="2", files={"2-identity_block.py": source})
    assert attempts.found(verdict, "imports")[0].startswith("S013 the task doesn't allow `import tf_keras`")


ORDINARY = {
    "an import that S013 tells": "import sqlite3",
    "of a library that C code imports for itself": "import datetime\ndatetime.datetime.strptime('1', '%d')",
    "by its name": "__import__('sqlite3')",
    "in code that exec is told to run": "exec('import sqlite3')",
    "of what is allowed, by a detour": "getattr(np, '__buil' + 'tins__')['__imp' + 'ort__']('numpy')",
    "of numpy's own, late": "np.random.RandomState(0).normal(size=3)\nnp.linalg.svd(np.eye(3))\nnp.fft.fft(np.ones(4))",
    "in a class that is made of text": (
        "import collections\ncollections.namedtuple('P', 'a')(1)._asdict()\nimport dataclasses\n"
        "dataclasses.make_dataclass('D', ['a'])(1)"
    ),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_other_imports_go_on_as_before(attack, name):
    """What the static checks see, and what libraries import for themselves, works as it did: it is judged there."""
    assert attempts.missed(attack(attempts.right(ORDINARY[name]))) == {}


MODEL = """#!/usr/bin/env python3
'''Somebody else's network'''
import tensorflow.keras as K


def {head}:
    '''Asks the library'''
    return {call}
"""


def test_a_librarys_own_network_is_told(attack):
    """It is named, and what is built of it is no answer: nothing of it is compared."""
    source = MODEL.format(head="resnet50()", call="K.applications.ResNet50(weights=None)")
    verdict = attack("", project="0x08", number="4", files={"4-resnet50.py": source})
    (told,) = attempts.found(verdict, "names")
    assert told.startswith(
        "S016 `K.applications.ResNet50` names tensorflow.keras.applications.ResNet50, which the task"
    )
    failed, skipped = ("names", "parameters"), ("inference", "training", "initializers")
    expected = dict.fromkeys(failed, Outcome.FAILED) | dict.fromkeys(skipped, Outcome.SKIPPED)
    assert {check: outcomes(verdict)[check] for check in expected} == expected


WAYS = (
    "K.applications.DenseNet121(weights=None)",
    "K.applications.densenet.DenseNet121(weights=None)",
    "getattr(K, 'applications').DenseNet121(weights=None)",
    "vars(K)['applications'].DenseNet121(weights=None)",
)


@pytest.mark.parametrize("call", WAYS)
def test_a_librarys_own_network_is_named_before_it_runs(workspace, tmp_path, call):
    """DenseNet-121 takes long, and the static check needs no run."""
    project = load_project(workspace.specs, find_project(workspace, "0x08"))
    task = find_task(project, "7")
    (tmp_path / task.file).write_text(MODEL.format(head="densenet121(growth_rate=32, compression=1.0)", call=call))
    (found,) = evidence.static_findings(task, read_source(tmp_path, task.file))["names"]
    assert (found.code, found.remark) == ("S016", False)


PICKLED = """
import numpy as np


def borrowed():
    with open("x.npy", "wb") as stream:
        np.lib.format.write_array_header_1_0(stream, {"descr": "|O", "fortran_order": False, "shape": ()})
        stream.write(b"\\x80\\x04\\x8c\\ntensorflow\\x8c\\tnn.conv2d\\x93.")
    return np.load("x.npy", allow_pickle=True)


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    borrowed()
    return 1
"""


def test_numpys_pickles_bring_no_other_library(attack):
    """A pickle of one function has numpy import a library; in a task of numpy's that is a detour too."""
    verdict = attack(PICKLED)
    assert "ImportError: the task doesn't allow the import of 'tensorflow'" in told(verdict)
