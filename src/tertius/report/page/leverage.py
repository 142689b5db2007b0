"""The leverage section of a brief: who relies on whom, upper hand and stakes per talk, where a position comes from."""

from __future__ import annotations

from typing import Any

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.leverage import Leverage
from tertius.report.charts.leverage import MOST_ACTORS, attribution_chart, heat_map, stakes_chart
from tertius.report.page.sections import picture_markup
from tertius.report.text.leverage import (
    LEAST,
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


def leverage_part(lev: Leverage, attribution: Attribution | None) -> Part:
    """What the template of the section needs."""
    case = lev.case
    sentences = leverage_sentences(lev)
    small = len(case.actors) <= MOST_ACTORS
    explained = None
    if attribution:
        says = attribution_sentences(attribution)
        explained = {
            "target": target_words(attribution.case, attribution.target),
            "chart": picture_markup(attribution_chart(attribution), " ".join(says)),
            "says": says,
            "exact": attribution.exact,
            "settlements": f"{attribution.settlements:,}",
        }
    talks = []
    for talk in (talk for talk in case.talks if lev.agreement[talk]):
        walk_away = walk_away_sentence(lev, talk, leader_of(lev, talk), 1)
        says = [hand_sentence(lev, talk), stake_sentence(lev, talk), walk_away]
        talks.append({"name": talk_name(case, talk), "says": says})
    return {
        "map": picture_markup(heat_map(lev), " ".join(sentences)) if small else "",
        "pairs": [] if small else _pairs(lev),
        "says": sentences,
        "stakes": picture_markup(stakes_chart(lev), "What each party would lose with each talk."),
        "talks": talks,
        "explained": explained,
        "commitments": commitment_sentences(lev),
        "brokers": broker_sentences(lev),
        "several": lev.several,
    }


def _pairs(lev: Leverage) -> list[Part]:
    """The pairs that matter, for cases with too many actors for a map."""
    pairs = [
        (one.share.middle, i, j, fixed(one.points.middle))
        for i, others in lev.reliance.items()
        for j, one in others.items()
        if one.share.known and one.share.middle >= LEAST
    ]
    return [
        {"actor": i, "other": j, "share": percent(share, "%"), "points": amount}
        for share, i, j, amount in sorted(pairs, key=lambda pair: -pair[0])
    ]
