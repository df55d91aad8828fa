"""Calls as numpy 1.15.4 and TensorFlow 1.12.0 took and refused them; what they said was read off the originals."""

import json
from pathlib import Path

import pytest
from bench import call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker

ORIGINALS = Path(__file__).parents[1] / "checker" / "worker" / "originals"
HEAD = "import inspect\nimport numpy as np\nimport tensorflow as tf\nimport tensorflow.keras as K\n\n"
NUMPY = "import inspect\nimport numpy as np\n\n"
LIMITS = {"seconds": 120.0, "memory_mib": 3072}


@pytest.fixture(scope="module")
def numpy_worker():
    """A warm worker that has imported numpy alone."""
    with Worker(modern(), Framework.NUMPY) as started:
        yield started


def returned(worker, folder, body, head=HEAD):
    """What is observed of f(), whose body is given."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return seen(run(worker, write(folder, f"{head}def f():\n{lines}\n"), call("p"), **LIMITS))


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("np.concat", "AttributeError: module 'numpy' has no attribute 'concat'"),
        ("getattr(np, 'permute_dims')", "AttributeError: module 'numpy' has no attribute 'permute_dims'"),
        ("np.broadcast_shapes", "AttributeError: module 'numpy' has no attribute 'broadcast_shapes'"),
        ("np.random.default_rng", "AttributeError: module 'numpy.random' has no attribute 'default_rng'"),
        ("np.max(np.ones(3), where=True)", "TypeError: amax() got an unexpected keyword argument 'where'"),
        ("np.sum(np.ones(3), where=True)", "TypeError: sum() got an unexpected keyword argument 'where'"),
        ("np.mean([1], where=True)", "TypeError: mean() got an unexpected keyword argument 'where'"),
        ("np.stack([np.ones(2)], dtype=float)", "TypeError: stack() got an unexpected keyword argument 'dtype'"),
        ("np.argmax([1], keepdims=True)", "TypeError: argmax() got an unexpected keyword argument 'keepdims'"),
        ("np.average([1], keepdims=True)", "TypeError: average() got an unexpected keyword argument 'keepdims'"),
        ("np.full(1, 1, like=1)", "TypeError: full() got an unexpected keyword argument 'like'"),
        ("np.zeros_like([1], shape=(2,))", "TypeError: zeros_like() got an unexpected keyword argument 'shape'"),
        ("np.copy([1], subok=True)", "TypeError: copy() got an unexpected keyword argument 'subok'"),
        ("np.reshape([1, 2], shape=(2,))", "TypeError: reshape() got an unexpected keyword argument 'shape'"),
        ("np.asarray([1], copy=True)", "TypeError: asarray() got an unexpected keyword argument 'copy'"),
        ("np.clip([1], 0)", "TypeError: clip() missing 1 required positional argument: 'a_max'"),
        ("np.pad(np.ones(2), 1)", "TypeError: pad() missing 1 required positional argument: 'mode'"),
        ("np.expand_dims(np.ones(3), axis=(1, 2))",
         "TypeError: '>' not supported between instances of 'tuple' and 'int'"),
    ],
)
def test_numpy_refuses_what_it_refused(numpy_worker, tmp_path, expression, message):
    """Later names and arguments raise the original's error, word for word."""
    assert returned(numpy_worker, tmp_path, f"return {expression}", NUMPY).message == message


@pytest.mark.parametrize(
    "expression",
    [
        "np.zeros(3, like=np.ones(1))", "np.concatenate([np.ones(2)], dtype=float)", "np.array([1], like=1)",
        "np.array([1, 2], float, False)", "np.matmul(np.ones((1, 1)), np.ones((1, 1)), dtype=float)",
        "np.arange(3, like=1)", "np.empty_like([1], shape=(2,))",
    ],
)
def test_numpys_functions_in_c_refuse_too(numpy_worker, tmp_path, expression):
    """What C functions refused is refused, in the words of a Python function."""
    assert returned(numpy_worker, tmp_path, f"return {expression}", NUMPY).ending is Ending.RAISED


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("np.expand_dims(np.ones(3), axis=4).shape", (3, 1)),
        ("[repr(np.float64(1.5)), str([np.float32(2)])]", ["1.5", "[2.0]"]),
        ("np.expand_dims(np.ones((2, 3)), -2).shape", (2, 1, 3)),
        ("np.linspace(0, 1, 5.0).tolist()", [0.0, 0.25, 0.5, 0.75, 1.0]),
        ("np.vstack(x for x in [[1], [2]]).tolist()", [[1], [2]]),
        ("np.stack(x for x in [[1], [2]]).tolist()", [[1], [2]]),
        ("np.array([[1, 2], [3]]).dtype == object", True),
        ("np.array([1, 2], copy=False).tolist()", [1, 2]),
        ("np.array(np.ones(2), np.float32, copy=False).dtype == np.float32", True),
        ("float(np.min(np.ones(2), initial=3))", 1.0),
        ("np.reshape(np.ones(2), newshape=(2, 1)).shape", (2, 1)),
        ("np.pad(np.ones(2), 1, 'constant', constant_values=0).tolist()", [0.0, 1.0, 1.0, 0.0]),
        ("np.isscalar(num=3)", True),
        ("np.asfarray([1]).dtype == np.float64", True),
        ("np.unravel_index(5, dims=(2, 3)) == (1, 2)", True),
        ("np.core.numeric.zeros(2).tolist()", [0.0, 0.0]),
        ("np.lib.pad(np.ones(1), 1, 'edge').tolist()", [1.0, 1.0, 1.0]),
        ("np.AxisError.__name__", "AxisError"),
        ("sorted(set(dir(np)) & {'concat', 'product', 'sum'})", ["product", "sum"]),
    ],
)
def test_numpy_answers_as_it_did(numpy_worker, tmp_path, expression, value):
    """What 1.15.4 took and today's numpy refuses, or has elsewhere, gives what it gave."""
    body = f"value = {expression}\nreturn value == {value!r} or repr(value)"
    assert returned(numpy_worker, tmp_path, body, NUMPY).value["value"] is True


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("import numpy.sum", "ModuleNotFoundError: No module named 'numpy.sum'"),
        ("import numpy.exceptions", "ModuleNotFoundError: No module named 'numpy.exceptions'"),
        ("from numpy import exceptions", "ImportError: cannot import name 'exceptions'"),
        ("from numpy import concat", "ImportError: cannot import name 'concat'"),
        ("from numpy.lib.stride_tricks import sliding_window_view",
         "ImportError: cannot import name 'sliding_window_view'"),
    ],
)
def test_imports_from_numpy_fail_as_they_did(numpy_worker, tmp_path, statement, message):
    """A later name can't be imported, not by way of the modules that today's numpy has loaded either."""
    assert returned(numpy_worker, tmp_path, statement, NUMPY).message == message


def test_a_star_imports_what_it_imported(numpy_worker, tmp_path):
    """``from numpy import *`` leaves Python's own max, int and so on alone, and brings nothing later."""
    body = "return [max is __builtins__['max'], 'concat' in globals(), 'product' in globals(), 'amax' in globals()]"
    got = returned(numpy_worker, tmp_path, body, "from numpy import *\n\n").value["items"]
    assert [item["value"] for item in got] == [True, False, True, True]


@pytest.mark.parametrize("name", ["np.MachAr", "np.lib.financial"])
def test_what_the_checker_lacks_is_its_own_limit(numpy_worker, tmp_path, name):
    """A name of the originals that nothing stands for says that this is no mistake of the answer."""
    assert "this is a limit of the checker" in returned(numpy_worker, tmp_path, f"return {name}", NUMPY).message


def test_unchanged_functions_are_the_librarys_own(numpy_worker, tmp_path):
    """Where nothing has changed nothing is wrapped: no call takes longer."""
    body = "return [np.tensordot.__module__, np.maximum.__class__.__name__, np.where.__class__.__name__]"
    got = returned(numpy_worker, tmp_path, body, NUMPY).value["items"]
    assert [item["value"] for item in got] == ["numpy", "ufunc", "_ArrayFunctionDispatcher"]


def recorded(file, *modules):
    """The recorded signatures of the functions and classes in some modules, by their full names."""
    tables = json.loads((ORIGINALS / file).read_text())["modules"]
    every = {f"{module}.{name}": what for module in modules for name, what in tables[module].items()}
    return {name: what[what.index("(") :].replace("(self, ", "(").replace("(self)", "()")
            for name, what in every.items() if "(" in what}  # fmt: skip


DIFFERENCES = """
import inspect
found = []
for name, signature in {table!r}.items():
    try:
        value = eval(name)
    except NotImplementedError:
        continue
    try:
        seen = str(inspect.signature(value))
    except ValueError:
        seen = signature
    if seen != signature:
        found.append(name + seen + ' is not ' + signature)
return found[:20]"""


def test_numpys_signatures_are_the_recorded_ones(numpy_worker, tmp_path):
    """Seen through the submission's numpy, a wrapped function has the recorded signature."""
    table = {name: what for name, what in recorded("numpy-1.15.json", "numpy").items()
             if name.partition(".")[2] in ("max", "sum", "pad", "stack", "clip", "mean", "argmax", "sort", "full")}
    got = returned(numpy_worker, tmp_path, DIFFERENCES.format(table=table), "import numpy\n\n").value
    assert (len(table), got["items"]) == (9, [])


def test_keras_signatures_are_the_recorded_ones(tensorflow_worker, tmp_path):
    """All of Keras' layers and optimizers have the recorded signatures."""
    table = recorded("tensorflow-1.12.json", "tensorflow.keras.layers", "tensorflow.keras.optimizers")
    del table["tensorflow.keras.layers.Layer"]  # Python looks at its __new__
    body = DIFFERENCES.format(table=table)
    got = returned(tensorflow_worker, tmp_path, body, "import tensorflow\n\n").value
    assert (len(table) > 90, [item["value"] for item in got["items"]]) == (True, [])
