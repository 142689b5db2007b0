"""Two workers for all tests of a process: to start them costs seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dask
import pytest

from tertius.cluster.cluster import Cluster


@pytest.fixture(scope="session")
def two() -> Iterator[Any]:
    """The client of a cluster of two workers."""
    # Whoever asks a worker that was killed waits for it no longer than that, instead of half a minute.
    with dask.config.set({"distributed.comm.timeouts.connect": "8s"}), Cluster(workers=2) as cluster:
        yield cluster.client
