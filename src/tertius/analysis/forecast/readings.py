"""k of every talk in the first draws of a forecast: where it lies on the curve that was measured on recorded talks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tertius.case.model import Case
from tertius.draws import Drawn, sample, uncertain_of
from tertius.rules.measured.curve import Floats, measured_chance
from tertius.rules.measured.talks import hopes_of
from tertius.rules.theory import Theory

AT_A_TIME = 16  # draws that are read together: one of each scrambling
ENOUGH, MOST = 8, 32  # readings that a talk needs; draws after which no more are looked for
FEW_TALKS = 4  # with every two more talks half as many draws are read


@dataclass(frozen=True)
class Readings:
    """k of every talk in the first draws of a forecast, and how likely all talks end in a deal there.

    Attributes:
        hopes: Rule: (D, T) k.
        together: The mean over draws and theories of the product of the talks' chances, where all talks have a deal;
            nan if they have in none.
    """

    hopes: Mapping[str, Floats]
    together: float


def read_hopes(case: Case, theories: Sequence[Theory], draws: int, seed: int, threads: int) -> Readings:
    """Read k off the first draws of a forecast: 16 of them, or 32 if a talk has a deal in fewer than 8.

    Draws are settled anew for this, for which the solution takes longer. With many talks fewer are read, and where no
    headline rests on it.

    Args:
        case: The case.
        theories: Those of the forecast.
        draws: How many draws the forecast has.
        seed: Their seed.
        threads: How many draws to settle at a time.
    """
    talking = [theory for theory in theories if theory.rule.talks] if case.talks else []
    rules = {theory.rule.key: theory.rule for theory in talking}
    uncertain = uncertain_of(case)
    # Where the model's own figure is the headline of every talk, k stands beside it only: two halvings more.
    halvings = max(0, len(case.talks) - FEW_TALKS + 1) // 2 + 2 * all(
        talk.may_be_missed for talk in case.talks.values()
    )
    enough, at_a_time = max(1, ENOUGH >> halvings), max(1, AT_A_TIME >> halvings)
    paths, most = [number.path for number in uncertain], min(draws, max(1, MOST >> halvings)) if uncertain else 1
    values, hopes = np.empty((0, len(paths))), {key: np.empty((0, len(case.talks))) for key in rules}
    while rules and len(values) < most and not _enough(hopes, enough):
        more = sample(uncertain, len(values), min(len(values) + at_a_time, most), seed)
        hopes = {
            key: np.concatenate([hopes[key], hopes_of(rule, case, paths, more, threads)]) for key, rule in rules.items()
        }
        values = np.concatenate([values, more])
    drawn = Drawn(tuple(paths), values)
    return Readings(hopes, _together(case, talking, hopes, drawn, threads))


def _enough(hopes: Mapping[str, Floats], readings: int) -> bool:
    return all((np.isfinite(k).sum(axis=0) >= readings).all() for k in hopes.values())


def _together(case: Case, theories: Sequence[Theory], hopes: Mapping[str, Floats], drawn: Drawn, threads: int) -> float:
    """The mean of the product of all talks' chances; that of a talk with private numbers is the model's."""
    private, products = np.array([talk.may_be_missed for talk in case.talks.values()]), []
    for theory in theories:
        chances = measured_chance(hopes[theory.rule.key])
        if private.any():
            many = theory.settle_many(case, drawn.paths, drawn.values, threads)
            chances = np.where(private, np.where(many.agreed, many.chance, np.nan), chances)
        product = chances.prod(axis=1)
        products.append(product[np.isfinite(product)])
    every = np.concatenate(products) if products else np.empty(0)
    return float(every.mean()) if len(every) else float("nan")
