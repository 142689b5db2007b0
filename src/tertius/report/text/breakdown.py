"""What follows if one talk breaks down: who loses how much and through what, and what changes elsewhere.

What one talk is worth to the others, and to every actor: the settlement without it beside the one with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.case.model import Case
from tertius.report.text.phrases import (
    MEASURABLE,
    actor_phrase,
    capital,
    fixed,
    issue_name,
    joined,
    level_number,
    percent,
    points,
    points_words,
    same_level,
    talk_name,
    talk_phrase,
    tied,
)
from tertius.rules.payoffs import loss_of, strike_chance
from tertius.rules.settlement import Settlement
from tertius.voting.ballots import pass_chance

SMALL_TERM = 0.06
"""Terms below this share of all that changes are lumped together."""


def breakdown_sentences(settlement: Settlement, talk: str, broken: Settlement) -> list[str]:
    """Everything that changes if `talk` breaks down: links, threats, other talks."""
    case = settlement.case
    sentences = link_sentences(case, talk) + threat_sentences(case, talk)
    sentences += resettled_sentences(settlement, talk, broken)
    return sentences or ["Nothing else would change: the other talks settle as before."]


def link_sentences(case: Case, talk: str) -> list[str]:
    """The links that a breakdown of `talk` sets off."""
    return [
        f"{capital(actor_phrase(case, link.holder))} would bring down {talk_phrase(case, link.then_falls)} "
        f"with a probability of {percent(link.probability.middle)}{_named(link.name)}."
        for link in case.links.values()
        if link.if_fails == talk
    ]


def _named(name: str) -> str:
    return f" ({name})" if name else ""


def threat_sentences(case: Case, talk: str) -> list[str]:
    """The threats that a breakdown of `talk` sets off, with the chance that they are carried out."""
    sentences = []
    for ident, threat in case.threats.items():
        if threat.if_fails != talk:
            continue
        chance = percent(strike_chance(case, threat))
        if threat.authorised_by is not None:
            body = case.bodies[threat.authorised_by]
            likely = pass_chance(body)
            passes = "unknown how likely" if likely is None else percent(likely)
            who = actor_phrase_of_body(body.name or threat.authorised_by)
            tried = percent(threat.credibility.middle)
            chance += f" ({tried} that it is tried, {passes} that {who} passes it)"
        holder, target = capital(actor_phrase(case, threat.holder)), actor_phrase(case, threat.target)
        damage, cost = points_words(threat.damage.middle), points_words(threat.cost.middle)
        sentences.append(
            f"{holder} would carry out its threat “{threat.name or ident}” with a probability of {chance}: "
            f"{damage} of damage to {target}, {cost} of cost to itself."
        )
    return sentences


def actor_phrase_of_body(name: str) -> str:
    """The name of a body inside a sentence."""
    return name if name.lower().startswith("the ") else f"the {name}"


def resettled_sentences(settlement: Settlement, talk: str, broken: Settlement) -> list[str]:
    """How the other talks settle anew once `talk` has broken down; nothing for those that do not move."""
    sentences = []
    for other in settlement.case.talks:
        if other == talk:
            continue
        sentence = _resettled(settlement, other, broken)
        if sentence:
            sentences.append(sentence)
    return sentences


def _resettled(settlement: Settlement, other: str, broken: Settlement) -> str:
    case = settlement.case
    name = capital(talk_phrase(case, other))
    if settlement.agreements[other] and not broken.agreements[other]:
        return f"{name} would then fail too, with no terms left at which every party gains."
    moved = [
        f"{issue_name(case, k)} from {level_number(case, k, settlement.levels[k])} "
        f"to {level_number(case, k, broken.levels[k])}"
        for k in case.talks[other].issues
        if not same_level(case, k, settlement.levels[k], broken.levels[k])
    ]
    if broken.agreements[other] and not settlement.agreements[other]:
        return f"{name} would then end in agreement{': ' if moved else ''}{joined(moved)}."
    return f"{name} would settle anew: {joined(moved)}." if moved else ""


def cost_sentence(settlement: Settlement, talk: str, broken: Settlement) -> str:
    """Who depends on a talk: what a breakdown would cost each party, and mainly through what."""
    case = settlement.case
    shares = {party: _lost_share(settlement, talk, party) for party in case.talks[talk].parties}
    order = sorted(shares, key=lambda party: -shares[party])
    if all(settlement.gain(talk, party) <= -MEASURABLE for party in order):
        return _cost_to_none(settlement, talk, order)
    costs = {party: _cost(settlement, talk, broken, party, shares[party]) for party in order}
    costs[order[0]] = costs[order[0]].replace(" percent", " percent of all it has at stake", 1)
    rest = "".join(f"; {actor_phrase(case, party)} {costs[party]}" for party in order[1:])
    first = actor_phrase(case, order[0])
    if tied(shares[order[0]], shares[order[-1]]):
        lead, whom = "The parties depend on the talk about equally", first
    elif tied(shares[order[0]], shares[order[1]]):
        lead, whom = f"{capital(first)} and {actor_phrase(case, order[1])} depend most on the talk", first
    else:
        degree = "more" if len(order) == 2 else "most"
        lead, whom = f"{first} depends {degree} on the talk", "it"
        # The one who needs the talk more may still have the upper hand: the reader must not take it for a slip.
        lead = f"Yet {lead}" if _leads_alone(settlement, talk, order[0]) else capital(lead)
    return f"{lead}: a breakdown would cost {whom} {costs[order[0]]}{rest}."


def _cost_to_none(settlement: Settlement, talk: str, parties: list[str]) -> str:
    """The same where every party has agreed to a loss."""
    gains = [f"{actor_phrase(settlement.case, p)} {points_words(-settlement.gain(talk, p))}" for p in parties]
    return f"No party depends on the talk: a breakdown would leave {joined(gains)} better off."


def _leads_alone(settlement: Settlement, talk: str, party: str) -> bool:
    """Whether the party alone has the upper hand in a talk."""
    shares = settlement.upper_hand.get(talk, {})
    others = [share for actor, share in shares.items() if actor != party]
    return bool(others) and party in shares and shares[party] > max(others) and not tied(shares[party], max(others))


def _lost_share(settlement: Settlement, talk: str, party: str) -> float:
    """What a breakdown would cost a party, as a share of its range."""
    whole = settlement.ranges[party]
    return settlement.gain(talk, party) / whole if whole > 0 else 0.0


def _cost(settlement: Settlement, talk: str, broken: Settlement, party: str, share: float) -> str:
    case = settlement.case
    lost = settlement.gain(talk, party)
    if lost <= -MEASURABLE:
        return f"nothing, for it would be {points_words(-lost)} better off"
    terms = sorted(loss_of(settlement, broken, party).items(), key=lambda item: -item[1])
    main = [term_words(case, *term) for term, value in terms[:2] if value >= 0.25 * lost]
    through = f", mainly through {joined(main)}" if main and lost >= MEASURABLE else ""
    return f"{percent(share)}{through}" if lost >= MEASURABLE else "next to nothing"


def loss_sentence(settlement: Settlement, talk: str, broken: Settlement, party: str) -> str:
    """The account of one party's loss if `talk` breaks down: the points lost and regained, term by term."""
    case = settlement.case
    terms = sorted(loss_of(settlement, broken, party).items(), key=lambda item: -abs(item[1]))
    least = max(0.05, SMALL_TERM * sum(abs(value) for _, value in terms))
    lost = [(term_words(case, *term), value) for term, value in terms if value >= least]
    regained = [(term_words(case, *term), -value) for term, value in terms if value <= -least]
    who = capital(actor_phrase(case, party))
    if not lost and not regained:
        return f"{who} would lose next to nothing."
    text = f"{who} would lose {_terms(lost) if lost else 'nothing'}"
    text += f", and regain {_terms(regained)}" if regained else ""
    rest = sum(value for _, value in terms if abs(value) < least)
    if abs(rest) >= 0.05:
        text += f"; smaller items come to {points_words(abs(rest))} {'lost' if rest > 0 else 'regained'}"
    return f"{text}."


def _terms(terms: list[tuple[str, float]]) -> str:
    (words, value), *rest = terms
    return joined([f"{points_words(value)} through {words}", *(f"{points(v)} through {w}" for w, v in rest)])


def term_words(case: Case, kind: str, ident: str) -> str:
    """What a term of an account is called: an issue, a need, a threat or its cost."""
    if kind == "stance":
        return issue_name(case, ident)
    if kind == "need":
        return f"its need “{case.needs[ident].name or ident}”"
    name = case.threats[ident].name or ident
    return f"the threat “{name}”" if kind == "damage" else f"the cost of its threat “{name}”"


def commitment_sentence(settlement: Settlement, ident: str) -> str:
    """Whether the holder of a link or threat would carry it out once the talk has failed."""
    case = settlement.case
    link, threat = case.links.get(ident), case.threats.get(ident)
    holder = link.holder if link is not None else threat.holder if threat is not None else ""
    value = settlement.commitments[ident]
    who = capital(actor_phrase(case, holder))
    if value < -0.05:
        return f"{who} would lose {points_words(-value)} by carrying it out."
    if value < 0.05:
        return f"{who} would neither gain nor lose by carrying it out."
    return f"{who} would gain {points_words(value)} by carrying it out."


MOVED = 0.01
"""A level counts as moved from a hundredth of its scale on."""


def elsewhere_sentences(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[str]:
    """Per agreed talk that moves another: where that would settle without it, and what the parties lose."""
    agreed = {talk: broken for talk, broken in breakdowns.items() if settlement.agreements[talk]}
    return [sentence for talk, broken in agreed.items() if (sentence := _elsewhere(settlement, talk, broken))]


def _elsewhere(settlement: Settlement, talk: str, broken: Settlement) -> str:
    case = settlement.case
    effects = []
    for other in case.talks:
        if other == talk:
            continue
        if settlement.agreements[other] and not broken.agreements[other]:
            effects.append(f"{talk_phrase(case, other)} fails too")
            continue
        effects += [_instead(settlement, broken, k) for k in case.talks[other].issues if _moved(settlement, broken, k)]
    if not effects:
        return ""
    changes = [_change(settlement, broken, party) for party in case.talks[talk].parties]
    payoffs = joined([change for change in changes if change])
    return f"Without {talk_phrase(case, talk)}: {', '.join(effects)}{'; ' if payoffs else ''}{payoffs}."


def _moved(settlement: Settlement, broken: Settlement, issue: str) -> bool:
    low, high = settlement.case.issues[issue].scale
    return abs(broken.levels[issue] - settlement.levels[issue]) >= MOVED * (high - low)


def _instead(settlement: Settlement, broken: Settlement, issue: str) -> str:
    case = settlement.case
    there, here = (level_number(case, issue, one.levels[issue]) for one in (broken, settlement))
    return f"{issue_name(case, issue)} {there} instead of {here}"


def _change(settlement: Settlement, broken: Settlement, party: str) -> str:
    change = broken.payoffs[party] - settlement.payoffs[party]
    if abs(change) < 0.05:
        return ""
    number = points_words(abs(change)).replace(" ", f" {'more' if change > 0 else 'fewer'} ", 1)
    return f"{actor_phrase(settlement.case, party)} has {number}"


def matrix_rows(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[dict[str, object]]:
    """Per talk that is agreed, the change of every actor's payoff if it breaks down: points, and share of its range."""
    case = settlement.case
    rows: list[dict[str, object]] = []
    for talk, broken in breakdowns.items():
        if settlement.agreements[talk]:
            cells = [_cell(settlement, broken, actor, actor in case.talks[talk].parties) for actor in case.actors]
            rows.append({"name": talk_name(case, talk), "cells": cells})
    return rows


def _cell(settlement: Settlement, broken: Settlement, actor: str, party: bool) -> dict[str, object]:
    change = broken.payoffs[actor] - settlement.payoffs[actor]
    share = _share(settlement, broken, actor)
    shown = fixed(change, plus=True)
    return {"actor": actor, "party": party, "points": shown, "share": "" if shown == "0.0" else percent(share, "%")}


def _share(settlement: Settlement, broken: Settlement, actor: str) -> float:
    """The change of an actor's payoff as a share of its range."""
    whole = settlement.ranges[actor]
    return (broken.payoffs[actor] - settlement.payoffs[actor]) / whole if whole > 0 else 0.0


def outsider_sentence(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> str:
    """The actor outside a talk that would lose the largest share of its range by its breakdown; may be empty."""
    case = settlement.case
    losses = {
        (actor, talk): -_share(settlement, broken, actor)
        for talk, broken in breakdowns.items()
        for actor in case.actors
        if settlement.agreements[talk] and actor not in case.talks[talk].parties
    }
    if not losses or max(losses.values()) < 0.005:
        return ""
    actor, talk = max(losses, key=lambda pair: losses[pair])
    lost = settlement.payoffs[actor] - breakdowns[talk].payoffs[actor]
    return (
        f"Of those not at the table, {actor_phrase(case, actor)} would lose most: without {talk_phrase(case, talk)} "
        f"{points(lost)} of the {points_words(settlement.ranges[actor])} that it has at stake "
        f"({percent(losses[actor, talk])})."
    )
