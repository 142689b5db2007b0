"""Who has the upper hand in a talk, by how much, and what makes walking away bearable.

In a talk that settles by beliefs the upper hand is what its parties believe, and a party may agree to a loss.
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
    points,
    points_words,
    rounded_share,
    talk_phrase,
)
from tertius.rules.payoffs import loss_of
from tertius.rules.settlement import Settlement

NAMELY = "agreement in name only"
NO_AGREEMENT = "Without an agreement no one has the upper hand."

UPPER_HAND = (
    "which party gets the larger share of what it could gain in a talk, from its walk-away value up to the most "
    "that the others at the table could still accept. Parties whose shares, as rounded in the tables, are less than "
    f"{EVEN} percentage points apart are even, and none of them has it over the other."
)
"""The definition, to go on with after the words themselves."""


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
    """Who has the upper hand in a talk: what each party gains, of how much at most; and who agrees to a loss."""
    case = settlement.case
    if not settlement.agreements[talk]:
        return NO_AGREEMENT
    rule = case.talks[talk].rule
    if rule is not None:
        return f"It is decided by the rule '{rule}' and not bargained, so no one has the upper hand."
    if in_name_only(settlement, talk):
        return "It is an agreement in name only: no party gains anything measurable from it."
    shares = dict(sorted(settlement.upper_hand.get(talk, {}).items(), key=lambda item: -item[1]))
    if not shares:
        hand = "no party’s payoff depends on the terms of this talk, so no one has the upper hand"
    elif len(shares) == 1:
        hand = only_party(case, next(iter(shares)))
    elif settles_by_belief(case, talk):
        ways = joined([f"{actor_phrase(case, actor)} comes {percent(share)}" for actor, share in shares.items()])
        hand = f"{_lead(case, shares)}: of the way to the best that it could have, {ways}"
    else:
        hand = f"{_lead(case, shares)}: {_fractions(settlement, talk, shares)}"
    return " ".join([f"{by_belief(case, talk, hand)}.", *loss_sentences(settlement, talk)])


def only_party(case: Case, actor: str) -> str:
    """That a talk has only one party whose payoff depends on its terms."""
    return f"only {actor_phrase(case, actor)} has a payoff that depends on the terms of this talk"


def _lead(case: Case, shares: Mapping[str, float]) -> str:
    """Who has the upper hand."""
    top = leaders_of(shares)
    if len(top) == len(shares):
        return "neither side has the upper hand" if len(shares) == 2 else "no party has the upper hand"
    return f"{_names(case, top)} {'has' if len(top) == 1 else 'share'} the upper hand"


def _names(case: Case, actors: list[str]) -> str:
    return joined([actor_phrase(case, actor) for actor in actors])


def _fractions(settlement: Settlement, talk: str, shares: Mapping[str, float]) -> str:
    """``China gains 6.2 points from the deal, of at most 9.1 that ... (68 percent); Russia 2 of 4 (50 percent)``."""
    parts: list[str] = []
    limit = "the other side" if len(shares) == 2 else "the others"
    for actor, share in shares.items():
        # The lead before the colon has just named a single leader.
        who = "it" if not parts and len(leaders_of(shares)) == 1 else actor_phrase(settlement.case, actor)
        gain = settlement.gain(talk, actor)
        if share <= 0:
            parts.append(f"{who} gains nothing that it could not have by walking away")
            continue
        most = points(gain / share)
        if any("at most" in part for part in parts):
            text = f"{who} {points(gain)} of at most {most}"
        else:
            text = f"{who} gains {points_words(gain)} from the deal, of at most {most} that {limit} could still accept"
        parts.append(f"{text} ({percent(share)})")
    return "; ".join(parts)


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
    """Who has the upper hand where, in one sentence over all agreed talks; empty if no one has."""
    case = settlement.case
    held: dict[str, list[str]] = {}
    open_talks: dict[int, list[str]] = {}
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
            held.setdefault(top[0], []).append(f"the upper hand over {_names(case, others)} in {place}")
        else:
            open_talks.setdefault(min(len(shares), 3), []).append(place)
    parts = [f"{actor_phrase(case, actor)} has {joined(where)}" for actor, where in held.items()]
    for parties, talks in open_talks.items():
        parts.append(f"{'neither side' if parties == 2 else 'no single party'} has the upper hand in {joined(talks)}")
    return f"{capital('; '.join(parts))}." if parts else ""


BY_BELIEF = (
    "In a talk that settles by beliefs the upper hand is by what its parties believe; payoffs, walk-away values and "
    "gains follow from the numbers as they are, so that a party may agree to a loss."
)
"""The exception to what is said of upper hands and gains in general."""


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
