"""The cluster that a command is asked to work on: ``--workers`` and ``--cluster``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tertius.cli.failures import outlive_closed_connections
from tertius.errors import UsageError


@contextmanager
def client_of(workers: int | None, address: str | None) -> Iterator[Any]:
    """The client of the cluster that is asked for, as long as the block lasts; None if none is.

    Args:
        workers: How many processes to start here.
        address: Where a scheduler listens.

    Raises:
        UsageError: Both are given, the extra is missing, or no scheduler answers.
    """
    if workers is None and address is None:
        yield None
        return
    if workers is not None and address is not None:
        raise UsageError("--workers starts processes here, --cluster names a scheduler elsewhere: give one of them")
    from tertius.cluster.cluster import Cluster

    outlive_closed_connections()
    with Cluster(address, workers) as cluster:
        yield cluster.client
