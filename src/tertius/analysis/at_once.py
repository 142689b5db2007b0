"""How each talk ends at the middles, before anything is drawn: what can be said while somebody types.

    P(agreement) = P(the talk takes place) P(the deal that is there is made)

with the second as the model has it where it is known, else as measured on recorded talks at k; 0 without a deal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from tertius.results import Record
from tertius.rules import RULES
from tertius.rules.measured.talks import Measured, measured
from tertius.rules.settlement import NEXT_TO_NOTHING, Settlement

EVEN = 0.5
"""Below it an agreement is likely to fail."""


class Ending(Enum):
    """How a talk ends."""

    DEAL = "deal"
    NO_DEAL = "no deal"
    LIKELY_TO_FAIL = "likely to fail"
    SEVERAL = "two answers"


@dataclass(frozen=True)
class AtOnce(Record):
    """How one talk ends at the middles.

    Attributes:
        ending: In a word.
        probability: P(agreement) at the middles; None if neither the model nor recorded talks give one.
        basis: Where it comes from: ``model``, ``measured``, or empty.
    """

    ending: Ending
    probability: float | None
    basis: str


def at_once(settlement: Settlement) -> dict[str, AtOnce]:
    """How every talk of a settlement ends at the middles.

    Where the talks can settle in more than one way, a talk that does not end alike in all of them has several answers.

    Args:
        settlement: A settlement, with its alternatives; its chances may be left out.
    """
    talks = settlement.case.talks
    open_ = [talk for talk, agreed in settlement.agreements.items() if agreed and _by_model(settlement, talk) is None]
    recorded = measured(settlement.case, RULES[settlement.rule]) if open_ else {}
    return {talk: _of_talk(settlement, talk, recorded) for talk in talks}


def _of_talk(settlement: Settlement, talk: str, recorded: Mapping[str, Measured]) -> AtOnce:
    own = _by_model(settlement, talk)
    chance = own if own is not None else recorded[talk].chance if talk in recorded else None
    basis = "model" if own is not None else "measured" if chance is not None else ""
    probability = None if chance is None else chance * settlement.takes_place.get(talk, 1.0)
    return AtOnce(_ending(settlement, talk, probability), probability, basis)


def _by_model(settlement: Settlement, talk: str) -> float | None:
    """P(a deal is made) by the model; None if it says nothing of why one may fail, or cannot tell."""
    if not settlement.agreements[talk]:
        return 0.0
    found = settlement.chances.get(talk)
    return None if found is None or found.reason else found.deal


def _ending(settlement: Settlement, talk: str, probability: float | None) -> Ending:
    if any(_differs(settlement, other, talk) for other in settlement.alternatives):
        return Ending.SEVERAL
    if not settlement.agreements[talk]:
        return Ending.NO_DEAL
    return Ending.LIKELY_TO_FAIL if probability is not None and probability < EVEN else Ending.DEAL


def _differs(one: Settlement, other: Settlement, talk: str) -> bool:
    """Whether a talk ends otherwise, or at levels that are apart by a hundredth of their scale."""
    case = one.case
    scales = {issue: case.issues[issue].scale for issue in case.talks[talk].issues}
    return one.agreements[talk] != other.agreements[talk] or any(
        abs(one.levels[issue] - other.levels[issue]) >= NEXT_TO_NOTHING * (high - low)
        for issue, (low, high) in scales.items()
    )
