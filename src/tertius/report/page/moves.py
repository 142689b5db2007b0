"""The sections of a brief on moves and claims: what each could do before the talks, the game, and the verdicts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.analysis.moves.game import Game
from tertius.analysis.moves.plans import NOTHING
from tertius.analysis.moves.search import Plan, Search
from tertius.report.charts.moves import moves_chart
from tertius.report.page.sections import picture_markup
from tertius.report.text.claims import claim_sentences
from tertius.report.text.moves import backfires, game_sentences, move_name, move_sentences
from tertius.report.text.phrases import NOTHING as NONE
from tertius.report.text.phrases import fixed, joined, percent, with_error

Part = dict[str, Any]


def moves_part(searches: Sequence[Search], game: Game | None, ranges: Mapping[str, float]) -> Part:
    """What the template of the section needs.

    Args:
        searches: The single moves of each actor that has any, over the same draws.
        game: The game of all; None if it was not worked out.
        ranges: Actor: what it has at stake in all, in its points.
    """
    movers: list[Part] = [
        {
            "actor": search.actor,
            "rows": [_row(search, plan) for plan in search.plans],
            "says": move_sentences(search),
        }
        for search in searches
    ]
    says = " ".join(sentence for mover in movers for sentence in mover["says"])
    return {
        "draws": f"{searches[0].draws:,}",
        "theories": joined(searches[0].theories),
        "chart": picture_markup(moves_chart(searches, ranges), says),
        "movers": movers,
        "game": _game(game) if game else None,
    }


def _row(search: Search, plan: Plan) -> Part:
    """A single move: what it brings in the draws that bear on it."""
    net, known = plan.net, plan.net.draws > 0
    return {
        "name": move_name(search.case, plan.moves[0]),
        "gain": with_error(fixed(net.mean, plus=True), plan.errors["net"]) if known else NONE,
        "undecided": known and not plan.decided,
        "cost": fixed(plan.cost),
        "range": f"{fixed(net.low, plus=True)} to {fixed(net.high, plus=True)}" if known else NONE,
        "helps": percent(net.helps, "%") if known else NONE,
        "worst": fixed(net.worst, plus=True) if known else NONE,
        "backfires": backfires(plan),
    }


def _game(game: Game) -> Part:
    """What each would gain if the others did nothing, and each equilibrium."""
    case = game.case
    still = []
    for player in game.players:
        best, regret = move_name(case, game.best_reply(player)), fixed(game.loss_of_nothing(player))
        still.append({"actor": player, "best": best, "regret": regret})
    equilibria = [
        [
            {
                "actor": player,
                "does": move_name(case, strategy),
                "regret": fixed(game.loss_of_nothing(player, profile)) if strategy != NOTHING else NONE,
                "next": move_name(case, margins[player].strategy),
                "loses": f"{margins[player].loss:.2f} ± {margins[player].error:.2f}",
                "firm": margins[player].firm,
            }
            for player, strategy in game.named(profile).items()
        ]
        for profile, margins in zip(game.equilibria, game.margins, strict=True)
    ]
    return {
        "draws": f"{game.draws:,}",
        "theories": joined(list(game.by_theory)),
        "says": game_sentences(game),
        "still": still,
        "equilibria": equilibria,
    }


def claims_part(claims: Claims) -> Part:
    """What the template of the section needs: a table of verdicts, and sentences on those that do not simply hold."""
    rows, told = [], []
    for result in claims.results:
        share = percent(result.share, "%")
        if result.clustering is not None:
            share = f"p = {result.clustering.p_corrected:.3f}"
        says, verdict = result.claim.says, result.verdict
        alike = NONE if result.alike is None else percent(result.alike.share, "%")
        rows.append({"says": says, "verdict": verdict.value, "share": share, "alike": alike, "effect": _effect(result)})
        if verdict is not Verdict.HOLDS or result.clustering is not None:
            told.append({"says": says, "words": " ".join(claim_sentences(claims.case, result))})
    return {
        "draws": f"{claims.draws:,}",
        "theories": " and ".join(claims.theories),
        "warning": claims.warning,
        "rows": rows,
        "told": told,
    }


def _effect(result: ClaimResult) -> str:
    """The median effect and its range, to the digits of its unit."""
    effect = result.effect
    if not math.isfinite(effect.median):
        return NONE
    decimals = 3 if result.quantity.split(".")[0] in ("upper_hand", "net_leverage") else 1
    low, median, high = (fixed(value, decimals, plus=True) for value in (effect.low, effect.median, effect.high))
    return f"{median} ({low} to {high})"
