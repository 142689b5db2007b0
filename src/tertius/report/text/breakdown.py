"""What follows if one talk breaks down: who loses how much and through what, and what changes elsewhere."""

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

MOVED = 0.01
"""A level counts as moved from a hundredth of its scale on."""


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
        f"with a probability of {percent(link.probability.middle)}{f' ({link.name})' if link.name else ''}."
        for link in case.links.values()
        if link.if_fails == talk
    ]


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
            name = body.name or threat.authorised_by
            who = name if name.lower().startswith("the ") else f"the {name}"
            tried = percent(threat.credibility.middle)
            chance += f" ({tried} that it is tried, {passes} that {who} passes it)"
        holder, target = capital(actor_phrase(case, threat.holder)), actor_phrase(case, threat.target)
        damage, cost = points_words(threat.damage.middle), points_words(threat.cost.middle)
        sentences.append(
            f"{holder} would carry out its threat “{threat.name or ident}” with a probability of {chance}: "
            f"{damage} of damage to {target}, {cost} of cost to itself."
        )
    return sentences


def resettled_sentences(settlement: Settlement, talk: str, broken: Settlement) -> list[str]:
    """How the other talks settle anew once `talk` has broken down; nothing for those that do not move."""
    case, sentences = settlement.case, []
    for other in (other for other in case.talks if other != talk):
        name, before, after = capital(talk_phrase(case, other)), settlement.agreements[other], broken.agreements[other]
        moved = joined(
            [
                f"{issue_name(case, k)} from {level_number(case, k, settlement.levels[k])} "
                f"to {level_number(case, k, broken.levels[k])}"
                for k in case.talks[other].issues
                if not same_level(case, k, settlement.levels[k], broken.levels[k])
            ]
        )
        if before and not after:
            sentences.append(f"{name} would then fail too, with no terms left at which every party gains.")
        elif after and not before:
            sentences.append(f"{name} would then end in agreement{': ' if moved else ''}{moved}.")
        elif moved:
            sentences.append(f"{name} would settle anew: {moved}.")
    return sentences


def cost_sentence(settlement: Settlement, talk: str, broken: Settlement) -> str:
    """Who depends on a talk: what a breakdown would cost each party, and mainly through what."""
    case = settlement.case
    shares = {party: _of_range(settlement, party, settlement.gain(talk, party)) for party in case.talks[talk].parties}
    order = sorted(shares, key=lambda party: -shares[party])
    if all(settlement.gain(talk, party) <= -MEASURABLE for party in order):
        gains = [f"{actor_phrase(case, p)} {points_words(-settlement.gain(talk, p))}" for p in order]
        return f"No party depends on the talk: a breakdown would leave {joined(gains)} better off."
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


def _leads_alone(settlement: Settlement, talk: str, party: str) -> bool:
    """Whether the party alone has the upper hand in a talk."""
    shares = settlement.upper_hand.get(talk, {})
    others = [share for actor, share in shares.items() if actor != party]
    return bool(others) and party in shares and shares[party] > max(others) and not tied(shares[party], max(others))


def _of_range(settlement: Settlement, actor: str, amount: float) -> float:
    """Points of an actor as a share of its range."""
    whole = settlement.ranges[actor]
    return amount / whole if whole > 0 else 0.0


def _cost(settlement: Settlement, talk: str, broken: Settlement, party: str, share: float) -> str:
    """What a breakdown would cost one party, and mainly through what."""
    case, lost = settlement.case, settlement.gain(talk, party)
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
    """What a term of an account is called: an issue, a need, what is promised, a threat or its cost."""
    if kind == "stance":
        return issue_name(case, ident)
    if kind == "need":
        return f"its need “{case.needs[ident].name or ident}”"
    if kind == "promise":
        return "what is promised and may be kept or not"
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


def elsewhere_sentences(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[str]:
    """Per agreed talk that moves another: where that would settle without it, and what the parties lose."""
    case, sentences = settlement.case, []
    for talk, broken in breakdowns.items():
        effects = _effects(settlement, talk, broken) if settlement.agreements[talk] else []
        if effects and (talk in settlement.open_without or broken.alternatives):
            sentences.append(
                f"What the others would settle without {talk_phrase(case, talk)} cannot be told: there is more than "
                "one way."
            )
            continue
        if not effects:
            continue
        payoffs = []
        for party in case.talks[talk].parties:
            change = broken.payoffs[party] - settlement.payoffs[party]
            if abs(change) >= MEASURABLE:
                number = points_words(abs(change)).replace(" ", f" {'more' if change > 0 else 'fewer'} ", 1)
                payoffs.append(f"{actor_phrase(case, party)} has {number}")
        rest = f"; {joined(payoffs)}" if payoffs else ""
        sentences.append(f"Without {talk_phrase(case, talk)}: {', '.join(effects)}{rest}.")
    return sentences


def _effects(settlement: Settlement, talk: str, broken: Settlement) -> list[str]:
    """The other talks that fail without a talk, and the issues of the rest that move."""
    case, effects = settlement.case, []
    for other in (other for other in case.talks if other != talk):
        if settlement.agreements[other] and not broken.agreements[other]:
            effects.append(f"{talk_phrase(case, other)} fails too")
            continue
        for issue in case.talks[other].issues:
            low, high = case.issues[issue].scale
            if abs(broken.levels[issue] - settlement.levels[issue]) >= MOVED * (high - low):
                there, here = (level_number(case, issue, one.levels[issue]) for one in (broken, settlement))
                effects.append(f"{issue_name(case, issue)} {there} instead of {here}")
    return effects


def matrix_rows(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[dict[str, object]]:
    """Per talk that is agreed, the change of every actor's payoff if it breaks down: points, and share of its range."""
    case = settlement.case
    rows: list[dict[str, object]] = []
    for talk, broken in breakdowns.items():
        if not settlement.agreements[talk]:
            continue
        cells = []
        for actor in case.actors:
            change = broken.payoffs[actor] - settlement.payoffs[actor]
            shown, share = fixed(change, plus=True), percent(_of_range(settlement, actor, change), "%")
            party = actor in case.talks[talk].parties
            cells.append({"actor": actor, "party": party, "points": shown, "share": "" if shown == "0.0" else share})
        rows.append({"name": talk_name(case, talk), "cells": cells})
    return rows


def outsider_sentence(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> str:
    """The actor outside a talk that would lose the largest share of its range by its breakdown; may be empty."""
    case = settlement.case
    losses = {
        (actor, talk): -_of_range(settlement, actor, broken.payoffs[actor] - settlement.payoffs[actor])
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
