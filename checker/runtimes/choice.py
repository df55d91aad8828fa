"""From the name of a runtime to the interpreter that is meant."""

import difflib
import os
import shutil
import site
import sys
from pathlib import Path

from checker.errors import RuntimeFault, UsageError
from checker.model import Runtime
from checker.runtimes import container, environment

MODERN, AUTO = "modern", "auto"


def modern() -> Runtime:
    """The interpreter that runs this very program; a user's own packages are found there too."""
    search = (site.getusersitepackages(),) if site.ENABLE_USER_SITE else ()
    return Runtime(name=MODERN, python=sys.executable, search=search)


def choose(name: str, wanted: str, isolation: str = AUTO) -> Runtime:
    """The runtime that a person names: ``auto``, ``modern``, ``tf1.12``, ``docker``, or an interpreter's path.

    Args:
        wanted: the project's own runtime, which ``auto`` takes where it is installed.
        isolation: where it names an engine (``podman``, or ``podman:IMAGE``), the runtime is in a container.

    Raises:
        RuntimeFault: when the runtime is missing or broken; the message has the command that repairs it.
        UsageError: when there is no such runtime or interpreter.
    """
    engine, _, image = isolation.partition(":")
    if engine in container.ENGINES:
        return _contained(engine, image, name, wanted)
    if name == AUTO:
        name = wanted if wanted == environment.NAME and os.path.lexists(environment.home()) else MODERN
    if name == MODERN:
        return modern()
    if name == environment.NAME:
        what = environment.problem()
        if what:
            raise RuntimeFault(f"the runtime {environment.NAME} {what}; {environment.REPAIR}")
        return environment.exact()
    if name == container.NAME:
        return _usable(container.contained())
    return _interpreter(name)


def _contained(engine: str, image: str, name: str, wanted: str) -> Runtime:
    """The runtime in a container of an image that has its libraries."""
    asked = wanted if name == AUTO else name
    if not image and asked not in (environment.NAME, container.NAME):
        raise UsageError(
            f"--isolation {engine} has an image of its own for the runtime {environment.NAME} alone; for {asked} name "
            f"one whose python3 has the libraries that the checker brings, as in --isolation {engine}:IMAGE"
        )
    if image and name not in (AUTO, MODERN):
        raise UsageError(f"the runtime is that of the image {image!r}; leave out --runtime {name}")
    return _usable(container.contained(engine, image))


def _usable(runtime: Runtime) -> Runtime:
    what = container.problem(runtime)
    if what:
        raise RuntimeFault(f"the runtime {runtime.name} {what}")
    return runtime


def listing() -> list[tuple[str, str, str]]:
    """The runtimes: name, what it is, and whether it can be used, in words."""
    state = environment.problem()
    versions = environment.recorded_versions()
    what = ", ".join(f"{library} {version}" for library, version in versions.items()) or "TensorFlow 1.12, numpy 1.15"
    python = ".".join(map(str, sys.version_info[:3]))
    contained = container.contained()
    return [
        (MODERN, f"today's TensorFlow, Python {python}", "ready"),
        (environment.NAME, what, f"{state}; {environment.REPAIR}" if state else f"ready, in {environment.home()}"),
        (container.NAME, f"the same in a container of {contained.image}", container.problem(contained) or "ready"),
    ]


def _interpreter(name: str) -> Runtime:
    path = name if os.sep in name else shutil.which(name)
    if path is None or not (Path(path).is_file() and os.access(path, os.X_OK)):
        known = [AUTO, MODERN, environment.NAME, container.NAME]
        near = difflib.get_close_matches(name, known, 1, 0.4)
        hint = f"; is {near[0]} meant?" if near else f"; there are {', '.join(known)}, or the path of a Python"
        raise UsageError(f"there is no runtime {name!r}{hint}")
    return Runtime(name=name, python=os.path.abspath(path))
