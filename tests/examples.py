"""How many examples a test tries: some in `make test`, all of them in `make test-long`."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["SOME", "WHOLE", "few", "register"]

SOME, WHOLE = "some", "whole"
"""The profiles of hypothesis: the same examples each time, fewer of them or all."""


def register() -> None:
    """Make both profiles known, and the quick one the one in use; `--hypothesis-profile whole` asks for the other."""
    settings.register_profile(WHOLE, derandomize=True, deadline=None, database=None)
    settings.register_profile(SOME, settings.get_profile(WHOLE), max_examples=30)
    settings.load_profile(SOME)


def few(some: int, whole: int) -> int:
    """How many examples a slow test tries in `make test`; or all of them."""
    return whole if settings.get_current_profile_name() == WHOLE else some
