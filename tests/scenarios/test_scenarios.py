"""Scenarios that are shared: a version is settled once, and everybody gets what their own would give."""

from __future__ import annotations

import pytest

import tertius
from tertius.analysis.moves import Scenarios
from tertius.case import Change, apply_changes
from tertius.case.edit.changes import bare_case
from tertius.errors import UsageError
from tertius.rules import theories_named
from tertius.rules.theory import Theory
from tertius.scenarios import scenarios as engine
from tests.analysis.claims.dam import dam

DRAWS = 12


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the theories, one for each version that they settle."""
    names: list[str] = []
    settle_each = Theory.settle_each

    def noted(theory: Theory, versions, *arguments, **named):  # type: ignore[no-untyped-def]
        names.extend(theory.name for _ in versions)
        return settle_each(theory, versions, *arguments, **named)

    monkeypatch.setattr(Theory, "settle_each", noted)
    return names


def scenarios(draws: int = DRAWS) -> Scenarios:
    return Scenarios(dam(), "default", draws, 3, threads=1)


def test_claims_and_moves_on_the_same_scenarios_settle_a_version_once(settled: list[str]) -> None:
    movers = list(dict.fromkeys(move.actor for move in dam().moves.values()))
    claims = tertius.claims(dam(), draws=DRAWS, seed=3, threads=1)
    apart = len(settled)
    searches = [tertius.moves(dam(), mover, 1, DRAWS, 3, threads=1) for mover in movers]
    by_moves = len(settled) - apart
    shared = scenarios()
    settled.clear()
    again = [tertius.moves(dam(), mover, scenarios=shared).to_dict() for mover in movers]
    assert again == [search.to_dict() for search in searches]
    first = len(settled)
    assert first == by_moves - len(shared.theories) * (len(movers) - 1)  # the case as it stands is settled once
    assert tertius.claims(dam(), scenarios=shared).to_dict() == claims.to_dict()
    assert len(settled) < first + apart
    whole = len(settled)
    assert tertius.claims(dam(), scenarios=shared).to_dict() == claims.to_dict()
    assert len(settled) == whole


def test_of_many_versions_those_asked_for_last_are_kept(settled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_KEPT", 2 * 2 * DRAWS)
    shared = scenarios()
    start = bare_case(dam())
    first, second, third = (
        apply_changes(start, Change(set="stances.bassa.water.salience", to=to)) for to in (20, 30, 40)
    )
    for version, anew in ((first, 2), (second, 4), (first, 4), (third, 6), (first, 6), (second, 8)):
        shared.settle(version)
        assert len(settled) == anew
    monkeypatch.setattr(engine, "MOST_KEPT", 0)
    assert shared.settle(first)["hold"].payoff("bassa").shape == (DRAWS,)


def test_a_case_that_lists_its_actors_in_another_order_is_another_version() -> None:
    shared, case = scenarios(), bare_case(dam())
    turned = case.model_copy(update={"actors": dict(reversed(case.actors.items()))})
    assert turned == case
    first, second = (shared.settle(version)["hold"] for version in (case, turned))
    for actor in case.actors:
        assert first.payoff(actor) == pytest.approx(second.payoff(actor), abs=1e-4)


def test_scenarios_of_another_case_are_refused() -> None:
    other = bare_case(dam())
    with pytest.raises(UsageError, match="make one of dam"):
        tertius.claims(dam(), scenarios=Scenarios(other, "default", DRAWS))
    with pytest.raises(UsageError, match="another case"):
        tertius.moves(dam(), "alta", scenarios=Scenarios(other, "default", DRAWS))


def test_a_theory_of_the_scenarios_must_apply_to_every_version() -> None:
    weighing = [theory for theory in theories_named([tertius.load("ec-emission-1994")]) if not theory.rule.talks]
    shared = Scenarios(dam(), weighing[:1], DRAWS)
    with pytest.raises(UsageError, match="does not apply"):
        tertius.claims(dam(), scenarios=shared)
