"""How many examples a test tries: some in `make test`, all of them in `make test-long`."""

from __future__ import annotations

from hypothesis import settings


def few(some: int, whole: int) -> int:
    """How many examples a slow test tries in `make test`; or all of them."""
    return whole if settings.get_current_profile_name() == "whole" else some
