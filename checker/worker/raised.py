"""What a raised error says, in one sentence where it can be had, and where in the submission it comes from."""

import os
import traceback
from typing import Tuple

MOST_CHARACTERS = 2000
# Where TensorFlow's own errors of operations are defined.
OF_OPERATIONS = "tensorflow.python.framework.errors_impl"
# Behind the first comes what the operation was; between the second and a line's end, its name, after how it was made;
# behind the third, where a function of Python's failed; the last says nothing.
NODE, NODE_NAMED, TRACE, BEFORE = "\n\t [[", "\nNode: ", "\nTraceback (", "Graph execution error:\n\n"


def text(error: BaseException) -> str:
    """The error's type and what it says.

    Of an operation that failed when a graph was run, TensorFlow says what was wrong between pages of its own lines.
    """
    error = _cause(error)
    told = traceback.format_exception_only(type(error), error)[-1].strip()
    said = vars(error).get("_message") if type(error).__module__ == OF_OPERATIONS else None
    if isinstance(said, str):
        what = said.split(NODE)[0].split(TRACE)[0].replace(BEFORE, "", 1)
        _, is_named, after = what.rpartition(NODE_NAMED)
        told = "%s: %s" % (told.split(":")[0], after.partition("\n")[2] if is_named else what)
    return told[:MOST_CHARACTERS]


def place(error: BaseException, folder: str) -> Tuple[str, int]:
    """The file in `folder`, named from there, and the line that the error comes from; ("", 0) where it has none.

    An operation comes from where it was made.
    """
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(folder):
        return os.path.relpath(error.filename, folder), error.lineno or 0
    error = _cause(error)
    operation = getattr(error, "op", None) if type(error).__module__ == OF_OPERATIONS else None
    made = [(frame[0], frame[1]) for frame in getattr(operation, "traceback", ())]
    ran = [(frame[0], frame[1]) for frame in traceback.extract_tb(error.__traceback__)]
    inside = [frame for frame in made + ran if frame[0].startswith(folder + os.sep)]
    return (os.path.relpath(inside[-1][0], folder), inside[-1][1]) if inside else ("", 0)


def _cause(error: BaseException) -> BaseException:
    """The error itself, or what Python hides behind another one when it is raised in a probe, a generator (PEP 479)."""
    is_hidden = isinstance(error, RuntimeError) and isinstance(error.__cause__, StopIteration)
    return error.__cause__ if is_hidden and error.__cause__ else error
