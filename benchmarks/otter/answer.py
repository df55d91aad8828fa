"""What otter-grader runs: its own test then looks at `missed`."""

from benchmarks import in_process

missed = in_process.missed()
