"""The types of a party: what it may be, as the others at the table see it.

A type is a draw of the numbers that move the party, its stances and needs, and of what is in a group with them; every
other number stands at its middle. The others know a part of it: with the doubt c, from 0 to 1, they see

    theta = middle + spread c (theta_drawn - middle),

kept within what is legal. The spread is 1, or another to ask how far ranges are trusted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tertius.case.labels import legal_at
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import REPLICATES, Uncertain, uncertain_of, values_at
from tertius.draws.sampling import points_of
from tertius.rules.arrays import Floats
from tertius.rules.bargaining.breakdown.terms import is_own

TYPES = 128
"""Types of a party: the first draws of one scrambling of the case, which lie evenly in every number by itself."""

FEW = 3
"""With so many talks or fewer, which settle fast, there are twice as many; and half as many of other spreads than 1."""

Doubts = tuple[tuple[str, float], ...]
"""Actors, each with the part of its ranges that the others do not know, spread included: whose types they are."""


@dataclass(frozen=True)
class TypeRows:
    """Types of several parties as one batch of draws, the first of which has every number at its middle.

    Attributes:
        paths: (U,) where the numbers stand that differ from type to type.
        values: (D, U) their values, on their plain scales.
        rows: Whose types are in which rows; those who have none are in the first.
    """

    paths: tuple[Path, ...]
    values: Floats
    rows: Mapping[Doubts, slice]


LEAST = 64
"""At least so many."""


def how_many(talks: int, spread: float, seasons: int = 1) -> int:
    """How many types of a party there are, the same for a case and for its versions.

    Args:
        talks: How many talks the case has.
        spread: How wide its ranges are taken to be.
        seasons: In how many seasons each type is settled.
    """
    types = TYPES * (2 if talks <= FEW else 1) // (1 if spread == 1 else 2)
    return max(LEAST, types >> (seasons - 1).bit_length())


def own_numbers(case: Case, uncertain: Sequence[Uncertain], actor: str) -> list[int]:
    """The uncertain numbers that are an actor's own, and those that are in a group with them."""
    own = {number.dimension for number in uncertain if not number.about and is_own(case, number.path, actor)}
    return [column for column, number in enumerate(uncertain) if number.dimension in own and not number.about]


def types_of(case: Case, asked: Mapping[Doubts, int]) -> TypeRows:
    """The types of several parties.

    Args:
        case: The case.
        asked: Whose types, each with how much of its ranges is unknown: how many.
    """
    most = max(asked.values(), default=0)
    uncertain = uncertain_of(case)
    middles = np.array([number.middle for number in uncertain])
    own = {actor: own_numbers(case, uncertain, actor) for actor in {actor for whose in asked for actor, _ in whose}}
    columns = sorted({column for numbers in own.values() for column in numbers})
    drawn = np.empty((most, len(uncertain)))
    if columns:
        points = points_of(uncertain, 0, REPLICATES * most, 0)[::REPLICATES]
        drawn[:, columns] = values_at([uncertain[column] for column in columns], points)
    parts, rows, end = [middles[None]], {}, 1
    for whose, types in asked.items():
        if not any(scale > 0 and own[actor] for actor, scale in whose):
            rows[whose] = slice(0, 1)
            continue
        part = np.tile(middles, (types, 1))
        for actor, scale in whose:
            for column in own[actor]:
                far = middles[column] + scale * (drawn[:types, column] - middles[column])
                low, high, _ = legal_at(case, uncertain[column].path)
                part[:, column] = np.clip(far, low, high)
        parts.append(part)
        rows[whose] = slice(end, end := end + types)
    return TypeRows(tuple(uncertain[column].path for column in columns), np.concatenate(parts)[:, columns], rows)
