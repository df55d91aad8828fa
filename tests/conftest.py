"""What all tests share: deterministic settings for hypothesis."""

from hypothesis import settings

settings.register_profile("checker", deadline=None, derandomize=True)
settings.load_profile("checker")
