"""How many examples a slow test tries: some in `make test`, all of them in `make test-long`."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["few"]


def few(some: int, whole: int) -> int:
    """How many examples a test tries under the profile in use: `some` or `whole`, as the conftest registers them."""
    return whole if settings.get_current_profile_name() == "whole" else some
