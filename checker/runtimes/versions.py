"""What this very program runs with."""

import importlib.metadata
import platform

from checker import __version__

LIBRARIES = ("numpy", "tensorflow", "tf_keras")


def versions() -> dict[str, str]:
    """The versions of Python, of the checker and of the libraries that results depend on."""
    found = {"python": platform.python_version(), "checker": __version__}
    for library in LIBRARIES:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
