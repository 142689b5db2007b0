"""Commands that can work on a cluster: which one is meant, and that it is the one that works."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tertius.case.files.write import yaml_of
from tertius.cluster import cluster as module
from tertius.cluster import on_cluster
from tertius.studies.backtest.frames import meetings_of
from tests.analysis.moves.towns import towns
from tests.cli.conftest import Call
from tests.cli.examples import toy_case
from tests.cluster.shuffled import Shuffled
from tests.studies.deu_made import made_folder

backtest = import_module("tertius.studies.backtest.backtest")
TOY, TOWNS = yaml_of(toy_case()), yaml_of(towns())
COMMANDS = {
    "forecast": (TOY, ["case.yaml", "--draws", "8"]),
    "sensitivity": (TOY, ["case.yaml", "--base", "4"]),
    "claims": (TOY, ["case.yaml", "--draws", "8", "--random-cases", "0"]),
    "moves": (TOWNS, ["case.yaml", "--for", "lower", "--draws", "8"]),
    "game": (TOWNS, ["case.yaml", "--draws", "4"]),
    "batch": (TOY, ["case.yaml", "--draws", "8"]),
    "validate": (TOY, ["deu", "--data", "deu"]),
    "backtest": (TOY, ["opec-plus", "--draws", "2"]),
}


class Counting(Shuffled):
    """A cluster without processes that counts its tasks; they and their answers go through a pickle."""

    def __init__(self) -> None:
        super().__init__(1)
        self.tasks = 0

    def submit(self, function: Any, *arguments: Any, pure: bool) -> Any:
        self.tasks += 1
        sent = [one if hasattr(one, "result") else pickle.dumps(one) for one in arguments]

        def work(*given: Any) -> Any:
            arrived = [pickle.loads(one) if isinstance(one, bytes) else one for one in given]
            return pickle.loads(pickle.dumps(function(*arrived)))

        return super().submit(work, *sent, pure=pure)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(on_cluster, "FEWEST", 2)
    monkeypatch.setattr(backtest, "meetings_of", lambda frame: meetings_of(frame)[:2])
    made_folder(tmp_path / "deu", 6)
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_works_on_the_cluster_that_it_is_given(
    name: str, folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, arguments = COMMANDS[name]
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    here = call(name, *arguments, "--json")
    counting = Counting()

    @contextmanager
    def client_of(workers: int | None, address: str | None) -> Iterator[Any]:
        assert (workers, address) == (None, "tcp://there:1")
        yield counting

    def arrivals(cluster: Any, function: Any, tasks: Any) -> Any:
        return enumerate(cluster.answers(function, tasks))

    monkeypatch.setattr(module.Cluster, "arrivals", arrivals)
    monkeypatch.setattr(import_module(WHERE[name]), "client_of", client_of)
    there = call(name, *arguments, "--json", "--cluster", "tcp://there:1")
    assert (there.exit_code, counting.tasks > 0) == (here.exit_code, True)
    assert _without_time(there.stdout) == _without_time(here.stdout)


WHERE = {
    "forecast": "tertius.cli.forecast",
    "sensitivity": "tertius.cli.forecast",
    "claims": "tertius.cli.claims",
    "moves": "tertius.cli.moves",
    "game": "tertius.cli.moves",
    "batch": "tertius.cli.many.batch",
    "validate": "tertius.cli.claims",
    "backtest": "tertius.cli.studies.backtest",
}


def _without_time(told: str) -> list[str]:
    return [line for line in told.splitlines() if '"seconds"' not in line]


@pytest.mark.parametrize("name", COMMANDS)
def test_two_clusters_at_once_are_refused(name: str, folder: Path, call: Call) -> None:
    case, arguments = COMMANDS[name]
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    result = call(name, *arguments, "--workers", "1", "--cluster", "tcp://there:1")
    assert result.exit_code == 2
    assert "give one of them" in result.stderr
