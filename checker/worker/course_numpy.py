"""numpy 1.15, made of today's: what has gone since, and what has changed its ways, as it was."""

import ast
import functools
import math
import types
from typing import Any, Dict, Iterable, Mapping

from checker.worker import facades


def module(numpy: Any, record: Mapping[str, Any]) -> types.ModuleType:
    """A module ``numpy`` with the names and signatures of 1.15."""
    own = dict(_types(numpy), **_constants(numpy))
    own.update(_moved(numpy))
    own.update(_functions(numpy))
    own.update(_changed(numpy))
    core = getattr(numpy, "_core", None) or numpy.core
    tables = {"numpy": own, "numpy.core": own}
    library = facades.Library(record, tables, {"numpy.core": core, "numpy.emath": numpy.emath}, {})
    library.top = "numpy"
    return library.module("numpy", numpy)


def _types(numpy: Any) -> Dict[str, Any]:
    return {
        "int": int, "float": float, "bool": bool, "complex": complex, "object": object, "str": str, "unicode": str,
        "long": int, "float_": numpy.float64, "complex_": numpy.complex128, "string_": numpy.bytes_,
        "unicode_": numpy.str_, "cfloat": numpy.complex128, "clongfloat": numpy.clongdouble,
        "longcomplex": numpy.clongdouble, "longfloat": numpy.longdouble, "singlecomplex": numpy.complex64,
        "bool8": numpy.bool_, "object0": numpy.object_, "str0": numpy.str_, "bytes0": numpy.bytes_,
        "void0": numpy.void, "int0": numpy.intp, "uint0": numpy.uintp, "Bytes0": numpy.bytes_, "Str0": numpy.str_,
    }


def _constants(numpy: Any) -> Dict[str, Any]:
    return {
        "math": math, "__version__": "1.15.4", "Inf": numpy.inf, "Infinity": numpy.inf, "infty": numpy.inf,
        "PINF": numpy.inf, "NINF": -numpy.inf, "NaN": numpy.nan, "NAN": numpy.nan, "PZERO": 0.0, "NZERO": -0.0,
        "MAXDIMS": 32,
    }


def _moved(numpy: Any) -> Dict[str, Any]:
    """Names that are in other modules now."""
    places = {
        numpy.exceptions: ("AxisError", "ComplexWarning", "ModuleDeprecationWarning", "RankWarning", "TooHardError",
                           "VisibleDeprecationWarning"),
        numpy.lib.npyio: ("DataSource",),
        numpy.rec: ("format_parser",),
    }
    moved = {name: getattr(place, name) for place, names in places.items() for name in names if hasattr(place, name)}
    moved.update(typeDict=numpy.sctypeDict, safe_eval=ast.literal_eval)
    return moved


def _functions(numpy: Any) -> Dict[str, Any]:
    """Functions that have gone, or go by another name."""
    def in1d(ar1: Any, ar2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
        return numpy.isin(ar1, ar2, assume_unique, invert).ravel()

    def asfarray(a: Any, dtype: Any = numpy.float64) -> Any:
        return numpy.asarray(a, dtype if numpy.issubdtype(dtype, numpy.inexact) else numpy.float64)

    def find_common_type(array_types: Any, scalar_types: Any) -> Any:
        return numpy.result_type(*array_types, *scalar_types)

    return {
        "product": numpy.prod, "cumproduct": numpy.cumprod, "sometrue": numpy.any, "alltrue": numpy.all,
        "round_": numpy.round, "mat": numpy.asmatrix, "rank": numpy.ndim, "row_stack": numpy.vstack, "alen": len,
        "in1d": in1d, "asfarray": asfarray, "find_common_type": find_common_type,
        "asscalar": lambda a: a.item(), "msort": lambda a: numpy.sort(a, axis=0),
        "trapz": getattr(numpy, "trapezoid", None) or numpy.trapz,
        "issubclass_": lambda arg1, arg2: isinstance(arg1, type) and issubclass(arg1, arg2),
        "issctype": lambda rep: isinstance(rep, type) and issubclass(rep, numpy.generic),
        "obj2sctype": lambda rep, default=None: numpy.dtype(rep).type,
        "sctype2char": lambda sctype: numpy.dtype(sctype).char,
        "disp": lambda mesg, device=None, linefeed=True: print(mesg, end="\n" if linefeed else "", file=device),
    }


def _changed(numpy: Any) -> Dict[str, Any]:
    """Functions that answered otherwise, where answers to these tasks meet the difference."""
    def expand_dims(a: Any, axis: Any) -> Any:
        a = numpy.asarray(a)
        axis = axis if axis > a.ndim or axis >= 0 else axis + a.ndim + 1
        return a.reshape((*a.shape[:axis], 1, *a.shape[axis:]))

    def linspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, retstep: Any = False,
                 dtype: Any = None) -> Any:
        return numpy.linspace(start, stop, int(num), endpoint, retstep, dtype)

    def array(object: Any, dtype: Any = None, *, copy: Any = True, order: Any = "K", subok: Any = False,
              ndmin: Any = 0) -> Any:
        copy = copy or None  # a copy where there must be one
        try:
            return numpy.array(object, dtype, copy=copy, order=order, subok=subok, ndmin=ndmin)
        except ValueError as error:
            if dtype is not None or "inhomogeneous" not in str(error):
                raise
            return numpy.array(object, numpy.object_, copy=copy, order=order, subok=subok, ndmin=ndmin)

    def asarray(a: Any, dtype: Any = None, order: Any = None) -> Any:
        return array(a, dtype, copy=False, order=order)

    def reshape(a: Any, newshape: Any, order: Any = "C") -> Any:
        return numpy.reshape(a, newshape, order)

    def unravel_index(indices: Any, dims: Any, order: Any = "C") -> Any:
        return numpy.unravel_index(indices, dims, order)

    changed = {"expand_dims": expand_dims, "linspace": linspace, "array": array, "asarray": asarray,
               "reshape": reshape, "unravel_index": unravel_index}
    for name in ("stack", "vstack", "hstack", "dstack", "column_stack"):
        changed[name] = _of_any_iterable(getattr(numpy, name))
    changed["row_stack"] = changed["vstack"]
    return changed


def _of_any_iterable(function: Any) -> Any:
    """A function of a sequence of arrays that takes a generator too."""
    @functools.wraps(function)
    def call(arrays: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        return function(arrays if hasattr(arrays, "__getitem__") else list(arrays), *args, **kwargs)

    return call
