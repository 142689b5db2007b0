"""The game before the talks: its payoffs are those of the search, and what rules out what is respected."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

import tertius
from tertius.analysis.moves import Game, Margin, MixedEquilibria, Strategy, mixed_equilibria, pure_equilibria
from tertius.analysis.moves import play as playing
from tertius.errors import UsageError
from tertius.report.text.moves import game_sentences, move_sentences
from tests.analysis.moves.towns import towns


@pytest.fixture(scope="module")
def game() -> Game:
    return tertius.game(towns(), order=["port", "upper", "lower"], draws=24, seed=5, theories="hold", threads=1)


def test_moving_alone_pays_what_the_search_says(game: Game) -> None:
    case = towns()
    still = (0, 0, 0)
    for number, player in enumerate(game.players):
        told = tertius.moves(case, player, 3, 24, 5, "hold", threads=1)
        for step, strategy in enumerate(game.menus[player]):
            if step:
                profile = (*still[:number], step, *still[number + 1 :])
                gain = game.payoffs[profile][number] - game.payoffs[still][number]
                [plan] = [plan for plan in told.plans if plan.moves == Strategy.of(strategy).moves]
                assert gain == pytest.approx(plan.net.mean)


def test_the_menus_hold_every_plan_of_moves_that_can_follow_each_other(game: Game) -> None:
    assert game.players == ("upper", "lower", "port")
    assert game.menus["lower"] == ("nothing", "ask-the-port", "ask-the-port, then make-it-public", "plead")
    assert (game.depth, game.beyond, game.left_out) == (3, 0, {})


def test_equilibria_and_losses_agree(game: Game) -> None:
    assert game.equilibria
    for profile, margins in zip(game.equilibria, game.margins, strict=True):
        for number, player in enumerate(game.players):
            assert game.best_reply(player, profile) == game.named(profile)[player]
            nothing = (*profile[:number], 0, *profile[number + 1 :])
            loss = game.payoffs[profile][number] - game.payoffs[nothing][number]
            assert game.loss_of_nothing(player, profile) == pytest.approx(loss)
            assert margins[player].loss >= 0
    assert game.path is not None
    assert game.to_frame()["equilibrium"].sum() == len(game.equilibria)
    assert json.loads(json.dumps(game.to_dict(), allow_nan=False)) == game.to_dict()


def test_a_move_that_is_ruled_out_is_not_made_and_costs_nothing() -> None:
    case = towns(
        (
            "    supply: {issue: credit, level: 60}",
            "    not_with: close-the-road\n    supply: {issue: credit, level: 60}",
        )
    )
    game = tertius.game(case, ["upper", "port"], draws=8, theories="hold", threads=1)
    assert (game.payoffs[1, 1] == game.payoffs[1, 0]).all()
    first = tertius.game(case, ["upper", "port"], ["port", "upper"], draws=8, theories="hold", threads=1)
    assert (first.payoffs[1, 1] == first.payoffs[0, 1]).all()


def test_a_game_without_equilibrium_says_so(game: Game) -> None:
    none = dataclasses.replace(game, equilibria=(), margins=())
    assert game_sentences(none, by_id=True)[0].startswith("There is no pure equilibrium")
    assert any(sentence.startswith("Dominated") for sentence in game_sentences(game, by_id=True))


def test_a_tie_up_to_rounding_is_no_gain_and_turns_nothing_round(game: Game) -> None:
    payoffs = np.zeros((2, 2, 2))
    payoffs[1, :, 0] = 1.0
    payoffs[:, 1, 1] = 7e-15
    margins = {"upper": Margin("nothing", 1.0, 0.1), "port": Margin("lend", 0.0, 2e-15)}
    tied = dataclasses.replace(
        game,
        players=("upper", "port"),
        menus={"upper": ("nothing", "close-the-road"), "port": ("nothing", "lend")},
        payoffs=payoffs,
        by_theory={"hold": payoffs},
        equilibria=((1, 0),),
        margins=(margins,),
        path=None,
    )
    assert (tied.best_reply("port"), tied.best_reply("upper")) == ("nothing", "close-the-road")
    assert tied.gains_alone() == {"upper": 1.0}
    said = " ".join(game_sentences(tied, by_id=True))
    assert "these would gain by moving: Upperton (close-the-road, 1.0 ± 0.2 points)." in said
    assert "hangs on little" not in said
    noisy = dataclasses.replace(tied, margins=({**margins, "port": Margin("lend", 0.0, 0.01)},))
    assert "Equilibrium 1 hangs on little" in " ".join(game_sentences(noisy, by_id=True))


def test_too_many_profiles_and_wrong_players_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="'prt' cannot play: did you mean 'port'"):
        tertius.game(towns(), ["prt"])
    with pytest.raises(UsageError, match="names every player once: upper, port"):
        tertius.game(towns(), ["upper", "port"], ["upper"])
    monkeypatch.setattr(playing, "MOST_PROFILES", 11)
    with pytest.raises(UsageError, match="16 profiles of moves are more than 11"):
        tertius.game(towns())


def test_what_did_not_come_to_rest_is_never_an_equilibrium() -> None:
    payoffs = np.array([[[1.0, 1.0], [0.0, 0.0]], [[np.nan, 0.0], [0.0, 0.0]]])
    assert pure_equilibria(payoffs) == [(0, 0), (1, 1)]
    payoffs[0, 0, 0] = np.nan
    assert (0, 0) not in pure_equilibria(payoffs)


def test_a_move_after_another_is_played_however_short_plans_are() -> None:
    """Each move is in a plan, with all that must come before it; longer plans are left out with their number."""
    more = ("  lend:\n", "  borrow:\n    actor: lower\n    changes: [{set: needs.trade.weight, to: 10}]\n  lend:\n")
    short = tertius.game(towns(more), ["lower"], draws=4, theories="hold", threads=1, depth=1)
    chain = "ask-the-port, then make-it-public"
    assert short.menus["lower"] == ("nothing", "ask-the-port", "plead", "borrow", chain)
    whole = tertius.game(towns(more), ["lower"], draws=4, theories="hold", threads=1)
    assert "ask-the-port and borrow" in whole.menus["lower"]
    assert len(whole.menus["lower"]) == len(short.menus["lower"]) + short.beyond
    assert whole.beyond == 0
    said = " ".join(game_sentences(short, by_id=True))
    assert f"{short.beyond} longer plans of up to three are left out: --depth 2 takes longer ones." in said
    with pytest.raises(UsageError, match="a depth of 4: a plan has 1 to 3 moves"):
        tertius.game(towns(), depth=4)


def test_what_waits_for_somebody_who_does_not_play_is_named_and_whoever_is_waited_for_moves_first() -> None:
    waits = (
        "    supply: {issue: credit, level: 60}",
        "    after: ask-the-port\n    supply: {issue: credit, level: 60}",
    )
    both = tertius.game(towns(waits), ["port", "lower"], draws=4, theories="hold", threads=1)
    assert (both.order, both.order_asked) == (("lower", "port"), False)
    assert both.path in both.outcomes
    assert any(one.startswith("In turn, in the order in which moves wait") for one in game_sentences(both, by_id=True))
    # Lending is made where the port was asked, and only there.
    assert (both.payoffs[0, 1] == both.payoffs[0, 0]).all()
    assert (both.payoffs[1, 1] != both.payoffs[1, 0]).any()
    with pytest.raises(UsageError, match="Port has no move without others: lend: it comes after ask-the-port"):
        tertius.game(towns(waits), ["port", "upper"], draws=4, theories="hold")
    more = (
        "  lend:\n",
        "  wait:\n    actor: port\n    changes: [{set: talks.harbour.without_agreement.fees.level, to: 60}]\n  lend:\n",
    )
    told = tertius.game(towns(waits, more), ["port", "upper"], draws=4, theories="hold", threads=1)
    assert told.left_out == {"lend": "it comes after ask-the-port, and Lowerton does not play"}
    assert "Made in no combination: lend of Port: it comes after ask-the-port" in " ".join(game_sentences(told, True))


def test_moves_and_game_tell_the_same_figures_with_the_same_errors() -> None:
    """One set of draws: the gain of moving alone, and its standard error, are those of the ranking."""
    game, told = tertius.game(towns(), threads=1), tertius.moves(towns(), "upper", threads=1)
    best = game.alone["upper"]
    assert (best.strategy, best.loss) == ("close-the-road", pytest.approx(told.plans[0].net.mean, abs=1e-12))
    assert best.error == pytest.approx(told.plans[0].errors["net"])
    assert told.draws == game.draws == 100
    assert told.plans[0].decided
    faint = dataclasses.replace(told.plans[0], errors={**told.plans[0].errors, "net": told.plans[0].net.mean})
    unsure = dataclasses.replace(told, plans=(faint,))
    assert any(one.startswith("Undecided over 100 draws") for one in move_sentences(unsure, by_id=True))
    assert "No single move clearly pays" in move_sentences(unsure)[0]


def test_where_no_pure_equilibrium_is_the_mixed_ones_are_told_with_chances_and_errors(game: Game) -> None:
    pennies = np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], dtype=float)
    menus = {"upper": ("nothing", "close-the-road"), "port": ("nothing", "lend")}
    made = dataclasses.replace(
        game,
        players=("upper", "port"),
        menus=menus,
        payoffs=pennies,
        by_theory={"hold": pennies},
        equilibria=(),
        margins=(),
        path=None,
        outcomes=(),
        path_margins={},
        errors=None,
        mixed=mixed_equilibria(pennies),
        mixed_errors=(np.array([0.1, 0.2]),),
    )
    assert "There is one mixed equilibrium, in which somebody leaves its choice to chance." in game_sentences(
        made, True
    )
    said = " ".join(game_sentences(made))
    assert "Upperton chooses doing nothing (50%) or “Threaten to close the road” (50%)" in said
    [shape] = made.to_dict()["mixed"]["equilibria"]
    assert shape["chances"] == {"upper": dict.fromkeys(menus["upper"], 0.5), "port": dict.fromkeys(menus["port"], 0.5)}
    assert shape["payoffs"] == {"upper": 0.0, "port": 0.0}
    joint = MixedEquilibria("correlated", joint=np.full((2, 2), 0.25), regret=np.array([0.0, 0.004]))
    told = " ".join(game_sentences(dataclasses.replace(made, mixed=joint, mixed_errors=()), True))
    assert "a correlated equilibrium" in told
    assert "nobody gains more than 0.004 points by doing otherwise" in told


def test_mixed_equilibria_are_asked_for_by_a_flag_where_there_are_pure_ones(game: Game) -> None:
    assert game.mixed is None
    asked = tertius.game(towns(), draws=4, theories="hold", threads=1, mixed=True)
    assert asked.mixed is not None
    assert asked.mixed.found == "all"
    assert "There is none in which anybody leaves its choice to chance." in game_sentences(asked, by_id=True)
