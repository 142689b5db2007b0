"""The small case of the tests of `case`, and how to damage it."""

from __future__ import annotations

from tests.case.conftest import damage, small

__all__ = ["damage", "small"]
