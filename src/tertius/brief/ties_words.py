"""Links, threats and channels in sentences."""

from __future__ import annotations

from tertius.brief.phrases import actor_phrase, capital, counted, joined, percent, points, points_words
from tertius.leverage.brokerage import DIRECT, Broker
from tertius.leverage.commitment import Commitment
from tertius.leverage.leverage import Leverage

__all__ = ["broker_sentences", "commitment_sentences"]

LEAST = 0.05
"""Points that would not show are not told."""


def commitment_sentences(lev: Leverage) -> list[str]:
    """For every link and threat that is worth anything: to whom, and whether it would be carried out."""
    return [sentence for one in lev.commitments.values() if (sentence := _commitment(lev, one))]


def broker_sentences(lev: Leverage) -> list[str]:
    """Who gains most by being the only channel, and without whom the network falls apart."""
    case = lev.case
    told = []
    single = [one for one in lev.brokers if len(one.others) == 1 and not one.only]
    if single:
        best = max(single, key=lambda one: one.share.middle if one.share.known else 0.0)
        if best.share.known and best.share.middle >= 0.005:
            told.append(_best(lev, best))
    for actor, parts in lev.cut_vertices.items():
        groups = "; ".join(joined([actor_phrase(case, name) for name in part]) for part in parts)
        fallen = f"the network of ties would fall into {counted(len(parts))} parts: {groups}"
        told.append(f"Without {actor_phrase(case, actor)} {fallen}.")
    return told


def _commitment(lev: Leverage, one: Commitment) -> str:
    case = lev.case
    worth = {who: one.worth[who].middle for who in (one.holder, *one.targets, *one.protects)}
    shown = {who: value for who, value in worth.items() if abs(value) >= LEAST}
    name = f"The {one.kind} “{case.name(one.name)}”"
    if not shown:
        return ""
    parts = [
        f"{'is worth' if value > 0 else 'costs'} {actor_phrase(case, who)} {points_words(abs(value))}"
        for who, value in sorted(shown.items(), key=lambda item: -item[1])
    ]
    return f"{name} {joined(parts)}; {_carried_out(lev, one)}."


def _carried_out(lev: Leverage, one: Commitment) -> str:
    """Whether the holder would carry it out once the talk has failed."""
    value, who = one.carrying_out.middle, actor_phrase(lev.case, one.holder)
    if 0 < one.credible < 1:
        return f"by itself it is credible in {percent(one.credible)} of the draws"
    if one.credible:
        return f"it is credible by itself: carrying it out would bring {who} {points_words(max(0.0, value))}"
    return f"by itself it is not credible: carrying it out would cost {who} {points_words(-value)}"


def _best(lev: Leverage, one: Broker) -> str:
    case = lev.case
    rivals = [actor_phrase(case, name) for name in one.opened if name != DIRECT]
    worst = min(one.opened, key=lambda name: one.opened[name].middle)
    who, whom = actor_phrase(case, one.actor), actor_phrase(case, one.others[0])
    fall = (
        f"; with {actor_phrase(case, worst)} alone beside it, it would have {points(one.opened[worst].middle)}"
        if len(rivals) > 1
        else ""
    )
    return (
        f"{capital(who)} would gain most by being the only channel to {whom}: {points_words(one.alone.middle)} "
        f"instead of {points(one.now.middle)} beside {joined(rivals)}{fall}."
    )
