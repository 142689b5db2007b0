"""What follows if one talk breaks down: who loses how much and through what, and what changes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from tertius.case.model import Case
from tertius.report.text.phrases import (
    EVEN,
    MEASURABLE,
    actor_phrase,
    capital,
    issue_name,
    joined,
    level_number,
    percent,
    points_words,
    rounded_share,
    talk_phrase,
    tied,
)
from tertius.rules.payoffs import loss_of
from tertius.rules.settlement import Settlement

MOVED = 0.01
"""A level counts as moved from a hundredth of its scale on."""


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
        # The one who needs the talk more may still have got nearer to its best: the reader must not take it for a slip.
        lead = f"Yet {lead}" if _leads_alone(settlement, talk, order[0]) else capital(lead)
    return f"{lead}: a breakdown would cost {whom} {costs[order[0]]}{rest}."


def _leads_alone(settlement: Settlement, talk: str, party: str) -> bool:
    """Whether the party alone got nearest to its best possible deal in a talk, by a lead that counts."""
    shares = settlement.upper_hand.get(talk, {})
    others = [share for actor, share in shares.items() if actor != party]
    return bool(others) and party in shares and rounded_share(shares[party]) - rounded_share(max(others)) >= EVEN


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
