"""The search for moves: held against settling each version by itself, chances and prerequisites worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import tertius
from tertius.analysis.moves import Plan, Search, what_if
from tertius.analysis.moves import search as searching
from tertius.case import Change, read_text
from tertius.errors import UsageError
from tertius.report.text.moves import move_sentences
from tertius.rules.settlement import Branch
from tests.analysis.moves.towns import towns
from tests.rules.bargaining.test_renegotiate import TWO_WAYS

LEND = Change(set="issues.credit.level", to=60)


def search(depth: int = 1, *changes: tuple[str, str], actor: str = "lower", draws: int = 32) -> Search:
    return tertius.moves(towns(*changes), actor, depth, draws, 5, "hold", threads=1)


def plan(told: Search, *moves: str) -> Plan:
    return next(one for one in told.plans if one.moves == moves)


def test_a_single_move_is_worth_what_its_changes_are_worth_less_its_cost() -> None:
    case = towns()
    told = tertius.moves(case, "port", 1, 32, 5, "hold", threads=1)
    [lend] = told.plans
    effect = what_if(case, LEND, "hold", 32, 5, threads=1).effects["hold"].payoffs
    assert lend.gross.mean == pytest.approx(effect["port"].mean)
    assert lend.others["lower"] == pytest.approx(effect["lower"].mean)
    assert 1 < lend.cost < 2
    assert lend.net.mean == pytest.approx(effect["port"].mean - lend.cost)
    assert lend.theories == {"hold": pytest.approx(lend.net.mean)}


def test_a_chance_halves_what_a_move_brings_and_nothing_of_its_cost() -> None:
    sure = plan(search(1, ("    chance: 50% to 90%\n", "")), "ask-the-port")
    half = plan(search(1, ("chance: 50% to 90%", "chance: 50%")), "ask-the-port")
    assert sure.gross.mean != 0
    assert half.gross.mean == pytest.approx(sure.gross.mean / 2)
    assert half.cost == sure.cost


def test_a_move_after_one_that_failed_is_not_made_and_costs_nothing() -> None:
    never = ("chance: 50% to 90%", "chance: 0%")
    told = search(2, never)
    both, first = plan(told, "ask-the-port", "make-it-public"), plan(told, "ask-the-port")
    assert both.gross.mean == 0
    assert both.cost == first.cost


def test_prerequisites_and_exclusions_are_respected() -> None:
    told = search(3)
    assert {one.moves for one in told.plans} == {
        ("ask-the-port",),
        ("plead",),
        ("ask-the-port", "make-it-public"),
    }
    assert told.exhaustive
    assert search(1).hindered == {"make-it-public": "it comes after ask-the-port"}


def test_plans_that_come_to_the_same_are_one_plan() -> None:
    told = search(2, ("    not_with: ask-the-port\n", ""), ("    chance: 50% to 90%\n", ""))
    both = plan(told, "ask-the-port", "plead")
    assert both.any_order
    assert not any(one.moves == ("plead", "ask-the-port") for one in told.plans)
    assert told.looked_into == told.possible == 5


def test_regret_is_against_the_best_in_each_draw_doing_nothing_among_them() -> None:
    told = search(2)
    assert all(one.regret >= 0 and one.worst_regret >= one.regret for one in told.plans)
    best = max(0.0, *(one.net.mean for one in told.plans))
    assert told.nothing_regret >= best - 1e-9


def test_too_many_plans_are_looked_into_best_first(monkeypatch: pytest.MonkeyPatch) -> None:
    every = search(3)
    monkeypatch.setattr(searching, "MOST_PLANS", 2)
    told = search(3)
    assert (told.looked_into, told.possible) == (2, every.possible)
    assert not told.exhaustive
    assert any("2 were looked into" in sentence for sentence in move_sentences(told, by_id=True))


def test_what_is_stated_is_not_what_is_wanted() -> None:
    """Stating another position moves the deal; the payoff is counted by the position that is wanted."""
    modest = "    actor: lower\n    cost: 0\n    state: {issue: toll, position: 60}\n"
    text = ("  plead:\n    name: Say that any toll is ruin\n    actor: lower\n    not_with: ask-the-port\n"
            "    signal: {path: stances.lower.toll.salience, to: 80}\n", f"  plead:\n{modest}")  # fmt: skip
    told = search(1, text)
    assert plan(told, "plead").backfires


def test_the_result_is_plain_json_and_a_table() -> None:
    told = search(2)
    assert json.loads(json.dumps(told.to_dict(), allow_nan=False)) == told.to_dict()
    assert list(told.to_frame().index) == [" + ".join(one.moves) for one in told.plans]
    assert np.isfinite(told.to_frame()["gain"]).all()


@pytest.mark.parametrize(
    ("actor", "depth", "said"),
    [
        ("lowr", 1, "there is no actor 'lowr': did you mean 'lower'?"),
        ("lower", 4, "a plan has 1 to 3 moves"),
        ("lower", 0, "a plan has 1 to 3 moves"),
    ],
)
def test_what_cannot_be_searched_is_said(actor: str, depth: int, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        tertius.moves(towns(), actor, depth)


def test_what_a_move_brings_alone_is_one_number_in_moves_and_game() -> None:
    case = towns()
    played = tertius.game(case, draws=32, seed=5, theories="hold", depth=1, threads=1)
    for actor in played.players:
        told = tertius.moves(case, actor, 1, 32, 5, "hold", threads=1)
        best = max(told.plans, key=lambda plan: plan.net.mean)
        alone = played.alone[actor]
        if best.net.mean > 0:
            assert alone.strategy == best.moves[0]
            assert alone.loss == pytest.approx(best.net.mean, abs=1e-9)
            assert played.loss_of_nothing(actor) == pytest.approx(best.net.mean, abs=1e-9)
            assert alone.error == pytest.approx(best.errors["net"], abs=1e-9)
            assert alone.firm == best.decided
        else:
            assert alone.loss == 0


def test_plans_that_cannot_be_told_from_the_best_say_so() -> None:
    told = search(2)
    first, *rest = told.plans
    assert (first.behind, first.errors["behind"]) == (0, 0)
    for one in rest:
        assert one.behind == pytest.approx(first.net.mean - one.net.mean)
        assert one.as_good == (one.behind <= max(1e-6, 2 * one.errors["behind"]))
    near = replace(rest[0], behind=0.1, errors={**rest[0].errors, "behind": 0.2})
    rivals = replace(told, plans=(replace(first, net=replace(first.net, mean=3.0)), near))
    assert rivals.rivals == (near,)
    assert f"gains most; {' and '.join(near.moves)}" in " ".join(move_sentences(rivals, by_id=True)).replace(
        ", then", " and"
    )
    assert "is not as good is undecided" in " ".join(
        move_sentences(replace(rivals, plans=(rivals.plans[0], replace(near, moves=near.moves[:1]))))
    )


def test_a_move_from_one_settlement_to_another_comes_last_and_has_no_number() -> None:
    moves = """
moves:
  care: {actor: a, cost: 0, changes: [{set: stances.a.x.salience, to: 9}]}
"""
    told = tertius.moves(read_text(TWO_WAYS + moves, "two-ways.yaml"), "a", 1, 4, 1, "renegotiate", threads=1)
    [care] = told.plans
    assert care.branch is Branch.BEFORE
    sentence = "would bring cannot be told: the talks can settle in more than one way."
    assert any(sentence in one for one in move_sentences(told))
    assert any(sentence in one for one in move_sentences(told, by_id=True))
    assert not any("gain" in one for one in move_sentences(told))
