"""TOML text → TaskSpec and ProjectSpec; every mistake names its file, check and key, and the nearest legal key."""

from checker.specs.loading import load_project, load_task

__all__ = ["load_project", "load_task"]
