"""Leverage in sentences: who relies on whom, who has the upper hand, what a position comes from.

Links, threats and channels in sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.brokerage import DIRECT, Broker
from tertius.analysis.leverage.commitment import Commitment
from tertius.analysis.leverage.features import Feature
from tertius.analysis.leverage.leverage import Leverage
from tertius.case.bodies import completed
from tertius.case.model import Case
from tertius.report.text.phrases import (
    MEASURABLE,
    SLIGHT,
    actor_phrase,
    capital,
    counted,
    issue_name,
    joined,
    level_number,
    percent,
    points,
    points_words,
    rounded_share,
    talk_phrase,
    tied,
)
from tertius.report.text.upper_hand import by_belief
from tertius.scenarios.targets import Target

LEAST = 0.005
"""A reliance or net leverage below this share is not told."""


TOLD = 3
"""So many features are named."""


MATTERS = 0.1
"""An interaction is told if it is at least this part of what there is to explain."""


def feature_words(case: Case, feature: Feature) -> str:
    """A feature inside a sentence: ``supplies from China to North Korea``, ``the threat “Blockade”``."""
    if feature.kind == "talk":
        return talk_phrase(case, feature.name)
    if feature.kind == "supply":
        return f"supplies from {actor_phrase(case, feature.holder)} to {actor_phrase(case, feature.target)}"
    if feature.kind == "veto":
        member = completed(case.bodies[feature.target]).members[feature.holder]
        return f"the veto of {member.name or actor_phrase(case, feature.holder)} in “{case.name(feature.target)}”"
    return f"the {feature.kind} “{case.name(feature.name)}”"


def target_words(case: Case, target: Target) -> str:
    """What is explained, inside a sentence: ``the payoff of China``, ``the level of Tariffs``."""
    if target.kind == "payoff":
        return f"the payoff of {actor_phrase(case, target.ident)}"
    if target.kind == "gain":
        return f"the gain of {actor_phrase(case, target.ident)} from {talk_phrase(case, target.talk)}"
    if target.kind == "level":
        return f"the level of {issue_name(case, target.ident)}"
    return f"the agreement in {talk_phrase(case, target.ident)}"


def amount_words(case: Case, target: Target, value: float) -> str:
    """An amount of the target: points of an actor, percent for an agreement, a distance on the scale of an issue."""
    if target.kind == "level":
        return level_number(case, target.ident, value)
    return percent(value) if target.kind == "agreement" else points_words(value)


def leverage_sentences(lev: Leverage) -> list[str]:
    """Who relies most on whom, and who holds the most leverage over whom, by the middle of the draws."""
    case = lev.case
    told = [sentence for actor in case.actors if (sentence := _reliance(lev, actor))]
    net = {(j, i): band.middle for j, others in lev.net.items() for i, band in others.items() if band.known}
    if not told:
        return ["No actor would lose anything if another walked away from it."]
    (j, i), most = max(net.items(), key=lambda item: item[1])
    if most >= LEAST:
        told.append(
            f"The largest net leverage is that of {actor_phrase(case, j)} over {actor_phrase(case, i)}: "
            f"{actor_phrase(case, i)} would lose {percent(lev.reliance[i][j].share.middle)} of all it has at stake if "
            f"the other walked away, the other {_share(lev, j, i)}."
        )
    return told


def hand_sentence(lev: Leverage, talk: str) -> str:
    """Who has the upper hand in a talk."""
    case = lev.case
    hands = {party: band.middle for party, band in lev.upper_hand[talk].items() if band.known}
    if not lev.agreement[talk] or not hands:
        return "Without an agreement no one has the upper hand."
    most = max(hands.values())
    leaders = [party for party, share in hands.items() if tied(most, share)]
    shares = joined([f"{actor_phrase(case, party)} {percent(share)}" for party, share in hands.items()])
    if len(hands) == 1:
        only = f"only {actor_phrase(case, leaders[0])} has a payoff that depends on the terms of this talk."
        return by_belief(case, talk, only)
    if len(leaders) == len(hands):
        lead = "no party has the upper hand"
    else:
        gap = rounded_share(most) - max(rounded_share(share) for name, share in hands.items() if name not in leaders)
        who = joined([actor_phrase(case, leader) for leader in leaders])
        verb = "has" if len(leaders) == 1 else "share"
        lead = f"{who} {verb} {'a slight' if gap < SLIGHT else 'the'} upper hand"
    return by_belief(case, talk, f"{lead}: of the way to the best it could have, {shares}.")


def leader_of(lev: Leverage, talk: str) -> str:
    """The party that comes nearest to its best in a talk, whose alternatives are most worth a look."""
    hands = {party: band.middle for party, band in lev.upper_hand[talk].items() if band.known}
    return max(hands, key=lambda party: hands[party]) if hands else lev.case.talks[talk].parties[0]


def stake_sentence(lev: Leverage, talk: str) -> str:
    """What each party would lose with a talk, the largest share of a range first."""
    case, held = lev.case, lev.stakes[talk]
    shares = {party: one.share.middle if one.share.known else 0.0 for party, one in held.items()}
    order = sorted(shares, key=lambda party: -shares[party])
    parts: list[str] = []
    for party in order:
        stake = held[party].points.middle
        verb = "would gain " if stake <= -MEASURABLE else "" if parts else "would lose "
        amount = f"{points_words(abs(stake))} ({percent(abs(shares[party]))} of its range)"
        parts.append(f"{actor_phrase(case, party)} {verb}{amount}")
    return f"Without the talk {', '.join(parts)}."


def walk_away_sentence(lev: Leverage, talk: str, party: str, most: int = TOLD) -> str:
    """What a party brings to a talk from elsewhere: its walk-away value, and the features that it mainly comes from.

    At most `most` that add to it are named, and as many that take from it.
    """
    case, apart = lev.case, lev.walk_away[talk][party]
    ranked = sorted(apart.parts.items(), key=lambda item: -abs(item[1]))
    up = [f"{points(part)} on {feature_words(case, feature)}" for feature, part in ranked if part >= 0.05][:most]
    down = [_burden(case, *item) for item in ranked if item[1] <= -0.05][:most]
    text = f"Without this talk {actor_phrase(case, party)} would have {points_words(apart.value)}"
    text += f": {joined(up).replace(' on ', ' of them hang on ', 1)}" if up else ""
    text += f"{'; it' if up else ': it'} would have {joined(down)}" if down else ""
    together = "adds" if apart.remainder > 0 else "takes"
    rest = f" What features do only together {together} {points_words(abs(apart.remainder))}."
    return f"{text}.{rest if abs(apart.remainder) >= 0.05 else ''}"


def attribution_sentences(told: Attribution) -> list[str]:
    """What a target comes from, what works only together, and what an agreement cannot do without."""
    case, target = told.case, told.target
    change = told.value - told.bare
    ranked = [(feature, part) for feature, part in told.ranking if abs(part) >= max(1e-6, 0.01 * abs(change))]
    lead = (
        f"{capital(target_words(case, target))} is {_stand(case, target, told.value)}; without any of these features "
        f"it would be {_stand(case, target, told.bare)}."
    )
    if not ranked:
        return [lead, "None of the features makes a difference to it."]
    main = [f"{feature_words(case, feature)} {_signed(case, target, part)}" for feature, part in ranked[:TOLD]]
    told_now = [lead, f"Most of the difference comes from {joined(main)}."]
    strongest = told.strongest
    if strongest is not None and abs(strongest.worth) >= MATTERS * sum(abs(part) for part in told.parts.values()):
        told_now.append(_together(case, target, strongest.first, strongest.second, strongest.worth))
    return told_now + [_needed(case, talk, features) for talk, features in told.necessary.items()]


def _reliance(lev: Leverage, actor: str) -> str:
    """On whom an actor relies most, and then."""
    case = lev.case
    losses = {j: one for j, one in lev.reliance[actor].items() if one.share.known and one.share.middle >= LEAST}
    order = sorted(losses, key=lambda j: -losses[j].share.middle)
    if not order:
        return ""
    first, rest = order[0], order[1:]
    who = capital(actor_phrase(case, actor))
    more = joined([f"{percent(losses[j].share.middle)} without {actor_phrase(case, j)}" for j in rest])
    return (
        f"{who} relies {'most' if rest else 'only'} on {actor_phrase(case, first)}: left by it, it would lose "
        f"{points_words(losses[first].points.middle)}, {percent(losses[first].share.middle)} of all it has at stake"
        f"{f'; {more}' if more else ''}."
    )


def _share(lev: Leverage, i: str, j: str) -> str:
    share = lev.reliance[i][j].share
    if share.known and share.middle <= -LEAST:
        return f"would gain {percent(-share.middle)}"
    return percent(share.middle) if share.known and abs(share.middle) > 1e-6 else "nothing"


def _burden(case: Case, feature: Feature, value: float) -> str:
    return f"{points(-value)} more without {feature_words(case, feature)}"


def _stand(case: Case, target: Target, value: float) -> str:
    """What a target comes to; an agreement that is sure or impossible in so many words."""
    if target.kind == "agreement" and value in (0.0, 1.0):
        return "reached" if value else "not reached"
    return f"{percent(value)} probable" if target.kind == "agreement" else amount_words(case, target, value)


def _signed(case: Case, target: Target, value: float) -> str:
    """``(+6.2 points)``."""
    sign = "+" if value > 0 else "−"
    if target.kind == "level":
        unit = case.issues[target.ident].unit
        low, high = case.issues[target.ident].scale
        number = f"{abs(value):.{1 if high - low >= 50 else 2}f} {unit}".strip()
        return f"({sign}{number})"
    if target.kind == "agreement":
        return f"({sign}{percent(abs(value))})"
    return f"({sign}{points(abs(value))})"


def _together(case: Case, target: Target, first: Feature, second: Feature, worth: float) -> str:
    """The strongest interaction: two features that need each other, or replace each other."""
    one, other = feature_words(case, first), feature_words(case, second)
    how = "need each other" if worth > 0 else "replace each other"
    more = "more" if worth > 0 else "less"
    amount = _signed(case, target, abs(worth)).strip("(+)")
    unit = " points" if target.kind in ("payoff", "gain") else ""
    return f"{capital(one)} and {other} {how}: each adds {amount}{unit} {more} if the other is there, on average."


def _needed(case: Case, talk: str, features: Mapping[Feature, float]) -> str:
    """What the agreement in a talk cannot do without."""
    named = [
        feature_words(case, feature) + (f" (in {percent(share)} of the draws)" if share < 1 else "")
        for feature, share in sorted(features.items(), key=lambda item: -item[1])[:TOLD]
    ]
    return f"Necessary for agreement in {talk_phrase(case, talk)}: {joined(named)}."


LEAST_ADVANTAGE = 0.05
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
    shown = {who: value for who, value in worth.items() if abs(value) >= LEAST_ADVANTAGE}
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
