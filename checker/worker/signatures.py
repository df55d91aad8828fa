"""Calls held to the signatures that functions and classes had in the course's time.

What refuses a call is a Python function made from the recorded signature, so the error is the one that Python gave.
A function whose signature has not changed is left alone; a class stays the class that it is, and looks at its
arguments only when the submission's own code calls it.
"""

import builtins
import functools
import inspect
import sys
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

Function = Callable[..., Any]

UNSET = object()
# Parameters that only changed their names.
RENAMED = {"lr": "learning_rate", "schedule_decay": "decay", "num": "element", "M": "A", "text": "input_text"}
# Parameters that have gone, and that made no difference to what these tasks ask for.
IGNORED = ("dtype", "verify_shape")


class Gone(AttributeError, NotImplementedError):
    """Something that the original has, and this stand-in for it does not: a limit of the checker, not a mistake."""


def gone(what: str) -> Gone:
    """The error for using `what`, which the original has."""
    return Gone("%s was there in the course's versions, but the checker's stand-in for them does not have it; "
                "this is a limit of the checker (run it with --runtime tf1.12)" % what)


class _Default:
    """A default that the record only has a name for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


class _Names(Dict[str, Any]):
    def __missing__(self, name: str) -> _Default:
        return _Default(name)


class Original:
    """A recorded signature.

    `refuse` and `bind` are functions of that signature: the one does nothing, the other returns its arguments.

    Args:
        name: what the function is called in errors, unless the record says otherwise.
        what: the record's entry, with a signature in it.
        full: its full name.
    """

    def __init__(self, name: str, what: str, full: str = "") -> None:
        self.full = full or name
        start = what.index("(")
        called = what[:start].strip()
        names = _Names()
        exec("def refuse%s: pass\ndef bind%s: return locals()" % (what[start:], what[start:]), {}, names)
        self.refuse, self.bind = names["refuse"], names["bind"]  # type: Any, Any
        # "layer (self, ...)" is the signature of a method, "amax(a)" a function by its own name.
        own_name = called if called and what[start - 1] != " " else name
        for function in (self.refuse, self.bind):
            function.__name__ = function.__qualname__ = own_name
        self.signature = inspect.signature(self.bind)
        self.defaults = {one.name: one.default for one in self.signature.parameters.values()}
        self.bind.__defaults__ = tuple(UNSET for _ in self.bind.__defaults__ or ()) or None
        self.bind.__kwdefaults__ = dict.fromkeys(self.bind.__kwdefaults__ or (), UNSET) or None

    @property
    def name(self) -> str:
        """What the function calls itself in errors."""
        return str(self.bind.__name__)

    def given(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Dict[str, Any]:
        """The arguments of a call by name, without what stands for its default; TypeError for a call that fails."""
        bound = self.bind(*args, **kwargs)
        return {name: value for name, value in bound.items()
                if value is not UNSET and not (value is None and self.defaults[name] is None)}


def checked(full: str, what: str, function: Function) -> Function:
    """`function` for those calls only that its original took.

    Args:
        full: the original's full name.
        what: its entry in the record, with a signature.
        function: today's; returned as it is where its parameters are those of the original.
    """
    original = Original(full.rpartition(".")[2], what, full)
    today = _signature(function)
    if _takes_anything(original.signature) or (today is not None and _same(original.signature, today)):
        return function
    if today is None or _fits(original.signature, today):
        refuse = original.refuse

        def call(*args: Any, **kwargs: Any) -> Any:
            refuse(*args, **kwargs)
            return function(*args, **kwargs)
    else:
        translate = _translator(original, today)

        def call(*args: Any, **kwargs: Any) -> Any:
            args, kwargs = translate(args, kwargs)
            return function(*args, **kwargs)

    call.__name__ = call.__qualname__ = original.name
    call.__doc__, call.__module__ = function.__doc__, getattr(function, "__module__", "")
    vars(call)["__signature__"] = original.signature
    return call


def check_method(
    class_: type, name: str, what: str, keywords: Sequence[str] = (),
    refuse: Optional[Callable[[str], Exception]] = None, full: str = ""
) -> None:
    """Makes a method refuse a submission's calls that its original refused; one that is no Python is left alone.

    Args:
        class_: today's class, which is changed. name: the method's, ``__init__`` for calls of the class.
        what: the original's entry in the record.
        keywords: what ** takes, beside the named parameters, where `refuse` is given.
        refuse: makes the error for any other keyword. full: what is called, by its full name.
    """
    function = getattr(class_, name)
    if name in vars(class_) and hasattr(function, "held"):
        return
    function = getattr(function, "held", function)
    today = _signature(function)
    original = Original(name, what, full)
    unchanged = today is not None and _same(original.signature, today)
    if today is None or not _is_python(function) or (refuse is None and unchanged):
        return
    translate = None if _fits(original.signature, today) else _translator(original, today)
    # It lets arguments pass that a ``__new__`` has taken, but only while no class puts another in its place.
    run = function if function is not object.__init__ else _do_nothing
    known = {*original.signature.parameters, *keywords}

    @functools.wraps(function if function is not object.__init__ else original.bind)
    def method(*args: Any, **kwargs: Any) -> Any:
        if is_submissions(sys._getframe(1)):
            original.refuse(*args, **kwargs)
            for keyword in kwargs:
                if refuse is not None and keyword not in known:
                    raise refuse(keyword)
            if translate is not None:
                args, kwargs = translate(args, kwargs)
        return run(*args, **kwargs)

    vars(method).update(__signature__=original.signature, held=function)
    setattr(class_, name, method)


def is_submissions(frame: Any) -> bool:
    """Whether a frame runs code of the submission, which has builtins of its own; see `modules.Importer`."""
    return getattr(frame, "f_builtins", None) is not vars(builtins)


def is_of_submission(function: Any) -> bool:
    """Whether a function is defined in the submission."""
    own = getattr(function, "__globals__", {}).get("__builtins__", builtins)
    return own is not builtins and own is not vars(builtins)


def _do_nothing(*args: Any, **kwargs: Any) -> None:
    pass


def _is_python(function: Function) -> bool:
    return inspect.isfunction(function) or function is object.__init__


def _takes_anything(signature: inspect.Signature) -> bool:
    kinds = {one.kind for one in signature.parameters.values()}
    return kinds == {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def _signature(function: Function) -> Optional[inspect.Signature]:
    if function is object.__init__:
        return inspect.signature(lambda self: None)
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def _shape(signature: inspect.Signature) -> List[Tuple[str, Any, bool]]:
    return [(one.name, one.kind, one.default is one.empty) for one in signature.parameters.values()]


def _same(original: inspect.Signature, today: inspect.Signature) -> bool:
    return _shape(original) == _shape(today) and not _changed_defaults(original, today)


def _fits(original: inspect.Signature, today: inspect.Signature) -> bool:
    """Whether today's function takes every call of the original as it stands, with the same meaning."""
    if _takes_anything(today):
        return True
    places = [one for one in today.parameters.values() if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    for place, one in enumerate(original.parameters.values()):
        same = today.parameters.get(one.name)
        if one.kind == one.POSITIONAL_OR_KEYWORD and not _takes(places[place:place + 1], one):
            return False
        if one.kind in (one.KEYWORD_ONLY, one.VAR_KEYWORD, one.VAR_POSITIONAL) and same is None \
                and one.kind not in [other.kind for other in today.parameters.values()]:
            return False
    return not _changed_defaults(original, today)


def _takes(places: Sequence[inspect.Parameter], one: inspect.Parameter) -> bool:
    return bool(places) and (places[0].name == one.name or places[0].kind == one.POSITIONAL_ONLY)


def _changed_defaults(original: inspect.Signature, today: inspect.Signature) -> Dict[str, Any]:
    """Plain defaults of the original that are others today, by the names that they have today."""
    changed = {}
    for one in original.parameters.values():
        name = one.name if one.name in today.parameters else RENAMED.get(one.name, "")
        same = today.parameters.get(name)
        if same is not None and _is_plain(one.default) and _differs(one.default, same.default):
            changed[name] = one.default
    return changed


def _is_plain(value: Any) -> bool:
    return isinstance(value, (bool, int, float, str, tuple))


def _differs(original: Any, today: Any) -> bool:
    return today is inspect.Parameter.empty or (_is_plain(today) and today != original)


def _translator(
    original: Original, today: inspect.Signature
) -> Callable[[Sequence[Any], Mapping[str, Any]], Tuple[Tuple[Any, ...], Dict[str, Any]]]:
    """What makes a call of today's function out of a call of the original."""
    changed = _changed_defaults(original.signature, today)
    kinds = {one.kind: one.name for one in original.signature.parameters.values()}
    several, rest = kinds.get(inspect.Parameter.VAR_POSITIONAL), kinds.get(inspect.Parameter.VAR_KEYWORD)
    leading = [one.name for one in today.parameters.values()
               if one.kind == one.POSITIONAL_ONLY or one.name == "self"]
    open_ = any(one.kind == one.VAR_KEYWORD for one in today.parameters.values())

    def translate(args: Sequence[Any], kwargs: Mapping[str, Any]) -> Tuple[Tuple[Any, ...], Dict[str, Any]]:
        given = original.given(args, kwargs)
        more = given.pop(several, ()) if several else ()
        given.update(given.pop(rest, {}) if rest else {})
        made = dict(changed)
        for name, value in given.items():
            known = name if name in today.parameters or name not in RENAMED else RENAMED[name]
            if known not in today.parameters and not open_:
                if name in IGNORED or _is_default(value, original.defaults.get(name)):
                    continue
                raise gone("the argument %r of %s()" % (name, original.full))
            made[known] = value
        first = [made.pop(name) for name in leading if name in made]
        return (*first, *more), made

    return translate


def _is_default(value: Any, default: Any) -> bool:
    return _is_plain(value) and type(value) is type(default) and bool(value == default)
