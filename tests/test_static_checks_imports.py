"""The checks of imports and of names, under whatever alias."""

from pathlib import Path

import pytest

from checker.errors import SpecError
from checker.static_checks import Source, read_source
from checker.static_checks.imports import imports
from checker.static_checks.names import names

NUMPY, KERAS = "import numpy as np", "import tensorflow.keras as K"


def write(folder: Path, content: str) -> Source:
    """A source with this content."""
    (folder / "a.py").write_bytes(content.encode())
    return read_source(folder, "a.py")


@pytest.mark.parametrize(
    "content",
    [
        "import numpy as np\nimport numpy as np\n",
        "import tensorflow.keras as K, numpy as np\n",
        "def f():\n    try:\n        import numpy as np\n    except ImportError:\n        pass\n",
        "block = __import__('2-identity_block').identity_block\n",
        "block = __import__(name='2-identity_block')\n",
        "model.compile(a)\nnp.eval\n",
        "def f(compile=True):\n    return compile\n",
        "eval = 1\nprint(eval)\n",
        "def eval(x):\n    return x\n\n\nprint(eval(1))\n",
        "class compile:\n    pass\n\n\ncompile()\n",
    ],
)
def test_what_the_task_allows_passes(tmp_path: Path, content: str) -> None:
    """Allowed statements pass wherever and as often as they stand, siblings by a literal name, and own names."""
    assert imports(write(tmp_path, content), allowed=[NUMPY, KERAS], siblings=["2-identity_block.py"]) == []


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        ("import os", 1, "doesn't allow `import os`, only `import numpy as np` and `import tensorflow.keras as K`"),
        ("import numpy as np, sys", 21, "`import sys`"),
        ("import numpy", 1, "allows exactly `import numpy as np`; write that instead of `import numpy`"),
        ("import numpy as numpy", 1, "instead of `import numpy as numpy`"),
        ("from numpy import pad", 1, "exactly `import numpy as np`, not `from numpy import pad`"),
        ("from tensorflow import keras as K", 1, "exactly `import tensorflow.keras as K`; write that instead of"),
        ("import tensorflow.compat.v1 as tf", 1, "exactly `import tensorflow.keras as K`, not"),
        ("from numpy import *", 1, "`from numpy import *`"),
        ("from . import a", 1, "`from . import a`"),
        ("from __future__ import division", 1, "remove it"),
        ("import importlib", 1, "`import importlib`"),
        ("__import__('os')", 1, "'2-block' alone, here it names 'os'"),
        ("__import__('2-' + 'block')", 1, "here it names '2-' + 'block'"),
        ("__import__()", 1, "here it names nothing"),
        ("__import__(*a)", 1, "here it names *a"),
        ("f = __import__", 5, "only by a direct call"),
        ("exec('a')", 1, "exec runs code"),
        ("f(eval)", 3, "eval runs code"),
        ("compile('a', '', 'exec')", 1, "compile runs code"),
        ("__builtins__", 1, "__builtins__ reaches"),
        ("__loader__.load_module('os')", 1, "__loader__ reaches"),
        ("f.__globals__", 1, "__globals__ reaches"),
        ("object.__subclasses__()", 1, "__subclasses__ reaches"),
        ("builtins.__import__", 1, "by a detour"),
        ("getattr(a, '__import__')", 12, "by a detour"),
        ("globals()['__builtins__']", 11, "by a detour"),
    ],
)
def test_every_other_import_fails(tmp_path: Path, content: str, column: int, words: str) -> None:
    """S013 for each other import, however it is spelled, with what to write where that is known."""
    (finding,) = imports(write(tmp_path, content), allowed=[NUMPY, KERAS], siblings=["2-block.py"])
    assert (finding.code, finding.line, finding.column) == ("S013", 1, column)
    assert words in finding.message


def test_a_task_may_allow_nothing(tmp_path: Path) -> None:
    """Without allowed imports and siblings, the messages say so."""
    found = imports(write(tmp_path, "import os\n__import__('a')\n"), allowed=[], siblings=[])
    assert [finding.message for finding in found] == [
        "the task allows no import, not even `import os`",
        "the task doesn't allow __import__, here it names 'a'",
    ]


@pytest.mark.parametrize("statement", ["numpy", "import", "import a\0", ""])
def test_a_spec_must_allow_statements(tmp_path: Path, statement: str) -> None:
    """A mistake in `allowed` is the spec's and says so."""
    with pytest.raises(SpecError, match="`allowed` must hold import statements"):
        imports(write(tmp_path, ""), allowed=[statement], siblings=[])


HE_NORMAL = "tensorflow.keras.initializers.HeNormal"


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("import tensorflow.keras as K\nK.initializers.HeNormal()", 2, 1),
        ("import tensorflow as tf\na = tf.keras.initializers.HeNormal", 2, 5),
        ("import tensorflow\ntensorflow.keras.initializers.HeNormal", 2, 1),
        ("import tensorflow.keras\ntensorflow.keras.initializers.HeNormal", 2, 1),
        ("from tensorflow import keras\nkeras.initializers.HeNormal.x.y", 2, 1),
        ("from tensorflow.keras.initializers import HeNormal", 1, 1),
        ("from tensorflow.keras import initializers as i\ni.HeNormal()", 2, 1),
        ("import tensorflow as tf\nK = tf.keras\ni = K.initializers\nx = i.HeNormal()", 4, 5),
        ("import tensorflow as tf\ndef f():\n    i, j = tf.keras.initializers, 1\n    return i.HeNormal()", 4, 12),
        ("import tensorflow as tf\na = b = tf.keras\nb.initializers.HeNormal", 3, 1),
        ("import tensorflow.keras as K\nclass A:\n    x = lambda: K.initializers.HeNormal", 3, 17),
        ("import tensorflow as tf\ngetattr(tf.keras, 'initializers').HeNormal", 2, 1),
        ("import tensorflow as tf\nvars(tf)['keras'].initializers.HeNormal", 2, 1),
        ("import tensorflow as tf\ntf.__dict__['keras'].initializers.HeNormal", 2, 1),
        ("import tensorflow as tf\ndef f(a, tf=tf):\n    return tf.keras.initializers.HeNormal", 3, 12),
        ("import tensorflow as tf\nf = lambda *, k=tf.keras: k.initializers.HeNormal", 2, 27),
        ("x = __import__('tensorflow.keras').keras.initializers.HeNormal", 1, 5),
        ("import tensorflow.keras as K\né = [K.initializers.HeNormal]", 2, 6),
        ("import tensorflow.keras as K\nfor K in ():\n    pass\nK.initializers.HeNormal", 4, 1),
    ],
)
def test_names_are_found_under_any_alias(tmp_path: Path, content: str, line: int, column: int) -> None:
    """S017 where a newer name is first used, by import, attribute, assignment or getattr."""
    (finding,) = names(write(tmp_path, content))
    assert (finding.code, finding.line, finding.column) == ("S017", line, column)
    assert f"names {HE_NORMAL}" in finding.message
    assert finding.message.endswith("TensorFlow has it since 2.3; write K.initializers.he_normal()")


@pytest.mark.parametrize(
    "content",
    [
        "import tensorflow.keras as K\nK.initializers.he_normal()",
        "import tensorflow.keras as K\ndef f(K):\n    return K.initializers.HeNormal",
        "import tensorflow.keras as K\ndef f():\n    K = 1\n    return K.initializers.HeNormal",
        "import tensorflow.keras as K\ndef f():\n    for K in ():\n        K.initializers.HeNormal",
        "import tensorflow.keras as K\ndef f():\n    def K():\n        pass\n    return K.initializers.HeNormal",
        "import tensorflow.keras as K\ndef f(a=K, K=1):\n    return K.initializers.HeNormal",
        "import tensorflow.keras as K\nlambda *K: K.initializers.HeNormal",
        "import tensorflow.keras as K\na, b = K\na.initializers.HeNormal",
        "K.initializers.HeNormal",
        "import other.keras as K\nK.initializers.HeNormal",
        "from .tensorflow import keras\nkeras.initializers.HeNormal",
    ],
)
def test_other_names_pass(tmp_path: Path, content: str) -> None:
    """A name that only looks alike, or that something else hides, is not the name."""
    assert names(write(tmp_path, content)) == []


def test_a_forbidden_name_forbids_all_below_it(tmp_path: Path) -> None:
    """S016 comes once for each entry, at its first use, with the other lines."""
    content = (
        "import tensorflow as tf\na = tf.keras.layers.Dense(1)\nb = tf.keras\nc = b.Input()\nd = tf.layers.dense\n"
    )
    (finding,) = names(write(tmp_path, content), forbidden={"tensorflow.keras": "use tf.layers"})
    assert (finding.code, finding.line) == ("S016", 2)
    assert finding.message == (
        "`tf.keras.layers.Dense` names tensorflow.keras.layers.Dense, which the task forbids: use tf.layers "
        "(also in lines 3, 4)"
    )


def test_a_name_may_be_forbidden_and_not_there(tmp_path: Path) -> None:
    """What is forbidden and not there is reported as both, and a single other line in the singular."""
    found = names(
        write(tmp_path, "import tensorflow.compat.v1\nfrom tensorflow.compat.v1 import *\n"),
        forbidden={"tensorflow": "no"},
    )
    assert [(finding.code, finding.message.endswith("(also in line 2)")) for finding in found] == [
        ("S016", True),
        ("S017", True),
    ]
