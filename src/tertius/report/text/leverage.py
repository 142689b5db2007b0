"""Leverage in sentences: who relies on whom, who got nearer to its best, what a position comes from, links."""

from __future__ import annotations

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.brokerage import DIRECT
from tertius.analysis.leverage.features import Feature
from tertius.analysis.leverage.leverage import Leverage
from tertius.case.bodies import completed
from tertius.case.model import Case
from tertius.report.text.phrases import (
    MEASURABLE,
    actor_phrase,
    capital,
    counted,
    issue_name,
    joined,
    level_number,
    percent,
    points,
    points_words,
    talk_phrase,
)
from tertius.report.text.upper_hand import NO_AGREEMENT, by_belief, nearer_words, only_party
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
    sentences = [sentence for actor in case.actors if (sentence := _reliance(lev, actor))]
    if not sentences:
        return [] if lev.open.pairs else ["No actor would lose anything if another walked away from it."]
    net = {(j, i): band.middle for j, others in lev.net.items() for i, band in others.items() if band.known}
    if not net:
        return sentences
    (j, i), most = max(net.items(), key=lambda item: item[1])
    if most >= LEAST:
        back, other = lev.reliance[j][i].share, "nothing"
        if back.known and back.middle <= -LEAST:
            other = f"would gain {percent(-back.middle)}"
        elif back.known and abs(back.middle) > 1e-6:
            other = percent(back.middle)
        sentences.append(
            f"The largest net leverage is that of {actor_phrase(case, j)} over {actor_phrase(case, i)}: "
            f"{actor_phrase(case, i)} would lose {percent(lev.reliance[i][j].share.middle)} of all it has at stake if "
            f"the other walked away, the other {other}."
        )
    return sentences


def _reliance(lev: Leverage, actor: str) -> str:
    """On whom an actor relies most, and then; empty if on nobody."""
    case = lev.case
    losses = {j: one for j, one in lev.reliance[actor].items() if one.share.known and one.share.middle >= LEAST}
    if not losses:
        return ""
    first, *rest = sorted(losses, key=lambda j: -losses[j].share.middle)
    more = joined([f"{percent(losses[j].share.middle)} without {actor_phrase(case, j)}" for j in rest])
    lost = f"{points_words(losses[first].points.middle)}, {percent(losses[first].share.middle)} of all it has at stake"
    return (
        f"{capital(actor_phrase(case, actor))} relies {'most' if rest else 'only'} on {actor_phrase(case, first)}: "
        f"left by it, it would lose {lost}{f'; {more}' if more else ''}."
    )


def hand_sentence(lev: Leverage, talk: str) -> str:
    """Who got nearer to its best possible deal in a talk."""
    case = lev.case
    hands = {party: band.middle for party, band in lev.upper_hand[talk].items() if band.known}
    if not lev.agreement[talk] or not hands:
        return NO_AGREEMENT
    if len(hands) == 1:
        return by_belief(case, talk, f"{only_party(case, next(iter(hands)))}.")
    return by_belief(case, talk, f"{nearer_words(case, hands)}.")


def walk_away_sentence(lev: Leverage, talk: str, party: str, most: int = TOLD) -> str:
    """What a party brings to a talk from elsewhere: its walk-away value, and the features that it mainly comes from.

    At most `most` that add to it are named, and as many that take from it.
    """
    case, apart = lev.case, lev.walk_away[talk][party]
    ranked = sorted(apart.parts.items(), key=lambda item: -abs(item[1]))
    up = [f"{points(part)} on {feature_words(case, feature)}" for feature, part in ranked if part >= 0.05][:most]
    down = [f"{points(-part)} more without {feature_words(case, feature)}" for feature, part in ranked if part <= -0.05]
    text = f"Without this talk {actor_phrase(case, party)} would have {points_words(apart.value)}"
    text += f": {joined(up).replace(' on ', ' of them hang on ', 1)}" if up else ""
    text += f"{'; it' if up else ': it'} would have {joined(down[:most])}" if down else ""
    together = "adds" if apart.remainder > 0 else "takes"
    rest = f" What features do only together {together} {points_words(abs(apart.remainder))}."
    return f"{text}.{rest if abs(apart.remainder) >= 0.05 else ''}"


def open_attribution_sentence(found: Attribution) -> str:
    """Why it is not told where a target comes from; empty if it is."""
    if not found.open:
        return ""
    number = len(found.open)
    things = "one of the features" if number == 1 else f"{counted(number)} of the features"
    return (
        f"Where {target_words(found.case, found.target)} comes from cannot be told: without {things} the talks settle "
        "in another way, and every part would hang on which is taken."
    )


def attribution_sentences(attribution: Attribution) -> list[str]:
    """What a target comes from, what works only together, and what an agreement cannot do without."""
    case, target = attribution.case, attribution.target
    if attribution.open:
        return [open_attribution_sentence(attribution)]
    least = max(1e-6, 0.01 * abs(attribution.value - attribution.bare))
    ranked = [(feature, part) for feature, part in attribution.ranking if abs(part) >= least]
    lead = (
        f"{capital(target_words(case, target))} is {_stand(case, target, attribution.value)}; without any of these "
        f"features it would be {_stand(case, target, attribution.bare)}."
    )
    if not ranked:
        return [lead, "None of the features makes a difference to it."]
    main = [f"{feature_words(case, feature)} ({_signed(case, target, part)})" for feature, part in ranked[:TOLD]]
    sentences = [lead, f"Most of the difference comes from {joined(main)}."]
    pair = attribution.strongest
    if pair is not None and abs(pair.worth) >= MATTERS * sum(abs(part) for part in attribution.parts.values()):
        both = f"{capital(feature_words(case, pair.first))} and {feature_words(case, pair.second)}"
        how, more = ("need each other", "more") if pair.worth > 0 else ("replace each other", "less")
        amount = _signed(case, target, abs(pair.worth)).removeprefix("+")
        unit = " points" if target.kind in ("payoff", "gain") else ""
        sentences.append(f"{both} {how}: each adds {amount}{unit} {more} if the other is there, on average.")
    for talk, features in attribution.necessary.items():
        first = sorted(features.items(), key=lambda item: -item[1])[:TOLD]
        named = [
            feature_words(case, feature) + (f" (in {percent(share)} of the draws)" if share < 1 else "")
            for feature, share in first
        ]
        sentences.append(f"Necessary for agreement in {talk_phrase(case, talk)}: {joined(named)}.")
    return sentences


def _stand(case: Case, target: Target, value: float) -> str:
    """What a target comes to; an agreement that is sure or impossible in so many words."""
    if target.kind == "agreement" and value in (0.0, 1.0):
        return "reached" if value else "not reached"
    return f"{percent(value)} probable" if target.kind == "agreement" else amount_words(case, target, value)


def _signed(case: Case, target: Target, value: float) -> str:
    """A part of a target with its sign: ``+6.2``; percent for an agreement, on the scale of an issue for a level."""
    sign = "+" if value > 0 else "−"
    if target.kind == "level":
        unit = case.issues[target.ident].unit
        low, high = case.issues[target.ident].scale
        return f"{sign}{abs(value):.{1 if high - low >= 50 else 2}f} {unit}".strip()
    return f"{sign}{percent(abs(value)) if target.kind == 'agreement' else points(abs(value))}"


def commitment_sentences(lev: Leverage) -> list[str]:
    """For every link and threat that is worth anything: to whom, and whether it would be carried out."""
    case, sentences = lev.case, []
    for one in lev.commitments.values():
        worth = {who: one.worth[who].middle for who in (one.holder, *one.targets, *one.protects)}
        shown = {who: value for who, value in worth.items() if abs(value) >= MEASURABLE}
        if not shown:
            continue
        parts = [
            f"{'is worth' if value > 0 else 'costs'} {actor_phrase(case, who)} {points_words(abs(value))}"
            for who, value in sorted(shown.items(), key=lambda item: -item[1])
        ]
        value, who = one.carrying_out.middle, actor_phrase(case, one.holder)
        if 0 < one.credible < 1:
            credible = f"by itself it is credible in {percent(one.credible)} of the draws"
        elif one.credible:
            brings = points_words(max(0.0, value))
            credible = f"it is credible by itself: carrying it out would bring {who} {brings}"
        else:
            credible = f"by itself it is not credible: carrying it out would cost {who} {points_words(-value)}"
        sentences.append(f"The {one.kind} “{case.name(one.name)}” {joined(parts)}; {credible}.")
    return sentences


def broker_sentences(lev: Leverage) -> list[str]:
    """Who gains most by being the only channel, and without whom the network falls apart."""
    case = lev.case
    sentences = []
    single = [one for one in lev.brokers if len(one.others) == 1 and not one.only]
    best = max(single, key=lambda one: one.share.middle if one.share.known else 0.0, default=None)
    if best is not None and best.share.known and best.share.middle >= LEAST:
        who, whom = actor_phrase(case, best.actor), actor_phrase(case, best.others[0])
        rivals = [actor_phrase(case, name) for name in best.opened if name != DIRECT]
        fall = ""
        if len(rivals) > 1:
            worst = min(best.opened, key=lambda name: best.opened[name].middle)
            alone = points(best.opened[worst].middle)
            fall = f"; with {actor_phrase(case, worst)} alone beside it, it would have {alone}"
        sentences.append(
            f"{capital(who)} would gain most by being the only channel to {whom}: {points_words(best.alone.middle)} "
            f"instead of {points(best.now.middle)} beside {joined(rivals)}{fall}."
        )
    for actor, parts in lev.cut_vertices.items():
        groups = "; ".join(joined([actor_phrase(case, name) for name in part]) for part in parts)
        fallen = f"the network of ties would fall into {counted(len(parts))} parts: {groups}"
        sentences.append(f"Without {actor_phrase(case, actor)} {fallen}.")
    return sentences
