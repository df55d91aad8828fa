"""What a student's own script would do: import TensorFlow, build the ResNet-50 once, run it once on the images.

The images are those of the task's spec, from a .npy file that the one argument names: see `__main__`. The layers get
their ordinary random weights. Runs under TensorFlow 1.12 too.
"""

import os
import sys
from pathlib import Path

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions" / "supervised_learning" / "0x08-deep_cnns"


def main() -> None:
    """Builds the model and runs it once."""
    sys.modules["tensorflow.keras"] = tf.keras
    sys.path.insert(0, str(SOLUTIONS))
    model = __import__("4-resnet50").resnet50()
    images = np.load(sys.argv[1])
    outputs = model.predict(images) if tf.__version__.startswith("1.") else model(images)
    print(outputs.shape)


main()
