"""What a task asks and how it is checked, as text for ``checker show``."""

import textwrap

from checker.model import Group, TaskSpec


def describe_task(task: TaskSpec, width: int) -> str:
    """The task's text, and its checks with their points, by group; lines of at most `width` characters."""
    width = max(40, min(width, 110))
    lines = [f"{task.name.partition('-')[0]}. {task.title}", f"file: {task.project}/{task.file}", ""]
    lines += textwrap.wrap(" ".join(task.asks.split()), width)
    if task.siblings:
        lines += ["", f"may use: {', '.join(task.siblings)}"]
    for group in Group:
        checks = [check for check in task.checks if check.group is group]
        if checks:
            lines += ["", f"{group.value} ({sum(check.points for check in checks)} points)"]
            lines += [f"  {check.points or '-':>3}  {check.id:<20} {check.title}" for check in checks]
    if task.manual_review:
        lines += ["", *textwrap.wrap(task.manual_review, width)]
    return "\n".join(lines)
