"""Beliefs as arrays: which number each is about, and what the parties of its talks take it to be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.case.beliefs import about_of, all_beliefs, says_anything
from tertius.case.entries import Belief
from tertius.case.model import Case
from tertius.voting.ballots import pass_chance

__all__ = [
    "COST",
    "COVER",
    "DAMAGE",
    "LINK",
    "POSITION",
    "SALIENCE",
    "STRIKE",
    "WEIGHT",
    "beliefs_that_count",
    "body_of_belief",
    "in_arrays",
    "places_of_beliefs",
    "rows_of_beliefs",
]

POSITION, SALIENCE, WEIGHT, COVER, LINK, DAMAGE, COST, STRIKE = range(8)
_KINDS = {
    "position": POSITION,
    "salience": SALIENCE,
    "weight": WEIGHT,
    "share": COVER,
    "probability": LINK,
    "damage": DAMAGE,
    "cost": COST,
    "credibility": STRIKE,
}

Floats = NDArray[np.float64]


def rows_of_beliefs(case: Case) -> NDArray[np.int64]:
    """(B, 4) the talk, the kind of number, its row and its column: once for each talk of each belief."""
    issues, talks, rows = list(case.issues), list(case.talks), []
    collections = {
        "stances": list(case.actors),
        "needs": list(case.needs),
        "links": list(case.links),
        "threats": list(case.threats),
    }
    for belief in beliefs_that_count(case).values():
        path = about_of(case, belief) or ()
        issue = next((step for step in path[2:] if step in issues), None)
        column = 0 if issue is None else issues.index(str(issue))
        row = collections[str(path[0])].index(str(path[1]))
        rows += [(talks.index(talk), _KINDS[str(path[-1])], row, column) for talk in belief.talks]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def beliefs_that_count(case: Case) -> dict[str, Belief]:
    """The beliefs of a case that say anything, those among them that follow from a signal on another number."""
    return {ident: belief for ident, belief in all_beliefs(case).items() if says_anything(case, belief)}


def places_of_beliefs(case: Case) -> dict[str, slice]:
    """The rows of each belief that counts among all of them."""
    places, start = {}, 0
    for ident, belief in beliefs_that_count(case).items():
        places[ident] = slice(start, start + len(belief.talks))
        start += len(belief.talks)
    return places


def body_of_belief(case: Case, belief: Belief) -> str | None:
    """The body that must pass the threat whose credibility is believed; None if there is none."""
    path = about_of(case, belief)
    return case.threats[str(path[1])].authorised_by if path is not None and path[-1] == "credibility" else None


def in_arrays(case: Case, belief: Belief, numbers: Floats, sure: float, passes: Floats | float | None = None) -> Floats:
    """Numbers that a belief puts in the place of its own, as the arrays hold them.

    Positions are fractions of their scale, a link is never quite `sure`, and a threat is carried out with its
    credibility x P(its body passes it).

    Args:
        case: The case.
        belief: The belief.
        numbers: (D,) what is believed, on its plain scale.
        sure: The highest probability that a link is taken at.
        passes: (D,) P(the body of the threat passes it); at the middle if left out.
    """
    path = about_of(case, belief) or ("",)
    if path[-1] == "position":
        low, high = case.issues[str(path[2])].scale
        return (numbers - low) / (high - low)
    if path[-1] == "probability":
        return np.minimum(numbers, sure)
    body = body_of_belief(case, belief)
    if body is None:
        return numbers
    return numbers * ((pass_chance(case.bodies[body]) or 0.0) if passes is None else passes)
