"""Private numbers settled roughly: for tests that look at no figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tertius.rules.bargaining.chances import deal, types

__all__ = ["few_types"]

TYPES = 8


@contextmanager
def few_types() -> Iterator[None]:
    """Inside, so few types of each actor are settled that chances are rough; none of these is kept for later."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TYPES", "LEAST"):
            patch.setattr(types, name, TYPES)
        patch.setattr(deal, "_known", {})
        yield
