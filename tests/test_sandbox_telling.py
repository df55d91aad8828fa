"""What is told of errors: all of a published call's, of a hidden one's what can't hold the call's arguments."""

import time

import pytest
from bench import call, function, run, write

from checker.model import Ending, Framework, Observation
from checker.runtimes import modern
from checker.sandbox import observe as observing
from checker.sandbox.telling import OWN_KIND, OWN_TYPE, WITHHELD, source_of, told
from checker.sandbox.worker import Worker

SOURCE = b"def conv(A_prev, W):\n    raise ValueError('padding must be same or valid')\n    h_new = A_prev.shape\n"
WALLS = ("namespaces", "user", "landlock", "seccomp")
ROOT = (*WALLS, "root")
LIBRARIES = [
    "ValueError: operands could not be broadcast together with shapes (3,28,28,1) (3,3,1) ",
    "ValueError: cannot reshape array of size 120 into shape (3,None)",
    "ValueError: not enough values to unpack (expected 4, got 3)",
    "IndexError: index 28 is out of bounds for axis 1 with size 28",
    "IndexError: list index out of range",
    "UnboundLocalError: local variable 'h_new' referenced before assignment",
    "UnboundLocalError: cannot access local variable 'h_new' where it is not associated with a value",
    "AttributeError: 'NoneType' object has no attribute 'shape'",
    "TypeError: conv() missing 1 required positional argument: 'W'",
    "TypeError: unsupported operand type(s) for +: 'int' and 'NoneType'",
    "ZeroDivisionError: division by zero",
    "ValueError: padding must be same or valid",
    "ValueError: A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. "
    "Received: input_shape=[(None, 7, 9, 8), (None, 4, 5, 8)]",
    "MemoryError",
]


def words(message, *, hidden=True, ending=Ending.RAISED, layers=WALLS, file="0-t.py"):
    """What is told of one message of an error."""
    one = Observation(probe="p", part="", ending=ending, message=message, file=file, line=3)
    return told(one, source_of({"0-t.py": SOURCE}, "0-t.py"), layers, "/scratch/s", hidden=hidden)


@pytest.mark.parametrize("message", LIBRARIES)
def test_the_libraries_own_words_are_told_of_hidden_calls(message):
    """Shapes, numbers and names of the source help an honest student, and hold none of the call's values."""
    one = words(message)
    assert (one.message, one.file, one.line) == (message.strip(), "0-t.py", 3)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("ValueError: 0.4967", f"ValueError, {WITHHELD}"),
        ("KeyError: 'x4967'", f"KeyError, {WITHHELD}"),
        ("x4967", "an error of its own"),
        ("__main__.x4967: a", "an error of its own: a"),
        ("numpy.exceptions.AxisError: axis 4 is out of bounds for array of dimension 4",
         "AxisError: axis 4 is out of bounds for array of dimension 4"),
        ("AttributeError: 'NoneType' object has no attribute 'x4967'", f"AttributeError, {WITHHELD}"),
        ("IndexError: index 28 is out of bounds for axis 1 with size 28: 4967",
         "IndexError: index 28 is out of bounds for axis 1 with size 28 [...]"),
        ("ValueError: cannot reshape array of size 49671415 into shape (3,)", f"ValueError, {WITHHELD}"),
        ("PermissionError: [Errno 13] Permission denied: '/tmp/4967'", f"PermissionError, {WITHHELD}; the checker "
         "lets a file use none outside its folder: what the task needs is in the arguments"),
    ],
)  # fmt: skip
def test_other_texts_of_hidden_calls_are_not_told(message, expected):
    """The type, where it is a known one, and that there was a text."""
    assert words(message).message == expected
    assert words(message, hidden=False).message.startswith(message)


def test_a_place_that_is_no_file_of_the_submission_is_not_told():
    """A forged place could hold what a text may not."""
    assert words("ValueError: x", file="4967").file == ""
    assert words("ValueError: x", file="4967", hidden=False).file == "4967"


def test_a_question_is_explained():
    """No one sits at the keyboard."""
    text = "EOFError: EOF when reading a line"
    assert words(text, hidden=False).message.startswith(f"{text}; nobody can type anything in")
    assert words(text).message == words(text, hidden=False).message


@pytest.mark.parametrize(
    ("message", "layers", "hint"),
    [
        ("PermissionError: [Errno 13] Permission denied: '/etc/passwd'", WALLS, "none outside its folder"),
        ("PermissionError: [Errno 13] Permission denied: '../data.npz'", WALLS, "none outside its folder"),
        ("PermissionError: [Errno 1] Operation not permitted", WALLS, "no network"),
        ("urllib.error.URLError: <urlopen error [Errno 1] Operation not permitted>", WALLS, "no network"),
        ("PermissionError: [Errno 13] Permission denied: 'mine.txt'", WALLS, ""),
        ("PermissionError: [Errno 13] Permission denied: '/scratch/s/mine.txt'", WALLS, ""),
        ("PermissionError: [Errno 13] Permission denied: '/etc/passwd'", (), ""),
        ("PermissionError: [Errno 1] Operation not permitted", ("landlock",), ""),
        ("PermissionError: no", WALLS, ""),
        ("FileNotFoundError: [Errno 2] No such file or directory: '/etc/x'", WALLS, ""),
        ("FileNotFoundError: [Errno 2] No such file or directory: '/etc/x'", ROOT, "none outside its folder"),
        ("FileNotFoundError: [Errno 2] No such file or directory: '../x'", ROOT, "none outside its folder"),
        ("OSError: [Errno 30] Read-only file system: '/tmp/x'", ROOT, "none outside its folder"),
        ("FileNotFoundError: [Errno 2] No such file or directory: 'x'", ROOT, ""),
    ],
)
def test_what_the_walls_refuse_is_explained(message, layers, hint):
    """Where they stood and are surely the cause; nowhere else is anything added."""
    added = words(message, hidden=False, layers=layers).message[len(message) :]
    assert (hint in added) if hint else added == ""


def test_an_answer_stays_as_it_is():
    """Values are none of this."""
    one = Observation(probe="p", part="returned", ending=Ending.ANSWERED, value={"type": "str", "value": "a"})
    assert told(one, source_of({}, "0-t.py"), (), "/scratch/s", hidden=True) == one


@pytest.mark.parametrize(
    ("said", "told_of"),
    [
        ({"type": "0.884, -0.13", "length": 3}, {"type": "a type of its own", "length": 3}),
        ({"type": "list", "items": [{"type": "Odd"}]}, {"type": "list", "items": [{"type": "a type of its own"}]}),
        ({"type": "ndarray", "refused": "dtype [('x', '<f8')]"}, {"type": "ndarray", "refused": OWN_KIND}),
        ({"type": "ndarray", "refused": "dtype complex128"}, {"type": "ndarray", "refused": "dtype complex128"}),
        ({"type": "Dimension", "value": 3}, {"type": "Dimension", "value": 3}),
    ],
)
def test_names_of_types_tell_nothing_of_hidden_calls(said, told_of):
    """Those that the libraries and the source have are told; what is claimed of published calls is told as it is."""
    one = Observation(probe="p", part="returned", ending=Ending.ANSWERED, value=said)
    source = source_of({"0-t.py": SOURCE}, "0-t.py")
    assert told(one, source, (), "/scratch/s", hidden=True).value == told_of
    assert told(one, source, (), "/scratch/s", hidden=False).value == said


@pytest.mark.parametrize(("line", "told_line"), [(1, 1), (88389, 0), (-3, 0)])
def test_a_line_that_the_file_has_not_is_none(line, told_line):
    """A number of any size could be told in it."""
    one = Observation(probe="p", part="", ending=Ending.RAISED, message="ValueError: x", file="0-t.py", line=line)
    assert told(one, source_of({"0-t.py": SOURCE}, "0-t.py"), (), "/scratch/s", hidden=True).line == told_line


def test_a_claimed_limit_has_to_be_about_the_source():
    """What the source does not name can't be missed by it: an error like others."""
    claim = "checker.worker.signatures.Gone: numpy.{} was there in the course's versions, but ..."
    assert words(claim.format("h_new"), ending=Ending.UNSUPPORTED).ending is Ending.UNSUPPORTED
    assert words(claim.format("MachAr"), ending=Ending.UNSUPPORTED).ending is Ending.RAISED
    assert words("our limit", ending=Ending.UNSUPPORTED).ending is Ending.RAISED


def test_the_source_is_searched_up_to_two_mebibytes():
    """The task's own file comes first, then the smallest; the names of all are known, with their lines."""
    files = {"big.py": b"b" * 2**20, "huge.py": b"h" * (2**20 + 1), "z.py": b"z", "0-t.py": b"t" * 2**19}
    source = source_of(files, "0-t.py")
    assert source.text == "t" * 2**19 + "\nz\n" + "b" * 2**20
    assert source.files == {"big.py": 1, "huge.py": 1, "z.py": 1, "0-t.py": 1}


def test_the_source_is_read_once_for_all_messages(monkeypatch, tmp_path):
    """Two calls of two children that fail: one reading."""
    made = []
    monkeypatch.setattr(observing, "source_of", lambda *given: made.append(given) or source_of(*given))
    with Worker(modern(), Framework.NUMPY) as worker:
        source = function("os._exit(1)") + "\n\ndef g():\n    raise ValueError('same')\n"
        ran = run(worker, write(tmp_path, source), call("a"), call("b", function="g"), call("c", function="g"))
    assert [one.message for one in ran.observations if one.probe in ("b", "c")] == ["ValueError: same"] * 2
    assert [names for _, names in made] == ["0-task.py"]


@pytest.mark.parametrize("refused", [[], {}, 3, None, [["dtype object"]]], ids=repr)
def test_a_refusal_of_any_form_is_told_as_one_of_another_kind(refused):
    """A submission can send anything in its place; what arrays are refused for is a text."""
    value = {"type": "ndarray", "refused": refused}
    one = Observation(probe="p", part="returned", ending=Ending.ANSWERED, value=value)
    assert told(one, source_of({}, ""), WALLS, "/scratch/s", hidden=True).value["refused"] == OWN_KIND


def test_many_names_of_types_are_looked_up_and_not_searched():
    """Each in the source's words, however long the source is: a submission can send as many as it likes."""
    text = {"0-t.py": SOURCE, "a.py": b"#" * 2**20}
    value = [{"type": name} for number in range(50000) for name in (f"t{number}", f"a type {number}")]
    one = Observation(probe="p", part="returned", ending=Ending.ANSWERED, value=value)
    before = time.process_time()
    kinds = {item["type"] for item in told(one, source_of(text, "0-t.py"), WALLS, "/scratch/s", hidden=True).value}
    assert kinds == {OWN_TYPE}
    assert time.process_time() - before < 10
