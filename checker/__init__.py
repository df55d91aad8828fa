"""An autograder for deep-learning coursework: it knows a right model from one that merely has the right summary."""

__version__ = "0.1.0"
