"""Finds out which names and keyword arguments came in which later version of a library.

Tooling, as `record_names` is, whose records of the original and of later versions it reads:

    python record_later.py originals/numpy-1.15.json numpy-1.16.json numpy-1.17.json ... > originals/numpy-later.json

Only what lies in the original's modules is listed, ``numpy.sum(where`` for a keyword argument. Where versions were left
out, what is new is listed under "1.20 or later".
"""

import ast
import json
import re
import sys
from typing import Any, Dict, List, Sequence

# The last versions before 2.0: TensorFlow's and numpy's.
LAST = (("1", "15"), ("1", "26"))
FIRST = {"numpy": "1.16", "tensorflow": "1.13"}


def later(original: Dict[str, Any], others: Sequence[Dict[str, Any]]) -> Dict[str, Any]:
    """For each version, oldest first, the names and keywords that neither the original nor a version before has."""
    seen = set(_everything(original, original))
    versions = {}  # type: Dict[str, List[str]]
    expected = FIRST[original["library"]]
    for other in sorted(others, key=lambda record: _version_key(record["version"])):
        new = set(_everything(other, original)) - seen
        version = ".".join(other["version"].split(".")[:2])
        versions[version if version == expected else expected + " or later"] = sorted(new)
        seen |= new
        expected = _next(version)
    return {
        "library": original["library"], "original": original["version"], "recorded": original["recorded"],
        "versions": versions,
    }


def _next(version: str) -> str:
    """The version after this one, of those whose second number counts."""
    major, minor = version.split(".")[:2]
    return "2.0" if (major, minor) in LAST else "%s.%d" % (major, int(minor) + 1)


def _version_key(version: str) -> List[int]:
    return [int(number) for number in re.findall(r"\d+", version)[:3]]


def _everything(found: Dict[str, Any], original: Dict[str, Any]) -> List[str]:
    """All full names of a record that lie in the original's modules, those of keywords as ``numpy.sum(where``."""
    every = []
    for module, known in original["modules"].items():
        names = found["modules"].get(_resolve(found, module), {})
        for name, what in names.items():
            full = module + "." + name
            every += [full] if name != "__all__" else []
            every += [full + "(" + keyword for keyword in _keywords(what) if name in known]
    every += ["tensorflow.keras.layers.Layer(" + keyword for keyword in found.get("keywords", {}).get("layer", ())]
    return every


def _resolve(found: Dict[str, Any], path: str) -> str:
    """The full name under which a record has a module that may go by several."""
    parent, _, name = path.rpartition(".")
    if path in found["modules"] or not parent:
        return path
    what = found["modules"].get(_resolve(found, parent), {}).get(name, "")
    return str(what[len("module "):]) if what.startswith("module ") else path


def _keywords(what: str) -> List[str]:
    """The parameters of a recorded signature that may be given by keyword."""
    try:
        tree = ast.parse("def f%s: pass" % what[what.index("("):].replace(", /", "")).body[0]  # type: Any
    except (ValueError, SyntaxError):
        return []
    return [argument.arg for argument in tree.args.args + tree.args.kwonlyargs if argument.arg != "self"]


def main(paths: Sequence[str]) -> None:
    """The command line of the docstring above."""
    records = []
    for path in paths:
        with open(path) as stream:
            records.append(json.load(stream))
    json.dump(later(records[0], records[1:]), sys.stdout, indent=0, sort_keys=True, separators=(",", ":"))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
