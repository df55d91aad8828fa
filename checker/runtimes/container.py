"""The runtime docker: the course's own versions in the image that TensorFlow's makers published."""

import shutil
import subprocess

from checker.model import Runtime

NAME = "docker"
IMAGE = "tensorflow/tensorflow:1.12.0-py3"
ASK_SECONDS = 20


def contained() -> Runtime:
    """The runtime in a container of the image."""
    return Runtime(name=NAME, python="python3", engine=shutil.which("docker") or "docker", image=IMAGE)


def problem() -> str:
    """What keeps containers of the image from being used, and what to do; empty when nothing does."""
    runtime = contained()
    command = [runtime.engine, "image", "inspect", "--format", "{{.Id}}", runtime.image]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=ASK_SECONDS, check=False)
    except FileNotFoundError:
        return "needs the program docker, which is not on PATH: install Docker Engine"
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"gets no answer from {runtime.engine}: {error}"
    if ended.returncode == 0:
        return ""
    said = (ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"])[-1]
    if "no such image" in said.lower():
        return f"lacks its image {runtime.image}; `docker pull {runtime.image}` fetches it"
    return f"can't be used: {said}"
