"""A pytest file for the answer that the environment names: the same comparisons, nothing else."""

from benchmarks.in_process import missed


def test_answer() -> None:
    """Every comparison passes."""
    assert missed() == []  # noqa: S101 - a test
