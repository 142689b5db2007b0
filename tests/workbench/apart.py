"""Coroutines run where no browser is in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_apart(trial: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: the browser of another test keeps the loop of this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, trial).result()
