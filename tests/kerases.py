"""Functions f(X) whose bodies make Keras models, and what a worker observes of them."""

import numpy as np
from bench import run, seen, write

HEAD = "import tensorflow as tf\nimport tensorflow.keras as K\n\n"
LIMITS = {"seconds": 120.0, "memory_mib": 3072}
IMAGES = np.random.RandomState(0).standard_normal((2, 8, 8, 3)).astype(np.float32)
INPUT = {"input": [8, 8, 3]}


def keras(*arguments, **parameters):
    """A request for a function that returns a model, or layers' outputs."""
    return {"id": "p", "probe": "keras", "parameters": {"function": "f", "arguments": list(arguments), **parameters}}


def observed(worker, folder, body, probe=None, head=HEAD):
    """What is observed of f(X), whose body is given; by default images are put through its model."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    probe = probe or keras(INPUT, images=IMAGES, model="Model(" in body)
    return run(worker, write(folder, f"{head}def f(X=None):\n{lines}\n"), probe, **LIMITS)


def outputs(worker, folder, body):
    """A model's outputs in inference and in training mode."""
    ran = observed(worker, folder, body)
    return seen(ran, part="inference").value, seen(ran, part="training").value
