"""Whatever settles many draws answers on a cluster what it answers on one core, to the bit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.analysis.claims.kept import Kept
from tertius.case.model import Case
from tertius.cluster import on_cluster
from tertius.results import Result
from tertius.rules import theory_named
from tertius.scenarios.scenarios import Scenarios
from tertius.studies import validate_deu
from tests.analysis.moves.towns import towns
from tests.cli.examples import ENTRIES
from tests.cluster.shuffled import Shuffled
from tests.studies.deu_made import made_folder

DOUBT = {
    "talks": {**ENTRIES["talks"], "us-dprk": {**ENTRIES["talks"]["us-dprk"], "doubt": {"usa": "20%", "dprk": 0.1}}}
}


def toy(**changes: Any) -> Case:
    return Case.model_validate({**ENTRIES, **changes})


COMMANDS: dict[str, Callable[..., Result]] = {
    "sensitivity": lambda **how: tertius.sensitivity(toy(), base=8, **how),
    "claims": lambda **how: tertius.claims(toy(), draws=20, random_cases=4, theories="renegotiate", **how),
    "moves": lambda **how: tertius.moves(towns(), "lower", depth=2, draws=16, theories="hold", **how),
    "game": lambda **how: tertius.game(towns(), draws=8, theories="hold", **how),
}


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tasks of few draws, and nothing known from tests before."""
    for name, value in {"FEWEST": 2, "SHORTEST": 3, "LONGEST": 17}.items():
        monkeypatch.setattr(on_cluster, name, value)
    monkeypatch.setattr(Kept, "get", lambda *_: None)


@pytest.mark.parametrize("name", COMMANDS)
def test_two_workers_answer_what_one_core_answers(name: str, two: Any, cut: None) -> None:
    asked = COMMANDS[name]
    assert asked(client=two).to_dict() == asked(threads=1).to_dict()


def test_two_workers_answer_the_study_as_one_core_does(two: Any, tmp_path: Path) -> None:
    folder, told = made_folder(tmp_path, 6), []
    there = validate_deu(folder, lambda *done: told.append(done), 20, client=two)
    assert told == [(done, 6) for done in range(1, 7)]
    assert there.to_dict() == validate_deu(folder, resamples=20).to_dict()


@pytest.mark.parametrize("length", [3, 50, 1000])
@pytest.mark.parametrize(("theory", "hands"), [("renegotiate", True), ("hold+egalitarian", False)])
def test_neither_the_length_of_tasks_nor_their_order_changes_a_bit(
    theory: str, length: int, hands: bool, cut: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_cluster, "SHORTEST", length)
    monkeypatch.setattr(on_cluster, "LONGEST", length)
    versions = [
        toy(**DOUBT),
        toy(),
        toy(**DOUBT, threats={}),
        toy(talks={"us-dprk": ENTRIES["talks"]["us-dprk"]}, links={}),
    ]
    found = []
    for client in (None, Shuffled(length)):
        scenarios = Scenarios(versions[0], theory, 30, threads=1, client=client)
        each = scenarios.settle_each(map(scenarios.patch, versions), hands)
        settled = [one[theory] for one in each]
        found.append([one.many for one in settled] + [one.settle(one.versions(one.each(2)), hands) for one in settled])
    for here, there in zip(*found, strict=True):
        for name in type(here).__dataclass_fields__:
            assert np.array_equal(getattr(here, name), getattr(there, name), equal_nan=True), name


def test_few_draws_are_settled_here() -> None:
    class Nobody(Shuffled):
        def submit(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("nothing was to be sent")

    theory = on_cluster.theory_on(Nobody(1), theory_named("renegotiate"))
    few = np.full((on_cluster.FEWEST - 1, 1), 50.0)
    assert theory.settle_many(toy(), [("stances", "usa", "arms", "salience")], few).draws == len(few)


def test_a_theory_without_a_cluster_is_itself() -> None:
    theory = theory_named("hold")
    assert on_cluster.theory_on(None, theory) is theory
