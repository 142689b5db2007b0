"""The five concepts by which a client and its patrons divide what they have, side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tertius.rules.arrays import Floats
from tertius.rules.worths.division import Division
from tertius.rules.worths.menu_auction import menu_auction
from tertius.rules.worths.nash_in_nash import nash_in_nash
from tertius.rules.worths.shapley import shapley
from tertius.rules.worths.single_deal import balanced
from tertius.rules.worths.threat_of_replacement import threat_of_replacement


class PatronConcept(NamedTuple):
    """One of them.

    Attributes:
        title: What it is called in tables.
        divide: Of W (2^n,) and the power of the patrons (n,): the division.
        meaning: What it supposes, in a clause.
    """

    title: str
    divide: Callable[[Floats, Floats], Division]
    meaning: str


PATRON_CONCEPTS: dict[str, PatronConcept] = {
    "nash_in_nash": PatronConcept(
        "Nash-in-Nash", nash_in_nash, "each deal splits what it adds, all others given; who has none is no alternative"
    ),
    "shapley": PatronConcept(
        "Shapley (renegotiate)", shapley, "if a deal breaks down the others are renegotiated, and all know it"
    ),
    "threat_of_replacement": PatronConcept(
        "Threat of replacement",
        threat_of_replacement,
        "Nash-in-Nash, but the client can replace a patron by one who is left out and would take next to nothing",
    ),
    "menu_auction": PatronConcept(
        "Menu auction", menu_auction, "the patrons bid, with a payment for each thing that the client may do"
    ),
    "balanced": PatronConcept(
        "Balanced outcome", balanced, "the client can close one deal only, and its next best stands open"
    ),
}
"""By the key under which results, JSON and claims name them, in the order of tables."""
