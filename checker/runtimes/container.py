"""Runtimes in containers: the course's own versions in an image of TensorFlow's makers, or another image."""

import shutil
import subprocess

from checker.model import Runtime

NAME = "docker"
ENGINES = (NAME, "podman")
IMAGE = "tensorflow/tensorflow:1.12.0-py3"
ASK_SECONDS = 20


def contained(engine: str = NAME, image: str = "") -> Runtime:
    """The runtime in a container of the image, the course's own where none is named."""
    name = f"{engine}:{image}" if image else engine
    return Runtime(name=name, python="python3", engine=shutil.which(engine) or engine, image=image or IMAGE)


def problem(runtime: Runtime) -> str:
    """What keeps containers of a runtime's image from being used, and what to do; empty when nothing does."""
    engine = runtime.name.partition(":")[0]
    command = [runtime.engine, "image", "inspect", "--format", "{{.Id}}", runtime.image]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=ASK_SECONDS, check=False)
    except FileNotFoundError:
        package = "Docker Engine" if engine == NAME else f"the package {engine}"
        return f"needs the program {engine}, which is not on PATH: install {package}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"gets no answer from {runtime.engine}: {error}"
    if ended.returncode == 0:
        return ""
    said = (ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"])[-1]
    if any(words in said.lower() for words in ("no such image", "image not known")):
        return f"lacks its image {runtime.image}; `{engine} pull {runtime.image}` fetches it"
    return f"can't be used: {said}"
