"""The leverage section of a brief: who relies on whom, upper hand and stakes per talk, where a position comes from."""

from __future__ import annotations

import math
from typing import Any

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.leverage import Leverage
from tertius.report.charts.leverage import MOST_ACTORS, attribution_chart, heat_map, stakes_chart
from tertius.report.page.sections import picture_markup
from tertius.report.text.leverage import (
    attribution_sentences,
    broker_sentences,
    commitment_sentences,
    hand_sentence,
    leader_of,
    leverage_sentences,
    stake_sentence,
    target_words,
    walk_away_sentence,
)
from tertius.report.text.phrases import fixed, percent, talk_name

Part = dict[str, Any]


def focus_of(lev: Leverage) -> str:
    """The actor whose position a brief explains: the one that can best play its contacts off (Burt's constraint)."""
    return min(lev.case.actors, key=lambda actor: lev.constraints.get(actor, math.inf))


def leverage_part(lev: Leverage, told: Attribution | None) -> Part:
    """What the template of the section needs."""
    case = lev.case
    pairs = leverage_sentences(lev)
    small = len(case.actors) <= MOST_ACTORS
    return {
        "map": picture_markup(heat_map(lev), " ".join(pairs)) if small else "",
        "pairs": [] if small else _pairs(lev),
        "says": pairs,
        "stakes": picture_markup(stakes_chart(lev), "What each party would lose with each talk."),
        "talks": [
            {
                "name": talk_name(case, talk),
                "says": [
                    hand_sentence(lev, talk),
                    stake_sentence(lev, talk),
                    walk_away_sentence(lev, talk, leader_of(lev, talk), 1),
                ],
            }
            for talk in case.talks
            if lev.agreement[talk]
        ],
        "explained": _explained(told) if told else None,
        "commitments": commitment_sentences(lev),
        "brokers": broker_sentences(lev),
        "several": lev.several,
    }


def _explained(told: Attribution) -> Part:
    says = attribution_sentences(told)
    return {
        "target": target_words(told.case, told.target),
        "chart": picture_markup(attribution_chart(told), " ".join(says)),
        "says": says,
        "exact": told.exact,
        "settlements": f"{told.settlements:,}",
    }


def _pairs(lev: Leverage) -> list[Part]:
    """The pairs that matter, for cases with too many actors for a map."""
    rows = [
        {"actor": i, "other": j, "share": one.share.middle, "points": fixed(one.points.middle)}
        for i, others in lev.reliance.items()
        for j, one in others.items()
        if one.share.known and one.share.middle >= 0.005
    ]
    rows.sort(key=lambda row: -float(str(row["share"])))
    return [{**row, "share": percent(float(str(row["share"])), "%")} for row in rows]
