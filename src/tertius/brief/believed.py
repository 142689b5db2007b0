"""Talks that settle by beliefs: what is said of the upper hand there, and who agrees to a loss."""

from __future__ import annotations

from tertius.brief.phrases import MEASURABLE, actor_phrase, capital, points_words
from tertius.case.model import Case
from tertius.rules.settlement import Settlement

__all__ = ["BY_BELIEF", "any_by_belief", "by_belief", "loss_sentences", "settles_by_belief"]

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
