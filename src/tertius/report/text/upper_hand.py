"""Who has the upper hand in a talk, told as who got nearer to its best possible deal; what makes walking away bearable.

In a talk that settles by beliefs that is what its parties believe, and a party may agree to a loss.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.case.model import Case
from tertius.report.text.breakdown import term_words
from tertius.report.text.phrases import (
    EVEN,
    MEASURABLE,
    actor_phrase,
    capital,
    joined,
    percent,
    points_words,
    rounded_share,
    talk_phrase,
)
from tertius.rules.payoffs import loss_of
from tertius.rules.settlement import Settlement

NAMELY = "agreement in name only"
NO_AGREEMENT = "Without an agreement no one gets nearer to its best possible deal."

NEAR_BEST = "Near best"
"""What the column of a terminal is called."""

UPPER_HAND = (
    "how far a party gets from its walk-away value (0%) to its best possible deal (100%), the most that the others at "
    f"the table could still accept. Parties less than {EVEN} points apart, as rounded in the tables, are even."
)
"""The definition, to go on with after the words that head the column."""


def upper_hand_words(case: Case) -> str:
    """The definition for the readers of a case: with the exception, if some talk of it settles by beliefs."""
    return f"{UPPER_HAND} {BY_BELIEF}" if any_by_belief(case) else UPPER_HAND


def in_name_only(settlement: Settlement, talk: str) -> bool:
    """Whether a talk ends in an agreement from which no party gains anything that would show."""
    parties = settlement.walk_away.get(talk, {})
    gains = [settlement.gain(talk, party) for party in parties]
    bargained = settlement.case.talks[talk].rule is None
    return bargained and settlement.agreements[talk] and bool(gains) and all(abs(gain) < MEASURABLE for gain in gains)


def leaders_of(shares: Mapping[str, float]) -> list[str]:
    """The actors with the largest upper-hand share, those that are even with it included."""
    best = rounded_share(max(shares.values()))
    return [actor for actor, share in shares.items() if best - rounded_share(share) < EVEN]


def upper_hand_sentence(settlement: Settlement, talk: str) -> str:
    """Who got nearer to its best possible deal in a talk, and who agrees to a loss."""
    case = settlement.case
    if not settlement.agreements[talk]:
        return NO_AGREEMENT
    rule = case.talks[talk].rule
    if rule is not None:
        return f"It is decided by the rule '{rule}' and not bargained, so there is no best deal to get near to."
    if in_name_only(settlement, talk):
        return "It is an agreement in name only: no party gains anything measurable from it."
    shares = settlement.upper_hand.get(talk, {})
    if not shares:
        hand = "no party’s payoff depends on the terms of this talk"
    elif len(shares) == 1:
        hand = only_party(case, next(iter(shares)))
    else:
        hand = nearer_words(case, shares)
    return " ".join([f"{by_belief(case, talk, hand)}.", *loss_sentences(settlement, talk)])


def only_party(case: Case, actor: str) -> str:
    """That a talk has only one party whose payoff depends on its terms."""
    return f"only {actor_phrase(case, actor)} has a payoff that depends on the terms of this talk"


def nearer_words(case: Case, shares: Mapping[str, float]) -> str:
    """``Sweden got nearer to its best possible deal, 70 percent of the way; Norway 62``; a lead below `EVEN` is none.

    Args:
        case: The case.
        shares: The shares of two parties or more.
    """
    order = sorted(shares, key=lambda party: -shares[party])
    leaders = [party for party in order if party in leaders_of(shares)]
    ways = {party: percent(shares[party], "") for party in order}
    best = "its best possible deal" if len(leaders) == 1 else "their best possible deals"
    near = "nearest" if len(order) > 2 else "nearer"
    near = "about equally near" if len(leaders) == len(order) else near
    alike = len(leaders) > 1 and len({ways[party] for party in leaders}) == 1
    led = f"each {ways[leaders[0]]}" if alike else joined([ways[party] for party in leaders])
    rest = joined([f"{actor_phrase(case, party)} {ways[party]}" for party in order if party not in leaders])
    says = f"{_names(case, leaders)} got {near} to {best}, {led} percent of the way"
    return f"{says}; {rest}" if rest else says


def _names(case: Case, actors: list[str]) -> str:
    return joined([actor_phrase(case, actor) for actor in actors])


def bearable_sentence(settlement: Settlement, talk: str, broken: Settlement) -> str:
    """What makes walking away bearable for the one with the upper hand: what it would regain most of; may be empty.

    Of a talk that settles by beliefs nothing is said: what would be regained is by the numbers as they are.
    """
    case, shares = settlement.case, settlement.upper_hand.get(talk, {})
    if not settlement.agreements[talk] or len(shares) < 2 or in_name_only(settlement, talk):
        return ""
    top = leaders_of(shares)
    if len(top) > 1 or settles_by_belief(case, talk):
        return ""
    term, loss = min(loss_of(settlement, broken, top[0]).items(), key=lambda item: item[1])
    if loss > -MEASURABLE:
        return ""
    return (
        f"What makes walking away bearable for {actor_phrase(case, top[0])}: it would regain "
        f"{points_words(-loss)} through {term_words(case, *term)}."
    )


def hands_sentence(settlement: Settlement) -> str:
    """Who got nearer to its best possible deal where, in one sentence over all agreed talks; empty if there is none."""
    case = settlement.case
    held: dict[str, list[str]] = {}
    even: dict[bool, list[str]] = {}
    for talk, shares in settlement.upper_hand.items():
        unknown = talk in settlement.open_without
        if unknown or not settlement.agreements[talk] or len(shares) < 2 or in_name_only(settlement, talk):
            continue
        place = talk_phrase(case, talk)
        if settles_by_belief(case, talk):
            place += " (by what its parties believe)"
        top = leaders_of(shares)
        if len(top) == 1:
            others = [actor for actor in shares if actor != top[0]]
            held.setdefault(top[0], []).append(f"than {_names(case, others)} in {place}")
        else:
            even.setdefault(len(top) == len(shares), []).append(place)
    parts = [
        f"{actor_phrase(case, actor)} got nearer to its best possible deal {joined(t)}" for actor, t in held.items()
    ]
    for all_even, talks in even.items():
        everyone = "the parties got about equally near to their best possible deals"
        who = everyone if all_even else "no single party got nearest to its best possible deal"
        parts.append(f"{who} in {joined(talks)}")
    return f"{capital('; '.join(parts))}." if parts else ""


BY_BELIEF = (
    "In a talk that settles by beliefs it is by what the parties believe; payoffs, walk-away values and gains follow "
    "from the numbers as they are, so that a party may agree to a loss."
)
"""The exception to what is said of nearness and gains in general."""


def settles_by_belief(case: Case, talk: str) -> bool:
    """Whether the parties of a talk take some number to be something else than it is."""
    return any(talk in belief.talks for belief in case.beliefs.values())


def any_by_belief(case: Case) -> bool:
    """Whether any talk of the case settles by beliefs."""
    return any(settles_by_belief(case, talk) for talk in case.talks)


def by_belief(case: Case, talk: str, sentence: str) -> str:
    """A sentence on a talk that holds by what its parties believe, and says so if that differs from what is so."""
    return f"By what the parties believe, {sentence}" if settles_by_belief(case, talk) else capital(sentence)


def loss_sentences(settlement: Settlement, talk: str) -> list[str]:
    """Each party of an agreed talk that is worse off with what it agreed to, since it believed something else."""
    case = settlement.case
    if not settlement.agreements[talk] or not settles_by_belief(case, talk):
        return []
    losses = {party: -settlement.gain(talk, party) for party in settlement.walk_away.get(talk, {})}
    return [
        f"{capital(actor_phrase(case, party))} agrees to a loss of {points_words(loss)}, by what it believes."
        for party, loss in losses.items()
        if loss >= MEASURABLE
    ]
