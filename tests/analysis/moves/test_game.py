"""The game before the talks: its payoffs are those of the search, and what rules out what is respected."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

import tertius
from tertius.analysis.moves import Game, Margin, pure_equilibria
from tertius.analysis.moves import play as playing
from tertius.errors import UsageError
from tertius.report.text.moves import game_sentences
from tests.analysis.moves.towns import towns


@pytest.fixture(scope="module")
def game() -> Game:
    return tertius.game(towns(), order=["port", "upper", "lower"], draws=24, seed=5, theories="hold", threads=1)


def test_moving_alone_pays_what_the_search_says(game: Game) -> None:
    case = towns()
    still = (0, 0, 0)
    for number, player in enumerate(game.players):
        told = tertius.moves(case, player, 1, 24, 5, "hold", threads=1)
        for step, strategy in enumerate(game.menus[player]):
            if step:
                profile = (*still[:number], step, *still[number + 1 :])
                gain = game.payoffs[profile][number] - game.payoffs[still][number]
                [plan] = [plan for plan in told.plans if plan.moves == (strategy,)]
                assert gain == pytest.approx(plan.net.mean)


def test_the_menus_hold_what_can_be_made_as_the_only_move(game: Game) -> None:
    assert game.players == ("upper", "lower", "port")
    assert game.menus["lower"] == ("nothing", "ask-the-port", "plead")


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
    assert "these would gain by moving: Upperton (close-the-road, 1.00 points)." in said
    assert "hangs on little" not in said
    noisy = dataclasses.replace(tied, margins=({**margins, "port": Margin("lend", 0.0, 0.01)},))
    assert "Equilibrium 1 hangs on little" in " ".join(game_sentences(noisy, by_id=True))


def test_too_many_profiles_and_wrong_players_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="'prt' cannot play: did you mean 'port'"):
        tertius.game(towns(), ["prt"])
    with pytest.raises(UsageError, match="names every player once: upper, port"):
        tertius.game(towns(), ["upper", "port"], ["upper"])
    monkeypatch.setattr(playing, "MOST_PROFILES", 11)
    with pytest.raises(UsageError, match="12 profiles of moves are more than 11"):
        tertius.game(towns())


def test_what_did_not_come_to_rest_is_never_an_equilibrium() -> None:
    payoffs = np.array([[[1.0, 1.0], [0.0, 0.0]], [[np.nan, 0.0], [0.0, 0.0]]])
    assert pure_equilibria(payoffs) == [(0, 0), (1, 1)]
    payoffs[0, 0, 0] = np.nan
    assert (0, 0) not in pure_equilibria(payoffs)


def test_moves_that_are_in_no_menu_are_named_with_the_reason(game: Game) -> None:
    left = {
        ident: move
        for ident, move in game.case.moves.items()
        if move.actor in game.players and ident not in game.menus[move.actor]
    }
    told = [sentence for sentence in game_sentences(game, by_id=True) if sentence.startswith("Left out of the game")]
    assert bool(told) == bool(left)
    assert left
    for ident, move in left.items():
        own = next(earlier for earlier in move.after if game.case.moves[earlier].actor == move.actor)
        assert f"{ident} of {game.case.name(move.actor)}, which comes after its own {own}" in told[0]
