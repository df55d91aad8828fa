"""An instructor's workspace of two tasks nobody thought of, one in numpy and one in Keras; it touches no tool code."""

from pathlib import Path

PROJECT = "unsupervised_learning/0x09-something"

PROJECT_SPEC = """\
title = "Something else"

[[checks]]
id = "exists"
title = "the file is there"
group = "requirements"
points = 5
static = "exists"

[[checks]]
id = "parses"
title = "the file is Python"
group = "requirements"
points = 5
static = "parses"
"""

IMPORT_CHECK = """
[[checks]]
id = "import"
title = "the file can be imported"
group = "behaviour"
points = 10
compare = "imported"
probes = ["import"]
part = "import"
against = "nothing"
"""

NUMPY_SPEC = (
    '''\
title = "Running Mean"
file = "0-running_mean.py"
framework = "numpy"
asks = """Write running_mean(data, beta): the exponentially weighted mean of data along its first axis."""

[limits]
seconds = 20.0
memory_mib = 512

[[probes]]
id = "published"
probe = "call"
hidden = false
function = "running_mean"
arguments = [[1.0, 2.0, 3.0], 0.5]

[[probes]]
id = "matrix"
probe = "call"
function = "running_mean"
arguments = [{ normal = [5, 3], seed = 4 }]
keywords = { beta = 0.9 }
'''
    + IMPORT_CHECK
    + """
[[checks]]
id = "published"
title = "the project page's call"
group = "behaviour"
points = 20
compare = "arrays"
probes = ["published"]
part = "returned"
needs = ["import"]

[[checks]]
id = "values"
title = "another call"
group = "behaviour"
points = 60
compare = "arrays"
probes = ["matrix"]
part = "returned"
name = "the mean"
rtol = 1e-6
"""
)

KERAS_SPEC = (
    '''\
title = "Autoencoder"
file = "1-autoencoder.py"
framework = "tensorflow"
siblings = ["0-running_mean.py"]
asks = """Write autoencoder(X, units): a dense autoencoder upon X, a K.Input. Returns its reconstruction of X."""

[limits]
seconds = 60.0
memory_mib = 3072

[[probes]]
id = "published"
probe = "keras"
hidden = false
function = "autoencoder"
arguments = [{ input = [12] }, 4]
images = { uniform = [3, 12], seed = 1, dtype = "float32" }
'''
    + IMPORT_CHECK
    + """
[[checks]]
id = "inference"
title = "the same outputs from equal weights"
group = "behaviour"
points = 80
compare = "arrays"
probes = ["published"]
part = "inference"
rtol = 0.001

[[checks]]
id = "layers"
title = "where the layers part from the reference"
group = "behaviour"
compare = "layers"
probes = ["published"]
part = "layers"
explains = ["inference"]
"""
)

NUMPY_REFERENCE = '''\
#!/usr/bin/env python3
"""Exponentially weighted mean"""
import numpy as np


def running_mean(data, beta):
    """Mean of data (m, ...) along the first axis, each step forgetting by beta"""
    mean, means = 0, []
    for row in np.asarray(data):
        mean = beta * mean + (1 - beta) * row
        means.append(mean)
    return np.array(means)
'''

KERAS_REFERENCE = '''\
#!/usr/bin/env python3
"""Dense autoencoder"""
import tensorflow.keras as K


def autoencoder(X, units):
    """Reconstruction of X (m, n) from a code of the given number of units"""
    code = K.layers.Dense(units, activation="relu")(X)
    return K.layers.Dense(int(X.shape[-1]), activation="sigmoid")(code)
'''


def build(root: Path) -> Path:
    """Writes the workspace's specs and references under `root`; fixtures are for the program to record."""
    specs, solutions = root / "task_specs" / PROJECT, root / "solutions" / PROJECT
    specs.mkdir(parents=True)
    solutions.mkdir(parents=True)
    (specs / "project.toml").write_text(PROJECT_SPEC)
    (specs / "0-running_mean.toml").write_text(NUMPY_SPEC)
    (specs / "1-autoencoder.toml").write_text(KERAS_SPEC)
    (solutions / "0-running_mean.py").write_text(NUMPY_REFERENCE)
    (solutions / "1-autoencoder.py").write_text(KERAS_REFERENCE)
    return root
