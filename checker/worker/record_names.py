"""Records the public names and signatures of a library.

Tooling, not part of a check. It runs by itself under any Python from 3.5 on, in an environment that has the library:

    python record_names.py numpy originals/numpy-1.15.json
    python record_names.py tensorflow originals/tensorflow-1.12.json

A record leads from each public module to its names, and from a name to what it is:

    "(a, axis=None)"        a function with this signature; "amax(a)" one that calls itself by another name
    "class (self, x)"       a class, and its __init__; "layer ..." and "optimizer ..." are Keras' classes of that kind,
                            whose ** takes the keywords listed under "keywords" and no others
    "module tensorflow.nn"  a module by this full name; "module" alone, one that is not looked into
    ""                      anything else, or a function whose signature is not known

and "__all__" tells which names `from module import *` leaves out.
Defaults that are no plain literals stand as a name.
"""

import ast
import datetime
import inspect
import json
import platform
import re
import sys
import types
from typing import Any, Dict, List, Sequence, Tuple

NUMPY = (
    "numpy", "numpy.char", "numpy.core", "numpy.ctypeslib", "numpy.emath", "numpy.fft", "numpy.lib",
    "numpy.lib.stride_tricks", "numpy.linalg", "numpy.ma", "numpy.polynomial", "numpy.random", "numpy.rec",
    "numpy.testing",
)
# Not part of the public tree: internals, and what only downloads and serves data.
UNSEEN = (
    "contrib", "core", "include", "python", "tools", "raw_ops", "v1", "v2", "experimental", "dtensor", "lite",
    "pywrap_tensorflow", "tf_decorator",
)
# What numpy 1.15's C functions take where their docstrings don't say it, or not in Python.
EXPLICIT = {
    "array": "(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0)",
    "arange": "(start=None, stop=None, step=None, dtype=None)",
    "concatenate": "(seq, axis=0, out=None)",
}
MODELS = ("Model", "Sequential")
METHODS = (
    "add", "compile", "evaluate", "fit", "fit_generator", "get_layer", "load_weights", "pop", "predict",
    "predict_on_batch", "save", "save_weights", "test_on_batch", "train_on_batch",
)
STRINGS = ("activations", "initializers", "losses", "metrics")  # kinds of things that Keras takes by their names too
# Keywords that ** takes, which no introspection shows: K.Input's, and those that every optimizer of Keras takes.
OPTIMIZER_KEYWORDS = ("clipnorm", "clipvalue")


def record(library: str) -> Dict[str, Any]:
    """Everything public in the library installed here, as described above."""
    top = _import(library)
    modules = _numpy_modules() if library == "numpy" else _tree(top)
    known = {id(module): name for name, module in reversed(modules)}
    tables = {name: _names(module, known, library) for name, module in modules}
    found = {
        "library": library, "version": top.__version__, "python": platform.python_version(),
        "recorded": datetime.date.today().isoformat(), "modules": tables,
    }  # type: Dict[str, Any]
    if library == "tensorflow":
        found["keywords"] = dict(_more_keywords(modules), optimizer=list(OPTIMIZER_KEYWORDS))
        found["keywords"]["layer"] = _layer_keywords(top.keras.layers.Layer)
        found["strings"] = {kind: _strings(getattr(top.keras, kind)) for kind in STRINGS}
        found["methods"] = {"tensorflow.keras." + name: _methods(getattr(top.keras, name)) for name in MODELS}
    return found


def _import(name: str) -> Any:
    __import__(name)
    return sys.modules[name]


def _numpy_modules() -> List[Tuple[str, Any]]:
    found = []
    for name in NUMPY:
        try:
            found.append((name, _import(name)))
        except ImportError:
            found += [(name, sys.modules["numpy"].emath)] if name == "numpy.emath" else []
    return found


def _tree(top: Any) -> List[Tuple[str, Any]]:
    """The public modules of TensorFlow, those nearest to the top first."""
    found = [("tensorflow", top)]
    seen = {id(top)}
    for path, module in found:
        for name in sorted(_public(module)):
            child = _get(module, name)
            if name not in UNSEEN and id(child) not in seen and _is_ours(child) and path.count(".") < 4:
                seen.add(id(child))
                found.append((path + "." + name, child))
    return found


def _is_ours(module: Any) -> bool:
    ours = r"(tensorflow|tensorflow_core|tf_keras|keras)\b"
    return isinstance(module, types.ModuleType) and bool(re.match(ours, module.__name__))


def _public(module: Any) -> List[str]:
    """The names that a module or class means to offer; what it imported from __future__ is none."""
    return [name for name in dir(module)
            if not name.startswith("_") and type(_get(module, name)).__module__ != "__future__"]


def _get(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name)
    except Exception:
        return None


def _names(module: Any, known: Dict[int, str], library: str) -> Dict[str, str]:
    names = {name: _describe(name, _get(module, name), known, library) for name in sorted(_public(module))}
    left_out = sorted(set(names) - set(getattr(module, "__all__", names)))
    return dict(names, __all__="without " + " ".join(left_out)) if left_out else names


def _describe(name: str, value: Any, known: Dict[int, str], library: str) -> str:
    if isinstance(value, types.ModuleType):
        if id(value) in known:
            return "module " + known[id(value)]
        return "module" if value.__name__.startswith((library, "keras")) else "module " + value.__name__
    if isinstance(value, type):
        return (_kind(value) + " " + (_signature(_constructor(value)) or "")).strip()
    if not callable(value) or type(value).__name__ == "ufunc":
        return ""
    if isinstance(value, types.BuiltinFunctionType) and name in EXPLICIT:
        return EXPLICIT[name]
    text = _signature(value) or _from_docstring(value)
    called = str(getattr(value, "__name__", name))
    return called + text if text and called != name and called.isidentifier() else text


def _constructor(class_: Any) -> Any:
    return class_.__init__


def _kind(value: type) -> str:
    parents = {base.__module__ + "." + base.__name__ for base in value.__mro__}
    if re.match(r"(tensorflow(_core)?\.python\.)?(keras|layers)\.", value.__module__):
        if any(re.search(r"keras.*\.base_layer\.Layer$", parent) for parent in parents):
            return "layer"
        if any(re.search(r"keras.*\.optimizers\.Optimizer$", parent) for parent in parents):
            return "optimizer"
    return "class"


def _signature(function: Any) -> str:
    """``(a, b=1, **kwargs)``, or "" where Python doesn't know."""
    if isinstance(function, type(object.__init__)):
        return ""
    try:
        # TensorFlow's decorators put the signature that counts into an attribute of their own.
        decorator = getattr(function, "_tf_decorator", None)
        spec = getattr(decorator, "decorator_argspec", None)
        while decorator is not None and spec is None:
            function = decorator.decorated_target
            decorator = getattr(function, "_tf_decorator", None)
            spec = getattr(decorator, "decorator_argspec", None)
        if spec is not None:
            return _from_argspec(spec)
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return ""
    plain = [one.replace(annotation=one.empty, default=_Name.of(one.default)) for one in parameters]
    return str(inspect.Signature(plain))


def _from_argspec(spec: Any) -> str:
    defaults = list(spec.defaults or ())
    first = len(spec.args) - len(defaults)
    parts = [name if place < first else "%s=%r" % (name, _Name.of(defaults[place - first]))
             for place, name in enumerate(spec.args)]
    parts += ["*" + spec.varargs] if spec.varargs else []
    keywords = getattr(spec, "varkw", None) or getattr(spec, "keywords", None)
    parts += ["**" + keywords] if keywords else []
    return "(%s)" % ", ".join(parts)


class _Name:
    """A default that is no literal, by a name for it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    @staticmethod
    def of(value: Any) -> Any:
        """The value itself when it is a plain literal."""
        if value is inspect.Parameter.empty:
            return value
        try:
            return _Name("path") if str(value).startswith("/") else ast.literal_eval(repr(value))
        except Exception:
            text = getattr(value, "__name__", None) or getattr(value, "name", None) or type(value).__name__
            return _Name(re.sub(r"\W", "_", str(text)))


def _from_docstring(function: Any) -> str:
    """The signature in a C function's first line of documentation, "" when that is no Python."""
    found = re.match(r"\s*\w+(\(.*\))", function.__doc__ or "")
    if not found or not isinstance(function, types.BuiltinFunctionType):
        return ""
    text = found.group(1)
    try:
        ast.parse("def f%s: pass" % text)
    except SyntaxError:
        return ""
    return text


def _layer_keywords(layer: type) -> List[str]:
    """The keywords that every Keras layer takes, from its base class's source."""
    source = inspect.getsource(_constructor(layer))
    found = re.search(r"allowed_kwargs = ({.*?})", source, re.DOTALL)
    named = {"name", "dtype", "trainable"}
    return sorted(named | ast.literal_eval(re.sub(r"#.*", "", found.group(1)))) if found else []


def _more_keywords(modules: Sequence[Tuple[str, Any]]) -> Dict[str, List[str]]:
    """The keywords that only some layers take in their **: those that they look for, and their base classes'."""
    found = {}
    for path, module in modules:
        for name in _public(module):
            value = _get(module, name)
            if isinstance(value, type) and _kind(value) == "layer":
                keywords = {keyword for base in value.__mro__ for keyword in _keywords_of(base)}
                named = inspect.signature(_constructor(value)).parameters
                found[path + "." + name] = sorted(keywords - {"kwargs", *named})
            elif name == "Input" and path.endswith("keras"):
                found[path + "." + name] = _looked_for(value)
    base = {*found.get("tensorflow.keras.layers.Layer", ()), "name", "dtype", "trainable"}
    return {name: sorted(set(keywords) - base) for name, keywords in found.items() if set(keywords) - base}


def _keywords_of(base: type) -> List[str]:
    if "__init__" not in vars(base) or not inspect.isfunction(vars(base)["__init__"]):
        return []
    function = vars(base)["__init__"]
    return list(inspect.signature(function).parameters) + _looked_for(function)


def _looked_for(function: Any) -> List[str]:
    source = inspect.getsource(function)
    pairs = re.findall(r"kwargs(?:\.pop|\.get)?[(\[]\s*'(\w+)'|'(\w+)' (?:not )?in kwargs", source)
    return sorted({word for pair in pairs for word in pair if word})


def _strings(module: Any) -> List[str]:
    """What the module's ``get`` finds by name."""
    names = getattr(module.get, "__globals__", {})
    return sorted(name for name, value in names.items() if callable(value) and not name.startswith("_"))


def _methods(class_: Any) -> Dict[str, str]:
    return {name: _signature(getattr(class_, name)) for name in METHODS if hasattr(class_, name)}


def main(words: Sequence[str]) -> None:
    """The command line of the docstring above."""
    with open(words[1], "w") as stream:
        json.dump(record(words[0]), stream, indent=0, sort_keys=True, separators=(",", ":"))
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
