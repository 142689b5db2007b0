"""The section of a brief on moves: what each actor could do before the talks, and the game that all of them play.

The claims in a brief: a table of verdicts, and sentences on those that do not simply hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.analysis.moves.game import NOTHING, Game
from tertius.analysis.moves.search import Plan, Search
from tertius.report.charts.moves import moves_chart
from tertius.report.page.sections import picture_markup
from tertius.report.text.claims import claim_sentences
from tertius.report.text.moves import game_sentences, move_name, move_sentences
from tertius.report.text.phrases import fixed, joined, percent

Part = dict[str, Any]


def moves_part(searches: Sequence[Search], game: Game | None, ranges: Mapping[str, float]) -> Part:
    """What the template of the section needs.

    Args:
        searches: The single moves of each actor that has any, over the same draws.
        game: The game of all; None if it was not worked out.
        ranges: Actor: what it has at stake in all, in its points.
    """
    says = [sentence for told in searches for sentence in move_sentences(told)]
    return {
        "draws": f"{searches[0].draws:,}",
        "theories": joined(searches[0].theories),
        "chart": picture_markup(moves_chart(searches, ranges), " ".join(says)),
        "movers": [
            {"actor": told.actor, "rows": [_row(told, plan) for plan in told.plans], "says": move_sentences(told)}
            for told in searches
        ],
        "game": _game(game) if game else None,
    }


def _row(told: Search, plan: Plan) -> Part:
    known = plan.net.draws > 0
    return {
        "name": move_name(told.case, plan.moves[0]),
        "gain": fixed(plan.net.mean, plus=True) if known else "–",
        "cost": fixed(plan.cost),
        "range": f"{fixed(plan.net.low, plus=True)} to {fixed(plan.net.high, plus=True)}" if known else "–",
        "helps": percent(plan.net.helps, "%") if known else "–",
        "worst": fixed(plan.net.worst, plus=True) if known else "–",
        "backfires": plan.backfires and plan.gross.hurts > 0,
    }


def _game(told: Game) -> Part:
    return {
        "draws": f"{told.draws:,}",
        "theories": joined(list(told.by_theory)),
        "says": game_sentences(told),
        "still": [
            {
                "actor": player,
                "best": _deed(told, told.best_reply(player)),
                "regret": fixed(told.loss_of_nothing(player)),
            }
            for player in told.players
        ],
        "equilibria": [_equilibrium(told, number) for number in range(len(told.equilibria))],
    }


def _equilibrium(told: Game, number: int) -> list[Part]:
    profile, margins = told.equilibria[number], told.margins[number]
    return [
        {
            "actor": player,
            "does": _deed(told, strategy),
            "regret": fixed(told.loss_of_nothing(player, profile)) if strategy != NOTHING else "–",
            "next": _deed(told, margins[player].strategy),
            "loses": f"{margins[player].loss:.2f} ± {margins[player].error:.2f}",
            "firm": margins[player].firm,
        }
        for player, strategy in told.named(profile).items()
    ]


def _deed(told: Game, strategy: str) -> str:
    return move_name(told.case, strategy)


def claims_part(told: Claims) -> Part:
    """What the template of the section needs."""
    return {
        "draws": f"{told.draws:,}",
        "theories": " and ".join(told.theories),
        "warning": told.warning,
        "rows": [
            {
                "says": one.claim.says,
                "verdict": one.verdict.value,
                "share": _share(one),
                "effect": _effect(one),
            }
            for one in told.results
        ],
        "told": [
            {"says": one.claim.says, "words": " ".join(claim_sentences(told.case, one))}
            for one in told.results
            if one.verdict is not Verdict.HOLDS or one.clustering is not None
        ],
    }


def _share(one: ClaimResult) -> str:
    if one.clustering is not None:
        return f"p = {one.clustering.p:.3f}"
    return percent(one.share, "%") if math.isfinite(one.share) else "–"


def _effect(one: ClaimResult) -> str:
    effect = one.effect
    if not math.isfinite(effect.median):
        return "–"
    decimals = 3 if one.quantity.split(".")[0] in ("upper_hand", "net_leverage") else 1
    low, median, high = (_signed(value, decimals) for value in (effect.low, effect.median, effect.high))
    return f"{median} ({low} to {high})"


def _signed(value: float, decimals: int) -> str:
    """A difference with its sign, which nothing has that is shown as 0."""
    number = f"{abs(value):.{decimals}f}"
    return number if float(number) == 0 else f"{'−' if value < 0 else '+'}{number}"
