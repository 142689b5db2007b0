"""Moves told: their picture, and what their sentences say of gains and equilibria."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import tertius
from tertius.analysis.moves import Game, Search
from tertius.analysis.moves.game import pure_equilibria
from tertius.report.charts.moves import moves_chart
from tertius.report.text.moves import game_sentences, move_sentences, tight_error
from tests.analysis.moves.towns import towns
from tests.report.text.test_leverage import texts

RANGES = {"upper": 100.0, "lower": 80.0, "port": 20.0}


@cache
def searches() -> tuple[Search, ...]:
    return tuple(tertius.moves(towns(), actor, draws=32, threads=1) for actor in ("upper", "lower", "port"))


@cache
def game() -> Game:
    return tertius.game(towns(), draws=8, threads=1)


def test_every_single_move_has_a_bar_with_its_range() -> None:
    spec = moves_chart(searches(), RANGES)
    said = texts(spec)
    plans = [plan for told in searches() for plan in told.plans]
    assert len([text for text in said if text.startswith(("+", "−")) or text == "0.0"]) == len(plans)
    assert "Threaten to close the road" in said
    bars = [row for layer in spec["layer"] for row in layer["data"]["values"] if row["colour"] == "#595959"]
    assert len(bars) == sum(plan.net.mean < 0 for plan in plans)  # losses are grey


def test_bars_are_shares_of_the_range_of_their_own_actor() -> None:
    wide = moves_chart(searches(), RANGES | {"lower": 160.0})
    lengths = [_grey(spec) for spec in (moves_chart(searches(), RANGES), wide)]
    assert lengths[1]["lower"] / lengths[1]["port"] == pytest.approx(lengths[0]["lower"] / lengths[0]["port"] / 2, 0.05)


def test_who_has_nothing_at_stake_has_a_name_and_an_amount_and_no_bar() -> None:
    everyone = moves_chart(searches(), RANGES)
    without_port = moves_chart(searches(), RANGES | {"port": 0.0})
    assert sorted(texts(without_port)) == sorted(texts(everyone))
    assert len(_bars(without_port)) < len(_bars(everyone))
    nobody = moves_chart(searches(), dict.fromkeys(RANGES, 0.0))
    assert sorted(texts(nobody)) == sorted(texts(everyone))
    assert _bars(nobody) == []


def _bars(spec: dict) -> list[dict]:
    return [row for layer in spec["layer"] for row in layer["data"]["values"] if row.get("colour") == "#f4f4f1"]


def _grey(spec: dict) -> dict[str, float]:
    """The longest grey bar of Lowerton, and that of the port, which comes last."""
    bars = [row for layer in spec["layer"] for row in layer["data"]["values"] if row["colour"] == "#595959"]
    lengths = [row["x2"] - row["x"] for row in bars]
    return {"lower": max(lengths[:-1]), "port": lengths[-1]}


def test_the_best_and_what_backfires_are_named() -> None:
    upper, lower, port = searches()
    assert move_sentences(upper)[0].startswith("The best single move of Upperton is “Threaten to close the road”")
    said = " ".join(move_sentences(lower))
    assert "No single move pays for Lowerton" in said
    assert "“Say that any toll is ruin” (−2." in said
    assert said.endswith("Not ranked, because another move must come first: “Make the promise of the port public”.")
    assert "worse off" in move_sentences(port)[0]


def test_several_that_backfire_are_told_together() -> None:
    lower = searches()[1]
    plead = next(plan for plan in lower.plans if plan.backfires)
    twice = replace(lower, plans=(plead, replace(plead, moves=("ask-the-port",))))
    said = move_sentences(twice)[1]
    assert "“Say that any toll is ruin” (" in said
    assert said.endswith("backfire: worse for their own actor even if they cost nothing.")


def test_a_gain_that_shows_as_nothing_is_not_told_as_one() -> None:
    upper = searches()[0]
    plan = upper.plans[0]
    faint = replace(upper, plans=(replace(plan, net=replace(plan.net, mean=0.02)),))
    assert move_sentences(faint)[0].startswith("No single move clearly pays for Upperton")


def test_the_equilibrium_says_who_would_regret_what() -> None:
    said = game_sentences(game())
    assert said[0].endswith("Upperton does “Threaten to close the road” and the others do nothing.")
    assert said[1].startswith("If nobody made a move, somebody would regret it: Upperton (")


def made_up(payoffs: np.ndarray, margins: tuple = ()) -> Game:
    found = tuple(pure_equilibria(payoffs))
    return replace(
        game(),
        players=("upper", "lower"),
        menus={"upper": ("nothing", "close-the-road"), "lower": ("nothing", "plead")},
        payoffs=payoffs,
        by_theory={"hold": payoffs},
        equilibria=found,
        margins=margins or ({},) * len(found),
    )


def test_no_equilibrium_and_several_are_said_plainly() -> None:
    pennies = np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], dtype=float)
    assert game_sentences(made_up(pennies))[0].startswith("There is no pure equilibrium")
    both = np.array([[[2, 1], [0, 0]], [[0, 0], [1, 2]]], dtype=float)
    said = game_sentences(made_up(both))
    assert said[0].startswith("There are two equilibria")
    assert said[1].startswith("That nobody makes a move is an equilibrium")


def test_a_tie_up_to_rounding_is_nothing_to_regret_and_not_undecided() -> None:
    payoffs = np.zeros((2, 2, 2))
    payoffs[1, :, 0] = 1.0
    payoffs[:, 1, 1] = 7e-15
    same = replace(game().margins[0]["lower"], loss=0.0, error=2e-15)
    said = game_sentences(made_up(payoffs, ({"lower": same}, {"lower": same})))
    assert said[1] == (
        "If nobody made a move, somebody would regret it: Upperton (1 ± 0.2 points, by “Threaten to close the road”)."
    )
    assert not any("Undecided" in sentence for sentence in said)
    upper = searches()[0]
    net = replace(upper.plans[0].net, mean=7e-15)
    tied = replace(upper, plans=(replace(upper.plans[0], net=net),))
    assert move_sentences(tied)[0] == "No single move pays for Upperton: none changes anything."
    assert move_sentences(tied, by_id=True)[0].startswith("On average nothing is better than to do nothing")


def test_what_the_draws_do_not_decide_is_said() -> None:
    loose = replace(game(), margins=({"upper": replace(game().margins[0]["upper"], loss=0.1, error=0.2)},))
    assert any(
        said == "Undecided over 8 draws, within two standard errors: whether Upperton would not rather choose doing "
        "nothing."
        for said in game_sentences(loose)
    )


def test_an_error_has_a_second_decimal_only_where_it_is_small() -> None:
    assert tight_error("+1.0", 0.07) == "+1.0 ± 0.1"
    assert tight_error("-0.8", 0.03) == "-0.8 ± 0.03"
    assert tight_error("0.0", float("inf")) == "0.0", "one draw tells nothing of its error"
