"""The exact runtime, tf1.12: a virtual environment with what the course runs, built from a Python of its time."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import platformdirs

from checker.errors import RuntimeFault
from checker.model import Runtime
from checker.runtimes.pythons import Python, find_python

NAME = "tf1.12"
REPAIR = f"`checker runtime install {NAME}` builds it"
RECORD = "runtime.json"
UNFINISHED, LOCK = ".unfinished-", ".lock"
# The first installs the others: older ones don't see which packages are too new for this Python.
INSTALLERS = {"3.5": "pip==20.3.4", "3.6": "pip==21.3.1"}
PINS = (
    "tensorflow==1.12.0",
    "numpy==1.15.4",
    "protobuf==3.19.6",
    "h5py==2.10.0",
    "Keras-Applications==1.0.8",
    "Keras-Preprocessing==1.1.2",
    "tensorboard==1.12.2",
    "gast==0.7.0",
    "astor==0.8.1",
    "termcolor==1.1.0",
    "six==1.16.0",
)
# The newest of these that each Python takes.
PINS_OF = {
    "3.5": ("absl-py==0.15.0", "grpcio==1.36.1", "Werkzeug==1.0.1", "Markdown==3.2.2"),
    "3.6": ("absl-py==1.4.0", "grpcio==1.48.2", "Werkzeug==2.0.3", "Markdown==3.3.7"),
}
ASK = """
import json, platform, absl, astor, gast, google.protobuf, grpc, h5py, six, tensorboard, termcolor
import keras_applications, keras_preprocessing, markdown, werkzeug, numpy, tensorflow
versions = {"TensorFlow": tensorflow.__version__, "numpy": numpy.__version__, "Python": platform.python_version()}
print(json.dumps(versions))
"""
PIP_INSTALL = ("-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input")
INSTALL_SECONDS, ASK_SECONDS = 1800, 120


def home() -> Path:
    """The folder of the exact runtime; whatever it holds, it is there in whole or not at all."""
    return Path(platformdirs.user_data_path("checker")) / "runtimes" / NAME


def exact() -> Runtime:
    """The exact runtime as it is installed."""
    return Runtime(name=NAME, python=str(home() / "bin" / "python"), repair=REPAIR)


def problem() -> str:
    """What keeps the exact runtime from being used, in words that follow its name; empty when nothing does.

    Only a look at its files: `diagnose` starts it.
    """
    if not os.path.lexists(home()):
        return "is not installed"
    record = _record()
    if not record:
        return f"is only half there ({RECORD} is missing or damaged)"
    if record.get("packages") != list(packages(str(record.get("python_version")))):
        return "was built with other packages than this checker wants"
    if not os.access(home() / "bin" / "python", os.X_OK):
        return "has lost its Python"
    return ""


def packages(python: str) -> tuple[str, ...]:
    """What is installed for a version of Python, such as ``3.6``; the common packages alone for an unknown one."""
    return (*PINS, *PINS_OF.get(python, ()))


def recorded_versions() -> Mapping[str, str]:
    """The versions of Python, TensorFlow and numpy that were there when the runtime was built; none without it."""
    versions = _record().get("versions")
    return versions if isinstance(versions, dict) else {}


def diagnose() -> str:
    """Like `problem`, but starts the runtime and asks it for its libraries, which takes a second."""
    what = problem()
    if what:
        return what
    versions, complaint = _ask(home())
    if complaint:
        return f"can't be used: {complaint}"
    wanted = recorded_versions()
    other = [f"{name} is {versions.get(name)}, not {version}" for name, version in wanted.items() if
             versions.get(name) != version]
    return f"has changed since it was built: {', '.join(other)}" if other else ""


def install(python: str = "") -> Mapping[str, str]:
    """Builds the exact runtime, in the place of an older one, and returns the versions in it.

    It is built beside its place and moved there as the last step, so that an interrupted installation leaves nothing
    that counts; what one left behind is cleared away by the next. Two at a time would clear each other away.

    Args:
        python: the interpreter to build it from; one is looked for when none is named.

    Raises:
        RuntimeFault: when there is no fitting Python, a package can't be installed, or another installation is under
            way.
    """
    found = find_python(python)
    try:
        return _build(found)
    except OSError as error:
        raise RuntimeFault(f"can't build {NAME} in {home().parent}: {error.strerror or error}") from error


def _build(found: Python) -> Mapping[str, str]:
    home().parent.mkdir(parents=True, exist_ok=True)
    with _alone(), _unfinished() as folder:
        _run([found.path, "-m", "venv", str(folder)], "make a virtual environment")
        pip = [str(folder / "bin" / "python"), *PIP_INSTALL]
        _run([*pip, INSTALLERS[found.version]], "bring pip up to date")
        _run([*pip, *packages(found.version)], f"install the packages for Python {found.version}")
        versions, complaint = _ask(folder)
        if complaint:
            raise RuntimeFault(f"what was installed from {found.path} can't be used: {complaint}")
        record = {
            "packages": packages(found.version),
            "python": found.path,
            "python_version": found.version,
            "versions": versions,
        }
        (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        folder.chmod(0o755)  # a temporary folder is its maker's alone, and workers may be of another user
        if home().is_symlink() or home().is_file():
            home().unlink()
        shutil.rmtree(home(), ignore_errors=True)
        folder.rename(home())
    return versions


def _record() -> dict[str, Any]:
    try:
        record = json.loads((home() / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Holds a lock that ends with this process, however that ends."""
    import filelock  # which takes almost as long as numpy, and no check needs it

    try:
        with filelock.FileLock(home().parent / LOCK).acquire(timeout=0):
            yield
    except filelock.Timeout as error:
        raise RuntimeFault("another installation is under way; wait until it has ended") from error


@contextlib.contextmanager
def _unfinished() -> Iterator[Path]:
    """A new folder beside the runtime's place, gone afterwards unless it was moved; older ones are cleared away."""
    for left in home().parent.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home().parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ask(folder: Path) -> tuple[dict[str, str], str]:
    """The versions in a runtime's folder, and what it complains about instead."""
    command = [str(folder / "bin" / "python"), "-I", "-W", "ignore", "-c", ASK]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=ASK_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return {}, str(error)
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if "Error" in line] or ended.stderr.strip().splitlines()
        return {}, (said or [f"it ended with exit code {ended.returncode}"])[-1]
    return json.loads(ended.stdout.splitlines()[-1]), ""


def _run(command: list[str], what: str) -> None:
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeFault(f"can't {what}: {error}") from error
    if ended.returncode:
        lines = [line for line in ended.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
        raise RuntimeFault(f"can't {what}: {' '.join(lines[-3:])[:1000] or 'no reason was given'}")
