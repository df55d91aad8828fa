"""The worker and numpy tasks: what a submission is given, what is taken from it, and what it finds around itself."""

import textwrap

import numpy as np
import pytest
from bench import call, run, seen, write

from checker.model import Ending, Framework
from checker.runtimes import modern
from checker.sandbox.worker import Worker

HEAD = "import numpy as np\n\n"


@pytest.fixture(scope="module")
def worker():
    """A warm numpy worker, started from a process whose environment holds a secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_TOKEN", "secret")
        patch.setenv("PYTHONPATH", "/somewhere")
        with Worker(modern(), Framework.NUMPY) as started:
            yield started


def returned(worker, folder, expression, *arguments, head=HEAD):
    """What comes of a function that returns an expression of its argument x."""
    source = f"{head}\ndef f(x=None):\n    return {expression}\n"
    return seen(run(worker, write(folder, source), call("p", *arguments))).value


@pytest.mark.parametrize(
    ("expression", "node"),
    [
        ("None", {"type": "NoneType"}),
        ("True", {"type": "bool", "value": True}),
        ("7", {"type": "int", "value": 7}),
        ("2**80", {"type": "int"}),
        ("0.5", {"type": "float", "value": 0.5}),
        ("'text'", {"type": "str", "value": "text"}),
        ("b'bytes'", {"type": "bytes"}),
        ("1j", {"type": "complex"}),
        ("{3}", {"type": "set"}),
        ("(i for i in [1, 2])", {"type": "generator"}),
        ("lambda: 1", {"type": "function"}),
        ("[1, (2,)]", {"type": "list", "length": 2, "items": [
            {"type": "int", "value": 1}, {"type": "tuple", "length": 1, "items": [{"type": "int", "value": 2}]},
        ]}),
        ("{'a': 1}", {"type": "dict", "length": 1, "items": [
            {"type": "tuple", "length": 2, "items": [{"type": "str", "value": "a"}, {"type": "int", "value": 1}]},
        ]}),
        ("np.zeros(2, object)", {"type": "ndarray", "refused": "dtype object"}),
        ("np.array(['a'])", {"type": "ndarray", "refused": "dtype <U1"}),
        ("np.zeros(2, 'M8[s]')", {"type": "ndarray", "refused": "dtype datetime64[s]"}),
        ("np.zeros((1,) * 17)", {"type": "ndarray", "refused": "17 axes"}),
        ("np.lib.stride_tricks.as_strided(np.zeros(1), (10**9,), (0,))",
         {"type": "ndarray", "refused": "shape (1000000000,) is over 64 MiB"}),
        ("np.broadcast_to(np.zeros(1), (10**7, 2))",
         {"type": "ndarray", "refused": "shape (10000000, 2) is over 64 MiB"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_returned_value_is_plain_data(worker, tmp_path, expression, node):
    """Every kind of value comes as its type's name with what can be sent of it."""
    assert returned(worker, tmp_path, expression) == node


@pytest.mark.parametrize(
    ("expression", "kind", "dtype", "values"),
    [
        ("np.arange(3)", "ndarray", "int64", [0, 1, 2]),
        ("np.arange(6).reshape(2, 3).T[::-1]", "ndarray", "int64", [[2, 5], [1, 4], [0, 3]]),
        ("np.array([1.5], '>f4')", "ndarray", "float32", [1.5]),
        ("np.array(2.5)", "ndarray", "float64", 2.5),
        ("np.zeros((0, 3))", "ndarray", "float64", []),
        ("np.array([True])", "ndarray", "bool", [True]),
        ("np.float32(0.25)", "float32", "float32", 0.25),
        ("np.int64(7)", "int64", "int64", 7),
        ("np.ma.array([1.0])", "MaskedArray", "float64", [1.0]),
        ("np.matrix([[1.0]])", "matrix", "float64", [[1.0]]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_returned_array_is_a_base_array(worker, tmp_path, expression, kind, dtype, values):
    """Views, other byte orders, scalars and subclasses come as base arrays under their type's own name."""
    node = returned(worker, tmp_path, expression)
    assert (node["type"], type(node["array"]), str(node["array"].dtype)) == (kind, np.ndarray, dtype)
    assert node["array"].tolist() == values


def test_a_subclass_can_not_lie_about_its_values(worker, tmp_path):
    """An array whose methods claim to equal anything is sent as its bytes."""
    head = """
import numpy as np
class ndarray(np.ndarray):
    def __eq__(self, other): return True
    def __array__(self, *args, **kwargs): return np.ones(2)
    def __array_function__(self, *args): return True
    def __array_ufunc__(self, *args, **kwargs): return np.ones(2)
    def tobytes(self): return np.ones(2).tobytes()
"""
    node = returned(worker, tmp_path, "np.zeros(2).view(ndarray)", head=head)
    assert node["array"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "members",
    ["__eq__ = lambda *a: True", "__array__ = lambda *a, **k: np.ones(3)", "__len__ = lambda self: 1 / 0"],
)
def test_an_object_is_its_types_name(worker, tmp_path, members):
    """Objects that pretend to be arrays are not asked."""
    assert returned(worker, tmp_path, "Pretender()", head=f"{HEAD}class Pretender:\n    {members}\n") == {
        "type": "Pretender"
    }


def test_a_long_list_is_cut_and_its_length_told(worker, tmp_path):
    """A thousand items are looked at; how many there are is told."""
    node = returned(worker, tmp_path, "[0] * 5000")
    assert (node["length"], len(node["items"])) == (5000, 1000)


def test_a_list_within_itself_ends(worker, tmp_path):
    """A list that holds itself is followed so deep and no deeper."""
    source = "def f():\n    one = []\n    one.append(one)\n    return one\n"
    node, depth = seen(run(worker, write(tmp_path, source))).value, 0
    while "items" in node:
        node, depth = node["items"][0], depth + 1
    assert depth == 12


def test_the_answer_is_fixed_when_it_is_returned(worker, tmp_path):
    """A view of something that changes afterwards is what it was when it came back."""
    source = f"{HEAD}state = np.zeros(2)\n\ndef f():\n    state[0] += 1\n    return state\n"
    ran = run(worker, write(tmp_path, source))
    assert seen(ran).value["array"].tolist() == [1.0, 0.0]
    assert seen(ran, part="again").value["array"].tolist() == [2.0, 0.0]


def test_arguments_arrive_as_they_were_sent(worker, tmp_path):
    """Arrays keep shape and dtype, tuples are tuples, names are texts, and functions are functions."""
    source = f"{HEAD}def f(*args, **kw):\n    return [type(a).__name__ for a in args] + [kw['z'], str(args[0].dtype)]\n"
    array = np.zeros((2, 0, 1), np.float32)
    probe = call("p", array, {"tuple": [1, {"tuple": []}]}, "word", {"function": "relu"}, [1], None, z="same")
    items = [item["value"] for item in seen(run(worker, write(tmp_path, source), probe)).value["items"]]
    assert items == ["ndarray", "tuple", "str", "function", "list", "NoneType", "same", "float32"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("relu", [0.0, 0.0, 2.0]), ("leaky_relu", [-0.2, 0.0, 2.0]), ("identity", [-2.0, 0.0, 2.0]),
        ("sigmoid", [0.11920292, 0.5, 0.88079708]), ("tanh", [-0.96402758, 0.0, 0.96402758]),
    ],
)
def test_functions_are_what_their_names_say(worker, tmp_path, name, values):
    """The activations handed to a submission compute what they are called, and keep single precision."""
    source = f"{HEAD}def f(activation):\n    return activation(np.array([-2, 0, 2], 'float32'))\n"
    got = seen(run(worker, write(tmp_path, source), call("p", {"function": name}))).value["array"]
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, values, rtol=1e-6)


def test_words_can_be_compared_by_identity(worker, tmp_path):
    """Texts are interned, for some submissions compare them with `is`."""
    source = "def f(mode, *, padding):\n    return [mode is 'max', padding is 'same']\n"
    items = seen(run(worker, write(tmp_path, source), call("p", "max", padding="same"))).value["items"]
    assert [item["value"] for item in items] == [True, True]


def test_changed_arguments_are_seen_and_not_passed_on(worker, tmp_path):
    """The arguments are reported as the first call left them, and the second call gets fresh ones."""
    source = "def f(a, b, n):\n    a += 1\n    b[0] = 9\n    return a.copy()\n"
    ran = run(worker, write(tmp_path, source), call("p", np.zeros(2), b=np.ones(1), n=5))
    left = seen(ran, part="arguments").value
    assert [array if array is None else array.tolist() for array in left] == [[1.0, 1.0], [9.0], None]
    assert seen(ran, part="again").value["array"].tolist() == [1.0, 1.0]


def test_random_numbers_start_from_a_seed(worker, tmp_path):
    """A first call draws the stream of seed 0, and a second goes on with it: answers drawn at random show."""
    ran = run(worker, write(tmp_path, f"{HEAD}def f():\n    return np.random.rand()\n"))
    assert seen(ran).value["value"] == pytest.approx(0.5488135039273248)
    assert seen(ran, part="again").value["value"] == pytest.approx(0.7151893663724195)


def test_siblings_are_imported_once(worker, tmp_path):
    """A file beside it can be imported by name, with a hyphen too, and is the same module each time."""
    write(tmp_path, "print('loaded')\nnumber = 3\n", "1-other.py")
    write(tmp_path, "number = __import__('1-other').number + 1\n", "helper.py")
    source = "import helper\nother = __import__('1-other')\n\ndef f():\n    return helper.number * 10 + other.number\n"
    ran = run(worker, write(tmp_path, source))
    assert seen(ran).value == {"type": "int", "value": 43}
    assert ran.printed == "loaded\n"


def test_a_failing_sibling_fails_where_it_is_used(worker, tmp_path):
    """A sibling that raises is the importing file's error, at the sibling's line."""
    write(tmp_path, "x = 1\nraise ValueError('not ready')\n", "helper.py")
    (one,) = run(worker, write(tmp_path, "import helper\n")).observations
    assert (one.probe, one.message, one.file, one.line) == ("import", "ValueError: not ready", "helper.py", 2)


@pytest.mark.parametrize("name", ["numpy", "json", "random", "checker", "struct", "os", "traceback", "sitecustomize"])
def test_a_file_with_a_librarys_name_is_harmless(worker, tmp_path, name):
    """A submission's own numpy.py or json.py takes nobody's place."""
    write(tmp_path, "raise RuntimeError('shadow')\n", f"{name}.py")
    source = "import json, random\nimport numpy as np\n\ndef f():\n    return np.zeros(1)\n"
    assert seen(run(worker, write(tmp_path, source))).value["array"].tolist() == [0.0]


def test_the_module_is_imported_and_not_run(worker, tmp_path):
    """What stands under `if __name__ == '__main__'` is not run, and the module has its own file's name."""
    source = "if __name__ == '__main__':\n    raise SystemExit\n\ndef f():\n    return [__name__, __file__]\n"
    items = seen(run(worker, write(tmp_path, source))).value["items"]
    assert items[0]["value"] == "0-task"
    assert items[1]["value"].endswith("/0-task.py")


def test_a_missing_function_is_told(worker, tmp_path):
    """A file without the function says so, in the words of the file's name."""
    one = seen(run(worker, write(tmp_path, "def g():\n    pass\n")))
    assert (one.ending, one.message) == (Ending.RAISED, "AttributeError: 0-task.py has no function f")


def test_a_missing_file_is_told(worker, tmp_path):
    """A folder without the file is an import that fails."""
    (one,) = run(worker, tmp_path).observations
    assert (one.probe, one.ending, one.message.split(":")[0]) == ("import", Ending.RAISED, "FileNotFoundError")


def test_the_environment_is_clean(worker, tmp_path):
    """Nothing of the user's environment is there: no token, no path of Python's, no home."""
    items = returned(worker, tmp_path, "sorted(dict(os.environ))", head="import os\n")["items"]
    assert {item["value"] for item in items} - {"LC_CTYPE", "TF_USE_LEGACY_KERAS"} == {
        "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS",
        "CUDA_VISIBLE_DEVICES", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MPLBACKEND",
        "HDF5_USE_FILE_LOCKING", "GLIBC_TUNABLES",
    }


def test_no_secret_stands_in_the_command_line(worker, tmp_path):
    """The child's command line and environment, as far as it may read them, name nothing of the checker's."""
    head = """
        def read(name):
            try:
                return open("/proc/self/" + name).read()
            except PermissionError:
                return ""
    """
    text = returned(worker, tmp_path, "read('cmdline') + read('environ')", head=textwrap.dedent(head))["value"]
    assert "secret" not in text
    assert "fixtures" not in text


def test_an_unknown_module_is_told_by_its_name(worker, tmp_path):
    """A module that is not there, of numpy's or of nobody's, is an ImportError that names it."""
    for name in ("numpy.nothing", "nothing_at_all"):
        (one,) = run(worker, write(tmp_path, f"import {name}\n")).observations
        assert one.message == f"ModuleNotFoundError: No module named '{name}'"


@pytest.mark.parametrize(
    ("tampering", "ending", "words"),
    [
        ("import checker.wire; checker.wire.encode = lambda tree: b''", Ending.RAISED, "Error: "),
        ("import json; json.dumps = lambda *a, **k: '{}'", Ending.DIED, "something that is no message"),
        ("import os; os.write = lambda *a: 10**9", Ending.DIED, "exit code 0 before"),
        ("import builtins; builtins.isinstance = lambda *a: True", Ending.DIED, "exit code 70"),
    ],
)
def test_tampering_with_the_worker_gains_nothing(worker, tmp_path, tampering, ending, words):
    """A submission that patches what runs beside it has no answer, and the next submission is none the worse."""
    source = f"{tampering}\n\ndef f():\n    return 1\n"
    *before, last = run(worker, write(tmp_path / "patched", source), seconds=2.0).observations
    assert (last.ending, words in last.message, "returned" in {one.part for one in before}) == (ending, True, False)
    assert returned(worker, tmp_path / "next", "1") == {"type": "int", "value": 1}


def test_a_submission_that_forgets_all_modules_is_asked_all_the_same(worker, tmp_path):
    """What it imported before it still has, and so has the worker; the next submission is none the worse."""
    source = "import sys; sys.modules.clear()\n\ndef f():\n    return 1\n"
    assert seen(run(worker, write(tmp_path / "patched", source))).value == {"type": "int", "value": 1}
    assert returned(worker, tmp_path / "next", "1") == {"type": "int", "value": 1}


def test_the_random_generators_are_imported_once_for_all(worker, tmp_path):
    """No child spends its time on importing what today's numpy imports late and every probe needs."""
    source = "import sys\n\nSEEN = 'numpy.random.mtrand' in sys.modules\n\n\ndef f():\n    return SEEN\n"
    assert seen(run(worker, write(tmp_path / "s", source), call("p"))).value == {"type": "bool", "value": True}
