"""Answers of a cluster come in the order of the tasks, and a cluster that cannot be used says why."""

from __future__ import annotations

import socket
from concurrent.futures import CancelledError
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest
from distributed import KilledWorker
from distributed.comm.core import CommClosedError

from tertius.cluster import cluster as module
from tertius.cluster.cluster import Cluster
from tertius.errors import UsageError


def test_answers_come_in_the_order_of_the_tasks(two: Any) -> None:
    answers = Cluster(client=two).answers(pow, ((n, 2) for n in range(40)))
    assert list(answers) == [n * n for n in range(40)]


def test_arrivals_say_which_task_they_answer(two: Any) -> None:
    arrivals = dict(Cluster(client=two).arrivals(pow, ((n, 2) for n in range(40))))
    assert arrivals == {n: n * n for n in range(40)}


@pytest.mark.parametrize("asked", [Cluster.answers, Cluster.arrivals])
def test_worker_with_other_sources_is_refused(asked: Any, two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "sources", lambda: "0.0.0 (another)")
    with pytest.raises(UsageError, match="install the same on both"):
        list(asked(Cluster(client=two), pow, [(2, 2)]))


def test_worker_of_another_version_is_refused_before_it_is_asked_anything(
    two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_installed", lambda: "0.0.0")
    monkeypatch.setattr(two, "submit", None)
    with pytest.raises(UsageError, match=r"a worker has Tertius .*, and this is 0\.0\.0"):
        list(Cluster(client=two).answers(pow, [(2, 2)]))


def test_late_worker_that_does_not_know_what_it_is_asked_is_refused() -> None:
    late = Failing(ImportError("no module named tertius.cluster"))
    late.finds = [{}, {}, {"late": PackageNotFoundError("tertius")}]
    with pytest.raises(UsageError, match="a worker has Tertius that cannot be found"):
        list(Cluster(client=late).answers(pow, [(2, 2)]))


def test_mistake_of_a_task_is_told_as_it_is(two: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        list(Cluster(client=two).answers(pow, [(0, -1)]))


def test_unreachable_scheduler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(UsageError, match="no scheduler answers"), Cluster(address):
            pass


class Failing:
    """A client whose every task ends with an error."""

    def __init__(self, error: Exception) -> None:
        self.error, self.left = error, None
        self.finds: list[dict[str, Any]] = []

    def nthreads(self) -> dict[str, int]:
        return {"one": 1}

    def submit(self, *_: Any, **__: Any) -> Any:
        return self

    def run(self, *_: Any, **__: Any) -> dict[str, Any]:
        return self.finds.pop(0) if self.finds else {}

    def result(self) -> Any:
        raise self.error

    def cancel(self, futures: Any) -> None:
        self.left = futures
        raise CommClosedError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CommClosedError("closed"), "hung up"),
        (CancelledError("connection lost"), "hung up"),
        (KilledWorker("task", None, 3), "one worker after the other"),
        (UsageError("a mistake of the task"), "a mistake of the task"),
    ],
)
def test_scheduler_and_workers_that_fail_are_told_in_words(error: Exception, said: str) -> None:
    client = Failing(error)
    with pytest.raises(UsageError, match=said):
        list(Cluster(client=client).answers(pow, [(2, 2)] * 9))
    assert client.left == [client, client]


@pytest.mark.parametrize("named", [{}, {"workers": 0}, {"workers": 1, "address": "tcp://127.0.0.1:1"}])
def test_cluster_is_named_once(named: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Cluster(**named)  # type: ignore[arg-type]


def test_workers_here_listen_on_this_machine_alone(two: Any) -> None:
    told = two.scheduler_info()
    assert told["address"].startswith("tcp://127.0.0.1:")
    assert all(address.startswith("tcp://127.0.0.1:") for address in told["workers"])
